import { FACT_NAMES, type Field, type FieldKind, fieldOf } from '../domain/fields.ts';
import type { Component, Site } from '../domain/site.ts';
import { isStatus, STATUSES } from '../domain/status.ts';
import { readTimeRange } from '../domain/time.ts';
import { normalised } from '../yaml/source.ts';
import { type Splice, withSplices } from '../yaml/splices.ts';
import { stateIn } from './heading.ts';

/**
 * What the keyboard of a phone makes of a file, as pieces to be put right: dashes and quotes that it sets itself,
 * capitals at the beginning of a line, spaces that are none. Only what can be meant in one way is here; a reader takes
 * it as it is meant, and what can be meant in several is left for the reader to ask about.
 * @param text as `decode` gives it; the offsets count in it.
 * @param site whose components may be called by their names; without it only ids are known.
 */
export function slipsIn(text: string, site?: Pick<Site, 'components'>): Splice[] {
  const opening = /^((?:[ \t\u00a0]*\n)*)([-‐‑‒–—−]+)([ \t\u00a0]*)(?:\n|$)/.exec(text);
  const [, blank = '', dashes = '', space = ''] = opening ?? [];
  if (!isFence(dashes)) return [];
  const begin = opening?.[0].length ?? 0;
  const closing = [...text.slice(begin).matchAll(/^([-‐‑‒–—−]+)([ \t\u00a0]*)$/gm)].find(([, found = '']) =>
    isFence(found),
  );
  if (!closing) return [];
  const end = begin + closing.index;
  const [line, last = '', behind = ''] = closing;
  return [
    ...replacing(0, `${blank}${dashes}${hardIn(space)}`, '---'),
    ...inFrontMatter(text.slice(begin, end), begin, site ? calledIn(site) : NOBODY),
    ...replacing(end, `${last}${hardIn(behind)}`, '---'),
    ...inBody(text.slice(end + line.length), end + line.length),
  ];
}

/** Spaces up to the last that is none. */
function hardIn(space: string): string {
  return space.slice(0, space.lastIndexOf('\u00a0') + 1);
}

/** A file with its slips put right; all else stays byte for byte, a byte-order mark and line ends among it. */
export function mended(written: string, site?: Pick<Site, 'components'>): string {
  return withSplices(written, slipsIn(normalised(written), site));
}

/** What components are called. */
interface Called {
  /** The id that each word stands for: ids, and names in any language that no other component has. */
  ids: ReadonlyMap<string, string>;
  /** The one component that there is. */
  only: string | undefined;
}

const NOBODY: Called = { ids: new Map(), only: undefined };
const known = new WeakMap<readonly Component[], Called>();

function calledIn({ components }: Pick<Site, 'components'>): Called {
  const before = known.get(components);
  if (before) return before;
  const all = new Map<string, Set<string>>();
  for (const { id, name, short } of components)
    for (const word of [id, ...Object.values(name), ...Object.values(short)]) {
      const plainWord = asCalled(word);
      all.set(plainWord, (all.get(plainWord) ?? new Set()).add(id));
    }
  const ids = new Map<string, string>();
  for (const [word, own] of all) {
    const [id] = own;
    if (own.size === 1 && id !== undefined) ids.set(word, id);
  }
  for (const { id } of components) ids.set(id, id);
  const called = { ids, only: components.length === 1 ? components[0]?.id : undefined };
  known.set(components, called);
  return called;
}

/** A name as it is looked for: quotes, capitals and the kind of its spaces do not matter. */
function asCalled(word: string): string {
  return plain(word).replace(/["']/g, '').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** A text with its slips put right, and where each of its letters stood. */
export function withoutSlips(
  text: string,
  slips: readonly Splice[],
): { text: string; offsetIn(at: number): number } {
  let result = '';
  let done = 0;
  const shifts: { from: number; to: number; by: number }[] = [];
  for (const { start, end, text: meant } of slips) {
    result += text.slice(done, start);
    shifts.push({
      from: result.length,
      to: result.length + meant.length,
      by: end - result.length - meant.length,
    });
    result += meant;
    done = end;
  }
  return {
    text: result + text.slice(done),
    offsetIn(at) {
      let by = 0;
      for (const shift of shifts) {
        if (at < shift.from) break;
        // Within what was put right each letter stands where the slip begins.
        if (at < shift.to) return shift.from + by;
        by = shift.by;
      }
      return at + by;
    },
  };
}

/** A line of dashes and nothing else: two or more, or a long one, which a phone makes of several. */
function isFence(dashes: string): boolean {
  return /[–—]/.test(dashes) || dashes.length > 1;
}

const KINDS: ReadonlyMap<string, Field> = new Map(
  FACT_NAMES.map((name) => [fieldOf(name).key, fieldOf(name)]),
);
const SPACE = '[ \\t\\u00a0\\u202f]{0,8}';
const KEY_LINE = new RegExp(`^([A-Za-z][A-Za-z \\u00a0_-]{0,30}?)${SPACE}([:：]${SPACE})([^]*)$`);

/** What stands below a key that begins a line belongs to it: in the front matter of an incident only keys begin lines. */
function inFrontMatter(yaml: string, offset: number, called: Called): Splice[] {
  const slips: Splice[] = [];
  let field: Field | undefined;
  let at = offset;
  for (const line of yaml.split('\n')) {
    const found = KEY_LINE.exec(line);
    const key = found?.[1]?.toLowerCase().replace(/[ \u00a0-]+/g, '_');
    if (found && key !== undefined) {
      field = KINDS.get(key);
      const [, written = '', colon = '', value = ''] = found;
      if (field) {
        slips.push(...replacing(at, written, key));
        const before = line.length - value.length - colon.length;
        if (/[：\u00a0\u202f]/.test(colon) || (value !== '' && colon === ':'))
          slips.push(...replacing(at + before, colon, value === '' ? ':' : ': '));
        slips.push(...inValue(value, at + line.length - value.length, field, { isFirst: true, called }));
      }
    } else if (field) slips.push(...inValue(line, at, field, { isFirst: false, called }));
    at += line.length + 1;
  }
  return slips;
}

interface Where {
  /** Whether it stands in the line of its key. */
  isFirst: boolean;
  called: Called;
}

type Put = (value: string, where: Where) => string;

/** How a value of each kind is put right, line by line; words of people are left as they are. */
const RIGHT: Partial<Record<FieldKind, Put>> = {
  word: (value) => plain(value).toLowerCase().replace(/[ -]/g, '_'),
  flag: (value) => plain(value).toLowerCase(),
  time: (value) => withTimes(plain(value)),
  end: (value) => withTimes(plain(value)).replace(/^unknown$/i, 'unknown'),
  window: (value) => withTimes(value),
  redactions: (value) => withTimes(value),
  impact: (value, where) => {
    const meant = withStatuses(withTimes(withNames(withMark(spaced(value), where), where)))
      .replace(KEYS_WITHIN, lowered)
      .replace(LISTS_WITHIN, lowered);
    const { only } = where.called;
    // Of a site with one component nothing else can be meant.
    return where.isFirst && only !== undefined && isStatus(meant) ? `{ ${only}: ${meant} }` : meant;
  },
  components: (value, where) => asList(withMark(plain(value), where).toLowerCase(), where),
  language: (value) => plain(value).toLowerCase(),
};

/** What may stand in more lines than that of its key. */
const MANY_LINES: ReadonlySet<FieldKind> = new Set(['impact', 'components', 'window', 'redactions']);

/** A key, in a line of its own or within braces. */
const KEYS_WITHIN = /(?:^\s*(?:-\s+)?|[{,]\s*)["'“”‘’]?[A-Za-z][\w-]*["'“”‘’]?\s*[:：]/g;
/** What stands in brackets: ids of regions. */
const LISTS_WITHIN = /\[[\w\s,“”‘’'"-]*\]/g;
const lowered = (found: string) =>
  found
    .toLowerCase()
    .replace('：', ':')
    .replace(/[“”‘’]/g, '');

function inValue(written: string, at: number, { kind, words }: Field, where: Where): Splice[] {
  const { isFirst } = where;
  const comment = /(?:^|[ \t])#.*$/.exec(written);
  const value = written.slice(0, comment?.index ?? written.length).trimEnd();
  if (kind === 'text') return isFirst ? replacing(at, value, quoted(value)) : [];
  const put = RIGHT[kind];
  if (!put || value.trim() === '' || !(isFirst || MANY_LINES.has(kind))) return [];
  const meant = put(value, where);
  if (words && !(words as readonly string[]).includes(meant)) return [];
  return replacing(at, value, meant);
}

/** What begins a line of a list, where a keyboard made another mark of the dash. */
function withMark(value: string, { isFirst }: Where): string {
  return isFirst ? value : value.replace(/^(\s*)[•·‣◦*–—−](?=\s+\S)/, '$1-');
}

/** A key that is the name of a component, in a line of its own or within braces. */
const NAMED_KEY =
  /((?:^\s{0,40}(?:-\s{1,8})?)|[{,]\s{0,8})([^\s{}[\],:：-][^{}[\],:：]{0,80}?)(\s{0,8}[:：])/g;

function withNames(value: string, { isFirst, called }: Where): string {
  return value.replace(NAMED_KEY, (found, before: string, name: string, colon: string) => {
    if (isFirst && !/[{,]/.test(before)) return found;
    const id = called.ids.get(asCalled(name));
    return id === undefined || isCalled(name, id) ? found : `${before}${id}${colon}`;
  });
}

/** Components by their ids, in brackets where they stand behind the key without any. */
function asList(value: string, { isFirst, called }: Where): string {
  const [, open = '', inner = '', close = ''] = /^(\s*(?:\[|-\s+)?)([^[\]]*)(\]?)$/.exec(value) ?? [];
  const words = inner.split(',');
  const ids = words.map((word) => called.ids.get(asCalled(word)));
  if (inner.trim() === '' || ids.some((id, index) => id === undefined && words[index]?.trim() !== ''))
    return value;
  const right = words
    .map((word, index) => (isCalled(word, ids[index]) ? word : word.replace(/\S.*\S|\S/, ids[index] ?? '$&')))
    .join(',');
  const isBare = isFirst && open.trim() === '' && close === '';
  return isBare ? `[${right}]` : `${open}${right}${close}`;
}

/** Whether a word is an id as it is written, also within straight quotes. */
function isCalled(word: string, id: string | undefined): boolean {
  return (
    word
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .toLowerCase() === id
  );
}

const PAIRS = [
  ['"“”„‟«', '"“”‟»'],
  ["'‘’‚‛", "'‘’‛"],
] as const;

/** What stands within quotes around all of a text, of which a phone bent at least one; nothing where none do. */
function withinBent(value: string): string | undefined {
  const [first = '', last = ''] = [value.slice(0, 1), value.slice(-1)];
  const pair = PAIRS.find(([open, close]) => open.includes(first) && close.includes(last));
  const inner = value.slice(1, -1);
  if (value.length < 3 || !pair || (`"'`.includes(first) && first === last)) return undefined;
  // Within single quotes an apostrophe is none; of two words in quotes the first ends before the text does.
  const others = pair === PAIRS[0] ? /["“”„‟«»]/ : /['‘‚‛]|’(?!\p{L})/u;
  return others.test(inner) ? undefined : inner;
}

/** Whether a text that is written without straight quotes around it would be taken for one in bent ones. */
export function looksBent(text: string): boolean {
  return withinBent(text.trim()) !== undefined;
}

/** A text that stands in quotes which a phone bent, in straight ones. */
function quoted(value: string): string {
  const inner = withinBent(value);
  return inner === undefined ? value : `'${inner.replaceAll("'", "''")}'`;
}

/** A word without the quotes that a phone bent, and without spaces that are none. */
function plain(value: string): string {
  return spaced(value).replace(/[“”„‟‘’‚‛]/g, '');
}

function spaced(value: string): string {
  return value.replace(/[\u00a0\u202f\u2007]/g, ' ');
}

const STATUS_WORDS = new RegExp(
  `(?<=[:{,\\s]|^)["'“”‘’]?(${STATUSES.map((status) => status.replaceAll('_', '[ _-]')).join('|')})["'“”‘’]?(?=\\s*(?:[,}]|$))`,
  'gi',
);

function withStatuses(value: string): string {
  return value.replace(STATUS_WORDS, (found, status: string) => {
    const meant = status.toLowerCase().replace(/[ -]/g, '_');
    return found.slice(1, -1) === meant ? found : meant;
  });
}

const DASH = '[-‐‑‒–—−]';
/** A time with its zone as people type it: other dashes, a space for the T, small letters, one digit for two, UTC for Z. */
const LOOSE_TIME = new RegExp(
  `(\\d{4})${DASH}(\\d{1,2})${DASH}(\\d{1,2})(?:[Tt]|[ \\u00a0\\u202f]+)(\\d{1,2})[:：](\\d{2})(?::(\\d{2}))?[ \\u00a0\\u202f]?(Z|UTC|GMT|[+−-]\\d{1,2}[:：]?\\d{2})(?![\\w:])`,
  'gi',
);

function withTimes(value: string): string {
  return value.replace(LOOSE_TIME, (found, ...parts: (string | undefined)[]) => {
    const [year, month = '', day = '', hour = '', minute, second, zone = ''] = parts;
    const two = (digits: string) => digits.padStart(2, '0');
    const offset = /^([+−-])(\d{1,2}?)[:：]?(\d{2})$/.exec(zone);
    const where = offset ? `${offset[1] === '+' ? '+' : '-'}${two(offset[2] as string)}:${offset[3]}` : 'Z';
    const time = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}${second ? `:${second}` : ''}${where}`;
    return readTimeRange(time).ok ? time : found;
  });
}

const HEADING = new RegExp(
  `^( {0,3}##)(${SPACE})([A-Za-z][A-Za-z -]{0,20}?)(${SPACE}${DASH}{0,3}${SPACE})(?=\\d{4}${DASH})([^]*)$`,
);

/** A state, a dash and nothing but a time: what an update begins with, without its marks or with one of them. */
const UNMARKED = new RegExp(
  `^( {0,3}#?)${SPACE}([A-Za-z][A-Za-z -]{0,20}?)${SPACE}${DASH}{1,3}${SPACE}(?=\\d{4}${DASH})([^]*?)${SPACE}$`,
);

/** In letters; no state and time are longer. */
const LONGEST_HEADING = 100;

/** The mark of a list as a phone and what is copied from elsewhere have it. */
const DOT = /^( {0,3})[•◦▪‣●][ \t\u00a0]*(?=\S)/;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The heading of an update that a line without its marks can only be meant as; nothing where it is words. */
export function unmarked(line: string): string | undefined {
  if (line.length > LONGEST_HEADING) return undefined;
  const [, , state = '', rest = ''] = UNMARKED.exec(line) ?? [];
  const time = withTimes(rest);
  return stateIn(state) && readTimeRange(time).ok ? `## ${state} - ${time}` : undefined;
}

/** The words of an update with the dashes of Markdown for the dots of a list; where code stands among them they stay as they are. */
export function withDashes(words: string): string {
  const lines = words.split('\n');
  return lines.some((line) => FENCE.test(line))
    ? words
    : lines.map((line) => line.replace(DOT, '$1- ')).join('\n');
}

/** Headings of updates, and lists; a line that names no state and no time is somebody's words. */
function inBody(body: string, offset: number): Splice[] {
  let next = offset;
  let before = '';
  let fence: string | undefined;
  return body.split('\n').flatMap((line) => {
    const begin = next;
    next += line.length + 1;
    const above = before;
    before = line.trim();
    const [, marks] = FENCE.exec(line) ?? [];
    if (marks !== undefined && (fence === undefined || marks.startsWith(fence)))
      fence = fence === undefined ? marks : undefined;
    const isApart = fence === undefined && (above === '' || !/^\s/.test(line));
    const heading = isApart ? unmarked(line) : undefined;
    if (heading !== undefined) return replacing(begin, line, heading);
    const dot = fence === undefined ? DOT.exec(line) : null;
    if (dot) return replacing(begin, dot[0], `${dot[1]}- `);
    // Most lines are words, and there are many of them.
    if (!/^ {0,3}##/.test(line)) return [];
    const [, mark = '', space = '', state = '', dash = '', rest = ''] = HEADING.exec(line) ?? [];
    if (!stateIn(state)) return [];
    // The time ends where the place begins: what is said there is left as it is.
    const [time = ''] = rest.split(/ [-–—·] | \{#/);
    const [afterMark, afterState] = [begin + mark.length, begin + mark.length + space.length + state.length];
    return [
      ...replacing(afterMark, space, /^[ \t]+$/.test(space) ? space : ' '),
      ...replacing(afterState, dash, /^\s+[-–—·]\s+$/.test(dash) ? dash : ' - '),
      ...replacing(afterState + dash.length, time, withTimes(time)),
    ];
  });
}

/** A piece that says something else, and none where it says the same. */
function replacing(start: number, written: string, meant: string): Splice[] {
  return written === meant ? [] : [{ start, end: start + written.length, text: meant }];
}
