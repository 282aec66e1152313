import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { DAY, exactly, MINUTE } from '../../src/domain/time.ts';
import {
  histories,
  minutesOf,
  uptimeCsv,
  uptimeFile,
  uptimeIn,
  uptimeNumber,
  uptimeText,
} from '../../src/publications/uptime.ts';
import { live, shipped } from '../sites.ts';
import { outage, said } from '../domain/generators.ts';
import { at, snapshotAt } from './printing.ts';

/** An outage of an hour of followers' alerts that began on a day of 2025 or 2026, UTC. */
function hourOn(year: number, month: number, day: number): Incident {
  const from = Date.UTC(year, month - 1, day, 12);
  return outage({
    id: `i-${year}-${month}-${day}`,
    began: exactly(from),
    updates: [said('investigating', exactly(from)), said('resolved', exactly(from + 60 * MINUTE))],
  });
}

const NOTHING = {
  ...{ title: undefined, advice: undefined, scope: undefined, cause: undefined, disputed: undefined },
  ...{ summary: undefined, updates: {}, places: {} },
};

const seriesOf = (id: string, ...incidents: Incident[]) => {
  const found = uptimeFile(snapshotAt(incidents)).series.find((one) => one.id === id);
  assert.ok(found);
  return found;
};

describe('the numbers of the chart', () => {
  test('are of the headline components together, then of each component, under its name in each language', () => {
    const { series, built_at, demonstration, weights } = uptimeFile(snapshotAt([]));
    assert.deepEqual(
      series.map(({ id }) => id),
      ['overall', ...shipped.components.map(({ id }) => id)],
    );
    assert.deepEqual(series[0]?.name, {
      en: 'All headline components together',
      es: 'Todos los componentes principales juntos',
    });
    assert.deepEqual(series.find(({ id }) => id === 'sign-in')?.name, {
      en: 'Sign-in',
      es: 'Inicio de sesión',
    });
    assert.deepEqual([built_at, demonstration], ['2026-03-01T03:10:00Z', false]);
    assert.equal(weights.partial_outage, 0.3);
    assert.equal(uptimeFile(snapshotAt([], { site: shipped })).demonstration, true);
  });

  test('are of ninety UTC days up to today, and of each month since the beginning up to this one', () => {
    const { days, months } = seriesOf('follow-alerts');
    assert.equal(days.length, 90);
    assert.deepEqual([days[0]?.period, days.at(-1)?.period], ['2025-12-02', '2026-03-01']);
    assert.equal(new Set(days.map(({ period }) => period)).size, 90);
    assert.deepEqual([months[0]?.period, months.at(-1)?.period], ['2018-01', '2026-03']);
    assert.equal(months.length, 8 * 12 + 3);
  });

  test('name the minutes of what was not operational in the day and month in which it was', () => {
    const { days, months } = seriesOf('follow-alerts', hourOn(2026, 2, 10));
    const others = (rows: typeof days, period: string) => rows.filter((row) => row.period !== period);
    assert.deepEqual(
      days.find(({ period }) => period === '2026-02-10'),
      {
        period: '2026-02-10',
        percent: 95.83,
        minutes: { major_outage: 60 },
        left_out_minutes: 0,
        in_service_minutes: 1440,
        incident_count: 1,
        incidents: ['i-2026-2-10'],
      },
    );
    assert.deepEqual(
      months.find(({ period }) => period === '2026-02'),
      {
        period: '2026-02',
        percent: 99.85,
        minutes: { major_outage: 60 },
        left_out_minutes: 0,
        in_service_minutes: 28 * 1440,
        incident_count: 1,
        incidents: ['i-2026-2-10'],
      },
    );
    for (const row of [...others(days, '2026-02-10'), ...others(months, '2026-02')])
      assert.deepEqual([row.percent, row.minutes, row.left_out_minutes], [100, {}, 0], row.period);
  });

  test('are of the weeks of twelve months, from Monday on, cut to those months', () => {
    const { weeks } = seriesOf('follow-alerts', hourOn(2026, 2, 10));
    assert.deepEqual(
      weeks.slice(0, 2).map(({ period }) => period),
      ['2025-04-01', '2025-04-07'],
    );
    assert.deepEqual([weeks.length, weeks.at(-1)?.period], [48, '2026-02-23']);
    assert.equal(weeks.at(-1)?.in_service_minutes, 6 * 1440 + 190);
    assert.deepEqual(
      weeks.filter(({ incident_count: count }) => count > 0).map(({ period, minutes }) => [period, minutes]),
      [['2026-02-09', { major_outage: 60 }]],
    );
  });

  test('count an incident of no length where it was, and say of what lies outside of the record that it does', () => {
    const at = exactly(Date.UTC(2026, 1, 10, 12));
    const instant = outage({ id: 'at-once', began: at, ended: at, updates: [said('resolved', at)] });
    const { days } = seriesOf('follow-alerts', instant);
    const day = days.find(({ period }) => period === '2026-02-10');
    assert.deepEqual([day?.minutes, day?.incident_count, day?.incidents], [{}, 1, ['at-once']]);
    assert.equal(days.filter(({ incident_count: count }) => count > 0).length, 1);
    const late = live.components.map((one) => ({ ...one, since: Date.UTC(2026, 1, 20) }));
    const [overall] = uptimeFile(snapshotAt([instant], { site: { components: late } })).series;
    const outside = overall?.days.filter((row) => row.in_service_minutes === 0) ?? [];
    assert.equal(outside.at(-1)?.period, '2026-02-19');
    assert.ok(outside.every((row) => row.incident_count === 0 && row.percent === null));
    assert.equal(overall?.ranges.ninety.since, '2026-02-20');
  });

  test('name the newest two hundred incidents in the languages that they were written in, and lead to no other', () => {
    const incidents = Array.from({ length: 230 }, (_, index) => ({
      ...hourOn(2026, 2, 10),
      id: `i-${String(index).padStart(3, '0')}`,
      title: `Number ${index}`,
    }));
    const first = { ...hourOn(2026, 2, 11), translations: { es: { ...NOTHING, title: 'Sin alertas' } } };
    const file = uptimeFile(snapshotAt([...incidents, first]));
    assert.equal(file.incidents.length, 200);
    assert.deepEqual(file.incidents[0], {
      id: first.id,
      title: { en: 'An incident', es: 'Sin alertas' },
    });
    assert.deepEqual(file.incidents[1]?.title, { en: 'Number 229' });
    const day = file.series
      .find(({ id }) => id === 'follow-alerts')
      ?.days.find(({ period }) => period === '2026-02-10');
    assert.deepEqual([day?.incident_count, day?.incidents.length], [230, 199]);
  });

  test('say how long the longest outage of each range was, and whether both of its ends are known exactly', () => {
    const longestIn = (range: 'ninety' | 'twelve' | 'all', ...incidents: Incident[]) =>
      seriesOf('follow-alerts', ...incidents).ranges[range].longest;
    const vague = outage({
      ...{ id: 'vague', began: { earliest: Date.UTC(2025, 5, 1), latest: Date.UTC(2025, 5, 1, 2) } },
      ended: exactly(Date.UTC(2025, 5, 1, 5)),
    });
    const incidents = [hourOn(2026, 2, 10), vague];
    assert.deepEqual(longestIn('ninety', ...incidents), {
      from: '2026-02-10T12:00:00Z',
      to: '2026-02-10T13:00:00Z',
      minutes: 60,
      exact: true,
    });
    assert.deepEqual(longestIn('twelve', ...incidents), {
      from: '2025-06-01T00:00:00Z',
      to: '2025-06-01T05:00:00Z',
      minutes: 300,
      exact: false,
    });
    assert.equal(longestIn('all'), null);
    const sighted = {
      ...hourOn(2026, 2, 10),
      ended: 'unknown' as const,
      lastKnown: exactly(Date.UTC(2026, 1, 11)),
    };
    assert.equal(longestIn('ninety', sighted)?.exact, false, 'nobody recorded the end');
    const open = outage({ began: at(2, 10) });
    assert.deepEqual([longestIn('ninety', open)?.minutes, longestIn('ninety', open)?.exact], [60, true]);
  });

  test('count seconds to the nearest minute, and name no status that was not', () => {
    const none = {
      ...{ major_outage: 0, partial_outage: 0, degraded_performance: 0, not_known: 0 },
      ...{ under_maintenance: 0, operational: DAY },
    };
    assert.deepEqual(minutesOf({ by: none }), {});
    assert.deepEqual(
      minutesOf({ by: { ...none, major_outage: 89_000, under_maintenance: 91_000, not_known: 1000 } }),
      { major_outage: 1, not_known: 0, under_maintenance: 2 },
    );
  });

  test('are one row for each component and month in the table, with a number for each status', () => {
    const rows = uptimeCsv(snapshotAt([hourOn(2026, 2, 10)])).split('\r\n');
    assert.ok(rows.includes('follow-alerts,2026-02,99.85,60,0,0,0,0'));
    assert.ok(rows.includes('overall,2026-03,100,0,0,0,0,0'));
    const months = (id: string) => rows.filter((row) => row.startsWith(`${id},`)).length;
    assert.equal(months('follow-alerts'), seriesOf('follow-alerts').months.length);
  });
});

describe('a period', () => {
  const whole = (range: 'ninety' | 'twelve' | 'all', ...incidents: Incident[]) => {
    const snapshot = snapshotAt(incidents);
    const history = histories(snapshot).find(({ id }) => id === 'follow-alerts')?.history;
    assert.ok(history);
    return uptimeIn(snapshot, history, range);
  };
  const outageIn = (range: 'ninety' | 'twelve' | 'all', incident: Incident) =>
    whole(range, incident).by.major_outage / MINUTE;

  test('of 90 days begins with the first of them, in UTC', () => {
    assert.equal(outageIn('ninety', hourOn(2025, 12, 2)), 60);
    assert.equal(outageIn('ninety', hourOn(2025, 12, 1)), 0);
  });

  test('of twelve months begins with the first of the month, and ends now', () => {
    assert.equal(outageIn('twelve', hourOn(2025, 4, 1)), 60);
    assert.equal(outageIn('twelve', hourOn(2025, 3, 31)), 0);
    assert.equal(outageIn('twelve', hourOn(2026, 3, 1)), 0, 'it lies ahead');
  });

  test('of the whole record begins with it', () => {
    assert.equal(outageIn('all', hourOn(2018, 1, 1)), 60);
  });
});

describe('an uptime beside a name', () => {
  const read = (hours: number, change: Parameters<typeof snapshotAt>[1] = {}, ...incidents: Incident[]) => {
    const snapshot = snapshotAt(incidents, change);
    const history = snapshot.histories.get('follow-alerts');
    assert.ok(history);
    const uptime = uptimeIn(snapshot, { ...history, since: at(3, 10).latest - hours * 60 * MINUTE }, 'all');
    return [uptimeText(uptime, snapshot, 'en'), uptimeNumber(uptime, snapshot, 'en')];
  };
  const hurt = (status: 'major_outage' | 'not_known') =>
    outage({ began: at(2, 10), impact: [{ component: 'follow-alerts', status }] });

  test('is a number, rounded down', () => {
    assert.deepEqual(read(2, {}, hurt('major_outage')), ['50%', '50%']);
    assert.deepEqual(read(3, {}, hurt('major_outage')), ['66.66%', '66.66%']);
    assert.deepEqual(read(2), ['100%', '100%']);
  });

  test('is no more than that in a demonstration, which gives none where it knows of no outage', () => {
    assert.deepEqual(read(2, { site: shipped }, hurt('major_outage')), [
      'no more than 50%',
      'no more than 50%',
    ]);
    const [text] = read(2, { site: shipped });
    assert.doesNotMatch(text ?? '', /\d/);
  });

  test('is of the time that is known, which is named only where it does not stand beside it', () => {
    assert.deepEqual(read(2, {}, hurt('not_known')), [
      '100% of the time that is known (not known: 1 hour)',
      '100% of the time that is known',
    ]);
    assert.deepEqual(read(1, {}, hurt('not_known')), ['not known', 'not known']);
  });

  test('is none where nothing was in service', () => {
    assert.deepEqual(read(0), ['no time in service', 'no time in service']);
  });
});
