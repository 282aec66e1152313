import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_WEIGHTS } from '../../src/domain/site.ts';
import type { Status } from '../../src/domain/status.ts';
import { DAY, exactly, HOUR, iso } from '../../src/domain/time.ts';
import type { ImpactInterval } from '../../src/domain/timeline.ts';
import {
  daysOf,
  type StatusHistory,
  statusHistoryOf,
  monthsSince,
  monthsUntil,
  merge,
  uptimeOf,
} from '../../src/domain/uptime.ts';

const MIDNIGHT = Date.UTC(2026, 2, 1);
const NEVER = Number.POSITIVE_INFINITY;
const hour = (count: number) => MIDNIGHT + count * HOUR;
const hit = (from: number, to: number, status: Status = 'major_outage', incident = 'a'): ImpactInterval => ({
  ...{ from: hour(from), to: hour(to), status, incident, told: true },
  since: { at: exactly(hour(from)), before: false },
});
const inHours = (list: { from: number; to: number }[]) =>
  list.map(({ from, to }) => [(from - MIDNIGHT) / HOUR, (to - MIDNIGHT) / HOUR]);
const always = (...segments: ImpactInterval[]) =>
  statusHistoryOf({ since: hour(-10_000), until: NEVER }, segments);

describe('the history of a component', () => {
  const during = (...segments: ImpactInterval[]) =>
    inHours(statusHistoryOf({ since: hour(0), until: hour(24) }, segments).intervals);

  test('is what happened while it was in service', () => {
    assert.deepEqual(during(hit(-5, 5), hit(20, 30), hit(8, 9)), [
      [0, 5],
      [8, 9],
      [20, 24],
    ]);
    assert.deepEqual(during(hit(-5, 0), hit(24, 30), hit(-9, -5)), []);
  });

  test('keeps an instant in which it was in service, its first one too', () => {
    assert.deepEqual(during(hit(0, 0), hit(5, 5), hit(24, 24), hit(-1, -1)), [
      [0, 0],
      [5, 5],
    ]);
  });

  test('is told in the order of what began, and then of what ended', () => {
    const list = [hit(3, 9), hit(1, 8), hit(1, 2), hit(2, 4)];
    for (const segments of [list, list.toReversed()])
      assert.deepEqual(during(...segments), [
        [1, 2],
        [1, 8],
        [2, 4],
        [3, 9],
      ]);
  });

  test('of several as one lasts until the last of them is over', () => {
    const one = statusHistoryOf({ since: hour(0), until: hour(10) }, [hit(2, 4)]);
    const other = statusHistoryOf({ since: hour(5), until: hour(20) }, [hit(3, 8, 'partial_outage')]);
    for (const histories of [
      [one, other],
      [other, one],
    ]) {
      const { since, until, flat } = merge(histories);
      assert.deepEqual([since, until], [hour(0), hour(20)]);
      assert.deepEqual(inHours(flat), [
        [2, 4],
        [5, 8],
      ]);
    }
  });
});

describe('the longest outage', () => {
  const longest = (history: StatusHistory, from = 0, to = 24) => {
    const period = { from: hour(from), to: hour(to) };
    const found = uptimeOf(history, period, hour(1000), DEFAULT_WEIGHTS).longest;
    return found && inHours([found])[0];
  };

  test('is one without a break, whatever it was while it weighed', () => {
    assert.deepEqual(longest(always(hit(1, 3), hit(3, 5, 'partial_outage'), hit(6, 9))), [1, 5]);
    assert.deepEqual(longest(always(hit(1, 3), hit(3, 4, 'degraded_performance'), hit(4, 5))), [1, 3]);
    assert.deepEqual(longest(always(hit(1, 2), hit(5, 9), hit(12, 14))), [5, 9]);
    assert.deepEqual(longest(always(hit(1, 3), hit(5, 7))), [1, 3], 'of equals the first');
  });

  test('is as long as the period lets it be, and none where nothing in it weighs', () => {
    assert.deepEqual(longest(always(hit(-5, 3), hit(22, 30))), [0, 3]);
    assert.equal(longest(always(hit(-5, 0), hit(24, 30))), null);
    assert.equal(longest(always(hit(1, 3, 'degraded_performance'), hit(4, 5, 'not_known'))), null);
  });
});

describe('the days', () => {
  const NOW = hour(12);
  /** The last three days: incidents, the worst status, and hours of major outage. */
  const days = (...segments: ImpactInterval[]) =>
    daysOf(always(...segments), NOW, 3).map(({ incidents, worst, by }) => [
      ...[incidents.join(), worst, by.major_outage / HOUR],
    ]);
  const calm = ['', 'operational', 0];

  test('are the last ones in UTC, and each has the hours that lie in it, until now', () => {
    assert.deepEqual(
      daysOf(always(), NOW, 3).map(({ day }) => iso(day)),
      ['2026-02-27T00:00Z', '2026-02-28T00:00Z', '2026-03-01T00:00Z'],
    );
    assert.deepEqual(days(hit(-30, 30)), [
      ['a', 'major_outage', 6],
      ['a', 'major_outage', 24],
      ['a', 'major_outage', 12],
    ]);
    assert.deepEqual(days(hit(-300, -200), hit(13, 20)), [calm, calm, calm]);
  });

  test('are touched by what ends at midnight until then, and by an instant at midnight from then', () => {
    assert.deepEqual(days(hit(-3, 0)), [calm, ['a', 'major_outage', 3], calm]);
    assert.deepEqual(days(hit(0, 0)), [calm, calm, ['a', 'major_outage', 0]]);
    assert.deepEqual(days(hit(-48, -48)), [['a', 'major_outage', 0], calm, calm]);
    assert.deepEqual(days(hit(-50, -48)), [calm, calm, calm]);
    assert.deepEqual(days(hit(12, 12)), [calm, calm, ['a', 'major_outage', 0]], 'it began this instant');
  });

  test('name each incident once, and the worst that any did', () => {
    const twice = [hit(1, 2, 'partial_outage'), hit(3, 4), hit(5, 6, 'degraded_performance')];
    assert.deepEqual(days(...twice, hit(7, 8, 'degraded_performance', 'b')).at(-1), [
      'a,b',
      'major_outage',
      1,
    ]);
    assert.deepEqual(days(hit(1, 2, 'operational')).at(-1), calm, 'what was operational is no trouble');
  });

  test('lie in service from the day it began to the day before it ended', () => {
    const service = (since: number, until: number) =>
      daysOf(statusHistoryOf({ since: hour(since), until: hour(until) }, []), NOW, 3).map(
        (day) => day.service,
      );
    assert.deepEqual(service(-24, 0), ['before', 'in', 'after']);
    assert.deepEqual(service(-25, 1), ['in', 'in', 'in']);
  });
});

describe('the months', () => {
  const names = (periods: { from: number; to: number }[]) =>
    periods.map(({ from, to }) => `${iso(from).slice(0, 10)}/${iso(to).slice(0, 10)}`);
  const now = Date.UTC(2026, 1, 15, 7);

  test('are those of the calendar in UTC, the last of them the one of now', () => {
    assert.deepEqual(names(monthsUntil(now, 3)), [
      '2025-12-01/2026-01-01',
      '2026-01-01/2026-02-01',
      '2026-02-01/2026-03-01',
    ]);
  });

  test('are as many as there were since a day, and one at least', () => {
    const since = (year: number, month: number) => names(monthsSince(Date.UTC(year, month, 20), now));
    assert.deepEqual(
      since(2025, 10).map((name) => name.slice(0, 7)),
      ['2025-11', '2025-12', '2026-01', '2026-02'],
    );
    assert.equal(since(2023, 11).length, 27);
    assert.deepEqual(since(2026, 1), ['2026-02-01/2026-03-01']);
    assert.deepEqual(since(2026, 5), ['2026-02-01/2026-03-01']);
  });

  test('of no count are none, and of a day there is one', () => {
    assert.deepEqual(monthsUntil(now, 0), []);
    assert.equal(daysOf(always(), now, 1).length, 1);
    assert.equal(daysOf(always(), now, 1)[0]?.day, Math.floor(now / DAY) * DAY);
  });
});
