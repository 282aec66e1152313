import { countedEnd, type Incident, isOpen, type Outage, stateOf } from '../domain/incident.ts';
import { findComponent, type Site } from '../domain/site.ts';
import { dayOf, iso, type TimeRange } from '../domain/time.ts';
import type { ValueReader } from '../yaml/values.ts';
import type { Report } from '../problems/index.ts';
import { placeOf } from './impact.ts';
import type { PlacedUpdate } from './updates.ts';

/** Whether the times of an incident agree with each other and with its state. */
export function checkTimes(
  incident: Incident,
  fields: ValueReader,
  placed: PlacedUpdate[],
  report: Report,
): void {
  const open = isOpen(incident);
  if (open) {
    for (const { at, place } of placed)
      if (at.wholeDay)
        report.add({
          name: 'date-while-open',
          place,
          found: dayOf(at.earliest),
          expected: 'a time, while the incident is open',
          remedy:
            'Write the hour and minute. A bare date stands for a whole day and is for closed incidents.',
        });
  }
  if (incident.kind === 'maintenance') return;
  const { began, ended } = incident;
  if (open && began?.wholeDay)
    report.add({
      name: 'date-while-open',
      place: fields.place('began'),
      found: dayOf(began.earliest),
      expected: 'a time, while the incident is open',
      remedy: 'Write the hour and minute, or leave "began" out until it is known.',
    });
  const end = ended === 'unknown' ? incident.lastKnown : ended;
  if (began && end && end.latest < began.earliest)
    report.add({
      name: 'ended-before-began',
      place: fields.place(ended === 'unknown' ? 'last_known' : 'ended'),
      found: iso(end.latest),
      expected: `a time after ${iso(began.earliest)}`,
      remedy: 'Correct "began" or the end.',
    });
  checkChanges(incident, report);
  const closing = placed.findLast(({ state }) => state === 'resolved');
  if (!open && closing && !began && stateOf(incident) === 'resolved')
    report.add({
      name: 'began-missing',
      place: closing.place,
      found: 'Resolved, and no "began"',
      expected: 'began: when it began',
      remedy: 'Add "began:" with a time, or earliest/latest if nobody knows exactly.',
    });
  const first = placed[0];
  if (began && first && began.earliest > first.at.latest)
    report.add({
      name: 'began-after-notice',
      place: fields.place('began'),
      found: iso(began.earliest),
      expected: `a time before the first update, ${iso(first.at.latest)}`,
      remedy: 'Correct "began", unless it was announced before it happened.',
    });
  const newest = placed.findLast(({ state }) => !['update', 'correction', 'postmortem'].includes(state));
  if (open && newest?.state === 'monitoring' && !ended && isStillHurt(incident))
    report.add({
      name: 'monitoring-while-down',
      place: newest.place,
      found: 'Monitoring, and components still down',
      expected: 'an end, or a change to "operational"',
      remedy: 'If it works again add "ended: <time>". A state does not change what readers see.',
    });
}

/** A change that lies outside of the incident counts in no sum: either it or the incident's time is wrong. */
function checkChanges(incident: Outage, report: Report): void {
  const { began } = incident;
  const end = countedEnd(incident);
  // Regions share a change that is for more than one of them.
  const changes = new Set(incident.impact.flatMap((impact) => ('changes' in impact ? impact.changes : [])));
  for (const change of changes) {
    const { from } = change;
    const early = began !== undefined && from.latest < began.earliest;
    if (!early && !(end && from.earliest > end.latest)) continue;
    report.add({
      name: 'change-outside',
      place: placeOf(change),
      found: iso(from.earliest),
      expected: early
        ? `a time from "began" on, ${iso(began.earliest)}`
        : `a time before the end, ${iso((end as TimeRange).latest)}`,
      remedy: early
        ? 'Correct the change, or "began": nothing counts before it.'
        : 'Correct the change, or the end, which is "ended" or the last Resolved: nothing counts after it.',
    });
  }
}

function isStillHurt(incident: Outage): boolean {
  return incident.impact.some((impact) =>
    'status' in impact ? impact.status !== 'operational' : impact.changes.at(-1)?.status !== 'operational',
  );
}

/** Whether the record speaks of the components at that time. */
export function checkService(incident: Incident, fields: ValueReader, site: Site, report: Report): void {
  const first =
    incident.kind === 'incident'
      ? (incident.began ?? incident.updates[0]?.at)?.latest
      : incident.scheduled.from;
  for (const id of new Set(incident.impact.map(({ component }) => component))) {
    const component = findComponent(site, id);
    if (!component || first === undefined) continue;
    if (first >= component.since && first < component.until) continue;
    const life = Number.isFinite(component.until)
      ? `from ${dayOf(component.since)} to ${dayOf(component.until)}`
      : `from ${dayOf(component.since)} on`;
    report.add({
      name: 'component-not-in-service',
      place: fields.place('impact'),
      found: `${id} on ${dayOf(first)}`,
      expected: `a time in service: ${life}`,
      remedy:
        first < component.since
          ? `Correct the time; if ${id} was in service then, write "since: ${dayOf(first)}" for it in nightlight.yaml.`
          : `Correct the time, or "until" of ${id} in nightlight.yaml.`,
    });
  }
}
