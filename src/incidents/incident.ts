import { FIELDS, type Facts } from '../domain/fields.ts';
import type { Incident } from '../domain/incident.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, printTimeRange, type TimeRange } from '../domain/time.ts';
import type { Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';
import { ValueReader } from '../yaml/values.ts';
import { checkService, checkTimes } from './agreement.ts';
import { readBody } from './body.ts';
import { keysOf, readFact, readFacts } from './fields.ts';
import { readFrontMatter } from './front-matter.ts';
import { checkPromise } from './promise.ts';
import { checkPublished, type Published } from './published.ts';
import { checkRedactions } from './redactions.ts';
import { INCIDENT_FILE } from './source.ts';
import { toUpdates } from './updates.ts';

/** What reading a file depends on besides the file. */
export interface Context {
  site: Site;
  now: Instant;
  /** What git knows was published; absent where it does not know. */
  published?: Published | undefined;
}

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
  const kind = fields.oneOf(FIELDS.kind.key, FIELDS.kind.words) ?? 'incident';
  const other = kind === 'incident' ? 'maintenance' : 'incident';
  const keys = keysOf(kind);
  fields.checkKeys(
    keys,
    keysOf(other).filter((key) => !keys.includes(key)),
    kind === 'incident' ? 'an incident' : kind,
  );

  const publish = readPublish(fields, report);
  // A file that is told later is read as it will be then.
  const now = Math.max(context.now, publish?.latest ?? context.now);
  const around = { fields, site: context.site, now, kind, report };
  const sources = readFact('sources', around) ?? [];
  const redactions = readFact('redactions', around) ?? [];
  // What another page left unsaid nobody can add.
  const emptied = fields.has(FIELDS.importedFrom.key)
    ? { has: () => true }
    : new Set(redactions.map(({ update }) => update));
  const body = readBody(source, matter.bodyAt, sources, report, undefined, emptied);
  const placed = toUpdates(body?.sections ?? [], kind, now, report);
  if (matter.broken) return undefined;
  if (body && body.sections.length === 0 && !report.failed)
    report.add({
      name: 'update-missing',
      place: source.placeAt(source.text.length),
      found: 'no update',
      expected: '"## Investigating - 2026-03-01T08:04Z" and a sentence under it',
      remedy: 'Say what you know; one sentence is enough.',
    });

  const facts = readFacts({ kind, sources, redactions, publish }, around);
  facts.language ??= context.site.languages[0];
  facts.adviceBy ??= context.site.demonstration ? 'editors' : 'operator';
  checkTogether(facts, fields, report);
  if (report.failed) return undefined;
  const incident = {
    ...facts,
    id,
    summary: body?.summary,
    updates: placed.map(({ place: _, ...update }) => update),
    translations: {},
  } as Incident;
  checkTimes(incident, fields, placed, report);
  checkService(incident, fields, context.site, report);
  checkRedactions(incident, fields, context.published, report);
  if (incident.kind === 'incident') checkPromise(incident, fields, placed, context.site.pledge, report);
  if (context.published) checkPublished(incident, placed, context.published, now, report);
  return report.failed ? undefined : incident;
}

/** When a file is told. A day, or a moment that is not known exactly, would leave open when that is. */
export function readPublish(fields: ValueReader, report: Report): TimeRange | undefined {
  const { key } = FIELDS.publish;
  const range = fields.timeRange(key);
  if (!range || range.earliest === range.latest) return range;
  report.add({
    name: 'publish-not-exact',
    place: fields.place(key),
    found: printTimeRange(range),
    expected: 'one moment, such as 2026-03-01T08:00Z',
    remedy: 'Write the day, the hour and the minute at which it is to be told.',
  });
  return undefined;
}

/** Whether fields that lean on each other are there. */
function checkTogether(facts: Partial<Facts>, fields: ValueReader, report: Report): void {
  if (fields.has('advice_by') && !fields.has('advice'))
    report.add({
      name: 'advice-missing',
      place: fields.place('advice_by'),
      found: `advice_by: ${facts.adviceBy}`,
      expected: 'advice: what people can do',
      remedy: 'Add a line such as "advice: Call us on 0800 555 0100 instead.", or take "advice_by" out.',
    });
  if (facts.ended === 'unknown' && !fields.has('last_known'))
    report.add({
      name: 'ended-without-last-known',
      place: fields.place('ended'),
      found: 'ended: unknown',
      expected: 'last_known: the last time at which it was known to go on',
      remedy: 'Add a line "last_known: 2026-03-01T09:00Z".',
    });
}
