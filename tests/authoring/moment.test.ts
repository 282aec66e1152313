import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMoment, type Towards } from '../../src/authoring/moment.ts';
import { printTimeRange } from '../../src/domain/time.ts';

const NOW = Date.parse('2026-03-01T03:10:40Z');
const read = (written: string, towards: Towards = 'past') => {
  const moment = readMoment(written, NOW, towards);
  return 'range' in moment ? printTimeRange(moment.range) : moment.remedy;
};

test('a time is read as somebody says it at night, in UTC unless an offset stands there', () => {
  for (const [written, past, future] of [
    ['now', '2026-03-01T03:10Z', '2026-03-01T03:10Z'],
    ['02:30', '2026-03-01T02:30Z', '2026-03-02T02:30Z'],
    ['2.30 UTC', '2026-03-01T02:30Z', '2026-03-02T02:30Z'],
    ['23:50', '2026-02-28T23:50Z', '2026-03-01T23:50Z'],
    // A clock that runs a little fast means today.
    ['03:14', '2026-03-01T03:14Z', '2026-03-01T03:14Z'],
    ['22:00-05:00', '2026-03-01T03:00Z', '2026-03-02T03:00Z'],
    ['04:00+01:00', '2026-03-01T03:00Z', '2026-03-02T03:00Z'],
    ['-20m', '2026-03-01T02:50Z', '2026-03-01T02:50Z'],
    ['+2h', '2026-03-01T05:10Z', '2026-03-01T05:10Z'],
    ['2026-02-28T23:00-05:00', '2026-03-01T04:00Z', '2026-03-01T04:00Z'],
    [
      '2026-03-01T02:00Z/2026-03-01T02:30Z',
      '2026-03-01T02:00Z/2026-03-01T02:30Z',
      '2026-03-01T02:00Z/2026-03-01T02:30Z',
    ],
  ] as const)
    assert.deepEqual([written, read(written), read(written, 'future')], [written, past, future]);
});

test('what is to come may be said by its day, of UTC or of the clock that is named', () => {
  for (const [written, meant] of [
    ['tomorrow 22:00', '2026-03-02T22:00Z'],
    ['Tomorrow at 7.30 UTC', '2026-03-02T07:30Z'],
    ['today 22:00', '2026-03-01T22:00Z'],
    // There it is still the day before.
    ['tomorrow 22:00-05:00', '2026-03-02T03:00Z'],
  ] as const)
    assert.deepEqual([written, read(written, 'future')], [written, meant]);
  assert.match(read('tomorrow 22:00 CET', 'future'), /^Write one of those/);
  assert.match(read('tomorrow 22:00'), /^Write one of those/);
});

test('what is no time is answered with the one that was probably meant', () => {
  assert.match(read('2026-03-01 02:30'), /^Did you mean 2026-03-01T02:30Z\?/);
  assert.match(read('a while ago'), /^Write one of those; the clock is UTC/);
  assert.match(read('02:30+15:00'), /offset of your clock/);
});
