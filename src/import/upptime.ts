import { dayOf, type Instant, readTimeRange, type TimeRange } from '../domain/time.ts';
import { Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import type { Around, Brought, BroughtComponent, ForeignFile, Load, Said, Word } from './brought.ts';
import { allIn, isObject, type JsonObject, objectsIn, placesBy, readJson, stringIn } from './json.ts';
import type { SourceText } from '../yaml/source.ts';
import { belowHeading, withoutComments } from './markdown.ts';
import { type Entries, readEntries, tellComment, wordAt } from './matter.ts';
import type { Table } from './table.ts';
import { timeOf } from './times.ts';

/**
 * Reads what Upptime keeps (https://upptime.js.org): its issues as `gh issue list --state all --limit 10000 --json
 * number,title,body,state,createdAt,closedAt,labels,comments` writes them, the sites of `.upptimerc.yml`, and since
 * when each was watched, which `history/` says. What is measured there and in `api/` is named and left out.
 */
export function readUpptime(files: readonly ForeignFile[], _table: Table, around: Around): Load {
  const reports: Report[] = [];
  const components = new Map<string, BroughtComponent>();
  const incidents: Brought[] = [];
  const left: string[] = [];
  const histories: History[] = [];
  const down: DownDay[] = [];
  const badges: Badge[] = [];
  let origin: string | undefined;
  let hasIssues = false;
  for (const { name, bytes } of files) {
    const report = new Report({ file: around.nameOf(name) });
    if (/(?:^|\/)\.upptimerc\.yml$/.test(name)) {
      reports.push(report);
      const entries: Entries = readEntries(name, bytes, report) ?? new Map();
      const sites = entries.get('sites')?.value;
      for (const one of Array.isArray(sites) ? sites : [])
        if (typeof one === 'object' && !Array.isArray(one) && typeof one.name === 'string')
          components.set(one.name, {
            name: one.name,
            ...(typeof one.slug === 'string' && { code: one.slug }),
          });
      const [owner, repo] = [wordAt(entries, 'owner')?.text, wordAt(entries, 'repo')?.text];
      if (owner && repo) origin = `github.com/${owner}/${repo}`;
    } else if (/(?:^|\/)history\/[^/]*\.ya?ml$/.test(name)) {
      reports.push(report);
      histories.push(readHistory(name, bytes, around, report));
    } else if (/(?:^|\/)api\/.*\.json$/.test(name)) {
      reports.push(report);
      badges.push({ folder: name.replace(/[^/]*$/, ''), bytes, report });
    } else if (name.endsWith('.json')) {
      reports.push(report);
      const read = readJson(bytes, report);
      if (!read) continue;
      if (/(?:^|\/)summary\.json$/.test(name)) {
        down.push(...readSummary(read, report));
        continue;
      }
      const issues = allIn(read.value, 'issues', report);
      // Another list that lies in the repository has none.
      const isEmpty = Array.isArray(read.value) && read.value.length === 0;
      hasIssues ||= isEmpty || issues.some(({ number }) => number !== undefined);
      const placeOf = placesBy(read.source);
      for (const issue of issues) {
        const one = issue.number === undefined ? undefined : readIssue(issue, placeOf, around, report.source);
        if (one) incidents.push(one);
        else if (issue.number !== undefined) {
          left.push(`#${issue.number} (${issue.title})`);
          report.add({
            name: 'import-left-out',
            place: placeOf(stringIn(issue.title) ?? ''),
            found: stringIn(issue.title) ?? `#${issue.number}`,
            expected: 'a title such as "🛑 Website is down", or the label "maintenance"',
            remedy:
              'It is no incident that Upptime wrote. If it is one, give it such a title, and import again.',
          });
        }
      }
    }
  }
  for (const { slug, since } of histories)
    for (const component of components.values())
      if (slug === (component.code ?? proposedId(component.name))) component.since = since;
  if (!hasIssues) reports.push(withoutIssues(files, around));
  for (const all of Map.groupBy(badges, ({ folder }) => folder).values()) tellBadges(all);
  tellUntold(down, incidents);
  const pages = [...components.values()].map(({ name, code }) => ({
    ...{ address: `/history/${code ?? proposedId(name)}`, component: name, leadsTo: '' },
  }));
  return {
    ...{ incidents, announcements: [], origin, pages, left, reports },
    components: [...components.values()],
  };
}

/** What `history/<slug>.yml` has of a site. */
interface History {
  slug: string;
  /** Since when it was watched. */
  since: Instant | undefined;
}

function readHistory(name: string, bytes: Uint8Array, around: Around, report: Report): History {
  const entries: Entries = readEntries(name, bytes, report) ?? new Map();
  const slug = name.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const measured = wordAt(entries, 'responseTime');
  if (measured)
    report.add({
      name: 'import-left-out',
      place: measured.place,
      found: `responseTime: ${measured.text}`,
      expected: 'what was said of an incident',
      remedy: 'How fast it answered is no incident. Nothing is to be done: a watcher measures it anew.',
    });
  const status = wordAt(entries, 'status');
  if (status && status.text !== 'up')
    report.add({
      name: 'import-left-out',
      place: status.place,
      found: `status: ${status.text}`,
      expected: 'an open issue that says so',
      remedy: 'How a site is doing is told by incidents alone. If it is so still, write one: nightlight new.',
    });
  const start = wordAt(entries, 'startTime');
  return { slug, since: start && startOf(start, around, report) };
}

/** Upptime wrote this time as a program prints it until it took to ISO 8601. */
function startOf(word: Word, around: Around, report: Report): Instant | undefined {
  const printed = /^\w{3} \w{3} \d{2} \d{4} [\d:]{8} GMT[+-]\d{4}/.exec(word.text)?.[0];
  const text = printed === undefined ? word.text : new Date(printed).toISOString();
  return timeOf({ ...word, text }, around.zone, report)?.earliest;
}

/** `api/<slug>/uptime.json` and its neighbours are numbers for badges. */
interface Badge {
  folder: string;
  bytes: Uint8Array;
  report: Report;
}

/** Those of one site are named once, by the first of them. */
function tellBadges(badges: readonly Badge[]): void {
  const [first] = badges;
  const read = first && readJson(first.bytes, first.report)?.value;
  if (!first || !isObject(read)) return;
  const example = `${stringIn(read.label) ?? 'a badge'}: ${stringIn(read.message) ?? '-'}`;
  first.report.add({
    name: 'import-left-out',
    place: { line: 1, column: 1 },
    found: `${badges.length} numbers of ${first.folder}, such as ${example}`,
    expected: 'what was said of an incident',
    remedy:
      'It is a sum of what was measured. Nothing is to be done: the uptime here is made of the incidents.',
  });
}

/** That a site was down for some minutes of a day, as `history/summary.json` has it. */
interface DownDay {
  site: string;
  day: string;
  minutes: number;
  place: Word['place'];
  report: Report;
}

function readSummary({ value, source }: { value: unknown; source: SourceText }, report: Report): DownDay[] {
  const placeOf = placesBy(source);
  return objectsIn(value).flatMap((one) => {
    const site = stringIn(one.name) ?? '';
    const place = placeOf(site);
    report.add({
      name: 'import-left-out',
      place,
      found: `${site}: uptime ${stringIn(one.uptime) ?? '-'}, time ${String(one.time ?? '-')}`,
      expected: 'what was said of an incident',
      remedy:
        'It is a sum of what was measured. Nothing is to be done: the uptime here is made of the incidents.',
    });
    const days = isObject(one.dailyMinutesDown) ? one.dailyMinutesDown : {};
    return Object.entries(days).map(([day, minutes]) => ({
      ...{ site, day, place, report },
      minutes: Number(minutes),
    }));
  });
}

/** A day on which a site was down and of which no issue tells: `gh` gives the newest thirty unless it is asked for more. */
function tellUntold(down: readonly DownDay[], incidents: readonly Brought[]): void {
  for (const { site, day, minutes, place, report } of down) {
    const read = readTimeRange(day);
    if (!read.ok || !(minutes > 0)) continue;
    const { earliest, latest } = read.range;
    const isTold = incidents.some(({ hurt, began, said }) => {
      const end = said.at(-1);
      const isOver = end?.state === 'resolved' || end?.state === 'completed';
      return (
        hurt.some(({ component }) => component.text === site) &&
        began !== undefined &&
        began.earliest <= latest &&
        (!isOver || end.at.latest >= earliest)
      );
    });
    if (!isTold)
      report.add({
        name: 'import-left-out',
        place,
        found: `${site}, ${day}: ${minutes} minutes down`,
        expected: 'an issue of that day',
        remedy:
          'No issue tells of it, so no incident does. Look whether gh wrote all of them (--state all --limit 10000), or write the incident yourself.',
      });
  }
}

/** A repository alone has none of what was told. */
function withoutIssues(files: readonly ForeignFile[], around: Around): Report {
  const rc = files.find(({ name }) => name.endsWith('.upptimerc.yml')) ?? files[0];
  const report = new Report({ file: rc ? around.nameOf(rc.name) : '.upptimerc.yml' });
  report.add({
    name: 'key-missing',
    found: 'no file with the issues',
    expected: 'issues.json, with what was told',
    remedy: `The incidents of Upptime are issues, and no file of its repository has them. Let gh write them there: ${EXPORT}`,
  });
  return report;
}

const FIELDS = 'number,title,body,state,createdAt,closedAt,labels,comments';
const EXPORT = `gh issue list --state all --limit 10000 --json ${FIELDS} > issues.json`;

const TITLE =
  /^(?:\p{Extended_Pictographic}\uFE0F?\s*)?(.+?) (is down|has degraded performance|is degraded)\s*$/u;

function readIssue(
  issue: JsonObject,
  placeOf: (mark: string) => Word['place'],
  around: Around,
  source: Report['source'],
): Brought | undefined {
  const report = new Report(source);
  const written = stringIn(issue.title) ?? '';
  const place = placeOf(written);
  const names = objectsIn(issue.labels).flatMap(({ name }) => stringIn(name)?.toLowerCase() ?? []);
  const isWork = names.includes('maintenance');
  const match = TITLE.exec(written);
  if (!match && !isWork) return undefined;
  const time = (value: unknown): TimeRange | undefined => {
    const text = stringIn(value);
    return text === undefined ? undefined : timeOf({ text, place }, around.zone, report);
  };
  const began = time(issue.createdAt);
  if (!began)
    report.add({
      name: 'key-missing',
      place,
      found: 'no "createdAt"',
      expected: `--json ${FIELDS}`,
      remedy: 'Have gh write the issues with those fields.',
    });
  const closed = time(issue.closedAt);
  const number = String(issue.number);
  const title = written.replace(/^\p{Extended_Pictographic}\uFE0F?\s*/u, '').trim();
  const body = stringIn(issue.body) ?? '';
  const brought: Brought = {
    called: `#${number} (${written})`,
    report,
    id: `${began ? dayOf(began.earliest) : 'undated'}-${proposedId(title).slice(0, 50).replace(/-$/, '')}`,
    key: number,
    kind: isWork ? 'maintenance' : 'incident',
    title,
    began,
    hurt: [
      {
        component: { text: match?.[1] ?? '', place },
        severity: { text: isWork ? 'maintenance' : match?.[2] === 'is down' ? 'down' : 'degraded', place },
      },
    ],
    said: [],
    addresses: [`/incident/${number}`],
  };
  if (!began) return brought;
  const shown = (text: string) =>
    belowHeading(withoutComments(text, (comment) => tellComment(comment, place, report)));
  const comments = objectsIn(issue.comments).flatMap((comment): Said[] => {
    const at = time(comment.createdAt);
    const text = stringIn(comment.body) ?? '';
    const isOver = /^\*\*Resolved:?\*\*/i.test(text.trim());
    const over: Said['state'] = isWork ? 'completed' : 'resolved';
    return at ? [{ state: isOver ? over : 'update', at, markdown: shown(text) }] : [];
  });
  const plan = isWork ? planIn(body, brought, around, place) : undefined;
  const said: Said[] = [
    {
      state: isWork ? 'scheduled' : 'investigating',
      at: began,
      // Of announced work the first comment of HTML is the window, which is said otherwise.
      markdown: shown(isWork ? body.replace(/<!--[\s\S]*?-->/, '') : body),
    },
    ...comments.toSorted((one, other) => one.at.earliest - other.at.earliest),
  ];
  const isTold = comments.some(({ state }) => state === 'resolved' || state === 'completed');
  if (stringIn(issue.state)?.toUpperCase() === 'CLOSED' && closed && !isTold) {
    said.push({ state: isWork ? 'completed' : 'resolved', at: closed, markdown: '' });
    report.add({
      name: 'import-guessed',
      place,
      found: 'no word that it is over',
      expected: 'a comment that begins with **Resolved:**',
      remedy: 'When the issue was closed is taken for that.',
    });
  }
  return {
    ...brought,
    hurt: plan?.hurt ?? brought.hurt,
    ...(plan?.window && { scheduled: plan.window }),
    said: said.toSorted((one, other) => one.at.earliest - other.at.earliest),
  };
}

/** What Upptime writes in a comment of HTML: `start: 2021-02-24T13:00:00Z`, `end`, `expectedDown`. */
function planIn(body: string, { report, hurt }: Brought, around: Around, place: Word['place']) {
  const comment = /<!--([\s\S]*?)-->/.exec(body)?.[1] ?? '';
  const at = (key: string) => new RegExp(`^\\s*${key}:\\s*(.+?)\\s*$`, 'm').exec(comment)?.[1];
  const times = ['start', 'end'].map((key) => {
    const text = at(key);
    if (text !== undefined) return timeOf({ text, place }, around.zone, report);
    report.add({
      name: 'key-missing',
      place,
      found: `no "${key}"`,
      expected: '<!-- start: 2021-02-24T13:00:00.220Z and end: ... -->, as Upptime asks for maintenance',
      remedy: 'Add it to the issue, and have gh write it again.',
    });
    return undefined;
  });
  const [from, until] = times;
  const named = [at('expectedDown'), at('expectedDegraded')]
    .flatMap((list) => list?.split(',') ?? [])
    .map((one) => one.trim())
    .filter(Boolean);
  const severity = { text: 'maintenance', place };
  return {
    window: from && until ? { from, until } : undefined,
    hurt: named.length > 0 ? named.map((text) => ({ component: { text, place }, severity })) : hurt,
  };
}
