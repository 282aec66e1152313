import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DayCode, decodeDays, encodeDays, runsOf } from '../../src/domain/day-code.ts';
import { STATUSES, type Status } from '../../src/domain/status.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import type { DayUptime } from '../../src/domain/uptime.ts';
import fc from '../chance.ts';

/** A day as it is read: outside the record, with nothing recorded, or with an incident and its minutes. */
function dayOf(code: DayCode): DayUptime {
  const by = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const minutes = Array.isArray(code) ? code : [];
  for (const [status, count] of minutes) by[status] = count * MINUTE;
  const worst = minutes[0]?.[0] ?? (code === 'instant' ? 'major_outage' : 'operational');
  const incidents = Array.isArray(code) || code === 'instant' ? ['outage'] : [];
  return { day: 0, service: code === 'outside' ? 'before' : 'in', worst, by, incidents };
}

const hurt: DayCode = [
  ['major_outage', 45],
  ['degraded_performance', 10],
];

describe('the days of a strip', () => {
  test('are one short word for each run of days like each other', () => {
    const days: DayCode[] = [
      'outside',
      'outside',
      'outside',
      'quiet',
      hurt,
      hurt,
      'instant',
      'instant',
      'quiet',
      'quiet',
    ];
    assert.equal(encodeDays(days.map(dayOf)), '3- . M45d10 M45d10 z z 2.');
    assert.equal(encodeDays([dayOf('outside')]), '-');
    const retired: DayUptime = { ...dayOf(hurt), service: 'after' };
    assert.equal(encodeDays([retired]), '-', 'what happened out of service is no part of the record');
  });

  test('have a letter for each status, and no trouble is rounded away', () => {
    const each = (
      ['major_outage', 'partial_outage', 'degraded_performance', 'not_known', 'under_maintenance'] as const
    ).map((status, index): [Status, number] => [status, index + 1]);
    assert.equal(encodeDays([dayOf(each)]), 'M1p2d3n4u5');
    assert.equal(encodeDays([dayOf([['major_outage', 0.1]])]), 'M1');
    assert.equal(encodeDays([dayOf([['major_outage', 89.6]])]), 'M90');
  });

  test('are read back as they were', () => {
    const minutes = fc
      .subarray(
        STATUSES.filter((status) => status !== 'operational'),
        { minLength: 1 },
      )
      .map((list) => list.map((status, index): [Status, number] => [status, index + 1]));
    const day: fc.Arbitrary<DayCode> = fc.oneof(fc.constantFrom('outside', 'quiet', 'instant'), minutes);
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 90 }), (days) => {
        assert.deepEqual(decodeDays(encodeDays(days.map(dayOf))), days);
      }),
    );
  });

  test('are drawn status by status, the worst first, and days with nothing recorded not at all', () => {
    const watched: DayUptime = { ...dayOf('quiet'), day: DAY, incidents: ['drizzle'] };
    const days = [
      dayOf([['not_known', 5]]),
      dayOf('quiet'),
      dayOf(hurt),
      dayOf('outside'),
      dayOf('instant'),
      watched,
    ];
    assert.deepEqual(runsOf(days), [
      { status: 'major_outage', days: [2, 4] },
      { status: 'not_known', days: [0] },
      { status: 'operational', days: [5] },
    ]);
  });
});
