import { FIELDS } from '../../domain/fields.ts';
import {
  FLAG,
  LANGUAGE,
  STATE,
  STATUS,
  TIME_RANGE,
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

const prose = { markdown: TEXT, html: TEXT, text: TEXT };

/** `/schema/incident.json`: the body of `/incidents/<id>.json`. */
export const incidentSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An incident',
  ...record({
    $schema: TEXT,
    id: { type: 'string', pattern: '^[a-z0-9-]+$' },
    url: TEXT,
    kind: oneOf(FIELDS.kind.words),
    demonstration: FLAG,
    drill: FLAG,
    language: LANGUAGE,
    title: TEXT,
    state: STATE,
    open: FLAG,
    published: TIME,
    changed: TIME,
    began: orNull(TIME_RANGE),
    ended: orNull(TIME_RANGE),
    ended_unknown: FLAG,
    last_known: orNull(TIME_RANGE),
    scheduled: orNull(record({ from: TIME, until: TIME })),
    impact: list(
      record(
        {
          component: TEXT,
          changes: list(record({ from: orNull(TIME_RANGE), status: STATUS })),
          regions: list(TEXT),
        },
        ['regions'],
      ),
    ),
    counted: list(
      record({
        component: TEXT,
        stretches: list(
          record({ from: TIME, to: TIME_OR_NULL, status: STATUS, regions: list(TEXT) }, ['regions']),
        ),
      }),
    ),
    works: list(TEXT),
    advice: TEXT_OR_NULL,
    advice_by: orNull(oneOf(FIELDS.adviceBy.words)),
    scope: TEXT_OR_NULL,
    data: orNull(oneOf(FIELDS.data.words)),
    cause: TEXT_OR_NULL,
    cause_certainty: orNull(oneOf(FIELDS.causeCertainty.words)),
    disputed: TEXT_OR_NULL,
    reported_by: orNull(oneOf(FIELDS.reportedBy.words)),
    sources: list(record({ title: TEXT, url: TEXT })),
    imported: TEXT_OR_NULL,
    promised: orNull(
      record({ since: TIME_OR_NULL, first_notice: { type: 'number' }, update_every: { type: 'number' } }),
    ),
    summary: orNull(record(prose)),
    updates: list(
      record({
        id: TEXT,
        url: TEXT,
        state: STATE,
        said: TIME_RANGE,
        published: TIME,
        changed: TIME,
        said_by: oneOf(['operator', 'community', 'press']),
        place: TEXT_OR_NULL,
        ...prose,
      }),
    ),
    translations: {
      type: 'object',
      additionalProperties: record({
        url: TEXT,
        title: TEXT_OR_NULL,
        advice: TEXT_OR_NULL,
        scope: TEXT_OR_NULL,
        cause: TEXT_OR_NULL,
        disputed: TEXT_OR_NULL,
        summary: orNull(record(prose)),
        updates: { type: 'object', additionalProperties: record({ place: TEXT_OR_NULL, ...prose }) },
      }),
    },
  }),
};
