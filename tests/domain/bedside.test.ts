import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  afterCheck,
  afterGap,
  type BedsideFile,
  beginNight,
  type Calm,
  type Heard,
  hear,
  type Night,
  passed,
  stillWorking,
  stopAlarm,
  troubleOfNight,
  untilLapse,
  wordOfNight,
} from '../../src/domain/bedside.ts';
import type { Heartbeat } from '../../src/domain/freshness.ts';
import { HOUR, isoSeconds, MINUTE } from '../../src/domain/time.ts';

const PATIENCE = 5 * MINUTE;
const heard = (
  alerts: 'operational' | 'degraded_performance' | 'not_known' | 'major_outage',
  calm: Calm = 'vouched',
): Heard => ({
  confirmed: true,
  statuses: { 'follow-alerts': alerts, 'sign-in': 'operational' },
  since: undefined,
  calm,
  incidents: [],
  left: HOUR,
});
const NOTHING: Heard = { confirmed: false, lost: false };
const TAKEN_BACK: Heard = { confirmed: false, lost: true };

/** Plays checks at the given minutes, and answers the sounds they made. */
function play(...checks: [minute: number, heard: Heard][]) {
  let night: Night = beginNight(0);
  const sounds = checks.map(([minute, one]) => {
    const step = afterCheck(night, one, minute * MINUTE, PATIENCE);
    night = step.night;
    return step.sound;
  });
  return { night, sounds };
}

describe('the alarm', () => {
  test('sounds when a chosen component gets worse, and again when it gets worse still', () => {
    const { night, sounds } = play(
      [0, heard('operational')],
      [1, heard('degraded_performance')],
      [2, heard('degraded_performance')],
      [3, heard('major_outage')],
    );
    assert.deepEqual(sounds, [undefined, 'alarm', undefined, 'alarm']);
    assert.equal(night.alarm, 'worse');
    assert.equal(wordOfNight(night), 'major_outage');
  });

  test('sounds at once if something is wrong when the night begins', () => {
    assert.deepEqual(play([0, heard('major_outage')]).sounds, ['alarm']);
  });

  test('sounds when nobody knows any more how a component is', () => {
    const { night, sounds } = play([0, heard('operational')], [1, heard('not_known')]);
    assert.deepEqual(sounds, [undefined, 'alarm']);
    assert.equal(wordOfNight(night), 'not_known');
  });

  test('sounds when nothing could be heard for the chosen time, and not before', () => {
    const { night, sounds } = play(
      [0, heard('operational')],
      [1, NOTHING],
      [4.9, NOTHING],
      [5, NOTHING],
      [6, NOTHING],
    );
    assert.deepEqual(sounds, [undefined, undefined, undefined, 'alarm', undefined]);
    assert.equal(wordOfNight(night), 'unknown');
    assert.equal(night.alarm, 'silence');
  });

  test('sounds when nothing was ever heard', () => {
    assert.deepEqual(play([0, NOTHING], [5, NOTHING]).sounds, [undefined, 'alarm']);
  });

  test('is quiet after somebody stopped it, until the next reason; and what is unknown stays unknown', () => {
    const { night } = play([0, heard('operational')], [5, NOTHING]);
    const stopped = stopAlarm(night, 6 * MINUTE);
    assert.equal(stopped.alarm, undefined);
    assert.equal(wordOfNight(stopped), 'unknown');
    const next = afterCheck(stopped, NOTHING, 7 * MINUTE, PATIENCE);
    assert.equal(next.sound, undefined);
    assert.equal(wordOfNight(next.night), 'unknown');
    assert.equal(afterCheck(stopped, NOTHING, 11 * MINUTE, PATIENCE).sound, 'alarm');
  });

  test('goes on after the same is heard again, until somebody stops it', () => {
    const { night, sounds } = play([0, heard('major_outage')], [1, heard('major_outage')]);
    assert.deepEqual(sounds, ['alarm', undefined]);
    assert.equal(night.alarm, 'worse');
  });

  test('that was stopped leaves the time of silence as it was, unless silence was its reason', () => {
    const { night } = play([0, heard('major_outage')]);
    const stopped = stopAlarm(night, 4 * MINUTE);
    assert.equal(afterCheck(stopped, NOTHING, 5 * MINUTE, PATIENCE).sound, 'alarm');
  });

  test('of a night in which nothing was ever heard is stopped into "unknown", not into "checking"', () => {
    const { night } = play([0, NOTHING], [5, NOTHING]);
    assert.equal(wordOfNight(beginNight(0)), 'waiting');
    assert.equal(wordOfNight(stopAlarm(night, 6 * MINUTE)), 'unknown');
  });
});

describe('the chime', () => {
  test('tells that it is over, and that the connection is back', () => {
    assert.deepEqual(play([0, heard('major_outage')], [1, heard('operational')]).sounds, ['alarm', 'chime']);
    const { night, sounds } = play([0, heard('operational')], [5, NOTHING], [6, heard('operational')]);
    assert.deepEqual(sounds, [undefined, 'alarm', 'chime']);
    assert.equal(night.alarm, undefined);
  });

  test('does not drown an alarm: what got worse while nothing was heard sounds as one', () => {
    assert.deepEqual(play([0, heard('operational')], [5, NOTHING], [6, heard('major_outage')]).sounds, [
      undefined,
      'alarm',
      'alarm',
    ]);
  });

  test('does not sound when the connection is back and the outage is still on', () => {
    const stopped = stopAlarm(play([0, heard('major_outage')]).night, MINUTE);
    const silent = afterCheck(stopped, NOTHING, 6 * MINUTE, PATIENCE);
    assert.equal(silent.sound, 'alarm');
    const back = afterCheck(silent.night, heard('major_outage'), 7 * MINUTE, PATIENCE);
    assert.equal(back.sound, 'quiet');
    assert.equal(wordOfNight(back.night), 'major_outage');
  });
});

describe('the word', () => {
  test('is "no problem" only where somebody vouches', () => {
    for (const calm of ['vouched', 'nobody', 'demonstration'] as const)
      assert.equal(wordOfNight(play([0, heard('operational', calm)]).night), calm);
    assert.equal(wordOfNight(play([0, heard('major_outage', 'nobody')]).night), 'major_outage');
  });

  test('stands through an answer that did not come, and a night that waits is not "unknown" yet', () => {
    assert.equal(wordOfNight(play([0, heard('operational')], [1, NOTHING]).night), 'vouched');
    assert.equal(wordOfNight(play([1, NOTHING]).night), 'waiting');
    assert.equal(wordOfNight(untilLapse(beginNight(0), HOUR)), 'waiting');
  });

  test('is "unknown" as soon as an answer takes back what was known, and the alarm waits as chosen', () => {
    const { night, sounds } = play([0, heard('operational')], [1, TAKEN_BACK]);
    assert.equal(wordOfNight(night), 'unknown');
    assert.deepEqual(sounds, [undefined, undefined]);
  });

  test('is "unknown" at once after eight hours of sleep, whichever clock slept', () => {
    const { night } = play([0, heard('operational')]);
    for (const [wall, steady, gap] of [
      [8 * HOUR, 1000, true],
      [8 * HOUR, 8 * HOUR, true],
      [1000, 8 * HOUR, true],
      [-HOUR, 1000, true],
      [MINUTE, MINUTE, false],
      [90_000, 1000, false],
      [90_001, 1000, true],
      [-90_000, 1000, false],
      [-90_001, 1000, true],
      [1000, 1000, false],
    ] as const) {
      const span = passed({ wall: 5, steady: 7 }, { wall: 5 + wall, steady: 7 + steady });
      assert.equal(span.gap, gap);
      assert.equal(span.time, Math.max(wall, steady));
    }
    assert.equal(wordOfNight(afterGap(night)), 'unknown');
    assert.equal(afterCheck(afterGap(night), NOTHING, 8 * HOUR, PATIENCE).sound, 'alarm');
  });
});

describe('what was confirmed', () => {
  test('is "unknown" as soon as the word for it has lapsed, though the alarm waits as chosen', () => {
    const { night } = play([0, { ...heard('operational'), left: 2 * MINUTE } as Heard]);
    assert.equal(wordOfNight(untilLapse(night, 2 * MINUTE - 1)), 'vouched');
    const lapsed = untilLapse(night, 2 * MINUTE);
    assert.equal(wordOfNight(lapsed), 'unknown');
    assert.equal(lapsed.alarm, undefined);
    assert.equal(afterCheck(lapsed, NOTHING, 5 * MINUTE, PATIENCE).sound, 'alarm');
  });

  test('that is trouble still sounds as over when it is over after that', () => {
    const { night } = play([0, { ...heard('major_outage'), left: MINUTE } as Heard]);
    const back = afterCheck(untilLapse(night, MINUTE), heard('operational'), 2 * MINUTE, PATIENCE);
    assert.equal(back.sound, 'chime');
  });
});

describe('what is heard', () => {
  const NOW = Date.UTC(2026, 2, 1, 3, 10);
  const LIMITS = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };
  const WATCHED = { by: 'watch', at: isoSeconds(NOW - MINUTE), until: isoSeconds(NOW + MINUTE) };
  const beat = (vouched: object | undefined, change: Partial<Heartbeat> = {}) => ({
    built_at: isoSeconds(NOW - MINUTE),
    valid_until: isoSeconds(NOW + 39 * MINUTE),
    build: 'b1',
    vouched,
    ...change,
  });
  const fileOf = (...components: BedsideFile['components']): BedsideFile => ({
    build: 'b1',
    demonstration: false,
    components,
    incidents: [],
  });
  const entry = (id: string, status: string, since?: number, before = false) => ({
    id,
    status,
    since: since === undefined || before ? null : isoSeconds(since),
    since_before: since !== undefined && before ? isoSeconds(since) : null,
  });
  const fileWith = (status: string, change: Partial<BedsideFile> = {}): BedsideFile => ({
    ...fileOf(entry('alerts', status, status === 'operational' ? undefined : NOW - HOUR)),
    ...change,
  });
  const listen = (heartbeat: unknown, file: BedsideFile, chosen = ['alerts']) =>
    hear(heartbeat, file, chosen, NOW, LIMITS);
  const LOST = { confirmed: false, lost: true };

  test('is the status of what was chosen, since when, whose word it is, and for how long that holds', () => {
    assert.deepEqual(listen(beat(WATCHED), fileWith('operational')), {
      confirmed: true,
      statuses: { alerts: 'operational' },
      since: undefined,
      calm: 'vouched',
      incidents: [],
      left: MINUTE,
    });
    assert.deepEqual(listen(beat(WATCHED), fileWith('major_outage')), {
      confirmed: true,
      statuses: { alerts: 'major_outage' },
      since: { at: NOW - HOUR, before: false },
      calm: 'vouched',
      incidents: [],
      left: 39 * MINUTE,
    });
  });

  const incident = (hurts: string[], works: string[] = [], touches: string[] = hurts) => ({
    hurts,
    touches,
    works,
    told: { en: { advice: null, url: `/${hurts.join('-')}/` } },
  });

  test('brings what was told of what hurts the chosen, and of nothing else; an older file has nothing', () => {
    const both = { incidents: [incident(['alerts', 'glucose']), incident(['sign-in'])] };
    const toldIn = (file: BedsideFile) => {
      const said = listen(beat(WATCHED), file);
      return said.confirmed && said.incidents;
    };
    assert.deepEqual(toldIn(fileWith('major_outage', both)), both.incidents.slice(0, 1));
    const { incidents: _, ...older } = fileWith('major_outage');
    assert.deepEqual(toldIn(older as BedsideFile), []);
  });

  test('names what fails, the worst first, and what works that no incident speaks of', () => {
    const { night } = play([
      0,
      { ...heard('degraded_performance'), incidents: [incident(['follow-alerts'])] } as Heard,
    ]);
    assert.deepEqual(troubleOfNight(night), [{ id: 'follow-alerts', status: 'degraded_performance' }]);
    assert.equal(night.incidents.length, 1);
    const statuses = { a: 'degraded_performance', b: 'operational', c: 'major_outage' } as const;
    assert.deepEqual(
      troubleOfNight({ statuses }).map(({ id }) => id),
      ['c', 'a'],
    );
    const working = stillWorking([incident(['a'], ['b', 'd']), incident(['c'], ['d', 'e'], ['c', 'b'])]);
    assert.deepEqual(working, ['d', 'e']);
  });

  test('says since when what the word names is so, and not since when something lesser is', () => {
    const file = fileOf(
      entry('glucose', 'degraded_performance', NOW - 5 * HOUR),
      entry('alerts', 'major_outage', NOW - HOUR),
      entry('sign-in', 'major_outage', NOW - 2 * HOUR),
      entry('reports', 'major_outage', NOW - 3 * HOUR),
    );
    const since = (...chosen: string[]) => {
      const said = listen(beat(WATCHED), file, chosen);
      return said.confirmed && said.since;
    };
    assert.deepEqual(since('glucose', 'alerts', 'sign-in'), { at: NOW - 2 * HOUR, before: false });
    assert.deepEqual(since('glucose', 'alerts'), { at: NOW - HOUR, before: false });
    assert.deepEqual(since('glucose'), { at: NOW - 5 * HOUR, before: false });
  });

  test('says no time where nobody says since when, and that of the others where some do', () => {
    const both = fileOf(entry('alerts', 'major_outage'), entry('sign-in', 'major_outage', NOW - HOUR));
    const since = (...chosen: string[]) => {
      const said = listen(beat(undefined), both, chosen);
      return said.confirmed && [said.since, said.calm];
    };
    assert.deepEqual(since('alerts'), [undefined, 'nobody']);
    assert.deepEqual(since('alerts', 'sign-in'), [{ at: NOW - HOUR, before: false }, 'nobody']);
  });

  test('takes back what was known where there is no file', () => {
    assert.deepEqual(hear(beat(WATCHED), undefined, ['alerts'], NOW, LIMITS), LOST);
  });

  test('does not say "since" where nobody knows the beginning, but "before"', () => {
    const said = listen(beat(WATCHED), fileOf(entry('alerts', 'major_outage', NOW - HOUR, true)));
    assert.deepEqual(said.confirmed && said.since, { at: NOW - HOUR, before: true });
    const both = fileOf(
      entry('alerts', 'major_outage', NOW - HOUR),
      entry('sign-in', 'major_outage', NOW - HOUR, true),
    );
    const first = listen(beat(WATCHED), both, ['alerts', 'sign-in']);
    assert.deepEqual(first.confirmed && first.since, { at: NOW - HOUR, before: true });
  });

  test('takes back what was known where heartbeat and file are of two builds', () => {
    assert.deepEqual(listen(beat(WATCHED), fileWith('operational', { build: 'b0' })), LOST);
    const { build: _, ...nameless } = fileWith('operational');
    assert.deepEqual(listen(beat(WATCHED, { build: undefined } as never), nameless as never), LOST);
  });

  test('is unknown where a status is in a word that is not known here, or the component is gone', () => {
    for (const word of ['on_fire', 'constructor', ''])
      assert.deepEqual(listen(beat(WATCHED), fileWith(word)), LOST);
    assert.deepEqual(listen(beat(WATCHED), fileWith('operational'), ['gone']), LOST);
  });

  test('is unknown, trouble too, from a heartbeat that the config cannot have written or that is none', () => {
    for (const change of [
      { valid_until: '9999-12-31T00:00:00Z' },
      { valid_until: isoSeconds(NOW) },
      { valid_until: 'soon' },
      { built_at: isoSeconds(NOW + 24 * HOUR) },
      { built_at: null as never },
      { build: '' },
    ])
      for (const status of ['operational', 'major_outage'])
        assert.deepEqual(listen(beat(WATCHED, change), fileWith(status)), LOST, JSON.stringify(change));
    for (const none of [null, 'ok', [], {}])
      assert.deepEqual(listen(none, fileWith('operational')), LOST, JSON.stringify(none));
  });

  test('is no calm without a word that holds: none, one without a time, a lapsed one, one from the future', () => {
    for (const vouched of [
      undefined,
      {},
      { by: 'watch', at: null, until: null },
      { by: 'person', at: WATCHED.at, until: null },
      { by: 'watch', at: null, until: WATCHED.until },
      { ...WATCHED, until: isoSeconds(NOW) },
      { ...WATCHED, at: isoSeconds(NOW + HOUR), until: isoSeconds(NOW + 2 * HOUR) },
      { ...WATCHED, until: '2030-01-01T00:00:00Z' },
      { ...WATCHED, by: 'somebody' },
    ]) {
      assert.deepEqual(listen(beat(vouched), fileWith('operational')), LOST, JSON.stringify(vouched));
      assert.equal(listen(beat(vouched), fileWith('major_outage')).confirmed, true);
    }
  });

  test('says that nobody checks, and that a demonstration is one', () => {
    const calmOf = (said: Heard) => said.confirmed && said.calm;
    const nobody = beat({ by: 'nobody', at: null, until: null });
    assert.equal(calmOf(listen(nobody, fileWith('operational'))), 'nobody');
    const shown = fileWith('operational', { demonstration: true });
    assert.equal(calmOf(listen(beat(WATCHED), shown)), 'demonstration');
  });
});
