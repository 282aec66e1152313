import { ADVISERS } from '../../domain/incident.ts';
import { HURT, STATUSES } from '../../domain/status.ts';
import {
  FLAG,
  inLanguages,
  LANGUAGE,
  NUMBER,
  list,
  oneOf,
  orNull,
  record,
  type Schema,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
} from './parts.ts';

const mapOf = (keys: readonly string[], value: Schema, optional: readonly string[] = []): Schema =>
  record(Object.fromEntries(keys.map((key) => [key, value])), [...optional]);

/** `/heartbeat.json`. */
export const heartbeatSchema: Schema = {
  title: 'Until when what is published may be believed',
  ...record({
    built_at: TIME,
    valid_until: TIME,
    build: TEXT,
    vouched: record(
      { by: oneOf(['watch', 'person', 'nobody']), at: TIME_OR_NULL, until: TIME_OR_NULL, taken_back: TIME },
      ['taken_back'],
    ),
    changes_at: TIME_OR_NULL,
    source: TEXT,
    limits: record({ validFor: NUMBER, vouchFor: NUMBER }),
    moved_to: TEXT_OR_NULL,
  }),
};

/** `/bedside.json`. */
export const bedsideSchema: Schema = {
  title: 'What the page for the night table reads, believed only beside the heartbeat of its build',
  ...record({
    build: TEXT,
    demonstration: FLAG,
    components: list(
      record({ id: TEXT, status: oneOf(STATUSES), since: TIME_OR_NULL, since_before: TIME_OR_NULL }),
    ),
    incidents: list(
      record({
        hurts: list(TEXT),
        touches: list(TEXT),
        works: list(TEXT),
        told: inLanguages(
          record({
            advice: orNull(record({ text: TEXT, language: LANGUAGE, by: oneOf(ADVISERS) })),
            url: TEXT,
          }),
        ),
      }),
    ),
  }),
};

const reading = {
  tone: TEXT,
  headline: TEXT,
  vouched: TEXT_OR_NULL,
  advice: TEXT_OR_NULL,
  advice_lang: orNull(LANGUAGE),
};

/** `/embed.json`. */
export const embedSchema: Schema = {
  title: 'What the banner shows',
  ...record({
    ...reading,
    next: orNull(record({ at: TIME, ...reading })),
    build: TEXT,
    limits: record({ validFor: NUMBER, vouchFor: NUMBER }),
    built_at: TIME,
    valid_until: TIME,
    as_of: TEXT,
    as_of_here: TEXT,
    unknown: TEXT,
    more: TEXT,
    url: TEXT,
  }),
};

const numbers = {
  percent: orNull(NUMBER),
  minutes: mapOf(HURT, NUMBER, HURT),
  left_out_minutes: NUMBER,
  in_service_minutes: NUMBER,
  incident_count: NUMBER,
};

const DAY = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };

/** Of what is in several regions, those in which it was worst may be named. */
const row = record(
  {
    period: { type: 'string', pattern: '^\\d{4}-\\d{2}(-\\d{2})?$' },
    ...numbers,
    incidents: list(TEXT),
    regions: list(TEXT),
  },
  ['regions'],
);

const total = record(
  {
    since: DAY,
    ...numbers,
    longest: orNull(record({ from: TIME, to: TIME, minutes: NUMBER, exact: FLAG })),
    regions: list(TEXT),
  },
  ['regions'],
);

const ranges = record({ ninety: total, twelve: total, all: total });

/** `/uptime.json`. */
export const uptimeSchema: Schema = {
  title: 'The numbers of the uptime chart',
  ...record(
    {
      built_at: TIME,
      site: inLanguages(TEXT),
      demonstration: FLAG,
      weights: { type: 'object', additionalProperties: { type: ['number', 'string', 'null'] } },
      incidents: list(
        record({
          id: TEXT,
          title: inLanguages(TEXT),
        }),
      ),
      series: list(
        record(
          {
            id: TEXT,
            name: inLanguages(TEXT),
            ranges,
            days: list(row),
            weeks: list(row),
            months: list(row),
            regions: list(record({ id: TEXT, ranges, months: list(row) })),
          },
          ['regions'],
        ),
      ),
      regions: list(record({ id: TEXT, name: inLanguages(TEXT) })),
    },
    ['regions'],
  ),
};

/** `/badge.json` (https://shields.io/badges/endpoint-badge). */
export const shieldsSchema: Schema = {
  title: 'A badge, for shields.io',
  ...record({
    schemaVersion: { const: 1 },
    label: TEXT,
    message: TEXT,
    color: { type: 'string', pattern: '^[0-9a-f]{6}$' },
    isError: FLAG,
    cacheSeconds: NUMBER,
  }),
};

/** `/feed.json` (JSON Feed 1.1); what stands in `_nightlight` has a schema of its own. */
export const feedSchema: Schema = {
  title: 'Every update, as a JSON Feed',
  ...record({
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: TEXT,
    home_page_url: TEXT,
    feed_url: TEXT,
    description: TEXT,
    language: LANGUAGE,
    authors: list(record({ name: TEXT })),
    items: list(
      record(
        {
          id: TEXT,
          url: TEXT,
          title: TEXT,
          image: TEXT,
          content_html: TEXT,
          content_text: TEXT,
          date_published: TIME,
          date_modified: TIME,
          language: LANGUAGE,
          tags: list(TEXT),
          _nightlight: { $ref: 'notification.json' },
        },
        ['image'],
      ),
    ),
  }),
};

/** `/incidents/<id>.csl.json` (https://docs.citationstyles.org/). Citation managers read more keys than are named here; what git does not date has no `issued`. */
export const citationSchema: Schema = {
  title: 'What to cite, for citation managers',
  ...list({
    type: 'object',
    required: ['id', 'type', 'title', 'URL'],
    properties: {
      id: TEXT,
      type: TEXT,
      title: TEXT,
      issued: record({ 'date-parts': list(list(NUMBER)) }),
      URL: TEXT,
      language: LANGUAGE,
      author: list(record({ literal: TEXT })),
    },
  }),
};
