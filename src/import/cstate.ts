import { Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import type { State } from '../domain/incident.ts';
import { DAY, iso, printTimeRange, startOfDay, type TimeRange } from '../domain/time.ts';
import type {
  Around,
  Brought,
  BroughtAnnouncement,
  BroughtComponent,
  BroughtPage,
  ForeignFile,
  Load,
  Said,
  Word,
} from './brought.ts';
import { belowHeading } from './markdown.ts';
import {
  type Entries,
  flagAt,
  type Matter,
  type Plain,
  readEntries,
  readMatter,
  wordAt,
  wordsAt,
  tellUnknownKeys,
  wordsBelow,
} from './matter.ts';
import { plainWord, type Table } from './table.ts';
import { timeOf } from './times.ts';

/**
 * Reads what lies in the folder of a cState site (https://github.com/cstate/cstate), or in its folder of issues:
 * https://github.com/cstate/cstate/wiki/Usage has the form.
 */
export function readCstate(files: readonly ForeignFile[], table: Table, around: Around): Load {
  const reports: Report[] = [];
  const config = readConfig(files, around, reports);
  const { kept, left } = issuesIn(files, config);
  for (const { name } of left) {
    const report = new Report({ file: around.nameOf(name) });
    report.add({
      name: 'import-left-out',
      found: 'a translation',
      expected: 'the issue in the first language of the site',
      remedy:
        'Only the original is brought along. Write the translation beside it, as docs/incident-file.md says.',
    });
    reports.push(report);
  }
  const incidents: Brought[] = [];
  const announcements: BroughtAnnouncement[] = [];
  const leftOut = left.map(({ name }) => around.nameOf(name));
  for (const file of kept) {
    const read = readIssue(file, config, table, around, reports);
    if (read && 'about' in read) announcements.push(read);
    else if (read) incidents.push(read);
    else leftOut.push(around.nameOf(file.name));
  }
  const { components, origin } = config;
  const pages = pagesOf([...components.map(({ name }) => name), ...namesIn(incidents, announcements)]);
  return { incidents, announcements, components, origin, pages, left: leftOut, reports };
}

function namesIn(incidents: readonly Brought[], announcements: readonly BroughtAnnouncement[]): string[] {
  return [
    ...incidents.flatMap(({ hurt }) => hurt.map(({ component }) => component.text)),
    ...announcements.flatMap(({ about }) => about.map(({ text }) => text)),
  ];
}

/** The feed of all issues, and the page and the feed of each system, where Hugo puts them. */
function pagesOf(names: readonly string[]): BroughtPage[] {
  return [
    { address: '/index.xml', leadsTo: '/history.rss' },
    { address: '/issues/', leadsTo: '/history/' },
    { address: '/issues/index.xml', leadsTo: '/history.rss' },
    ...[...new Set(names)].filter(Boolean).flatMap((component) => {
      const address = `/affected/${component.trim().toLowerCase().replace(/\s+/g, '-')}/`;
      return [
        { address, component, leadsTo: '' },
        { address: `${address}index.xml`, component, leadsTo: 'history.rss' },
      ];
    }),
  ];
}

interface Config {
  language: string;
  /** The languages that the config names beside it, in small letters. */
  others: readonly string[];
  components: BroughtComponent[];
  origin: string | undefined;
  /** What is said where a time has no zone. */
  hint: string;
}

const CONFIG = /^(?:config\/_default\/)?(?:config|hugo)\.(?:ya?ml|toml|json)$/;

function readConfig(files: readonly ForeignFile[], { nameOf }: Around, reports: Report[]): Config {
  const file = files.find(({ name }) => CONFIG.test(name));
  const report = new Report({ file: file ? nameOf(file.name) : 'config.yml' });
  reports.push(report);
  const entries: Entries = (file && readEntries(file.name, file.bytes, report)) ?? new Map();
  const params = entries.get('params')?.value ?? '';
  const systems = keysIn(params).systems;
  const components = (Array.isArray(systems) ? systems : []).flatMap((one): BroughtComponent[] => {
    const { name, description, category } = keysIn(one);
    return typeof name === 'string'
      ? [{ name, description: textOf(description), group: textOf(category) }]
      : [];
  });
  const base = wordAt(entries, 'baseURL')?.text ?? '';
  const zone = wordAt(entries, 'timeZone')?.text;
  const language = wordAt(entries, 'defaultContentLanguage')?.text ?? 'en';
  return {
    language,
    others: Object.keys(keysIn(entries.get('languages')?.value))
      .map((one) => one.toLowerCase())
      .filter((one) => one !== language.toLowerCase()),
    components,
    origin: URL.canParse(base) ? new URL(base).host : undefined,
    hint: zone
      ? `Its config says timeZone: ${zone}.`
      : 'Hugo takes such times for UTC where its config names no timeZone.',
  };
}

function keysIn(value: Plain | undefined): { [key: string]: Plain } {
  return value !== undefined && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.replace(/\s+/g, ' ').trim() : undefined;
}

/**
 * The issues of the first language, and those in others. What a name has before its ending is a language only where
 * the config names it or the original lies beside it, for Hugo takes `ci.oom.md` for what it is called.
 */
function issuesIn(
  files: readonly ForeignFile[],
  { language, others }: Pick<Config, 'language' | 'others'>,
): { kept: ForeignFile[]; left: ForeignFile[] } {
  const markdown = files.filter(
    ({ name }) => /\.(?:md|markdown)$/i.test(name) && !/(?:^|\/)_index\./.test(name),
  );
  const below = markdown.filter(({ name }) => /(?:^|\/)issues\//.test(name));
  const issues = below.length > 0 ? below : markdown.filter(({ name }) => !name.includes('/'));
  const names = new Set(issues.map(({ name }) => name));
  const isOther = ({ name }: ForeignFile) => {
    const folder = /^content\/([a-z]{2}(?:-\w+)?)\/issues\//i.exec(name)?.[1];
    const ending = /\.([a-z]{2}(?:-[a-z]{2,4})?)\.(?:md|markdown)$/i.exec(name)?.[1];
    if (folder !== undefined && folder.toLowerCase() !== language.toLowerCase()) return true;
    if (ending === undefined || ending.toLowerCase() === language.toLowerCase()) return false;
    return others.includes(ending.toLowerCase()) || names.has(name.replace(/\.[^.]+(\.[^.]+)$/, '$1'));
  };
  return { kept: issues.filter((file) => !isOther(file)), left: issues.filter(isOther) };
}

const KEYS = [
  ...['title', 'date', 'resolved', 'resolvedWhen', 'severity', 'affected', 'section', 'informational'],
  ...['pin', 'draft', 'slug', 'url', 'aliases'],
];

/** What the programs that write issues of cState by themselves leave in them for themselves. */
const MACHINE_KEYS = ['automated', 'id'];

function tellMachineKeys(entries: Entries, report: Report): void {
  for (const key of MACHINE_KEYS) {
    const entry = entries.get(key);
    if (entry)
      report.add({
        name: 'import-left-out',
        place: entry.place,
        found: `${key}: ${wordAt(entries, key)?.text ?? ''}`,
        expected: 'a key that says something to readers',
        remedy: 'A monitor wrote it for itself. Nothing is to be done.',
      });
  }
}

function readIssue(
  file: ForeignFile,
  { hint, language }: Config,
  table: Table,
  around: Around,
  reports: Report[],
): Brought | BroughtAnnouncement | undefined {
  const report = new Report({ file: around.nameOf(file.name) });
  const matter = readMatter(file.bytes, report);
  if (!matter) {
    reports.push(report);
    return undefined;
  }
  const { entries } = matter;
  const isInformational = flagAt(entries, 'informational', report);
  const isDraft = flagAt(entries, 'draft', report);
  if (isInformational && isDraft) {
    report.add({
      name: 'import-left-out',
      place: entries.get('draft')?.place,
      found: 'draft: true',
      expected: 'an announcement that is public',
      remedy:
        'An announcement has no draft: it would be public. Take "draft" out of the source, and import again.',
    });
    reports.push(report);
    return undefined;
  }
  tellUnknownKeys(entries, [...KEYS, ...MACHINE_KEYS], report, table);
  tellMachineKeys(entries, report);
  const name = file.name
    .replace(/\/index\.(?:md|markdown)$/i, '')
    .replace(/^.*\//, '')
    .replace(/\.(?:md|markdown)$/i, '')
    .replace(new RegExp(`\\.${language}$`, 'i'), '');
  const title = wordAt(entries, 'title')?.text;
  const date = needed(entries, 'date', 'date: 2018-04-13 15:54:00', report);
  const began = date && timeOf(date, around.zone, report, hint);
  const isOver = flagAt(entries, 'resolved', report);
  const when = wordAt(entries, 'resolvedWhen');
  const over = when && timeOf(when, around.zone, report, hint);
  if (title === undefined) needed(entries, 'title', 'title: what people noticed', report);
  const both = {
    called: around.nameOf(file.name),
    report,
    id: proposedId(name),
    key: proposedId(name),
    title: title ?? '',
    addresses: addressesOf(name, entries),
  };
  if (isInformational) {
    const { markdown, tracked } = wordsOf(matter, around, report, hint);
    tellLost(entries, report);
    const about = wordsAt(entries, 'affected');
    if (!began || (isOver && when && !over)) return { ...both, about, markdown };
    const until = untilOf(entries, began, isOver ? over : undefined, tracked, report);
    return { ...both, began, until, about, markdown };
  }
  const severity = needed(entries, 'severity', 'severity: down, disrupted or notice', report);
  const brought: Brought = {
    ...both,
    kind: 'incident',
    hurt: [],
    said: [],
    pinned: flagAt(entries, 'pin', report),
    draft: isDraft,
  };
  if (!began || !severity || (isOver && when && !over)) return brought;
  const affected = wordsAt(entries, 'affected');
  const nothing = { text: '', place: entries.get('affected')?.place ?? severity.place };
  const hurt = (affected.length > 0 ? affected : [nothing]).map((component) => ({ component, severity }));
  const read = readBody(matter, table, { began, over, isOver }, around, report, hint);
  const resolved = read.said.find(({ state }) => state === 'resolved');
  const isEndUnknown = isOver && !over && !resolved;
  return {
    ...brought,
    began,
    hurt,
    summary: read.summary,
    said: read.said,
    ...(isEndUnknown && { ended: 'unknown' as const, lastKnown: read.said.at(-1)?.at ?? began }),
    ...(over && isOver && resolved && !isSame(over, resolved.at) && { ended: over }),
  };
}

function needed(entries: Entries, key: string, expected: string, report: Report): Word | undefined {
  const word = wordAt(entries, key);
  if (!word)
    report.add({
      name: 'key-missing',
      place: { line: 1, column: 1 },
      found: `no "${key}"`,
      expected,
      remedy: `Add "${key}" to the source.`,
    });
  return word;
}

/** Where Hugo puts an issue: its own path for good, the last part of it, and others that lead there. */
function addressesOf(name: string, entries: Entries): string[] {
  const slug = wordAt(entries, 'slug')?.text ?? name;
  const usual = `/issues/${slug.toLowerCase().replace(/\s+/g, '-')}/`;
  return [wordAt(entries, 'url')?.text ?? usual, ...wordsAt(entries, 'aliases').map(({ text }) => text)];
}

/** What an announcement has no word for. */
function tellLost(entries: Entries, report: Report): void {
  const severity = wordAt(entries, 'severity');
  const isPinned = flagAt(entries, 'pin', report);
  const lost = [
    ...(severity && plainWord(severity.text) !== 'notice' ? [severity] : []),
    ...(isPinned ? [{ text: 'pin: true', place: entries.get('pin')?.place }] : []),
  ];
  for (const { text, place } of lost)
    report.add({
      name: 'import-left-out',
      place,
      found: text,
      expected: 'nothing that an announcement cannot say',
      remedy:
        'It is informational, so it becomes an announcement: that hurts nothing, and stands on the first page while it lasts. Take "informational" out of the source if it was an incident.',
    });
}

/** Until when an announcement stands: when it was resolved, or else the end of the day of its last word. */
function untilOf(
  entries: Entries,
  began: TimeRange,
  over: TimeRange | undefined,
  tracked: readonly TimeRange[],
  report: Report,
): TimeRange {
  // Who writes an announcement in cState often has it resolved in the moment in which it is said.
  if (over && over.latest !== began.earliest) return over;
  const last = startOfDay(Math.max(...[began, ...tracked].map(({ latest }) => latest)));
  const when = entries.get('resolvedWhen') ?? entries.get('resolved') ?? entries.get('date');
  report.add({
    name: 'import-guessed',
    place: when?.place,
    found: over ? 'resolved as it begins' : 'no time at which it was resolved',
    expected: 'until when it is to stand on the first page',
    remedy: `The end of the day of its last word is taken for that: ${iso(last + DAY)}. Correct "until" in the announcement.`,
  });
  return { earliest: last, latest: last + DAY - 1000, wholeDay: true };
}

/** The text of an announcement as it stands there, with the times of its tracks as people read them. */
function wordsOf(
  { source, bodyAt }: Matter,
  around: Around,
  report: Report,
  hint: string,
): { markdown: string; tracked: TimeRange[] } {
  const tracked: TimeRange[] = [];
  let fence = false;
  let at = bodyAt;
  const lines = wordsBelow({ source, bodyAt }, report)
    .split('\n')
    .map((line) => {
      const place = source.placeAt(at);
      at += line.length + 1;
      if (/^ {0,3}(?:```|~~~)/.test(line)) fence = !fence;
      if (fence) return line;
      const rest = line.replace(new RegExp(TRACK, 'g'), (written: string, text: string, index: number) => {
        const time = timeOf({ text, place: { ...place, column: index + 1 } }, around.zone, report, hint);
        if (!time) return written;
        tracked.push(time);
        return `(${inWords(time)})`;
      });
      tellShortcode(rest, place, report);
      return rest;
    });
  return { markdown: belowHeading(lines.join('\n'), 2), tracked };
}

/** `2018-04-13 15:54 UTC` */
function inWords(time: TimeRange): string {
  return printTimeRange(time)
    .replace(/T([\d:]+)Z/g, ' $1 UTC')
    .replace('/', ' – ');
}

/** A part of a body: what was said at once. */
interface Part {
  state: State | Word | undefined;
  time: Word | undefined;
  markdown: string;
  place: Word['place'];
}

const TRACK = /\{\{[<%]\s*track\s+["'`]([^"'`]+)["'`]\s*[>%]\}\}/;
const OTHER_SHORTCODE = /\{\{[<%].*?[>%]\}\}/;
/** `*Investigating* - text`, or the words alone. */
const STATE = /^[ \t]{0,3}(\*\*|__|\*|_)([^*_\n]{2,40}?)[:.]?\1[ \t]*(?:([-–—:])[ \t]*|(?=\{\{)|$)/;

function partsOf({ source, bodyAt }: Matter, table: Table, report: Report): Part[] {
  const parts: Part[] = [];
  let fence = false;
  let isStart = true;
  let at = bodyAt;
  let closed = true;
  for (const line of wordsBelow({ source, bodyAt }, report).split('\n')) {
    const place = source.placeAt(at);
    at += line.length + 1;
    if (/^ {0,3}(?:```|~~~)/.test(line)) fence = !fence;
    // A rule stands between what was said at one time and at another.
    if (!fence && isStart && /^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$/.test(line)) {
      closed = true;
      continue;
    }
    const head = fence || !isStart ? null : STATE.exec(line);
    const state = head?.[2] && table.states.get(plainWord(head[2]));
    const isHead = head && (state || head[3] === '-' || head[3] === '–' || head[3] === '—');
    let rest = line;
    if (isHead) {
      parts.push({ state: state || { text: head[2] ?? '', place }, time: undefined, markdown: '', place });
      rest = line.slice(head[0].length);
      closed = false;
    } else if ((closed && line.trim() !== '') || parts.length === 0) {
      parts.push({ state: undefined, time: undefined, markdown: '', place });
      closed = false;
    }
    const part = parts.at(-1) as Part;
    const track = fence ? null : TRACK.exec(rest);
    if (track) {
      part.time = { text: track[1] ?? '', place: { ...place, column: line.indexOf(track[0]) + 1 } };
      rest = rest.replace(TRACK, '').trimEnd();
      closed = true;
    }
    if (!fence) tellShortcode(rest, place, report);
    part.markdown += `${rest}\n`;
    isStart = line.trim() === '' || Boolean(track);
  }
  return parts
    .map((part) => ({ ...part, markdown: belowHeading(part.markdown) }))
    .filter(({ state, markdown, time }) => state !== undefined || markdown !== '' || time !== undefined);
}

function tellShortcode(line: string, place: Word['place'], report: Report): void {
  const [found] = OTHER_SHORTCODE.exec(line) ?? [];
  if (found !== undefined)
    report.add({
      name: 'import-left-out',
      place,
      found,
      expected: 'Markdown',
      remedy:
        'It is written as it stands there, and no page will make anything of it. Write the words in its place.',
    });
}

interface Ends {
  began: TimeRange;
  over: TimeRange | undefined;
  isOver: boolean;
}

/** What was said, oldest first, each with a time: that of its own, or what the issue says of it. */
function readBody(
  matter: Matter,
  table: Table,
  { began, over, isOver }: Ends,
  around: Around,
  report: Report,
  hint: string,
): { said: Said[]; summary: string | undefined } {
  const parts = partsOf(matter, table, report);
  const bare = parts.filter(({ state, time }) => state === undefined && time === undefined);
  const told = parts.filter((part) => !bare.includes(part));
  const timed = told.map((part) => ({
    ...part,
    at: part.time && timeOf(part.time, around.zone, report, hint),
  }));
  const known = timed.flatMap(({ at }) => at ?? []);
  const rises = known.length > 1 && (known[0]?.earliest ?? 0) < (known.at(-1)?.earliest ?? 0);
  const oldestFirst = rises ? timed : timed.toReversed();
  const said: Said[] = [];
  for (const [index, { state = 'update', at, markdown, place }] of oldestFirst.entries()) {
    const before = said.at(-1)?.at ?? began;
    const next = oldestFirst.slice(index + 1).find((one) => one.at)?.at ?? over;
    const guessed = at ?? guessAt(state, index === 0, { began, over }, before, next);
    if (!at)
      report.add({
        name: 'import-guessed',
        place,
        found: 'no time',
        expected: 'a {{< track >}} with the time at which it was said',
        remedy:
          'It is put between what was said before it and after it. Write the time into the incident file if you know it.',
      });
    said.push({ state, at: guessed, markdown });
  }
  const words = bare.map(({ markdown }) => markdown).join('\n\n');
  const summary = words !== '' && said.length > 0 ? words : undefined;
  const first = said[0]?.state;
  if (first === undefined || first === 'update' || first === 'postmortem' || first === 'correction') {
    report.add({
      name: 'import-guessed',
      place: (bare[0] ?? parts[0])?.place,
      found: words === '' ? 'no word of its beginning' : 'words without a state',
      expected: 'a first notice, such as *Investigating*',
      remedy: 'The date of the issue is taken for its first notice, as Investigating.',
    });
    said.unshift({ state: 'investigating', at: began, markdown: summary === undefined ? words : '' });
  }
  if (isOver && over && !said.some(({ state }) => state === 'resolved')) {
    const at = said.findIndex(({ state }) => state === 'postmortem');
    said.splice(at < 0 ? said.length : at, 0, { state: 'resolved', at: over, markdown: '' });
  }
  return { said, summary };
}

function guessAt(
  state: State | Word,
  isFirst: boolean,
  { began, over }: Pick<Ends, 'began' | 'over'>,
  before: TimeRange,
  next: TimeRange | undefined,
): TimeRange {
  if (state === 'resolved' && over) return over;
  if (state === 'postmortem') return over ?? before;
  if (isFirst && state !== 'resolved') return began;
  return next && next.latest > before.earliest ? { earliest: before.earliest, latest: next.latest } : before;
}

function isSame(one: TimeRange, other: TimeRange): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}
