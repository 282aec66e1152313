import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { tellTimesIn } from '../../../src/i18n/index.ts';
import { saidAt, timesOf } from '../../../src/publications/messages/times.ts';
import { first } from './samples.ts';

/** Nothing that a text message pays for twice. */
const PLAIN = /^[\x20-\x7e]*$/;

describe('the times of a message, where the site has a time of its own', () => {
  afterEach(() => tellTimesIn(undefined));
  const told = { ...first, next_update: '2026-03-29T01:00:00Z' };
  const window = {
    ...first,
    scheduled: { from: '2026-03-29T00:30:00Z', until: '2026-03-29T02:30:00Z' },
  };

  test('stand behind UTC, on the night on which the clocks are put on too', () => {
    tellTimesIn({ zone: 'Europe/Berlin', clock: 24 });
    const times = timesOf(told, 'brief');
    assert.match(times.when ?? '', /02:10 UTC.*\(03:10 CET\)$/);
    assert.match(times.next ?? '', /01:00 UTC.*\(03:00 CEST\)$/);
    assert.match(timesOf(window, 'brief').window ?? '', / \(01:30 CET - 04:30 CEST\)$/);
    assert.match(saidAt(told), /02:30 UTC \(03:30 CET\)$/);
  });

  test('are plain letters with a clock of twelve hours', () => {
    tellTimesIn({ zone: 'America/New_York', clock: 12 });
    for (const text of [timesOf(told, 'brief').when, timesOf(window, 'brief').window])
      assert.match(text ?? '', PLAIN);
    assert.match(timesOf(told, 'brief').when ?? '', /\(28 Feb, 9:10 \w+ GMT-5\)$/);
  });

  test('are UTC alone where it has none', () => {
    assert.match(timesOf(told, 'brief').next ?? '', /UTC\S*( on .*)?$/);
    assert.doesNotMatch(saidAt(told), /\(/);
  });
});
