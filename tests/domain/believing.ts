import { after, type Belief, type BeliefEvent, open, type Shown } from '../../src/domain/belief.ts';
import type { Clocks, Heartbeat } from '../../src/domain/freshness.ts';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';

export const START = Date.UTC(2026, 2, 1, 3);
export const SECOND = 1000;
export const TICK: BeliefEvent = { kind: 'tick' };
export const WOKE: BeliefEvent = { kind: 'woke' };
export const PACE = { every: MINUTE, slowest: MINUTE };
const limits = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };

export const shown = (build: string): Shown => ({ build, clear: true, limits });
export const at = (ms: number): Clocks => ({ wall: START + ms, steady: ms });
export const silence = (asked: number): BeliefEvent => ({ kind: 'silence', asked: at(asked) });

/** A heartbeat of a build, as the server gave it at an instant; `asked` is when the question was put. */
export function beat(
  build: string,
  ms: number,
  asked = ms,
  change: Partial<Heartbeat> = {},
): BeliefEvent & { kind: 'heartbeat' } {
  const body: Heartbeat = {
    built_at: isoSeconds(START),
    valid_until: isoSeconds(START + limits.validFor),
    build,
    vouched: { by: 'watch', at: isoSeconds(START), until: isoSeconds(START + limits.vouchFor) },
    changes_at: null,
    source: 's1',
    limits,
    moved_to: null,
    ...change,
  };
  return { kind: 'heartbeat', asked: at(asked), date: new Date(START + ms).toUTCString(), age: null, body };
}

/** Plays events at the given ms after the start, on clocks that run as time does. */
export function play(belief: Belief, ...events: [ms: number, event: BeliefEvent][]): Belief {
  return events.reduce((before, [ms, event]) => after(before, event, at(ms)).belief, belief);
}

/** A page that was just opened and has asked; and one that was answered. */
export const asked = () => play(open(shown('b1'), at(0), PACE), [0, TICK]);
export const proved = play(asked(), [200, beat('b1', 0)]);
