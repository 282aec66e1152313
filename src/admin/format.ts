import { parseDocument, visit } from 'yaml';
import { FACT_NAMES, type FactName, type FieldKind, fieldOf } from '../domain/fields.ts';
import { updateId } from '../domain/incident.ts';
import { readTimeRange } from '../domain/time.ts';
import { type EntryChange, editMapping } from '../yaml/edit.ts';
import { block, flow, listOf, printMapping, textLeaf, timeLeaf, wordLeaf, type Yaml } from '../yaml/print.ts';
import { withSplices } from '../yaml/splices.ts';

/** What somebody fills in: values by key, those of `more` below it, what is newly said, and the file that it was made of. */
export type Form = Record<string, unknown>;

/** A row of what a component suffers, as the form has it. */
interface ImpactRow {
  component: string;
  status: string;
  from?: string;
  regions?: string[];
}

/** One thing that is newly said. `state` is the word that stands in the file. */
interface Said {
  state?: string;
  time?: string;
  where?: string;
  text?: string;
}

/** A kind of file: its keys in order with their kinds, and what else of it the form knows. */
export interface Shape {
  keys: readonly (readonly [key: string, kind: FieldKind])[];
  /** What an entry is by its keys; the form shows it where its collection takes that. */
  kindOf(values: Record<string, unknown>): string;
}

/** What a form asks below "more"; everything else it asks at once, or not at all: then the file keeps what it has. */
export const MORE: readonly FactName[] = [
  'language',
  'draft',
  'publish',
  'began',
  'ended',
  'lastKnown',
  'adviceBy',
  'scope',
  'data',
  'cause',
  'causeCertainty',
  'disputed',
  'reportedBy',
  'pinned',
  'replay',
];

/** The fields that stand in the form itself, in its order. */
export const FIRST: readonly FactName[] = [
  'title',
  'scheduled',
  'impact',
  'works',
  'advice',
  'nextUpdate',
  'drill',
];

const moreKeys = new Set(MORE.map((name) => fieldOf(name).key));
const asked = new Set([...FIRST, ...MORE]);

/** A file of `incidents/`. */
export const INCIDENT: Shape = {
  keys: FACT_NAMES.filter((name) => asked.has(name)).map((name) => {
    const { key, kind } = fieldOf(name);
    return [key, kind];
  }),
  // A translation says nothing of impact; it is written where the original is known.
  kindOf: ({ kind, impact }) => (impact === undefined ? 'other' : kind === 'maintenance' ? kind : 'incident'),
};

/** A file of `announcements/`. */
export const ANNOUNCEMENT: Shape = {
  keys: [
    ['title', 'text'],
    ['from', 'time'],
    ['until', 'time'],
    ['components', 'components'],
  ],
  kindOf: ({ from, until }) => (from === undefined || until === undefined ? 'other' : 'announcement'),
};

/** What a form shows of a file. A file that it cannot read is of the kind `other`, and no list shows it. */
export function fromFile(text: string, shape: Shape): Form {
  const parts = partsOf(text);
  const values = parts && valuesIn(parts.yaml);
  if (!parts || !values) return { kind: 'other', file: text };
  const form: Form = { kind: shape.kindOf(values), file: text, body: parts.body.trim(), updates: [] };
  const more: Form = {};
  for (const [key, kind] of shape.keys) {
    const shown = shownOf(kind, values[key]);
    if (shape === INCIDENT && moreKeys.has(key)) more[key] = shown;
    else form[key] = shown;
  }
  if (shape === INCIDENT) form.more = more;
  return form;
}

/**
 * The file as a form leaves it. Of a file that was there, no more is changed than the form says otherwise: keys that it
 * does not ask for, comments, the order and the way in which the rest is written stay.
 */
export function toFile(form: Form, shape: Shape): string {
  const text = typeof form.file === 'string' ? form.file : '';
  const before = fromFile(text, shape);
  if (text !== '' && before.kind === 'other') return text;
  const parts = partsOf(text) ?? { yaml: '', body: '', yamlAt: 0, bodyAt: 0 };
  const changes = shape.keys.flatMap(([key, kind]): EntryChange[] => {
    const [now, then] = [form, before].map((one) => plain(one[key] ?? (one.more as Form | undefined)?.[key]));
    return same(now, then) ? [] : [[key, yamlOf(kind, now)]];
  });
  const wanted = plain(form.body);
  const body = wanted === plain(before.body) ? parts.body : `${wanted ?? ''}\n`;
  const said = withUpdates(body, saidIn(form.updates));
  const order = shape.keys.map(([key]) => key);
  if (text === '') {
    const kind: [string, Yaml][] = form.kind === 'maintenance' ? [['kind', wordLeaf('maintenance')]] : [];
    const entries = changes.flatMap(([key, value]): [string, Yaml][] => (value ? [[key, value]] : []));
    return `---\n${printMapping([...kind, ...entries])}---\n${said}`;
  }
  const yaml = withSplices(parts.yaml, editMapping(parts.yaml, changes, ['kind', ...order]));
  return `${text.slice(0, parts.yamlAt)}${yaml}${text.slice(parts.yamlAt + parts.yaml.length, parts.bodyAt)}${said}`;
}

/** Head and body of a file, and where they begin. */
export interface Parts {
  yaml: string;
  yamlAt: number;
  body: string;
  bodyAt: number;
}

/** Head and body; nothing where there is no head. */
export function partsOf(text: string): Parts | undefined {
  const [whole, head = '', yaml = ''] = /^(---[ \t]*\n)([\s\S]*?\n)---[ \t]*(?:\n|$)/.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : { yaml, yamlAt: head.length, body: text.slice(whole.length), bodyAt: whole.length };
}

/** The values of a head by their keys; nothing where it cannot be read. */
export function valuesIn(yaml: string): Record<string, unknown> | undefined {
  const document = parseDocument(yaml, { schema: 'core', logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  // No file of ours has an alias, and one with many could grow without end.
  let hasAlias = false;
  visit(document, {
    Alias: () => {
      hasAlias = true;
      return visit.BREAK;
    },
  });
  const values: unknown = hasAlias ? undefined : document.toJS();
  return isRecord(values) ? values : undefined;
}

/** A value as the form shows it. What it has no way to show is shown as nothing, and so is left alone. */
export function shownOf(kind: FieldKind, value: unknown): unknown {
  switch (kind) {
    case 'flag':
      return value === true;
    case 'time':
    case 'end':
      return exactTime(value);
    case 'window':
      return isRecord(value) ? { from: exactTime(value.from), until: exactTime(value.until) } : {};
    case 'components':
      return Array.isArray(value) ? value.map(String) : [];
    case 'impact':
      return isRecord(value) ? Object.entries(value).flatMap(([id, one]) => rowsOf(id, one)) : [];
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

function rowsOf(component: string, value: unknown): ImpactRow[] {
  if (Array.isArray(value)) return value.flatMap((one) => rowsOf(component, one));
  if (!isRecord(value)) return [{ component, status: String(value) }];
  const { status, from, regions } = value;
  return [
    {
      component,
      status: String(status),
      ...(from !== undefined && { from: String(from) }),
      ...(Array.isArray(regions) && { regions: regions.map(String) }),
    },
  ];
}

/** A time as a picker holds it: to the minute, in UTC. Nothing for an interval, a day, or what is no time. */
function exactTime(value: unknown): string {
  const reading = readTimeRange(String(value));
  if (!reading.ok || reading.range.wholeDay || reading.range.earliest !== reading.range.latest) return '';
  const { earliest } = reading.range;
  return earliest % 60_000 === 0 ? `${new Date(earliest).toISOString().slice(0, 16)}Z` : '';
}

/** A value of the form as it is written. */
export function yamlOf(kind: FieldKind, value: unknown): Yaml | undefined {
  if (value === undefined || value === false) return undefined;
  switch (kind) {
    case 'flag':
    case 'word':
    case 'language':
      return wordLeaf(String(value));
    case 'time':
    case 'end':
      return timeOf(value);
    case 'window': {
      const { from = '', until = '' } = value as { from?: string; until?: string };
      return flow([
        ['from', timeOf(from)],
        ['until', timeOf(until)],
      ]);
    }
    case 'components':
      return listOf(
        (value as string[]).map((id) => textLeaf(id)),
        'flow',
      );
    case 'impact':
      return block(
        [...Map.groupBy(value as ImpactRow[], ({ component }) => component)].map(([component, rows]) => [
          component,
          impactOf(rows),
        ]),
      );
    default:
      return textLeaf(String(value));
  }
}

function impactOf(rows: ImpactRow[]): Yaml {
  const [first] = rows;
  if (first && rows.length === 1 && !first.from)
    return first.regions ? entryOf(first) : wordLeaf(first.status);
  return listOf(rows.map(entryOf), 'block');
}

function entryOf({ status, from, regions }: ImpactRow): Yaml {
  return flow([
    ...(from ? [['from', timeOf(from)] as [string, Yaml]] : []),
    ['status', wordLeaf(status)],
    ...(regions
      ? [
          [
            'regions',
            listOf(
              regions.map((id) => textLeaf(id)),
              'flow',
            ),
          ] as [string, Yaml],
        ]
      : []),
  ]);
}

function timeOf(value: unknown): Yaml {
  const reading = readTimeRange(String(value).trim());
  return reading.ok ? timeLeaf(reading.range) : wordLeaf(String(value));
}

/** What is newly said, without rows that nobody filled in. */
function saidIn(updates: unknown): Said[] {
  return Array.isArray(updates) ? (updates as Said[]).filter(({ text }) => plain(text) !== undefined) : [];
}

/** Puts what is newly said where its time belongs. */
function withUpdates(body: string, said: Said[]): string {
  return said.reduce((before, one) => {
    const time = one.time ?? '';
    return withUpdate(before, sectionOf(one), readTimeRange(time).ok ? time : undefined);
  }, body);
}

/**
 * Puts an update where its time belongs: among those of the file, which begins with the oldest or with the newest,
 * and behind the rest where nobody can tell. Of two in one minute the second gets an id of its own.
 */
export function withUpdate(body: string, section: string, time: string | undefined): string {
  const heads = headsIn(body);
  const reading = readTimeRange(time ?? '');
  const at = reading.ok ? reading.range.earliest : Number.POSITIVE_INFINITY;
  const text = withFreeId(section, reading.ok ? updateId(reading.range) : '', heads);
  const [first, last] = [heads[0], heads.at(-1)];
  const newestFirst = first !== undefined && last !== undefined && first.at > last.at;
  const next = heads.find((head) => (newestFirst ? head.at <= at : head.at > at));
  if (next) return `${body.slice(0, next.offset)}${text}\n\n${body.slice(next.offset)}`;
  const before = body.trimEnd();
  return `${before === '' ? '' : `${before}\n\n`}${text}\n`;
}

function withFreeId(section: string, id: string, heads: readonly Head[]): string {
  const taken = new Set(heads.map((head) => head.id));
  if (!taken.has(id) || /^.*\{#[^}]*\}[ \t]*$/m.test(section.split('\n', 1)[0] ?? '')) return section;
  let count = 2;
  while (taken.has(`${id}-${count}`)) count++;
  return section.replace(/^.*/, (head) => `${head} {#${id}-${count}}`);
}

function sectionOf({ state = '', time = '', where, text = '' }: Said): string {
  const place = plain(where);
  return `## ${state} - ${time}${place === undefined ? '' : ` - ${place}`}\n${wordsOf(text.trim())}`;
}

/**
 * The words of one update, in which nothing begins another: a heading of level 2 does in a file, and so does a line of
 * dashes below words. Nobody sees the file who writes on a phone.
 */
function wordsOf(text: string): string {
  let fence = '';
  let isBelowWords = false;
  const lines = text.split('\n').flatMap((line) => {
    const wasCode = fence !== '';
    fence = fenceBehind(line, fence);
    const isUnderline = isBelowWords && /^ {0,3}-+[ \t]*$/.test(line);
    isBelowWords = fence === '' && /^ {0,3}[^\s>#]/.test(line);
    if (wasCode || fence !== '') return [line];
    return isUnderline ? ['', line] : [line.replace(/^( {0,3})##(?!#)[ \t]*/, '$1### ')];
  });
  return lines.join('\n');
}

/** The marks that end the code in which one stands behind a line; empty outside of code. */
function fenceBehind(line: string, fence: string): string {
  const [, mark = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
  if (fence === '') return mark;
  return mark.startsWith(fence) ? '' : fence;
}

/** The heading of an update: where it stands, when it was said, and by which id it is known. */
export interface Head {
  offset: number;
  at: number;
  id: string;
  /** The word of its state, as it stands there. */
  state: string;
}

/** The headings of updates outside of code. */
export function headsIn(body: string): Head[] {
  const heads: Head[] = [];
  let fence = '';
  let offset = 0;
  for (const line of body.split('\n')) {
    fence = fenceBehind(line, fence);
    const [, state = '', time = ''] = /^ {0,3}##[ \t]+(.*?)[ \t]+[-–—·][ \t]+(\S+)/.exec(line) ?? [];
    const reading = readTimeRange(time);
    if (fence === '' && reading.ok) {
      const [, name] = /\{#([^}]*)\}[ \t]*$/.exec(line) ?? [];
      const at = reading.range.earliest;
      heads.push({ offset, at, id: name ?? updateId(reading.range), state });
    }
    offset += line.length + 1;
  }
  return heads;
}

/** A value without what says nothing: empty texts, lists and records, and keys that have none. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (value === null || value === undefined || value === false) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(plain).filter((one) => one !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const said = plain(one);
    return said === undefined ? [] : [[key, said] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Whether two values that were made plain say the same, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (isRecord(one) && isRecord(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
      same(one[key], other[key]),
    );
  return one === other;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
