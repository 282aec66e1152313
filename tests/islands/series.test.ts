import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HURT } from '../../src/domain/status.ts';
import { openingRange, RANGES, type Range, type UptimeSeries } from '../../src/domain/uptime-file.ts';
import { exactly } from '../../src/domain/time.ts';
import {
  csvOf,
  fileName,
  lostIn,
  newestOf,
  reachOf,
  rowsOf,
  stacksOf,
  stepToEntry,
} from '../../src/islands/series.ts';
import { histories, minutesOf, uptimeCsv, uptimeFile, uptimeIn } from '../../src/publications/uptime.ts';
import fc from '../chance.ts';
import { NOW, outage, record, said } from '../domain/generators.ts';
import { snapshotAt } from '../publications/printing.ts';
import { often } from '../thorough.ts';

describe('the stacked minutes of the chart', () => {
  test('come to the minutes of the table, by day, week and month, of every component, whatever happened', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        const snapshot = snapshotAt(incidents);
        const file = uptimeFile(snapshot);
        for (const [index, { id, history }] of histories(snapshot).entries())
          for (const range of RANGES) {
            const stacks = stacksOf(rowsOf(file.series[index] as UptimeSeries, range));
            const sums = Object.fromEntries(
              stacks.map(({ status, minutes }) => [
                status,
                minutes.reduce<number>((sum, count) => sum + (count ?? 0), 0),
              ]),
            );
            assert.deepEqual(sums, minutesOf(uptimeIn(snapshot, history, range)), `${id} ${range}`);
          }
      }),
      { numRuns: often(15, 40) },
    );
  });

  test('begin with the worst, which stands at the bottom, and leave out what never was', () => {
    const stacks = stacksOf([
      { minutes: { under_maintenance: 5, major_outage: 7 } },
      { minutes: {} },
      { minutes: { major_outage: 2 } },
    ]);
    assert.deepEqual(stacks, [
      { status: 'major_outage', minutes: [7, null, 2] },
      { status: 'under_maintenance', minutes: [5, null, null] },
    ]);
  });

  test('show also what lasted less than half a minute', () => {
    assert.deepEqual(stacksOf([{ minutes: { not_known: 0 } }]), [{ status: 'not_known', minutes: [0.5] }]);
    assert.equal(lostIn({ minutes: { major_outage: 3, not_known: 4 } }), 7);
    assert.equal(lostIn({ minutes: {} }), 0);
  });
});

test('components beside each other have the scale of what was lost where weeks of not knowing would hide it', () => {
  const lost = { minutes: { major_outage: 60, degraded_performance: 40 } };
  assert.equal(reachOf([lost, { minutes: { not_known: 201 } }]), 125);
  assert.equal(reachOf([{ minutes: { major_outage: 60, not_known: 900 } }]), 75);
  // As long as the losses can be seen all the same, nothing is cut.
  assert.equal(reachOf([lost, { minutes: { not_known: 200 } }]), 200);
  // Where nothing else is recorded, it is what there is to see.
  assert.equal(reachOf([{ minutes: { not_known: 900 } }, { minutes: {} }]), 900);
  assert.equal(reachOf([]), 0);
});

test('a key leads from a bar to the next in which something happened, and nowhere where there is none', () => {
  const rows = [1, 0, 0, 2, 0].map((count) => ({ incident_count: count }));
  assert.equal(stepToEntry(rows, 0, 1), 3);
  assert.equal(stepToEntry(rows, 4, -1), -1);
  assert.equal(stepToEntry(rows, 3, -1), -3);
  assert.equal(stepToEntry(rows, 3, 1), 0);
  assert.equal(stepToEntry(rows, 0, -1), 0);
});

describe('the chart', () => {
  const counts = (...[ninety, twelve, all]: [number, number, number]) => ({
    ninety: { incident_count: ninety },
    twelve: { incident_count: twelve },
    all: { incident_count: all },
  });

  for (const [ranges, opened] of [
    [counts(1, 2, 9), 'ninety'],
    [counts(0, 2, 9), 'twelve'],
    [counts(0, 0, 9), 'all'],
    [counts(0, 0, 0), 'all'],
  ] as const)
    test(`opens on "${opened}" where ${Object.values(ranges).map((one) => one.incident_count)} incidents lie in 90 days, 12 months and the record`, () =>
      assert.equal(openingRange(ranges), opened));

  test('never opens on a range in which nothing happened while a longer one has something', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        for (const { ranges, ...series } of uptimeFile(snapshotAt(incidents)).series) {
          const opened = openingRange(ranges);
          const happens = (range: Range) =>
            rowsOf({ ranges, ...series }, range).some(({ incident_count: count }) => count > 0);
          assert.equal(happens(opened), RANGES.some(happens), `${series.id} ${opened}`);
          for (const shorter of RANGES.slice(0, RANGES.indexOf(opened)))
            assert.equal(happens(shorter), false, `${series.id} ${shorter}`);
        }
      }),
      { numRuns: often(15, 40) },
    );
  });

  test('knows in every range of an incident that began at the instant of the build', () => {
    const began = outage({ began: undefined, updates: [said('investigating', exactly(NOW))] });
    const [, ...series] = uptimeFile(snapshotAt([began])).series;
    const hurt = series.find(({ id }) => id === 'follow-alerts') as UptimeSeries;
    assert.deepEqual(
      RANGES.map((range) => hurt.ranges[range].incident_count),
      RANGES.map(() => 1),
    );
  });

  test('begins with the newest bar in which something happened', () => {
    const rows = [0, 1, 2, 0].map((count) => ({ incident_count: count }));
    assert.equal(newestOf(rows), 2);
    assert.equal(newestOf([{ incident_count: 0 }]), 0);
  });
});

describe('the numbers to take away', () => {
  const incidents = fc.sample(record, { numRuns: 5, seed: 7 });

  test('are the bytes of /uptime.csv, of all components by month', () => {
    for (const some of incidents) {
      const snapshot = snapshotAt(some);
      assert.equal(csvOf(uptimeFile(snapshot).series, 'all'), uptimeCsv(snapshot));
    }
  });

  test('are the lines of it that are of one component', () => {
    const snapshot = snapshotAt(incidents[0] ?? []);
    const one = uptimeFile(snapshot).series.filter(({ id }) => id === 'sign-in');
    const [header, ...lines] = uptimeCsv(snapshot).split('\r\n');
    const own = lines.filter((line) => line.startsWith('sign-in,'));
    assert.equal(csvOf(one, 'all'), [header, ...own, ''].join('\r\n'));
  });

  test('have a row a day or week where those are shown, under a name that says so', () => {
    const [overall] = uptimeFile(snapshotAt([])).series as [UptimeSeries];
    const [days, weeks] = (['ninety', 'twelve'] as const).map((range) =>
      csvOf([overall], range).split('\r\n'),
    );
    assert.equal(days?.[0], `component,day,uptime_percent,${HURT.map((one) => `${one}_minutes`).join(',')}`);
    assert.equal(days?.[1], 'overall,2025-12-02,100,0,0,0,0,0');
    assert.equal(days?.length, 1 + 90 + 1);
    assert.match(weeks?.[0] ?? '', /^component,week,/);
  });

  test('are in files that say of what they are, of which time, and when', () => {
    assert.equal(
      fileName('follow-alerts', 'ninety', '2026-03-01T03:10:00Z', 'png'),
      'uptime-follow-alerts-90-days-2026-03-01.png',
    );
    assert.equal(
      fileName('all', 'all', '2026-03-01T03:10:00Z', 'csv'),
      'uptime-all-whole-record-2026-03-01.csv',
    );
  });
});
