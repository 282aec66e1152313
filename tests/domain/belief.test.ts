import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, type Belief, lookIn, open, verdictOf } from '../../src/domain/belief.ts';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';
import {
  asked,
  at,
  beat,
  PACE,
  play,
  proved,
  SECOND,
  shown,
  silence,
  START,
  TICK,
  WOKE,
} from './believing.ts';

describe('another build that the server speaks of', () => {
  const told = after(play(proved, [MINUTE, TICK]), beat('b2', MINUTE), at(MINUTE + 200));

  test('takes all proof from the one that is shown, while it is being fetched', () => {
    assert.equal(verdictOf(proved, at(MINUTE)), 'vouched');
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
    assert.equal(verdictOf(taken, at(MINUTE + 300)), 'vouched');
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
    assert.equal(verdictOf(again, at(MINUTE + 22 * SECOND)), 'vouched');
    const late = play(again, [MINUTE + 23 * SECOND, { kind: 'page', shown: shown('b2') }]);
    assert.equal(late.shown.build, 'b2');
    assert.equal(verdictOf(late, at(MINUTE + 23 * SECOND)), 'newer');
  });

  test('is not proved by a page that came while the device slept, though its clock was set back since', () => {
    const slept = { wall: START + 121 * MINUTE, steady: MINUTE + 300 };
    const back = { wall: START + MINUTE + 400, steady: MINUTE + 400 };
    const asleep = after(after(told.belief, TICK, slept).belief, TICK, back).belief;
    const taken = after(asleep, { kind: 'page', shown: shown('b2') }, back).belief;
    assert.notEqual(verdictOf(taken, back), 'vouched');
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
    assert.equal(verdictOf(inTime, at(19 * SECOND)), 'vouched');
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
    assert.equal(verdictOf(late, at(MINUTE + 21 * SECOND)), 'vouched');
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
      assert.equal(verdictOf(older.belief, at(MINUTE + 24 * SECOND)), 'vouched');
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
      const expected = now < 20 * MINUTE + 200 ? 'vouched' : now < 40 * MINUTE + 200 ? 'word' : 'silent';
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
    const kept = open(shown('b1'), at(0), PACE, { kept: true });
    assert.equal(verdictOf(kept, at(0)), 'silent');
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
      open({ ...shown('b1'), clear: false }, at(0), PACE),
      [0, TICK],
      [200, beat('b1', 0)],
    );
    assert.equal(verdictOf(trouble, at(1000)), 'proved', 'no word makes it green');
    assert.equal(verdictOf(trouble, at(30 * MINUTE)), 'proved');
    // The page switched to what it announced: now it says that the service works.
    const calm = play(trouble, [30 * MINUTE, { kind: 'reading', shown: shown('b1') }]);
    assert.equal(verdictOf(calm, at(30 * MINUTE)), 'word');
  });
});

describe('a word that is renewed in the heartbeat', () => {
  const word = (ms: number, by: 'watch' | 'person' = 'watch') => ({
    vouched: { by, at: isoSeconds(START + ms), until: isoSeconds(START + ms + 20 * MINUTE) },
    valid_until: isoSeconds(START + ms + 40 * MINUTE),
  });
  const nobody = { vouched: { by: 'nobody', at: null, until: null } } as const;
  const later = (belief: Belief, minutes: number, said: Parameters<typeof beat>[3]) =>
    play(
      belief,
      [minutes * MINUTE, TICK],
      [minutes * MINUTE + 200, beat('b1', minutes * MINUTE, minutes * MINUTE, said)],
    );

  test('keeps the page green without another build, for as long as it is renewed', () => {
    let belief = proved;
    for (let minutes = 10; minutes <= 600; minutes += 10) {
      belief = later(belief, minutes, word(minutes * MINUTE, minutes % 20 ? 'person' : 'watch'));
      assert.equal(verdictOf(belief, at((minutes + 9) * MINUTE)), 'vouched');
      assert.equal(belief.proof?.word?.by, minutes % 20 ? 'person' : 'watch');
    }
    assert.equal(verdictOf(belief, at(621 * MINUTE)), 'word');
    assert.equal(verdictOf(belief, at(641 * MINUTE)), 'silent');
  });

  test('turns a page green that was built without one, and is missed once it lapses or is taken back', () => {
    const alone = play(asked(), [200, beat('b1', 0, 0, nobody)]);
    assert.equal(verdictOf(alone, at(200)), 'proved');
    const green = later(alone, 1, word(MINUTE));
    assert.equal(verdictOf(green, at(MINUTE + 200)), 'vouched');
    const taken = {
      ...word(MINUTE),
      vouched: { ...word(MINUTE).vouched, until: isoSeconds(START + 2 * MINUTE) },
    };
    assert.equal(verdictOf(later(green, 2, taken), at(2 * MINUTE + 200)), 'word');
    const less = later(green, 2, nobody);
    assert.equal(verdictOf(less, at(2 * MINUTE + 200)), 'proved');
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

test('an answer that was late after long silence is asked for again within seconds', () => {
  let belief = proved;
  for (let now = MINUTE; now < 5 * MINUTE; now += 30 * SECOND)
    belief = play(belief, [now, WOKE], [now + 100, silence(now)]);
  const late = play(belief, [5 * MINUTE, WOKE], [5 * MINUTE + 21 * SECOND, beat('b1', 5 * MINUTE)]);
  assert.equal(late.askAt, 5 * MINUTE + 23 * SECOND);
});
