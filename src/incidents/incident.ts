import {
  type Certainty,
  type DataFate,
  type Impact,
  type Incident,
  isOpen,
  type Maintenance,
  type Outage,
  type Reporter,
  type Source,
  stateOf,
} from '../domain/incident.ts';
import { findComponent, type Site } from '../domain/site.ts';
import { isStatus, STATUSES, type Status } from '../domain/status.ts';
import { dayOf, type Instant, iso, type Moment } from '../domain/time.ts';
import { readBody } from './body.ts';
import { Fields, readText, readTime } from './fields.ts';
import { readFrontMatter, type Value, written } from './front-matter.ts';
import type { Place, Report } from './problems.ts';
import type { SourceText } from './source.ts';
import { didYouMean } from './suggest.ts';
import { checkPublished, type Published } from './published.ts';
import { type PlacedUpdate, toUpdates } from './updates.ts';

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
  const fields = new Fields(matter, report);
  const kind = fields.oneOf('kind', ['incident', 'maintenance']) ?? 'incident';
  if (kind === 'incident')
    fields.checkKeys([...SHARED_KEYS, ...INCIDENT_KEYS], MAINTENANCE_KEYS, 'an incident');
  else fields.checkKeys([...SHARED_KEYS, ...MAINTENANCE_KEYS], INCIDENT_KEYS, 'maintenance');

  const sources = readSources(fields, report);
  const body = readBody(source, matter.bodyAt, sources, report);
  const placed = toUpdates(body?.sections ?? [], kind, context.now, report);
  if (matter.broken) return undefined;
  if (body && body.sections.length === 0 && !report.failed)
    report.add(
      'update-missing',
      source.placeAt(source.text.length),
      'no update',
      '"## Investigating - 2026-03-01T08:04Z" and a sentence under it',
      'Say what you know; one sentence is enough.',
    );

  const shared = {
    id,
    title: fields.text('title') ?? '',
    drill: fields.flag('drill'),
    impact: readImpact(fields, context.site, report),
    works: readWorks(fields, context.site, report),
    advice: fields.text('advice'),
    scope: fields.text('scope'),
    nextUpdate: fields.moment('next_update'),
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
  const incident = kind === 'incident' ? outage(shared, fields, report) : maintenance(shared, fields, report);
  if (!incident || report.failed) return undefined;
  checkTimes(incident, fields, placed, report);
  checkService(incident, fields, context.site, report);
  if (context.published) checkPublished(incident, placed, context.published, context.now, report);
  return report.failed ? undefined : incident;
}

type SharedFields = Omit<Outage, 'kind' | 'began' | 'ended' | 'lastKnown'>;

function outage(shared: SharedFields, fields: Fields, report: Report): Outage | undefined {
  const lastKnown = fields.moment('last_known');
  const unknown = fields.is('ended', 'unknown');
  if (unknown && !fields.has('last_known'))
    report.add(
      'ended-without-last-known',
      fields.place('ended'),
      'ended: unknown',
      'last_known: the last time at which it was known to go on',
      'Add a line "last_known: 2026-03-01T09:00Z".',
    );
  return {
    kind: 'incident',
    ...shared,
    began: fields.moment('began'),
    ended: unknown ? 'unknown' : fields.moment('ended'),
    lastKnown,
  };
}

function maintenance(shared: SharedFields, fields: Fields, report: Report): Maintenance | undefined {
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
    report.add(
      'scheduled-backwards',
      value.until.place,
      iso(until.earliest),
      `a time after ${iso(from.earliest)}`,
      'Correct "from" or "until".',
    );
  return { kind: 'maintenance', ...shared, scheduled: { from: from.earliest, until: until.earliest } };
}

function readSources(fields: Fields, report: Report): Source[] {
  return fields.list('sources').flatMap((item) => {
    const value = fields.record(item, ['title', 'url']);
    const title = value && readText(value.title, report);
    const url = value && readText(value.url, report);
    if (!title || !url) return [];
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [{ title, url }];
    report.add(
      'link-not-allowed',
      value.url.place,
      url,
      'an address that begins with https:// or http://',
      'Write the whole address of the source.',
    );
    return [];
  });
}

function readImpact(fields: Fields, site: Site, report: Report): Impact[] {
  if (!fields.has('impact')) {
    fields.missing(
      'impact',
      'impact: a component and its status',
      'Add "impact:" and under it, indented, a line such as "follow-alerts: major_outage".',
    );
    return [];
  }
  const entries = [...fields.map('impact')];
  if (entries.length === 0 && !report.failed)
    report.add(
      'impact-empty',
      fields.place('impact'),
      'no component',
      'at least one component and its status',
      `Write one of: ${componentIds(site)}.`,
    );
  return entries.flatMap(([component, value]): Impact[] => {
    checkComponent(component, value.keyPlace ?? value.place, site, report);
    if (isListNode(value)) {
      const changes = fields.items(value, component).flatMap((item) => readChange(item, fields, report));
      checkAscending(changes, report);
      return changes.length > 0
        ? [{ component, changes: changes.map(({ from, status }) => ({ from, status })) }]
        : [];
    }
    const status = readStatus(value, report);
    return status ? [{ component, status }] : [];
  });
}

function isListNode(value: Value): boolean {
  return written(value.node) === '[...]';
}

interface PlacedChange {
  from: Moment;
  status: Status;
  place: Place;
}

function readChange(item: Value, fields: Fields, report: Report): PlacedChange[] {
  const value = fields.record(item, ['from', 'status']);
  const from = value && readTime(written(value.from.node), value.from.place, report);
  const status = value && readStatus(value.status, report);
  return from && status ? [{ from, status, place: value.from.place }] : [];
}

function checkAscending(changes: PlacedChange[], report: Report): void {
  for (const [index, change] of changes.entries()) {
    const before = changes[index - 1];
    if (before && change.from.latest < before.from.earliest)
      report.add(
        'impact-order',
        change.place,
        iso(change.from.earliest),
        `a time after ${iso(before.from.earliest)}`,
        'Write the changes in the order in which they happened.',
      );
  }
}

function readStatus(value: Value, report: Report): Status | undefined {
  const found = written(value.node);
  if (isStatus(found)) return found;
  report.add(
    'status-unknown',
    value.place,
    found,
    `one of ${STATUSES.join(', ')}`,
    `Write one of those.${didYouMean(found, STATUSES)}`,
  );
  return undefined;
}

function readWorks(fields: Fields, site: Site, report: Report): string[] {
  const hurt = fields.has('impact') ? new Set(fields.keysOf('impact')) : new Set<string>();
  return fields.list('works').flatMap((item) => {
    const component = readText(item, report);
    if (component === undefined) return [];
    checkComponent(component, item.place, site, report);
    if (hurt.has(component))
      report.add(
        'component-in-impact-and-works',
        item.place,
        component,
        'a component in one of the two',
        'Take it out of "works" if it is hurt, or out of "impact" if somebody confirmed that it works.',
      );
    return [component];
  });
}

function checkComponent(component: string, place: Place, site: Site, report: Report): void {
  if (findComponent(site, component)) return;
  const ids = site.components.map(({ id }) => id);
  report.add(
    'component-unknown',
    place,
    component,
    `one of ${ids.join(', ')}`,
    `Write one of those, or add it to src/site.config.ts.${didYouMean(component, ids)}`,
  );
}

function componentIds(site: Site): string {
  return site.components.map(({ id }) => id).join(', ');
}

function checkTimes(incident: Incident, fields: Fields, placed: PlacedUpdate[], report: Report): void {
  const open = isOpen(incident);
  if (open) {
    for (const { at, place } of placed)
      if (at.wholeDay)
        report.add(
          'date-while-open',
          place,
          dayOf(at.earliest),
          'a time, while the incident is open',
          'Write the hour and minute. A bare date stands for a whole day and is for closed incidents.',
        );
  }
  if (incident.kind === 'maintenance') return;
  const { began, ended } = incident;
  if (open && began?.wholeDay)
    report.add(
      'date-while-open',
      fields.place('began'),
      dayOf(began.earliest),
      'a time, while the incident is open',
      'Write the hour and minute, or leave "began" out until it is known.',
    );
  const end = ended === 'unknown' ? incident.lastKnown : ended;
  if (began && end && end.latest < began.earliest)
    report.add(
      'ended-before-began',
      fields.place(ended === 'unknown' ? 'last_known' : 'ended'),
      iso(end.latest),
      `a time after ${iso(began.earliest)}`,
      'Correct "began" or the end.',
    );
  const closing = placed.findLast(({ state }) => state === 'resolved');
  if (!open && closing && !began && stateOf(incident) === 'resolved')
    report.add(
      'began-missing',
      closing.place,
      'Resolved, and no "began"',
      'began: when it began',
      'Add "began:" with a time, or earliest/latest if nobody knows exactly.',
    );
  const first = placed[0];
  if (began && first && began.earliest > first.at.latest)
    report.add(
      'began-after-notice',
      fields.place('began'),
      iso(began.earliest),
      `a time before the first update, ${iso(first.at.latest)}`,
      'Correct "began", unless it was announced before it happened.',
    );
  const newest = placed.findLast(({ state }) => !['update', 'correction', 'postmortem'].includes(state));
  if (open && newest?.state === 'monitoring' && !ended && isStillHurt(incident))
    report.add(
      'monitoring-while-down',
      newest.place,
      'Monitoring, and components still down',
      'an end, or a change to "operational"',
      'If it works again add "ended: <time>". A state does not change what readers see.',
    );
}

function isStillHurt(incident: Outage): boolean {
  return incident.impact.some((impact) =>
    'status' in impact ? impact.status !== 'operational' : impact.changes.at(-1)?.status !== 'operational',
  );
}

function checkService(incident: Incident, fields: Fields, site: Site, report: Report): void {
  const first =
    incident.kind === 'incident'
      ? (incident.began ?? incident.updates[0]?.at)?.latest
      : incident.scheduled.from;
  for (const { component: id } of incident.impact) {
    const component = findComponent(site, id);
    if (!component || first === undefined) continue;
    if (first >= component.since && first < component.until) continue;
    const life = Number.isFinite(component.until)
      ? `from ${dayOf(component.since)} to ${dayOf(component.until)}`
      : `from ${dayOf(component.since)} on`;
    report.add(
      'component-not-in-service',
      fields.place('impact'),
      `${id} on ${dayOf(first)}`,
      `a time in service: ${life}`,
      'Correct the time, or since/until in src/site.config.ts.',
    );
  }
}
