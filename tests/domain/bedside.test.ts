import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  afterCheck,
  beginNight,
  type Heard,
  type Night,
  statusOfNight,
  stopAlarm,
} from '../../src/domain/bedside.ts';
import { MINUTE } from '../../src/domain/time.ts';

const PATIENCE = 5 * MINUTE;
const heard = (alerts: 'operational' | 'degraded_performance' | 'major_outage'): Heard => ({
  confirmed: true,
  statuses: { 'follow-alerts': alerts, 'sign-in': 'operational' },
  since: undefined,
});
const NOTHING: Heard = { confirmed: false };

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
    assert.equal(statusOfNight(night), 'major_outage');
  });

  test('sounds at once if something is wrong when the night begins', () => {
    assert.deepEqual(play([0, heard('major_outage')]).sounds, ['alarm']);
  });

  test('sounds when nothing could be confirmed for the chosen time, and not before', () => {
    const { night, sounds } = play(
      [0, heard('operational')],
      [1, NOTHING],
      [4.9, NOTHING],
      [5, NOTHING],
      [6, NOTHING],
    );
    assert.deepEqual(sounds, [undefined, undefined, undefined, 'alarm', undefined]);
    assert.equal(night.known, false);
    assert.equal(night.alarm, 'silence');
  });

  test('sounds when nothing was ever confirmed', () => {
    assert.deepEqual(play([0, NOTHING], [5, NOTHING]).sounds, [undefined, 'alarm']);
  });

  test('is quiet after somebody stopped it, until the next reason', () => {
    const { night } = play([0, heard('operational')], [5, NOTHING]);
    const stopped = stopAlarm(night, 6 * MINUTE);
    assert.equal(stopped.alarm, undefined);
    assert.equal(afterCheck(stopped, NOTHING, 7 * MINUTE, PATIENCE).sound, undefined);
    assert.equal(afterCheck(stopped, NOTHING, 11 * MINUTE, PATIENCE).sound, 'alarm');
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
});
