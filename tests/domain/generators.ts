import fc from 'fast-check';
import type { Incident, Outage } from '../../src/domain/incident.ts';
import { STATUSES, type Status } from '../../src/domain/status.ts';
import { exactly, MINUTE, type Moment } from '../../src/domain/time.ts';
import live from '../fixtures/sites/live.config.ts';

export const START = Date.UTC(2025, 11, 1);
export const NOW = Date.UTC(2026, 2, 1, 3, 10);
export const site = live;

const COMPONENTS = site.components.map(({ id }) => id);

export const instant = fc
  .integer({ min: 0, max: (NOW - START) / MINUTE })
  .map((minutes) => START + minutes * MINUTE);
export const status: fc.Arbitrary<Status> = fc.constantFrom(...STATUSES);

export const moment: fc.Arbitrary<Moment> = fc
  .tuple(instant, fc.integer({ min: 0, max: 300 }))
  .map(([earliest, width]) => ({ earliest, latest: Math.min(NOW, earliest + width * MINUTE) }));

export function outage(change: Partial<Outage> = {}): Outage {
  return {
    kind: 'incident',
    id: 'an-incident',
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
    pinned: false,
    summary: undefined,
    updates: [said('investigating', exactly(START + 60 * MINUTE))],
    translations: {},
    began: exactly(START),
    ended: undefined,
    lastKnown: undefined,
    ...change,
  };
}

export function said(
  state: Outage['updates'][0]['state'],
  at: Moment,
  speaker: 'operator' | 'community' = 'operator',
) {
  return {
    id: `u-${state}-${at.earliest}`,
    state,
    at,
    said: { speaker, place: undefined },
    prose: { markdown: '', html: '', text: '', words: '' },
  };
}

/** Outages with uncertain times, several components, open and closed. */
export const anyOutage: fc.Arbitrary<Outage> = fc
  .record({
    times: fc.tuple(moment, moment),
    impact: fc.uniqueArray(fc.tuple(fc.constantFrom(...COMPONENTS), status), {
      minLength: 1,
      maxLength: 4,
      selector: ([id]) => id,
    }),
    open: fc.boolean(),
    id: fc.integer({ min: 0, max: 1e9 }),
  })
  .map(({ times, impact, open, id }) => {
    const [began, ended] = times.toSorted((one, other) => one.earliest - other.earliest) as [Moment, Moment];
    return outage({
      id: `i-${id}`,
      began,
      updates: open
        ? [said('investigating', began)]
        : [said('investigating', began), said('resolved', ended)],
      impact: impact.map(([component, status]) => ({ component, status })),
    });
  });

export const outages: fc.Arbitrary<Incident[]> = fc.uniqueArray(anyOutage, {
  maxLength: 8,
  selector: ({ id }) => id,
});
