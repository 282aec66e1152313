import type {
  Adviser,
  Certainty,
  DataFate,
  Incident,
  Maintenance,
  Outage,
  Reporter,
  Source,
} from '../domain/incident.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, iso } from '../domain/time.ts';
import { checkService, checkTimes } from './agreement.ts';
import { readBody } from './body.ts';
import { ValueReader, readText, readTime } from '../yaml/values.ts';
import { readFrontMatter } from './front-matter.ts';
import { written } from '../yaml/document.ts';
import { readImpact, readWorks } from './impact.ts';
import { checkPast } from './past.ts';
import type { Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';
import { INCIDENT_FILE } from './source.ts';
import { checkPublished, type Published } from './published.ts';
import { checkPromise } from './promise.ts';
import { toUpdates } from './updates.ts';

/** What reading a file depends on besides the file. */
export interface Context {
  site: Site;
  now: Instant;
  /** What git knows was published; absent where it does not know. */
  published?: Published | undefined;
}

const SHARED_KEYS = [
  'title',
  'impact',
  'works',
  'advice',
  'advice_by',
  'scope',
  'next_update',
  'data',
  'cause',
  'cause_certainty',
  'disputed',
  'reported_by',
  'sources',
  'pinned',
  'drill',
  'kind',
] as const;
const INCIDENT_KEYS = ['began', 'ended', 'last_known'] as const;
const MAINTENANCE_KEYS = ['scheduled'] as const;

/** Reads one original (not a translation). Everything that is wrong goes into the report; with an error there is no incident. */
export function readIncident(
  id: string,
  source: SourceText,
  context: Context,
  report: Report,
): Incident | undefined {
  const matter = readFrontMatter(source, report);
  if (!matter) return undefined;
  const fields = new ValueReader(matter, report, INCIDENT_FILE);
  const kind = fields.oneOf('kind', ['incident', 'maintenance']) ?? 'incident';
  if (kind === 'incident')
    fields.checkKeys([...SHARED_KEYS, ...INCIDENT_KEYS], MAINTENANCE_KEYS, 'an incident');
  else fields.checkKeys([...SHARED_KEYS, ...MAINTENANCE_KEYS], INCIDENT_KEYS, 'maintenance');

  const sources = readSources(fields, report);
  const body = readBody(source, matter.bodyAt, sources, report);
  const placed = toUpdates(body?.sections ?? [], kind, context.now, report);
  if (matter.broken) return undefined;
  if (body && body.sections.length === 0 && !report.failed)
    report.add({
      name: 'update-missing',
      place: source.placeAt(source.text.length),
      found: 'no update',
      expected: '"## Investigating - 2026-03-01T08:04Z" and a sentence under it',
      remedy: 'Say what you know; one sentence is enough.',
    });

  const shared = {
    id,
    title: fields.text('title') ?? '',
    drill: fields.flag('drill'),
    impact: readImpact(fields, context.site, kind === 'incident' ? context.now : undefined, report),
    works: readWorks(fields, context.site, report),
    advice: fields.text('advice'),
    adviceBy:
      fields.oneOf<Adviser>('advice_by', ['operator', 'editors']) ??
      (context.site.demonstration ? 'editors' : 'operator'),
    scope: fields.text('scope'),
    nextUpdate: fields.timeRange('next_update'),
    data: fields.oneOf<DataFate>('data', ['delayed', 'backfilled', 'lost', 'intact']),
    cause: fields.text('cause'),
    causeCertainty: fields.oneOf<Certainty>('cause_certainty', ['unknown', 'suspected', 'confirmed']),
    disputed: fields.text('disputed'),
    reportedBy: fields.oneOf<Reporter>('reported_by', ['vendor', 'community', 'press']),
    sources,
    pinned: fields.flag('pinned'),
    summary: body?.summary,
    updates: placed.map(({ place: _, ...update }) => update),
    translations: {},
  };
  if (!fields.has('title'))
    fields.missing(
      'title',
      'title: what people notice, in plain words',
      'Add a line such as "title: Followers receive no alerts".',
    );
  if (fields.has('advice_by') && !fields.has('advice'))
    report.add({
      name: 'advice-missing',
      place: fields.place('advice_by'),
      found: `advice_by: ${shared.adviceBy}`,
      expected: 'advice: what people can do',
      remedy: 'Add a line such as "advice: Look at the glucose yourself.", or take "advice_by" out.',
    });
  const incident =
    kind === 'incident' ? outage(shared, fields, context.now, report) : maintenance(shared, fields, report);
  if (!incident || report.failed) return undefined;
  checkTimes(incident, fields, placed, report);
  checkService(incident, fields, context.site, report);
  if (incident.kind === 'incident') checkPromise(incident, fields, placed, context.site.pledge, report);
  if (context.published) checkPublished(incident, placed, context.published, context.now, report);
  return report.failed ? undefined : incident;
}

type SharedFields = Omit<Outage, 'kind' | 'began' | 'ended' | 'lastKnown'>;

function outage(shared: SharedFields, fields: ValueReader, now: Instant, report: Report): Outage | undefined {
  const past = (key: string) => {
    const range = fields.timeRange(key);
    checkPast(range, fields.place(key), now, report);
    return range;
  };
  const lastKnown = past('last_known');
  const unknown = fields.is('ended', 'unknown');
  if (unknown && !fields.has('last_known'))
    report.add({
      name: 'ended-without-last-known',
      place: fields.place('ended'),
      found: 'ended: unknown',
      expected: 'last_known: the last time at which it was known to go on',
      remedy: 'Add a line "last_known: 2026-03-01T09:00Z".',
    });
  return {
    kind: 'incident',
    ...shared,
    began: past('began'),
    ended: unknown ? 'unknown' : past('ended'),
    lastKnown,
  };
}

function maintenance(shared: SharedFields, fields: ValueReader, report: Report): Maintenance | undefined {
  const value = fields.recordAt('scheduled', ['from', 'until']);
  if (!fields.has('scheduled'))
    fields.missing(
      'scheduled',
      'scheduled: { from: 2026-03-01T02:00Z, until: 2026-03-01T04:00Z }',
      'Say from when until when the work is announced.',
    );
  const from = value && readTime(written(value.from.node), value.from.place, report);
  const until = value && readTime(written(value.until.node), value.until.place, report);
  if (!from || !until) return undefined;
  if (until.earliest <= from.earliest)
    report.add({
      name: 'scheduled-backwards',
      place: value.until.place,
      found: iso(until.earliest),
      expected: `a time after ${iso(from.earliest)}`,
      remedy: 'Correct "from" or "until".',
    });
  return { kind: 'maintenance', ...shared, scheduled: { from: from.earliest, until: until.earliest } };
}

function readSources(fields: ValueReader, report: Report): Source[] {
  return fields.list('sources').flatMap((item) => {
    const value = fields.record(item, ['title', 'url']);
    const title = value && readText(value.title, report);
    const url = value && readText(value.url, report);
    if (!title || !url) return [];
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [{ title, url }];
    report.add({
      name: 'link-not-allowed',
      place: value.url.place,
      found: url,
      expected: 'an address that begins with https:// or http://',
      remedy: 'Write the whole address of the source.',
    });
    return [];
  });
}
