import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { dayOf, exactly, type TimeRange } from '../domain/time.ts';
import { type Place, Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import { decode, type SourceText } from '../yaml/source.ts';
import type { Around, Brought, ForeignFile, Load, Said } from './brought.ts';
import { textOf } from './markdown.ts';
import { plainWord, type Table } from './table.ts';
import { abbreviated, localTime, timeOf } from './times.ts';

/**
 * Reads the history of a Statuspage as its feeds have it, Atom or RSS: each entry is an incident, whose text holds all
 * that was said of it. Such times have no year, and their zone is an abbreviation.
 */
export function readAtom(files: readonly ForeignFile[], table: Table, around: Around): Load {
  const reports: Report[] = [];
  const incidents = new Map<string, Brought>();
  let origin: string | undefined;
  for (const { name, bytes } of files) {
    if (!/\.(?:xml|atom|rss)$/i.test(name) && files.length > 1) continue;
    const report = new Report({ file: around.nameOf(name) });
    reports.push(report);
    const source = decode(bytes, report);
    const root = source && parsed(source, report);
    if (!source || !root) continue;
    const items = [...elementsIn(root, 'entry'), ...elementsIn(elementsIn(root, 'channel')[0], 'item')];
    for (const item of items) {
      const read = readItem(item, source.placeAt(item.start), table, around, report.source);
      incidents.set(read.key, incidents.get(read.key) ?? read);
      const [link] = read.addresses;
      origin ??= link === undefined ? undefined : hostOf(item);
    }
    if (items.length === 0)
      report.add({
        name: 'import-left-out',
        found: root.name,
        expected: 'a feed with entries',
        remedy: 'Name the feed of the history: its address ends with /history.atom or /history.rss.',
      });
  }
  return { incidents: [...incidents.values()], announcements: [], components: [], origin, left: [], reports };
}

function parsed(source: SourceText, report: Report): XmlElement | undefined {
  try {
    return parseXml(source.text, { includeOffsets: true }).root ?? undefined;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    report.add({
      name: 'yaml-syntax',
      place: { line: error.line, column: error.column },
      found: error.excerpt.slice(0, 60),
      expected: 'XML',
      remedy: 'Save the feed again from where it comes: it was changed, or cut short.',
    });
    return undefined;
  }
}

function elementsIn(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent?.children ?? []).filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

function wordsIn(item: XmlElement, ...names: string[]): string {
  for (const name of names) {
    const text = elementsIn(item, name)[0]?.text.trim();
    if (text) return text;
  }
  return '';
}

function linkOf(item: XmlElement): string {
  const link = elementsIn(item, 'link').find(
    ({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate',
  );
  return link?.attributes.href ?? link?.text.trim() ?? '';
}

function hostOf(item: XmlElement): string | undefined {
  const link = linkOf(item);
  return URL.canParse(link) ? new URL(link).host : undefined;
}

function readItem(
  item: XmlElement,
  place: Place,
  table: Table,
  around: Around,
  source: Report['source'],
): Brought {
  const report = new Report(source);
  const title = wordsIn(item, 'title');
  const link = linkOf(item);
  const path = URL.canParse(link) ? new URL(link).pathname : undefined;
  const near = momentOf(wordsIn(item, 'published', 'pubDate', 'updated'), place, around, report);
  const said = near
    ? updatesIn(wordsIn(item, 'content', 'description'), near, place, table, around, report)
    : [];
  const first = said[0]?.at ?? near;
  const isWork = said.some(
    ({ state }) =>
      typeof state !== 'string' && ['scheduled', 'in progress', 'completed'].includes(plainWord(state.text)),
  );
  if (said.length === 0)
    report.add({
      name: 'update-missing',
      place,
      found: title || 'an entry without words',
      expected: '<p><small>Nov 30, 15:04 PST</small><br><strong>Resolved</strong> - words</p>',
      remedy: 'Only the history of a Statuspage has such entries. Leave it out with --skip.',
    });
  else
    report.add({
      name: 'import-guessed',
      place,
      found: 'no component and no severity',
      expected: 'what was hurt, and how badly',
      remedy:
        'A feed does not say it. It stands as the table says: "(none)" below components, and "unknown" or "maintenance" below severities. Correct the incident file.',
    });
  const key = path?.split('/').filter(Boolean).at(-1) ?? wordsIn(item, 'id', 'guid');
  const kind = isWork ? 'maintenance' : 'incident';
  const last = said.at(-1)?.at;
  return {
    called: `${key} (${title})`,
    report,
    id: `${first ? dayOf(first.earliest) : 'undated'}-${proposedId(title).slice(0, 50).replace(/-$/, '')}`,
    key: proposedId(key),
    kind,
    title,
    began: first,
    ...(isWork && first && last && { scheduled: windowOf(said, first, last, report, place) }),
    hurt: [{ component: { text: '', place }, severity: { text: isWork ? 'maintenance' : 'unknown', place } }],
    said,
    addresses: path === undefined ? [] : [path],
  };
}

/** A feed does not say when work was planned: from when it began until it was done. */
function windowOf(said: readonly Said[], first: TimeRange, last: TimeRange, report: Report, place: Place) {
  const begun =
    said.find(({ state }) => typeof state !== 'string' && plainWord(state.text) === 'in progress')?.at ??
    first;
  report.add({
    name: 'import-guessed',
    place,
    found: 'no window',
    expected: 'from when until when the work was announced',
    remedy: 'It is taken to be from when it began until it was done. Correct "scheduled".',
  });
  return { from: exactly(begun.earliest), until: exactly(last.latest) };
}

function momentOf(text: string, place: Place, around: Around, report: Report): TimeRange | undefined {
  const at = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? timeOf({ text, place }, around.zone, report) : exactly(at);
}

const UPDATE =
  /<p>\s*<small>(.*?)<\/small>\s*<br\s*\/?>\s*<strong>(.*?)<\/strong>\s*(?:[-–—]\s*)?([\s\S]*?)<\/p>(?=\s*(?:<p>\s*<small>|$))/g;

/** Oldest first, though feeds run newest first. */
function updatesIn(
  html: string,
  near: TimeRange,
  place: Place,
  table: Table,
  around: Around,
  report: Report,
): Said[] {
  const found = [...html.trim().matchAll(UPDATE)];
  const rest = html
    .trim()
    .replace(UPDATE, '')
    .replace(/<[^>]*>/g, '')
    .trim();
  if (found.length > 0 && rest !== '')
    report.add({
      name: 'import-left-out',
      place,
      found: rest,
      expected: 'nothing beside updates',
      remedy:
        'It has no time and no state, so it is left out. Write it into the incident file if it matters.',
    });
  let before = '';
  const said = found.toReversed().flatMap(([, when = '', state = '', text = '']): Said[] => {
    const at = yearless(
      when
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
      near,
      place,
      around,
      report,
    );
    const word = state.trim();
    // A feed has "Update" where the state stayed.
    const isSame = plainWord(word) === before && table.states.has(before);
    before = plainWord(word);
    return at ? [{ state: isSame ? 'update' : { text: word, place }, at, markdown: textOf(text) }] : [];
  });
  return said.toSorted((one, other) => one.at.earliest - other.at.earliest);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WHEN =
  /^([A-Za-z]{3})[a-z]* (\d{1,2}), (?:(\d{4}), )?(\d{1,2}):(\d{2}) ?([A-Za-z]{2,5}|[+-]\d{2}:?\d{0,2})?$/;

/** `Nov 30, 15:04 PST`: of the year in which it lies nearest to the time of the entry. */
function yearless(
  text: string,
  near: TimeRange,
  place: Place,
  around: Around,
  report: Report,
): TimeRange | undefined {
  const [, name = '', day = '', year, hour = '', minute = '', zone] = WHEN.exec(text) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase());
  const two = (value: string | number) => String(value).padStart(2, '0');
  if (month < 0) return timeOf({ text, place }, around.zone, report);
  const own = new Date(near.earliest).getUTCFullYear();
  const years = year === undefined ? [own - 1, own, own + 1] : [Number(year)];
  const readings = years.flatMap((one): TimeRange[] => {
    const local = `${one}-${two(month + 1)}-${two(day)}T${two(hour)}:${minute}:00`;
    const offset = zone === undefined ? undefined : abbreviated(zone);
    const read = localTime(local, offset === undefined ? around.zone : 'UTC');
    if (!read.ok) return [];
    const shift = offset ?? 0;
    return [{ earliest: read.range.earliest - shift, latest: read.range.latest - shift }];
  });
  const nearest = readings.toSorted(
    (one, other) => Math.abs(one.earliest - near.earliest) - Math.abs(other.earliest - near.earliest),
  )[0];
  if (nearest) return nearest;
  const isKnown = zone !== undefined && abbreviated(zone) !== undefined;
  report.add({
    name: isKnown || around.zone !== undefined ? 'time-impossible' : 'time-without-offset',
    place,
    found: text,
    expected: 'a time whose zone is known',
    remedy: 'Several zones are abbreviated so. Say which it is: --zone Europe/Berlin.',
  });
  return undefined;
}
