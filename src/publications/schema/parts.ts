import { INCIDENT_STATES, MAINTENANCE_STATES } from '../../domain/incident.ts';
import { STATUSES } from '../../domain/status.ts';

/** Small pieces of JSON Schema (draft 2020-12) that the published schemas are put together from. */
export const TEXT = { type: 'string' } as const;
export const TEXT_OR_NULL = { type: ['string', 'null'] } as const;
export const NUMBER = { type: 'number' } as const;
export const FLAG = { type: 'boolean' } as const;
export const TIME = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' } as const;
export const TIME_OR_NULL = { anyOf: [TIME, { type: 'null' }] } as const;

export type Schema = Record<string, unknown>;

/** An object with exactly these keys; those named in `optional` may be missing. */
export function record(properties: Record<string, Schema>, optional: string[] = []): Schema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((key) => !optional.includes(key)),
    additionalProperties: false,
  };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function oneOf(words: readonly string[]): Schema {
  return { enum: words };
}

export const STATE = oneOf([...new Set([...INCIDENT_STATES, ...MAINTENANCE_STATES])]);
export const STATUS = oneOf(STATUSES);
/** The tag of a language (BCP 47): a site may have others tomorrow. */
export const LANGUAGE: Schema = { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' };

/** The same for each language of the site, by its tag. */
export function inLanguages(value: Schema): Schema {
  return { type: 'object', propertyNames: LANGUAGE, additionalProperties: value, minProperties: 1 };
}

/** A time as well as it is known. */
export const TIME_RANGE = record({ earliest: TIME, latest: TIME });
