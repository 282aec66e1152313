import { STATUSES } from '../../domain/status.ts';
import { FLAG, list, oneOf, record, type Schema, TEXT, TEXT_OR_NULL, TIME, TIME_OR_NULL } from './parts.ts';

const ID = { type: 'string', pattern: '^[a-z0-9]{12}$' };
const STATUS = oneOf(STATUSES.filter((status) => status !== 'not_known'));
const NOTHING = { type: 'null' };

const page = record({ id: ID, name: TEXT, url: TEXT, time_zone: TEXT, updated_at: TIME });
const status = record({
  indicator: oneOf(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: TEXT,
});
const component = record(
  {
    id: ID,
    name: TEXT,
    status: STATUS,
    created_at: TIME,
    updated_at: TIME,
    position: { type: 'integer' },
    description: TEXT_OR_NULL,
    showcase: FLAG,
    start_date: TEXT_OR_NULL,
    group_id: { anyOf: [ID, NOTHING] },
    page_id: ID,
    group: FLAG,
    only_show_if_degraded: FLAG,
    components: list(ID),
  },
  ['components'],
);
const affected = record({ code: ID, name: TEXT, old_status: STATUS, new_status: STATUS });
const WORDS = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
  'scheduled',
  'in_progress',
  'verifying',
  'completed',
];
const update = record({
  id: ID,
  status: oneOf(WORDS),
  body: TEXT,
  incident_id: ID,
  created_at: TIME,
  updated_at: TIME,
  display_at: TIME,
  affected_components: { anyOf: [list(affected), NOTHING] },
  deliver_notifications: FLAG,
  custom_tweet: NOTHING,
  tweet_id: NOTHING,
});
const incident = record(
  {
    id: ID,
    name: TEXT,
    status: oneOf(WORDS),
    created_at: TIME,
    updated_at: TIME,
    monitoring_at: TIME_OR_NULL,
    resolved_at: TIME_OR_NULL,
    impact: oneOf(['none', 'minor', 'major', 'critical', 'maintenance']),
    shortlink: TEXT,
    started_at: TIME,
    page_id: ID,
    incident_updates: list(update),
    components: list(component),
    reminder_intervals: NOTHING,
    scheduled_for: TIME,
    scheduled_until: TIME,
  },
  ['scheduled_for', 'scheduled_until'],
);

/** `/schema/statuspage.json`: every body of the API; `$defs` has one for each kind of address. */
export const statuspageSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Statuspage’s public API, version 2, as this site prints it',
  $defs: {
    summary: record({
      page,
      status,
      components: list(component),
      incidents: list(incident),
      scheduled_maintenances: list(incident),
    }),
    status: record({ page, status }),
    components: record({ page, components: list(component) }),
    incidents: record({ page, incidents: list(incident) }),
    scheduled_maintenances: record({ page, scheduled_maintenances: list(incident) }),
  },
  anyOf: ['summary', 'status', 'components', 'incidents', 'scheduled_maintenances'].map((name) => ({
    $ref: `#/$defs/${name}`,
  })),
};
