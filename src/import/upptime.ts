import type { TimeRange } from '../domain/time.ts';
import { Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import { dayOf } from '../domain/time.ts';
import type { Around, Brought, BroughtComponent, ForeignFile, Load, Said, Word } from './brought.ts';
import { type JsonObject, objectsIn, placesBy, readJson, stringIn } from './json.ts';
import { belowHeading } from './markdown.ts';
import { type Entries, readEntries, wordAt } from './matter.ts';
import type { Table } from './table.ts';
import { timeOf } from './times.ts';

/**
 * Reads what Upptime keeps (https://upptime.js.org): its issues as `gh issue list --state all --limit 10000 --json
 * number,title,body,state,createdAt,closedAt,labels,comments` writes them, and the sites of `.upptimerc.yml`.
 */
export function readUpptime(files: readonly ForeignFile[], _table: Table, around: Around): Load {
  const reports: Report[] = [];
  const components = new Map<string, BroughtComponent>();
  const incidents: Brought[] = [];
  const left: string[] = [];
  let origin: string | undefined;
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
    } else if (name.endsWith('.json')) {
      reports.push(report);
      const read = readJson(bytes, report);
      if (!read) continue;
      const placeOf = placesBy(read.source);
      for (const issue of objectsIn(read.value)) {
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
  return { incidents, announcements: [], components: [...components.values()], origin, left, reports };
}

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
      expected: '--json number,title,body,state,createdAt,closedAt,labels,comments',
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
  const comments = objectsIn(issue.comments).flatMap((comment): Said[] => {
    const at = time(comment.createdAt);
    const text = stringIn(comment.body) ?? '';
    const isOver = /^\*\*Resolved:?\*\*/i.test(text.trim());
    const over: Said['state'] = isWork ? 'completed' : 'resolved';
    return at ? [{ state: isOver ? over : 'update', at, markdown: belowHeading(text) }] : [];
  });
  const plan = isWork ? planIn(body, brought, around, place) : undefined;
  const said: Said[] = [
    {
      state: isWork ? 'scheduled' : 'investigating',
      at: began,
      markdown: belowHeading(body.replace(/<!--[\s\S]*?-->/g, '')),
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
