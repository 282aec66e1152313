import {
  type Impact,
  type Incident,
  INCIDENT_STATES,
  type Maintenance,
  MAINTENANCE_STATES,
  type Outage,
  type State,
  type Update,
} from '../../src/domain/incident.ts';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Component, Site } from '../../src/domain/site.ts';
import { STATUSES, type Status } from '../../src/domain/status.ts';
import { exactly, HOUR, type Instant, MINUTE, type TimeRange } from '../../src/domain/time.ts';
import fc from '../chance.ts';
import { live } from '../sites.ts';

export const START = Date.UTC(2025, 11, 1);
export const NOW = Date.UTC(2026, 2, 1, 3, 10);
export const site = live;

/** How far back the lively incidents reach, in minutes; and how far ahead a clock that runs fast may write. */
export const BACK = 480;
const FAST = 5;

/** A site in which components come, go and were renamed within the time of the lively incidents. */
export const lively: Site = {
  ...live,
  components: live.components.map((component, index): Component => {
    const since = [START, NOW - 3 * HOUR, START, START, START, NOW + HOUR][index] ?? START;
    const until = [undefined, undefined, NOW - 2 * HOUR, NOW + HOUR / 2][index] ?? Number.POSITIVE_INFINITY;
    return { ...component, since, until, formerly: [`old-${component.id}`] };
  }),
};

export const COMPONENTS = site.components.map(({ id }) => id);

export const instant = fc
  .integer({ min: 0, max: (NOW - START) / MINUTE })
  .map((minutes) => START + minutes * MINUTE);
export const status: fc.Arbitrary<Status> = fc.constantFrom(...STATUSES);

const instantOf = (minutes: number): Instant => NOW + minutes * MINUTE;
const minutes = (min: number, max: number) => fc.integer({ min, max });

/** A time that says what happened: exact or an interval, up to as far ahead as a clock may be. */
const happened = (back: number): fc.Arbitrary<TimeRange> =>
  fc
    .tuple(
      fc.oneof({ weight: 5, arbitrary: minutes(-back, FAST) }, minutes(-FAST, FAST)),
      fc.oneof(fc.constant(0), minutes(1, 90)),
    )
    .map(([earliest, width]) => ({
      earliest: instantOf(earliest),
      latest: instantOf(Math.min(FAST, earliest + width)),
    }));

export function outage(change: Partial<Outage> = {}): Outage {
  return {
    kind: 'incident',
    id: 'an-incident',
    language: 'en',
    title: 'An incident',
    drill: false,
    impact: [{ component: 'follow-alerts', status: 'major_outage' }],
    works: [],
    advice: undefined,
    adviceBy: 'operator',
    scope: undefined,
    nextUpdate: undefined,
    data: undefined,
    cause: undefined,
    causeCertainty: undefined,
    disputed: undefined,
    reportedBy: undefined,
    sources: [],
    importedFrom: undefined,
    redactions: [],
    draft: false,
    publish: undefined,
    pinned: false,
    summary: undefined,
    updates: [said('investigating', exactly(START + 60 * MINUTE))],
    translations: {},
    began: exactly(START),
    ended: undefined,
    lastKnown: undefined,
    replay: false,
    ...change,
  };
}

/** Announced work from noon to two o'clock on 1 March 2026. */
export function maintenance(change: Partial<Maintenance> = {}): Maintenance {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage();
  return {
    ...shared,
    id: 'a-window',
    title: 'Work on the servers',
    kind: 'maintenance',
    impact: [{ component: 'follow-alerts', status: 'under_maintenance' }],
    updates: [said('scheduled', exactly(NOW - 24 * HOUR))],
    scheduled: { from: Date.UTC(2026, 2, 1, 12), until: Date.UTC(2026, 2, 1, 14) },
    ...change,
  };
}

export function said(
  state: Outage['updates'][0]['state'],
  at: TimeRange,
  speaker: Update['said']['speaker'] = 'operator',
) {
  return {
    id: `u-${state}-${at.earliest}`,
    state,
    at,
    said: { speaker, place: undefined },
    prose: { markdown: '', html: '', text: '', words: '' },
  };
}

const KEEPING: State[] = ['update', 'correction', 'postmortem'];

/** One to five updates in their order, by anybody, the first in a state in which work can begin. */
function updatesIn(states: readonly State[], back: number): fc.Arbitrary<Update[]> {
  const one = fc.record({
    state: fc.constantFrom(...states),
    at: happened(back),
    speaker: fc.constantFrom<Update['said']['speaker'][]>('operator', 'operator', 'community', 'press'),
  });
  const first = states.filter((state) => !KEEPING.includes(state) && state !== 'withdrawn');
  return fc
    .tuple(fc.constantFrom(...first), fc.array(one, { minLength: 1, maxLength: 5 }))
    .map(([opening, list]) =>
      list
        .toSorted((a, b) => a.at.earliest - b.at.earliest)
        .map(({ state, at, speaker }, index) => ({
          ...said(index === 0 ? opening : state, at, speaker),
          id: `u-${index}`,
        })),
    );
}

type Hit = { status: Status } | { changes: { from: TimeRange; status: Status }[] };

const hit = (back: number): fc.Arbitrary<Hit> =>
  fc.oneof(
    fc.record({ status }),
    fc.array(fc.record({ from: happened(back), status }), { minLength: 1, maxLength: 4 }).map((changes) => ({
      changes: changes.toSorted((one, other) => one.from.earliest - other.from.earliest),
    })),
  );

/** What is hit and what was confirmed to work: one to four components, some under the id they had before. */
const touched = (back: number): fc.Arbitrary<{ impact: Impact[]; works: string[] }> =>
  fc
    .tuple(
      fc.shuffledSubarray(COMPONENTS, { minLength: 1 }),
      fc.array(hit(back), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
    )
    .map(([ids, hits, renamed]) => ({
      impact: hits.slice(0, ids.length).map((one, index) => ({
        component: renamed ? `old-${ids[index]}` : (ids[index] as string),
        ...one,
      })),
      works: ids.slice(hits.length),
    }));

const rarely = fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true));
const id = fc.integer({ min: 0, max: 1e9 }).map((number) => `i-${number}`);
const nextUpdate = fc.option(
  minutes(-60, 240).map((at) => exactly(instantOf(at))),
  { nil: undefined },
);
const shared = (back: number) => ({ id, touched: touched(back), drill: rarely, nextUpdate });

/** An outage of any kind: its end said, defaulted, unknown or ahead, its beginning perhaps not known. */
const anyOutage = (back: number): fc.Arbitrary<Outage> =>
  fc
    .record({
      ...shared(back),
      updates: updatesIn(INCIDENT_STATES, back),
      began: fc.option(happened(back), { nil: undefined, freq: 4 }),
      end: fc.option(fc.record({ at: happened(back), unknown: fc.boolean() }), { nil: undefined, freq: 2 }),
    })
    .map(({ id, touched, drill, nextUpdate, updates, began, end }) => {
      const ended = end && began && end.at.latest < began.earliest ? { ...end, at: began } : end;
      return outage({
        ...{ id, drill, nextUpdate, updates, began, ...touched },
        ended: ended?.unknown ? 'unknown' : ended?.at,
        lastKnown: ended?.unknown ? ended.at : undefined,
      });
    });

/** Announced work in every state: ahead, begun early or late, run over, completed, cancelled, withdrawn. */
const anyMaintenance = (back: number): fc.Arbitrary<Maintenance> =>
  fc
    .record({
      ...shared(back),
      updates: updatesIn(MAINTENANCE_STATES, back),
      from: minutes(-back, 240),
      length: minutes(1, 240),
    })
    .map(({ id, touched, drill, nextUpdate, updates, from, length }) => {
      const {
        began: _,
        ended: __,
        lastKnown: ___,
        replay: ____,
        ...rest
      } = outage({ id, drill, nextUpdate, updates });
      const scheduled = { from: instantOf(from), until: instantOf(from + length) };
      return { ...rest, ...touched, kind: 'maintenance' as const, scheduled };
    });

/** A few incidents of every kind at once, not older than `back` minutes, some up to five minutes ahead of now. */
const incidentsWithin = (back: number): fc.Arbitrary<Incident[]> =>
  fc.uniqueArray(
    fc.oneof(
      { weight: 3, arbitrary: anyOutage(back) as fc.Arbitrary<Incident> },
      { weight: 1, arbitrary: anyMaintenance(back) },
    ),
    { maxLength: 6, selector: ({ id }) => id },
  );

/** Those of the last hours, close enough to meet each other and now. */
export const incidents = incidentsWithin(BACK);
/** A lively site of which one component is everywhere alike, the others in two of three regions. */
export const divided: Site = {
  ...lively,
  regions: ['us', 'eu', 'ap'].map((id) => ({ id, name: { en: id, es: id } })),
  components: lively.components.map((component, index) => ({
    ...component,
    regions: [[], ['us', 'eu'], ['eu', 'ap'], ['ap', 'us']][index % 4] as string[],
  })),
};

/** The same incidents, some of what they do in one region alone, or in one otherwise than in the other. */
export const dividedIncidents: fc.Arbitrary<Incident[]> = fc
  .tuple(incidents, fc.array(fc.nat(4), { minLength: 24, maxLength: 24 }))
  .map(([list, choices]) => {
    let drawn = 0;
    const split = (impact: Impact): Impact[] => {
      const id = impact.component.replace(/^old-/, '');
      const [one, other] = divided.components.find((component) => component.id === id)?.regions ?? [];
      if (!one || !other) return [impact];
      const choice = choices[drawn++ % choices.length];
      const there = { ...impact, regions: [one] };
      if (choice === 0) return [impact];
      if (choice === 1) return [there];
      if (choice === 2) return [{ ...impact, regions: [one, other] }];
      const [first] = 'changes' in impact ? impact.changes : [];
      const elsewhere = { component: impact.component, regions: [other] };
      return [there, first ? { ...elsewhere, changes: [first] } : { ...elsewhere, status: 'partial_outage' }];
    };
    return list.map((incident) => ({ ...incident, impact: incident.impact.flatMap(split) }));
  });

/** Those of a whole record, from `START` on. */
export const record = incidentsWithin((NOW - START) / MINUTE);

/** Somebody's word that all is well: nobody's, a watcher's that may have grown old, or a person's. */
export const attestation: fc.Arbitrary<Attestation> = fc.oneof(
  fc.constant<Attestation>({ by: 'nobody', at: null }),
  fc
    .tuple(fc.constantFrom('watch' as const, 'person' as const), minutes(-30, 0))
    .map(([by, at]) => ({ by, at: instantOf(at) })),
);
