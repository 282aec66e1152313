import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  after,
  type Belief,
  type BeliefEvent,
  lookIn,
  open,
  type Shown,
  toRemember,
  verdictOf,
} from '../../src/domain/belief.ts';
import type { Clocks, Heartbeat } from '../../src/domain/freshness.ts';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';

const START = Date.UTC(2026, 2, 1, 3);
const SECOND = 1000;
const limits = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };
const shown = (build: string): Shown => ({ build, vouched: true, limits });
const at = (ms: number): Clocks => ({ wall: START + ms, steady: ms });

/** A heartbeat of a build, as the server gave it at an instant; `asked` is when the question was put. */
function beat(build: string, ms: number, asked = ms, change: Partial<Heartbeat> = {}): BeliefEvent {
  const body: Heartbeat = {
    built_at: isoSeconds(START),
    valid_until: isoSeconds(START + limits.validFor),
    build,
    vouched: { by: 'watch', at: isoSeconds(START), until: isoSeconds(START + limits.vouchFor) },
    ...change,
  };
  return { kind: 'heartbeat', asked: at(asked), date: new Date(START + ms).toUTCString(), age: null, body };
}

/** Plays events at the given ms after the start, on clocks that run as time does. */
function play(belief: Belief, ...events: [ms: number, event: BeliefEvent][]): Belief {
  return events.reduce((before, [ms, event]) => after(before, event, at(ms)).belief, belief);
}

const opened = (build = 'b1') => open(shown(build), at(0), { every: MINUTE, slowest: MINUTE });
const asked = (build?: string) => play(opened(build), [0, { kind: 'tick' }]);
const proved = play(asked(), [200, beat('b1', 0)]);
const TICK: BeliefEvent = { kind: 'tick' };
const WOKE: BeliefEvent = { kind: 'woke' };
const silence = (asked: number): BeliefEvent => ({ kind: 'silence', asked: at(asked) });

describe('another build that the server speaks of', () => {
  const told = after(play(proved, [MINUTE, TICK]), beat('b2', MINUTE), at(MINUTE + 200));

  test('takes all proof from the one that is shown, while it is being fetched', () => {
    assert.equal(verdictOf(proved, at(MINUTE)), 'proved');
    assert.equal(told.ask, 'page');
    assert.equal(told.belief.proof, undefined);
    assert.equal(verdictOf(told.belief, at(MINUTE + 200)), 'waiting');
  });

  test('is "unknown" if its page takes longer than five seconds', () => {
    assert.equal(verdictOf(told.belief, at(MINUTE + 5100)), 'waiting');
    assert.equal(verdictOf(told.belief, at(MINUTE + 5200)), 'newer');
  });

  test('is "unknown" at once if its page cannot be taken or is that of a third build, and is asked for again within seconds', () => {
    for (const taken of [undefined, shown('b3')]) {
      const failed = play(told.belief, [MINUTE + 300, { kind: 'page', shown: taken }]);
      assert.equal(verdictOf(failed, at(MINUTE + 300)), 'newer');
      assert.equal(after(failed, TICK, at(MINUTE + 300 + 2000)).ask, 'heartbeat');
    }
  });

  test('is proved once its page was taken', () => {
    const taken = play(told.belief, [MINUTE + 300, { kind: 'page', shown: shown('b2') }]);
    assert.equal(verdictOf(taken, at(MINUTE + 300)), 'proved');
    assert.equal(taken.shown.build, 'b2');
  });

  test('leaves unknown what is unknown, as on a phone that wakes after the proof has run out', () => {
    const woken = play(proved, [41 * MINUTE, WOKE], [41 * MINUTE + 200, beat('b2', 41 * MINUTE)]);
    assert.equal(verdictOf(woken, at(41 * MINUTE + 200)), 'silent');
    // One question that failed under a proof that holds says nothing for the worse.
    const failed = play(proved, [MINUTE, TICK], [MINUTE + 100, silence(MINUTE)], [2 * MINUTE, TICK]);
    const told = play(failed, [2 * MINUTE + 200, beat('b2', 2 * MINUTE)]);
    assert.equal(verdictOf(told, at(2 * MINUTE + 200)), 'waiting');
  });

  test('is not proved by what was proved of the build before, if its page comes after all', () => {
    const again = play(told.belief, [MINUTE + 21 * SECOND, TICK], [MINUTE + 22 * SECOND, beat('b1', 81_000)]);
    assert.equal(verdictOf(again, at(MINUTE + 22 * SECOND)), 'proved');
    const late = play(again, [MINUTE + 23 * SECOND, { kind: 'page', shown: shown('b2') }]);
    assert.equal(late.shown.build, 'b2');
    assert.equal(verdictOf(late, at(MINUTE + 23 * SECOND)), 'newer');
  });

  test('is not proved by a page that came while the device slept, though its clock was set back since', () => {
    const slept = { wall: START + 121 * MINUTE, steady: MINUTE + 300 };
    const back = { wall: START + MINUTE + 400, steady: MINUTE + 400 };
    const asleep = after(after(told.belief, TICK, slept).belief, TICK, back).belief;
    const taken = after(asleep, { kind: 'page', shown: shown('b2') }, back).belief;
    assert.notEqual(verdictOf(taken, back), 'proved');
  });

  test('waits fifteen seconds for the first verdict of a page that was just opened, and no longer', () => {
    const first = play(asked(), [200, beat('b2', 0)]);
    assert.equal(verdictOf(first, at(14_900)), 'waiting');
    assert.equal(verdictOf(first, at(15_000)), 'newer');
    assert.equal(verdictOf(asked(), at(15_000)), 'silent');
  });
});

describe('an answer that is late', () => {
  test('by more than twenty seconds proves nothing: it was under way while the device slept', () => {
    const inTime = play(asked(), [19 * SECOND, beat('b1', 18 * SECOND, 0)]);
    assert.equal(verdictOf(inTime, at(19 * SECOND)), 'proved');
    const late = play(asked(), [21 * SECOND, beat('b1', 20 * SECOND, 0)]);
    assert.equal(verdictOf(late, at(21 * SECOND)), 'silent');
    assert.equal(late.heard, undefined);
  });

  test('by the one clock that went on counts as late', () => {
    for (const now of [
      { wall: START + 21 * SECOND, steady: SECOND },
      { wall: START + SECOND, steady: 21 * SECOND },
    ])
      assert.equal(after(asked(), beat('b1', SECOND, 0), now).belief.proof, undefined);
  });

  test('does not take the proof that was there', () => {
    const late = play(proved, [MINUTE, TICK], [MINUTE + 21 * SECOND, beat('b0', MINUTE, MINUTE)]);
    assert.equal(verdictOf(late, at(MINUTE + 21 * SECOND)), 'proved');
    assert.equal(late.other, undefined);
  });

  test('comes to nothing once a newer question was asked, and does not end the wait for that one', () => {
    // The first question is given up for lost, and the second is answered before it.
    const twice = play(proved, [MINUTE, TICK], [MINUTE + 21 * SECOND, WOKE]);
    for (const old of [beat('b0', MINUTE + SECOND, MINUTE + SECOND), silence(MINUTE + SECOND)]) {
      const waits = play(twice, [MINUTE + 22 * SECOND, old]);
      assert.equal(waits.asking, 'heartbeat');
      assert.equal(waits.failures, 0);
      const newer = play(waits, [MINUTE + 23 * SECOND, beat('b1', MINUTE + 21 * SECOND)]);
      const older = after(newer, old, at(MINUTE + 24 * SECOND));
      assert.equal(older.ask, undefined);
      assert.equal(verdictOf(older.belief, at(MINUTE + 24 * SECOND)), 'proved');
      assert.equal(older.belief.failures, 0);
    }
  });
});

describe('silence', () => {
  test('takes nothing from what was proved until that lapses, and the next questions come soon, then later', () => {
    const waits: number[] = [];
    let belief = play(proved, [MINUTE, TICK]);
    for (let now = MINUTE; now < 40 * MINUTE; now += 100) {
      const step = after(belief, TICK, at(now));
      belief = step.ask ? after(step.belief, silence(now), at(now)).belief : step.belief;
      if (step.ask) waits.push(now);
      // The heartbeat said what the time was 200 ms before it was heard.
      const expected = now < 20 * MINUTE + 200 ? 'proved' : now < 40 * MINUTE + 200 ? 'word' : 'silent';
      assert.equal(verdictOf(belief, at(now)), expected, String(now));
    }
    const pauses = waits.map((wait, index) => (waits[index + 1] ?? 0) - wait).slice(0, 6);
    assert.deepEqual(
      pauses,
      [2, 2, 4, 8, 16, 32].map((count) => count * SECOND),
    );
    assert.equal(verdictOf(belief, at(40 * MINUTE + 200)), 'silent');
  });

  test('is called so at once on a page that was kept on the device', () => {
    const kept = open(shown('b1'), at(0), { every: MINUTE, slowest: MINUTE }, { kept: true });
    assert.equal(verdictOf(kept, at(0)), 'silent');
  });
});

describe('a clock that is set while the page is open', () => {
  const looked = (moved: number) => {
    const before = play(proved, [30 * SECOND, TICK]);
    const clocks = { wall: START + 31 * SECOND + moved, steady: 31 * SECOND };
    return { ...after(before, TICK, clocks), clocks };
  };

  test('leaves nothing proved if it was set back by more than a minute, and has the page ask at once', () => {
    const { belief, ask, clocks } = looked(-2 * MINUTE);
    assert.equal(ask, 'heartbeat');
    assert.equal(verdictOf(belief, clocks), 'silent');
  });

  test('takes from the time that is left what it was set ahead by, for the device may have slept', () => {
    const ahead = looked(10 * MINUTE);
    assert.equal(verdictOf(ahead.belief, ahead.clocks), 'proved');
    const { belief, clocks } = looked(39 * MINUTE + 40 * SECOND);
    assert.equal(verdictOf(belief, clocks), 'silent');
    const back = { wall: clocks.wall - 39 * MINUTE, steady: clocks.steady + SECOND };
    assert.equal(verdictOf(after(belief, TICK, back).belief, back), 'silent');
  });

  test('confirms no server’s time any more once it was set back, and so repeats of a cache prove nothing', () => {
    const { belief, clocks } = looked(-10 * SECOND);
    assert.equal(belief.wallDoubted, true);
    const later = { wall: clocks.wall + SECOND, steady: clocks.steady + SECOND };
    const repeated = { ...beat('b1', 0), asked: clocks } as BeliefEvent;
    assert.equal(after(belief, repeated, later).belief.heard?.time.sure, false);
  });
});

describe('a heartbeat', () => {
  test('that is none, or that nobody can have written, takes the proof away at once', () => {
    for (const change of [
      { valid_until: 'soon' },
      { valid_until: '9999-12-31T00:00:00Z' },
      { valid_until: isoSeconds(START) },
      { built_at: isoSeconds(START + 24 * 60 * MINUTE) },
    ]) {
      const wrong = play(proved, [MINUTE, TICK], [MINUTE + 200, beat('b1', MINUTE, MINUTE, change)]);
      assert.equal(verdictOf(wrong, at(MINUTE + 200)), 'silent', JSON.stringify(change));
      assert.equal(wrong.confirmed, START);
    }
  });

  test('confirms what is shown, and no health where the word for it has lapsed', () => {
    assert.equal(proved.confirmed, START);
    const again = play(proved, [MINUTE, TICK], [MINUTE + 200, beat('b1', MINUTE)]);
    assert.equal(again.confirmed, START + MINUTE);
    const lapsed = play(again, [21 * MINUTE, TICK], [21 * MINUTE + 200, beat('b1', 21 * MINUTE)]);
    assert.equal(verdictOf(lapsed, at(21 * MINUTE + 200)), 'word');
    assert.equal(lapsed.confirmed, START + MINUTE);
  });

  test('proves trouble without anybody’s word, for trouble does not grow old', () => {
    const trouble = play(
      open({ ...shown('b1'), vouched: false }, at(0), { every: MINUTE, slowest: MINUTE }),
      [0, TICK],
      [200, beat('b1', 0)],
    );
    assert.equal(verdictOf(trouble, at(30 * MINUTE)), 'proved');
    // The page switched to what it announced: now it says that the service works.
    const calm = play(trouble, [30 * MINUTE, { kind: 'reading', shown: shown('b1') }]);
    assert.equal(verdictOf(calm, at(30 * MINUTE)), 'word');
  });
});

describe('the question', () => {
  test('is put again at once when the page is looked at, and only one is under way', () => {
    assert.equal(after(proved, TICK, at(SECOND)).ask, undefined);
    const woken = after(proved, WOKE, at(SECOND));
    assert.equal(woken.ask, 'heartbeat');
    assert.equal(after(woken.belief, WOKE, at(21 * SECOND)).ask, undefined);
    assert.equal(after(woken.belief, WOKE, at(21 * SECOND + 1)).ask, 'heartbeat');
  });

  test('comes, and the page is looked at, no later than anything changes', () => {
    const soon = (belief: Belief, ms: number) => lookIn(belief, at(ms)) - 20;
    assert.equal(soon(asked(), 10), 15_000 - 10);
    assert.equal(soon(proved, 20 * SECOND), 30_000);
    assert.equal(soon(proved, 50 * SECOND), 10_200);
    assert.equal(soon(proved, 20 * MINUTE - 5000), 1);
    const asks = after(proved, WOKE, at(20 * MINUTE - 5000)).belief;
    assert.equal(soon(asks, 20 * MINUTE - 4800), 5000);
    assert.equal(soon(asks, 40 * MINUTE - 5000), 5200);
  });
});

describe('a device that is wrong about the time', () => {
  const off = 11 * MINUTE;
  const wrong = (ms: number) => ({ wall: START + ms - off, steady: ms });
  const answered = (ms: number, said = ms): BeliefEvent =>
    ({ ...beat('b1', said), asked: wrong(ms) }) as BeliefEvent;
  const first = open(shown('b1'), wrong(0), { every: MINUTE, slowest: MINUTE });
  const hears = (belief: Belief, ...times: number[]) =>
    times.reduce(
      (before, ms) => after(after(before, WOKE, wrong(ms)).belief, answered(ms), wrong(ms)).belief,
      belief,
    );

  test('waits for three answers that go on as time does; where they do not, both times are said at the third', () => {
    assert.equal(verdictOf(hears(first, 100, 2000), wrong(2000)), 'waiting');
    assert.equal(verdictOf(hears(first, 100, 2000, 4000), wrong(4000)), 'proved');
    const repeats = [100, 2000, 4000].map((ms) => [ms, answered(ms, 0)] as const);
    const verdicts: string[] = [];
    repeats.reduce((before, [ms, event]) => {
      const belief = after(after(before, WOKE, wrong(ms)).belief, event, wrong(ms)).belief;
      verdicts.push(verdictOf(belief, wrong(ms)));
      return belief;
    }, first);
    assert.deepEqual(verdicts, ['waiting', 'waiting', 'clocks']);
  });

  test('remembers no time that is not known', () => {
    assert.equal(toRemember(hears(first, 100, 2000), wrong(2000)), undefined);
    assert.equal(toRemember(hears(first, 100, 2000, 4000), wrong(5000)), START + 5000);
    // After a sleep nothing goes on from what was heard; it stays remembered.
    const slept = { ...wrong(6000), wall: START + 120 * MINUTE };
    assert.equal(toRemember(after(hears(first, 100, 2000, 4000), TICK, slept).belief, slept), START + 4000);
    const before = open(shown('b1'), wrong(0), { every: MINUTE, slowest: MINUTE }, { remembered: START - 1 });
    assert.equal(toRemember(hears(before, 100), wrong(100)), START - 1);
  });

  test('does not confirm a cache that repeats itself once a sleep brings its clock near', () => {
    const known = hears(first, 100, 2000, 4000);
    const awake = { wall: START + 4000, steady: 4100 };
    const woken = after(known, WOKE, awake).belief;
    const repeated = { ...answered(4100, 4000), asked: awake } as BeliefEvent;
    assert.equal(after(woken, repeated, awake).belief.heard?.time.sure, false);
  });

  test('that slept and was set back goes on from nothing that it knew', () => {
    const known = hears(first, 100, 2000, 4000);
    const slept = { ...wrong(5000), wall: START + 120 * MINUTE };
    const asleep = after(after(known, TICK, slept).belief, WOKE, wrong(6000)).belief;
    assert.equal(after(asleep, answered(6000), wrong(6000)).belief.heard?.time.sure, false);
  });
});
