import { factsOf, FIELDS, type FieldKind, fieldOf, plainMeaning } from '../domain/fields.ts';
import type { Kind } from '../domain/incident.ts';
import { EARLIER } from '../domain/redaction.ts';
import type { Site } from '../domain/site.ts';
import { STATUSES } from '../domain/status.ts';

type Schema = Record<string, unknown>;

const POINT = '\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2}))?';
const TIME: Schema = { type: 'string', pattern: `^${POINT}(/${POINT})?$` };
const TEXT: Schema = { type: 'string', pattern: '\\S' };
/** An id of digits alone is a number to YAML. */
const VERSION: Schema = {
  anyOf: [{ type: 'string', pattern: `^(${EARLIER}|[0-9a-f]{7,64})$` }, { type: 'number' }],
};
const STATUS: Schema = { enum: STATUSES };

/** What a value of each kind may be; `ids` are those that components have or had. */
const VALUE: {
  [Kind in FieldKind]: (
    ids: readonly string[],
    words: readonly unknown[],
    site: Pick<Site, 'languages' | 'regions'>,
  ) => Schema;
} = {
  text: () => TEXT,
  word: (_, words) => ({ enum: words }),
  language: (_, __, { languages }) => ({ enum: languages }),
  flag: () => ({ type: 'boolean' }),
  time: () => TIME,
  end: () => ({ anyOf: [{ const: 'unknown' }, TIME] }),
  window: () => record({ from: TIME, until: TIME }),
  impact: (ids, _, { regions }) => ({
    type: 'object',
    propertyNames: { enum: ids },
    additionalProperties: { anyOf: [STATUS, ...entriesOf(regions.map(({ id }) => id))] },
    minProperties: 1,
  }),
  components: (ids) => list({ enum: ids }),
  redactions: () =>
    list({
      anyOf: [
        record({ update: TEXT, on: TIME, because: TEXT }),
        record({ version: VERSION, on: TIME, because: TEXT }),
      ],
    }),
  sources: () => list(record({ title: TEXT, url: { type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:' } })),
};

/**
 * `/schema/incident-file.json`: the front matter of an incident file, for editors. It knows the components and
 * the languages of the site. What two keys say together, and what has a time, the check alone can tell.
 */
export function incidentFileSchema(site: Pick<Site, 'components' | 'languages' | 'regions'>): Schema {
  const ids = site.components.flatMap(({ id, formerly }) => [id, ...formerly]);
  const { advice, adviceBy, ended, lastKnown, kind } = FIELDS;
  const [, maintenance] = kind.words;
  return {
    title: 'The front matter of an incident file',
    type: 'object',
    ...where(
      kind.key,
      maintenance,
      frontMatter('maintenance', ids, site),
      frontMatter('incident', ids, site),
    ),
    dependentRequired: { [adviceBy.key]: [advice.key] },
    allOf: [where(ended.key, 'unknown', { required: [lastKnown.key] })],
  };
}

function frontMatter(kind: Kind, ids: readonly string[], site: Pick<Site, 'languages' | 'regions'>): Schema {
  const fields = factsOf(kind).map(fieldOf);
  return {
    properties: Object.fromEntries(
      fields.map((field) => [
        field.key,
        {
          title: field.label,
          description: plainMeaning(field),
          ...VALUE[field.kind](ids, field.words ?? [], site),
        },
      ]),
    ),
    required: fields.filter(({ required }) => required).map(({ key }) => key),
    additionalProperties: false,
  };
}

/** What holds where a key says a word, and what holds otherwise. */
function where(key: string, word: string, holds: Schema, otherwise: Schema = {}): Schema {
  const condition = { properties: { [key]: { const: word } }, required: [key] };
  return Object.fromEntries([
    ['if', condition],
    ['then', holds],
    ['else', otherwise],
  ]);
}

/** Where there are regions, what a component suffers may name them, in one entry or in each of a list. */
function entriesOf(regions: readonly string[]): Schema[] {
  const timed = record({ from: TIME, status: STATUS });
  if (regions.length === 0) return [list(timed)];
  const named = { from: TIME, status: STATUS, regions: { ...list({ enum: regions }), minItems: 1 } };
  const entry = { ...record(named), required: ['status'] };
  const inList = { ...entry, anyOf: [{ required: ['from'] }, { required: ['regions'] }] };
  return [entry, list(inList)];
}

function record(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}
