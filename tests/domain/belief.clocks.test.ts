import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  after,
  type Belief,
  type BeliefEvent,
  open,
  toRemember,
  verdictOf,
} from '../../src/domain/belief.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { beat, PACE, play, proved, SECOND, shown, silence, START, TICK, WOKE } from './believing.ts';

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
    assert.equal(verdictOf(ahead.belief, ahead.clocks), 'vouched');
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

test('a network that is back after long silence is asked again within seconds until the time is known', () => {
  // A clock that was set back by six seconds confirms nothing any more, so three answers are needed.
  const set = (ms: number) => ({ wall: START + ms - 6000, steady: ms });
  let belief = after(proved, TICK, set(30 * SECOND)).belief;
  const reply = (now: number, event: BeliefEvent) => {
    const asks = after(belief, WOKE, set(now)).belief;
    belief = after(asks, { ...event, asked: set(now) } as BeliefEvent, set(now + 100)).belief;
  };
  for (let now = MINUTE; now < 5 * MINUTE; now += 30 * SECOND) reply(now, silence(now));
  reply(5 * MINUTE, beat('b2', 5 * MINUTE));
  assert.equal(verdictOf(belief, set(5 * MINUTE + 200)), 'vouched');
  assert.equal(belief.askAt, 5 * MINUTE + 100 + 2 * SECOND);
  reply(5 * MINUTE + 3000, beat('b2', 5 * MINUTE + 3000));
  reply(5 * MINUTE + 6000, beat('b2', 5 * MINUTE + 6000));
  assert.notEqual(verdictOf(belief, set(5 * MINUTE + 6200)), 'vouched');
});

test('a cache that repeated itself for long is asked again within seconds once it says something later', () => {
  const set = (ms: number) => ({ wall: START + ms - 6000, steady: ms });
  let belief = after(proved, TICK, set(30 * SECOND)).belief;
  const reply = (now: number, said: number, build: string) => {
    const asks = after(belief, WOKE, set(now)).belief;
    belief = after(asks, { ...beat(build, said), asked: set(now) } as BeliefEvent, set(now + 100)).belief;
  };
  const pause = () => belief.askAt - belief.seen.steady;
  for (let now = MINUTE; now < 8 * MINUTE; now += MINUTE) reply(now, 0, 'b1');
  assert.equal(pause(), MINUTE);
  reply(8 * MINUTE, 8 * MINUTE, 'b2');
  assert.equal(verdictOf(belief, set(8 * MINUTE + 200)), 'vouched');
  assert.equal(pause(), 2 * SECOND);
  reply(8 * MINUTE + 3000, 8 * MINUTE + 3000, 'b2');
  reply(8 * MINUTE + 6000, 8 * MINUTE + 6000, 'b2');
  assert.notEqual(verdictOf(belief, set(8 * MINUTE + 6200)), 'vouched');
});

test('two servers that each repeat an answer of their own are not asked every few seconds', () => {
  const set = (ms: number) => ({ wall: START + ms - 6000, steady: ms });
  let belief = after(proved, TICK, set(30 * SECOND)).belief;
  let asked = 0;
  for (let now = MINUTE; now < 20 * MINUTE; now += SECOND) {
    const step = after(belief, TICK, set(now));
    belief = step.belief;
    if (step.ask !== 'heartbeat') continue;
    const said = asked++ % 2 ? 15 * SECOND : 0;
    belief = after(belief, { ...beat('b1', said), asked: set(now) } as BeliefEvent, set(now + 100)).belief;
  }
  assert.ok(asked < 2.5 * 19, `asked ${asked} times in 19 minutes`);
});

describe('a device that is wrong about the time', () => {
  const off = 11 * MINUTE;
  const wrong = (ms: number) => ({ wall: START + ms - off, steady: ms });
  const answered = (ms: number, said = ms): BeliefEvent =>
    ({ ...beat('b1', said), asked: wrong(ms) }) as BeliefEvent;
  const first = open(shown('b1'), wrong(0), PACE);
  const hears = (belief: Belief, ...times: number[]) =>
    times.reduce(
      (before, ms) => after(after(before, WOKE, wrong(ms)).belief, answered(ms), wrong(ms)).belief,
      belief,
    );

  test('waits for three answers that go on as time does; where they do not, both times are said at the third', () => {
    assert.equal(verdictOf(hears(first, 100, 2000), wrong(2000)), 'waiting');
    assert.equal(verdictOf(hears(first, 100, 2000, 4000), wrong(4000)), 'vouched');
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
    const before = open(shown('b1'), wrong(0), PACE, { remembered: START - 1 });
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
