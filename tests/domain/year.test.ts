import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { DAY, dayOf, exactly, HOUR, startOfDay, yearOf } from '../../src/domain/time.ts';
import { intervalsByComponent } from '../../src/domain/timeline.ts';
import { daysOf, type StatusHistory, statusHistoryOf } from '../../src/domain/uptime.ts';
import { listOfYear, runsOfDays, statusesIn, touchingYear, yearIn, yearsOf } from '../../src/domain/year.ts';
import fc from '../chance.ts';
import { NOW, outage, record, said, START } from './generators.ts';

const LONG_AGO = Date.UTC(2023, 5, 10);

function historyOf(incidents: Incident[], since = LONG_AGO, until = Number.POSITIVE_INFINITY): StatusHistory {
  return statusHistoryOf({ since, until }, intervalsByComponent(incidents).get('follow-alerts') ?? []);
}

/** An outage from one moment to another. */
function between(
  id: string,
  from: number,
  to: number,
  status: 'major_outage' | 'partial_outage' = 'major_outage',
) {
  return outage({
    id,
    began: exactly(from),
    ended: exactly(to),
    impact: [{ component: 'follow-alerts', status }],
    updates: [said('investigating', exactly(from)), said('resolved', exactly(to))],
  });
}

describe('the years of a history', () => {
  test('are every year from the one in which it begins to the one of now, newest first', () => {
    assert.deepEqual(
      yearsOf(historyOf([]), NOW).map(({ year, days }) => [year, days.length]),
      [
        [2026, 60],
        [2025, 365],
        [2024, 366],
        [2023, 365],
      ],
    );
    const ahead = yearsOf(historyOf([], NOW + 400 * DAY), NOW);
    assert.deepEqual(
      ahead.map(({ year, days }) => [year, days.every(({ service }) => service === 'before')]),
      [[2026, true]],
      'a component that is only announced has a year all the same',
    );
  });

  test('hold every day that has begun, once and in its order', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1999, 0), max: Date.UTC(2101, 0) }), (now) => {
        const years = yearsOf(historyOf([], now - 900 * DAY), now);
        const days = years.toReversed().flatMap((year) => year.days.map(({ day }) => day));
        const first = Date.UTC(yearOf(now - 900 * DAY), 0, 1);
        assert.deepEqual(
          days,
          Array.from({ length: (startOfDay(now) - first) / DAY + 1 }, (_, index) => first + index * DAY),
        );
        for (const { year, days } of years) assert.ok(days.every(({ day }) => yearOf(day) === year));
      }),
    );
  });

  test('have each day as the strip has it, whatever happened', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        const history = historyOf(incidents, START);
        const days = yearsOf(history, NOW)
          .toReversed()
          .flatMap((year) => year.days)
          .slice(-90);
        const strip = daysOf(history, NOW, 90).slice(-days.length);
        assert.deepEqual(
          days.map(({ day, worst, service, incidents }) => ({ day, worst, service, incidents })),
          strip.map(({ day, worst, service, incidents }) => ({ day, worst, service, incidents })),
        );
      }),
    );
  });

  test('that are over read the same for ever', () => {
    const history = historyOf([between('over-new-year', Date.UTC(2024, 11, 30, 5), Date.UTC(2025, 0, 2, 3))]);
    assert.deepEqual(yearIn(history, 2024, NOW), yearIn(history, 2024, NOW + 4000 * DAY));
    const marked = (year: number) =>
      yearIn(history, year, NOW)
        .days.filter(({ incidents }) => incidents.length > 0)
        .map(({ day }) => dayOf(day));
    assert.deepEqual(marked(2024), ['2024-12-30', '2024-12-31']);
    assert.deepEqual(marked(2025), ['2025-01-01', '2025-01-02']);
    assert.deepEqual(yearIn(history, 2027, NOW).days, [], 'a year that has not begun has no day');
  });
});

describe('days with an entry', () => {
  test('are one run while the same incidents touch them, however bad each day was', () => {
    const history = historyOf([
      between('long', Date.UTC(2026, 0, 3, 5), Date.UTC(2026, 0, 6, 3), 'partial_outage'),
      between('bad-day', Date.UTC(2026, 0, 9, 1), Date.UTC(2026, 0, 9, 2)),
      between('after', Date.UTC(2026, 0, 10, 1), Date.UTC(2026, 0, 10, 2)),
    ]);
    const runs = runsOfDays(yearIn(history, 2026, NOW).days);
    assert.deepEqual(
      runs.map(({ days, incidents, worst }) => [days.length, incidents.join(), worst]),
      [
        [4, 'long', 'partial_outage'],
        [1, 'bad-day', 'major_outage'],
        [1, 'after', 'major_outage'],
      ],
    );
  });

  test('break where another incident joins, and where a day between has none', () => {
    const history = historyOf([
      between('long', Date.UTC(2026, 0, 3), Date.UTC(2026, 0, 6), 'partial_outage'),
      between('short', Date.UTC(2026, 0, 4, 1), Date.UTC(2026, 0, 4, 2)),
      between('later', Date.UTC(2026, 0, 8, 1), Date.UTC(2026, 0, 8, 2)),
    ]);
    const runs = runsOfDays(yearIn(history, 2026, NOW).days);
    assert.deepEqual(
      runs.map(({ incidents, worst }) => [incidents.toSorted().join(), worst]),
      [
        ['long', 'partial_outage'],
        ['long,short', 'major_outage'],
        ['long', 'partial_outage'],
        ['later', 'major_outage'],
      ],
    );
  });

  test('are each in one run, and every run has its worst day', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        const days = yearsOf(historyOf(incidents, START), NOW).flatMap((year) => year.days);
        const runs = runsOfDays(days);
        const marked = days.filter(({ incidents }) => incidents.length > 0);
        assert.deepEqual(
          runs.flatMap((run) => run.days),
          marked,
        );
        for (const run of runs) {
          assert.equal(run.worst, statusesIn(run.days)[0]);
          assert.ok(run.days.every(({ incidents }) => incidents.every((id) => run.incidents.includes(id))));
        }
      }),
    );
  });
});

describe('an incident', () => {
  const overNewYear = between('over-new-year', Date.UTC(2024, 11, 31, 23), Date.UTC(2025, 0, 1, 1));
  const toMidnight = between('to-midnight', Date.UTC(2025, 11, 31, 20), Date.UTC(2025, 11, 31, 24));
  const open = outage({
    id: 'open',
    began: exactly(NOW - HOUR),
    updates: [said('investigating', exactly(NOW - HOUR))],
  });
  const all = [open, toMidnight, overNewYear];

  test('touches each year in which a day has an entry by it, and no other', () => {
    const touching = (year: number) => [...touchingYear([historyOf(all)], year, NOW)].toSorted();
    assert.deepEqual(touching(2023), []);
    assert.deepEqual(touching(2024), ['over-new-year']);
    assert.deepEqual(touching(2025), ['over-new-year', 'to-midnight']);
    assert.deepEqual(touching(2026), ['open']);
    assert.deepEqual(touching(2027), [], 'what is open has not reached a year that has not begun');
    fc.assert(
      fc.property(record, (incidents) => {
        const history = historyOf(incidents, START);
        for (const { year, days } of yearsOf(history, NOW)) {
          const drawn = new Set(days.flatMap((day) => day.incidents));
          assert.deepEqual([...touchingYear([history], year, NOW)].toSorted(), [...drawn].toSorted());
        }
      }),
    );
  });

  test('stands in the list of the year it is filed under, and of each later one in which it has a day', () => {
    const listed = (year: number, incidents: Incident[]) => {
      const histories = new Map([['follow-alerts', historyOf(incidents)]]);
      const { filed, reaching } = listOfYear(year, { incidents, histories, now: NOW });
      return [filed.map(({ id }) => id), reaching.map(({ id }) => id)];
    };
    assert.deepEqual(listed(2024, all), [['over-new-year'], []]);
    assert.deepEqual(listed(2025, all), [['to-midnight'], ['over-new-year']]);
    assert.deepEqual(listed(2026, all), [['open'], []], 'what ended at midnight is no part of the new year');
    const long = between('long', Date.UTC(2023, 11, 31), Date.UTC(2025, 0, 2));
    assert.deepEqual(listed(2025, [toMidnight, overNewYear, long]), [
      ['to-midnight'],
      ['over-new-year', 'long'],
    ]);
  });
});
