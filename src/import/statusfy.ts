import type { TimeRange } from '../domain/time.ts';
import { exactly, MINUTE } from '../domain/time.ts';
import { Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import type { Around, Brought, ForeignFile, Load, Said } from './brought.ts';
import { belowHeading } from './markdown.ts';
import { flagAt, type Matter, readMatter, wordAt, wordsAt, tellUnknownKeys, wordsBelow } from './matter.ts';
import { plainWord, type Table } from './table.ts';
import { timeOf } from './times.ts';

const KEYS = [
  ...[
    'id',
    'title',
    'description',
    'date',
    'modified',
    'severity',
    'affectedsystems',
    'resolved',
    'scheduled',
  ],
  'duration',
];

/** Reads the incidents of a Statusfy site (https://github.com/juliomrqz/statusfy): its folder, or `content/` in it. */
export function readStatusfy(files: readonly ForeignFile[], table: Table, around: Around): Load {
  const reports: Report[] = [];
  const incidents: Brought[] = [];
  const left: string[] = [];
  // Statusfy reads no such file either, and leaves one in content/ itself.
  const markdown = files.filter(({ name }) => name.endsWith('.md') && !/(?:^|\/)readme\.md$/i.test(name));
  const inContent = markdown.filter(({ name }) => /(?:^|\/)content\//.test(name));
  for (const { name, bytes } of inContent.length > 0 ? inContent : markdown) {
    const called = around.nameOf(name);
    const report = new Report({ file: called });
    const below = name.replace(/^(?:.*\/)?content\//, '');
    if (below.includes('/')) {
      report.add({
        name: 'import-left-out',
        found: 'a translation',
        expected: 'an incident in the first language of the site',
        remedy:
          'Only the original is brought along. Write the translation beside it, as docs/incident-file.md says.',
      });
      reports.push(report);
      left.push(called);
      continue;
    }
    const matter = readMatter(bytes, report);
    if (matter) incidents.push(readOne(below, called, matter, report, table, around));
    else {
      reports.push(report);
      left.push(called);
    }
  }
  return { incidents, announcements: [], components: [], origin: undefined, left, reports };
}

function readOne(
  name: string,
  called: string,
  matter: Matter,
  report: Report,
  table: Table,
  around: Around,
): Brought {
  const { entries } = matter;
  tellUnknownKeys(entries, KEYS, report, table);
  const id = proposedId(name.replace(/\.md$/, ''));
  const time = (key: string) => {
    const word = wordAt(entries, key);
    return word && timeOf(word, around.zone, report);
  };
  for (const key of ['title', 'date', 'severity'])
    if (!wordAt(entries, key))
      report.add({
        name: 'key-missing',
        place: { line: 1, column: 1 },
        found: `no "${key}"`,
        expected: `${key}: as Statusfy asks for it`,
        remedy: `Add "${key}" to the source.`,
      });
  const severity = wordAt(entries, 'severity') ?? { text: '' };
  const date = time('date');
  const planned = time('scheduled');
  const modified = time('modified');
  const isOver = flagAt(entries, 'resolved', report);
  const minutes = Number(wordAt(entries, 'duration')?.text);
  const isWork =
    planned !== undefined || table.severities.get(plainWord(severity.text)) === 'under_maintenance';
  const description = wordAt(entries, 'description')?.text ?? '';
  const { words, said } = bodyOf(matter, around, report);
  const affected = wordsAt(entries, 'affectedsystems');
  const there = entries.get('affectedsystems')?.place ?? severity.place;
  const brought: Brought = {
    ...{ called, report, id, key: id },
    kind: isWork ? 'maintenance' : 'incident',
    title: wordAt(entries, 'title')?.text ?? '',
    hurt: (affected.length > 0 ? affected : [{ text: '', place: there }]).map((component) => ({
      component,
      severity: severity.text === '' ? { text: 'none' } : severity,
    })),
    said,
    addresses: [`/incidents/${wordAt(entries, 'id')?.text ?? idOfFile(name)}/`],
  };
  if (!date) return brought;
  const first: Said = {
    state: isWork ? 'scheduled' : 'investigating',
    at: isWork && planned && planned.earliest < date.earliest ? planned : date,
    markdown: belowHeading([description, words].filter(Boolean).join('\n\n')),
  };
  const last = said.at(-1);
  const closes = ['resolved', 'completed'];
  const isTold = said.some(({ state }) =>
    closes.includes(typeof state === 'string' ? state : plainWord(state.text)),
  );
  const from = planned ?? date;
  const until =
    minutes > 0
      ? { earliest: from.earliest + minutes * MINUTE, latest: from.latest + minutes * MINUTE }
      : undefined;
  if (isWork && !until)
    report.add({
      name: 'key-missing',
      place: entries.get('scheduled')?.place ?? { line: 1, column: 1 },
      found: 'no "duration"',
      expected: 'duration: in minutes, as Statusfy has it',
      remedy: 'Add "duration" to the source, for maintenance says until when it is announced.',
    });
  const end = isOver && !isTold ? endOf([modified, isWork ? until : undefined], last?.at ?? date) : undefined;
  if (end)
    report.add({
      name: 'import-guessed',
      place: entries.get('resolved')?.place,
      found: 'resolved: true, without a time',
      expected: 'when it was resolved',
      remedy: `${modified ? 'When the file was last modified' : 'When the work was to end'} is taken for that. Correct the last update if you know better.`,
    });
  const closing: Said[] = end ? [{ state: isWork ? 'completed' : 'resolved', at: end, markdown: '' }] : [];
  const all = [first, ...said, ...closing];
  const isEndUnknown = !isWork && isOver && !isTold && !end;
  return {
    ...brought,
    began: date,
    said: all,
    ...(isWork && until && { scheduled: { from: exactly(from.earliest), until: exactly(until.latest) } }),
    ...(isEndUnknown && { ended: 'unknown' as const, lastKnown: last?.at ?? date }),
  };
}

/** What Statusfy calls an incident that has no `id`: eight digits made of the name of its file. */
function idOfFile(name: string): string {
  let sum = 0;
  for (const text of ['[object String]', 'string', name]) {
    for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
    if (sum < 0) sum *= -2;
  }
  return sum.toString(16).padStart(8, '0');
}

/** The first of some times that can be an end. */
function endOf(times: readonly (TimeRange | undefined)[], after: TimeRange): TimeRange | undefined {
  return times.find((time) => time !== undefined && time.earliest >= after.latest);
}

/** `::: update Paused | 2020-09-10T11:20:00Z`, words, `:::`; what stands outside of those is told at the beginning. */
function bodyOf({ source, bodyAt }: Matter, around: Around, report: Report): { words: string; said: Said[] } {
  const body = wordsBelow({ source, bodyAt }, report);
  const said: Said[] = [];
  const block = /^:{3,}[ \t]*update[ \t]+(.*?)[ \t]*(?:\|[ \t]*([^|\n]*?))?[ \t]*\n([\s\S]*?)^:{3,}[ \t]*$/gm;
  const words = body.replace(
    block,
    (written: string, head: string, when: string | undefined, text: string, at: number) => {
      const place = source.placeAt(bodyAt + at);
      if (!when)
        report.add({
          name: 'key-missing',
          place,
          found: written.split('\n')[0] ?? '',
          expected: '::: update Name | 2020-09-10T11:20:00Z',
          remedy: 'Write behind a bar when it was said.',
        });
      const time = when ? timeOf({ text: when, place }, around.zone, report) : undefined;
      const state = STATES.has(plainWord(head)) ? { text: plainWord(head), place } : undefined;
      // What Statusfy has as the name of an update can be any words: they stay with it.
      const markdown = belowHeading(state ? text : `**${head}**\n\n${text}`);
      if (time) said.push({ state: state ?? 'update', at: time, markdown });
      return '';
    },
  );
  if (/^:{3,}/m.test(words))
    report.add({
      name: 'import-left-out',
      place: source.placeAt(bodyAt + Math.max(0, body.search(/^:{3,}/m))),
      found: /^:{3,}.*$/m.exec(words)?.[0] ?? ':::',
      expected: '::: update Name | time',
      remedy:
        'It is written as it stands there, and no page will make anything of it. Write the words in its place.',
    });
  return { words: words.trim(), said: said.toSorted(byProgress) };
}

/** What was said at one time stands in the order in which work goes on, for a file may have its newest first. */
function byProgress(one: Said, other: Said): number {
  return one.at.earliest - other.at.earliest || progressOf(one) - progressOf(other);
}

const progressOf = ({ state }: Said) => PROGRESS.indexOf(typeof state === 'string' ? state : state.text);

const PROGRESS = [
  ...['investigating', 'identified', 'update', 'monitoring', 'verifying', 'resolved', 'completed'],
];

const STATES = new Set(['investigating', 'identified', 'monitoring', 'resolved', 'verifying', 'completed']);
