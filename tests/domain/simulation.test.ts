import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Impact, Incident, Maintenance, Outage } from '../../src/domain/incident.ts';
import { incidentsIn, isIn, siteIn } from '../../src/domain/region.ts';
import type { Component } from '../../src/domain/site.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { STATUSES, type Status, worst } from '../../src/domain/status.ts';
import { type Instant, MINUTE } from '../../src/domain/time.ts';
import { type StatusHistory, uptimeOf } from '../../src/domain/uptime.ts';
import fc from '../chance.ts';
import { BACK, divided, dividedIncidents, incidents, lively, NOW } from './generators.ts';
import { often } from '../thorough.ts';

/*
 * The sums once more, by another road: minute by minute, straight from the files' own words, with nothing of
 * the code that is tested but the order of the statuses.
 */
const RUNS = often(25, 60);
const NEVER = Number.POSITIVE_INFINITY;
const FROM = NOW - BACK * MINUTE;
const MINUTES = Array.from({ length: BACK }, (_, index) => FROM + index * MINUTE);
const worse = (one: Status, other: Status) => STATUSES.indexOf(one) < STATUSES.indexOf(other);

function isClosedBy(incident: Incident, states: string[]): boolean {
  const told = incident.updates.filter(
    ({ state }) => !['update', 'correction', 'postmortem'].includes(state),
  );
  return states.includes(told.at(-1)?.state ?? '');
}

/** When the last update of a state was said, at the latest; `NEVER` if the incident is open. */
function closedAt(incident: Incident, states: string[]): Instant {
  if (!isClosedBy(incident, states)) return NEVER;
  return incident.updates.findLast(({ state }) => states.includes(state))?.at.latest ?? NEVER;
}

function suffers(incident: Outage, impact: Impact, at: Instant): Status {
  const { ended, lastKnown, began, updates } = incident;
  const end = ended === 'unknown' ? lastKnown : ended;
  if (at >= (end?.latest ?? closedAt(incident, ['resolved']))) return 'operational';
  if ('status' in impact)
    return at >= (began ?? updates[0]?.at ?? { earliest: NEVER }).earliest ? impact.status : 'operational';
  if (began && at < began.earliest) return 'operational';
  let current: Status = 'operational';
  let before: Status = 'operational';
  for (const { from, status } of impact.changes) {
    if (at < (worse(status, before) ? from.earliest : from.latest)) break;
    current = before = status;
  }
  return current;
}

function works(incident: Maintenance, impact: Impact, at: Instant): Status {
  const { from, until } = incident.scheduled;
  const begun = incident.updates.find(({ state }) => state === 'in_progress')?.at.earliest ?? from;
  if (at < begun || at >= closedAt(incident, ['completed', 'cancelled'])) return 'operational';
  if (at < until) return 'under_maintenance';
  const said = 'status' in impact ? impact.status : impact.changes.at(-1)?.status;
  return said === undefined || said === 'under_maintenance' ? 'major_outage' : said;
}

/** The status of a component at an instant, in a region or anywhere; `undefined` out of service. */
function statusByHand(
  read: Incident[],
  component: Component,
  at: Instant,
  region?: string,
): Status | undefined {
  if (at < component.since || at >= component.until) return undefined;
  let result: Status = 'operational';
  for (const incident of read) {
    if (incident.drill || isClosedBy(incident, ['withdrawn'])) continue;
    for (const impact of incident.impact) {
      if (impact.component.replace(/^old-/, '') !== component.id) continue;
      if (region && impact.regions && !impact.regions.includes(region)) continue;
      const given =
        incident.kind === 'incident' ? suffers(incident, impact, at) : works(incident, impact, at);
      if (worse(given, result)) result = given;
    }
  }
  return result;
}

function sums(statuses: (Status | undefined)[]) {
  const by = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  let [longest, run] = [0, 0];
  for (const status of statuses) {
    run = status === 'major_outage' || status === 'partial_outage' ? run + MINUTE : 0;
    longest = Math.max(longest, run);
    if (status) by[status] += MINUTE;
  }
  return { by, longest };
}

function counted(history: StatusHistory) {
  const { by, longest, inService, leftOut, weighted } = uptimeOf(
    history,
    { from: FROM, to: NOW },
    NOW,
    lively.weights,
  );
  assert.equal(leftOut, by.not_known);
  const whole = STATUSES.reduce((sum, status) => sum + by[status], 0);
  assert.equal(inService, whole - by.not_known);
  assert.ok(Math.abs(weighted - by.major_outage - 0.3 * by.partial_outage) < 1);
  return { by, longest: longest ? longest.to - longest.from : 0 };
}

describe('the sums, minute by minute', () => {
  const nobody = { by: 'nobody' as const, at: null };

  test('of each component, and of the headline as one', () => {
    fc.assert(
      fc.property(incidents, (read) => {
        const snapshot = takeSnapshot(lively, read, nobody, NOW);
        const headline: Status[] = MINUTES.map(() => 'operational');
        for (const component of lively.components) {
          const statuses = MINUTES.map((at) => statusByHand(read, component, at));
          const history = snapshot.histories.get(component.id);
          assert.ok(history);
          assert.deepEqual(counted(history), sums(statuses), component.id);
          if (!component.headline) continue;
          for (const [index, status] of statuses.entries())
            if (status && worse(status, headline[index] as Status)) headline[index] = status;
        }
        assert.deepEqual(counted(snapshot.overall), sums(headline));
      }),
      { numRuns: RUNS },
    );
  });

  test('of each component in each of its regions, of the headline in each, and of where it was worst', () => {
    const weighs = ({ by }: ReturnType<typeof sums>) => by.major_outage + 0.3 * by.partial_outage;
    fc.assert(
      fc.property(dividedIncidents, (read) => {
        const snapshot = takeSnapshot(divided, read, nobody, NOW);
        const headline = new Map(
          divided.regions.map(({ id }) => [id, MINUTES.map((): Status => 'operational')]),
        );
        for (const component of divided.components) {
          const history = snapshot.histories.get(component.id);
          assert.ok(history);
          const regions = component.regions.length > 0 ? component.regions : [...headline.keys()];
          const byHand = regions.map((region) => {
            const statuses = MINUTES.map((at) => statusByHand(read, component, at, region));
            const all = headline.get(region) as Status[];
            if (component.headline)
              for (const [index, status] of statuses.entries())
                if (status && worse(status, all[index] as Status)) all[index] = status;
            const own = history.regions?.get(region) ?? history;
            assert.deepEqual(counted(own), sums(statuses), `${component.id} in ${region}`);
            return { region, sums: sums(statuses) };
          });
          const {
            by,
            weighted,
            regions: named,
          } = uptimeOf(history, { from: FROM, to: NOW }, NOW, divided.weights);
          // What nobody knows is left out of the time that counts, so shares are compared, not sums.
          const known = ({ by: own }: ReturnType<typeof sums>) =>
            STATUSES.reduce((sum, status) => sum + own[status], 0) - own.not_known;
          const share = (one: ReturnType<typeof sums>) => weighs(one) / known(one);
          const most = Math.max(...byHand.map(({ sums: own }) => share(own) || 0));
          assert.ok(Math.abs((weighted / known({ by, longest: 0 }) || 0) - most) < 1e-9, component.id);
          for (const region of named ?? [])
            assert.deepEqual(byHand.find((one) => one.region === region)?.sums.by, by);
          assert.ok(named === undefined || named.length < regions.length);
        }
        for (const [region, statuses] of headline) {
          const own = snapshot.overall.regions?.get(region);
          assert.ok(own);
          assert.deepEqual(counted(own), sums(statuses), region);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('and of the statuses at an instant, where one region has its own', () => {
    fc.assert(
      fc.property(dividedIncidents, fc.integer({ min: 6, max: BACK }), (read, ago) => {
        const at = NOW - ago * MINUTE;
        for (const { component, status, regions = [] } of takeSnapshot(divided, read, nobody, at).statuses) {
          assert.deepEqual(
            regions.map(({ region }) => region),
            component.regions,
          );
          if (regions.length > 0) assert.equal(status, worst(regions.map((one) => one.status)));
          for (const one of regions) {
            const byHand = statusByHand(read, component, at, one.region);
            const soon = Array.from({ length: 6 }, (_, index) =>
              statusByHand(read, component, at + index * MINUTE, one.region),
            );
            assert.ok(one.status === byHand || soon.includes(one.status));
          }
        }
      }),
      { numRuns: RUNS * 4 },
    );
  });

  test('and what a region’s own page says is what the page of all says of it', () => {
    fc.assert(
      fc.property(dividedIncidents, (read) => {
        const whole = takeSnapshot(divided, read, nobody, NOW);
        for (const { id } of divided.regions) {
          const there = takeSnapshot(siteIn(divided, id), incidentsIn(divided, read, id), nobody, NOW);
          assert.deepEqual(
            there.statuses.map(({ component, status }) => [component.id, status]),
            whole.statuses
              .filter(({ component }) => isIn(component, id))
              .map(({ component, status, regions }) => [
                component.id,
                regions?.find(({ region }) => region === id)?.status ?? status,
              ]),
          );
          assert.deepEqual(there.overall.flat, whole.overall.regions?.get(id)?.flat);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('and of the statuses at an instant', () => {
    fc.assert(
      fc.property(incidents, fc.integer({ min: 6, max: BACK }), (read, ago) => {
        const at = NOW - ago * MINUTE;
        const { statuses } = takeSnapshot(lively, read, nobody, at);
        const soon = (component: Component) =>
          Array.from({ length: 6 }, (_, index) => statusByHand(read, component, at + index * MINUTE));
        for (const { component, status } of statuses) {
          const byHand = statusByHand(read, component, at);
          // Trouble that is written a few minutes ahead of the clock has begun.
          if (status !== byHand)
            assert.ok(soon(component).includes(status) && worse(status, byHand ?? 'operational'));
        }
      }),
      { numRuns: RUNS * 10 },
    );
  });
});
