import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { takeSnapshot, NOBODY } from '../../src/domain/snapshot.ts';
import { HURT, STATUSES, type Status } from '../../src/domain/status.ts';
import { DAY, exactly, HOUR } from '../../src/domain/time.ts';
import { type DayUptime, merge } from '../../src/domain/uptime.ts';
import { listOfYear, runsOfDays, startOfYear, yearIn, yearsOf } from '../../src/domain/year.ts';
import {
  cellOf,
  COLUMNS,
  type DayLook,
  drawWeeks,
  drawYear,
  hrefOfMark,
  lookOf,
  nameOfMark,
  nameOfYear,
  quietWord,
  rowId,
  shapesTogether,
  type YearDrawing,
} from '../../src/publications/years.ts';
import fc from '../chance.ts';
import { NOW, outage, record, said } from '../domain/generators.ts';
import { live } from '../sites.ts';
import { SPOKEN } from '../languages.ts';

/** A day as it is drawn: what it looks like, and which incidents touch it. */
type Drawn = { look: DayLook; incidents: string[] };

const marked = fc.record({
  look: fc.constantFrom<DayLook[]>(...STATUSES.filter((status) => status !== 'operational')),
  incidents: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
});
const plain = fc.constantFrom<Drawn[]>({ look: 'quiet', incidents: [] }, { look: 'outside', incidents: [] });
const drawnDays = fc
  .record({
    year: fc.integer({ min: 1, max: 2200 }),
    days: fc.array(fc.oneof({ weight: 5, arbitrary: plain }, marked), { maxLength: 366, size: 'max' }),
  })
  .map(({ year, days }) => {
    const length = (startOfYear(year + 1) - startOfYear(year)) / DAY;
    return { year, days: days.slice(0, length).map((day, index) => dayAt(year, index, day)) };
  });

function dayAt(year: number, index: number, { look, incidents }: Drawn): DayUptime {
  const by = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const worst = look === 'quiet' || look === 'outside' ? 'operational' : look;
  return {
    day: startOfYear(year) + index * DAY,
    service: look === 'outside' ? 'before' : 'in',
    worst,
    by,
    incidents,
  };
}

/** What stands in each cell of a drawing, read off its paths; an error where something stands twice. */
function cellsOf({ grounds, marks }: YearDrawing): Map<number, DayLook> {
  const cells = new Map<number, DayLook>();
  const put = (column: number, row: number, look: DayLook) => {
    const index = column * 7 + row;
    assert.ok(column < COLUMNS && row < 7, `${column} ${row} lies on the field`);
    assert.ok(!cells.has(index), `day ${index} is drawn once`);
    cells.set(index, look);
  };
  for (const ground of ['quiet', 'outside'] as const)
    for (const [, column, row, length] of grounds[ground].matchAll(/M(\d+) (\d)\.5h(\d+)/g))
      for (let step = 0; step < Number(length); step++) put(Number(column) + step, Number(row), ground);
  for (const { shapes } of marks)
    for (const { status, d } of shapes)
      for (const [, column, row] of d.matchAll(/M(\d+) (\d)m/g)) put(Number(column), Number(row), status);
  return cells;
}

describe('the drawing of a year', () => {
  test('has every day once, as what it is, whatever the days are', () => {
    fc.assert(
      fc.property(drawnDays, (year) => {
        const cells = cellsOf(drawYear(year));
        assert.equal(cells.size, year.days.length);
        const together = { ...drawYear(year), marks: [{ shapes: shapesTogether(drawYear(year)) }] };
        assert.deepEqual(
          new Map([...cellsOf(together as YearDrawing)].toSorted(([one], [other]) => one - other)),
          new Map([...cells].toSorted(([one], [other]) => one - other)),
          'a year that is one link has the same',
        );
        for (const [index, day] of year.days.entries())
          assert.equal(cells.get(index), lookOf(day), `day ${index}`);
      }),
    );
  });

  test('links every day with an entry, and neighbours of the same incidents once', () => {
    fc.assert(
      fc.property(drawnDays, (year) => {
        const { marks } = drawYear(year);
        const linked = marks.flatMap(({ days }) => days.map(({ day }) => day));
        const entries = year.days.filter(({ incidents }) => incidents.length > 0).map(({ day }) => day);
        assert.deepEqual(linked, entries);
        for (const [index, mark] of marks.entries()) {
          const before = marks[index - 1];
          const isNext = before && (before.days.at(-1) as DayUptime).day + DAY === mark.days[0]?.day;
          if (isNext) assert.notDeepEqual(before.incidents, mark.incidents);
        }
      }),
    );
  });

  test('has room for the longest year, and turns of months at the first of each', () => {
    for (const [year, days] of [
      [2024, 366],
      [2025, 365],
      [1900, 365],
      [2000, 366],
    ] as const) {
      const whole = yearIn({ since: 0, until: Number.POSITIVE_INFINITY, intervals: [], flat: [] }, year, NOW);
      assert.equal(whole.days.length, days);
      assert.equal(cellOf(days - 1).column, COLUMNS - 1);
    }
    const turns = (year: number) => drawYear({ year, days: [] }).months.split('M').slice(1);
    assert.equal(turns(2025).length, 11);
    // 1 February is the 32nd day: the fourth of the fifth column. 1 October 2025 is the first of its column.
    assert.equal(turns(2025)[0], '5 0v3h-1V7');
    assert.equal(turns(2025)[8], '39 0v7');
    assert.notEqual(turns(2024)[8], turns(2025)[8], 'a leap year turns a day later from March on');
    assert.equal(turns(2024)[0], turns(2025)[0]);
  });

  test('gives a finger room beside a mark only where no other mark is near', () => {
    const roomy = (...at: number[]) => {
      const days = Array.from({ length: 60 }, (_, index) =>
        dayAt(
          2025,
          index,
          at.includes(index)
            ? { look: 'major_outage', incidents: [`i${index}`] }
            : { look: 'quiet', incidents: [] },
        ),
      );
      return drawYear({ year: 2025, days }).marks.map((mark) => mark.roomy);
    };
    assert.deepEqual(roomy(10), [true]);
    assert.deepEqual(roomy(10, 11), [false, false], 'the next day');
    assert.deepEqual(roomy(10, 17), [false, false], 'the next column');
    assert.deepEqual(roomy(7, 11), [true, true], 'four rows below');
    assert.deepEqual(roomy(10, 31), [true, true], 'three columns on');
  });

  test('tells every status apart by its shape', () => {
    const days = STATUSES.map((status, index) =>
      dayAt(2025, index, { look: status, incidents: [`${index}`] }),
    );
    const shapes = drawYear({ year: 2025, days }).marks.flatMap(({ shapes }) =>
      shapes.map(({ d }) => d.replace(/^M\d+ \d/, '')),
    );
    assert.equal(new Set(shapes).size, STATUSES.length);
  });
});

describe('the small drawing of a component', () => {
  test('has each week once, in the row of its year, by the worst of its days', () => {
    fc.assert(
      fc.property(fc.array(drawnDays, { maxLength: 3 }), (years) => {
        const { grounds, shapes } = drawWeeks(years);
        const cells = new Map<string, string>();
        const put = (place: string, look: string) => {
          assert.ok(!cells.has(place), place);
          cells.set(place, look);
        };
        for (const ground of ['quiet', 'outside'] as const)
          for (const [, column, row, length] of grounds[ground].matchAll(/M(\d+) (\d)\.5h(\d+)/g))
            for (let step = 0; step < Number(length); step++) put(`${Number(column) + step} ${row}`, ground);
        for (const { status, d } of shapes)
          for (const [, column, row] of d.matchAll(/M(\d+) (\d)m/g)) put(`${column} ${row}`, status);
        const expected = years.flatMap(({ days }, row) =>
          Array.from({ length: Math.ceil(days.length / 7) }, (_, column) => {
            const looks = days.slice(column * 7, column * 7 + 7).map(lookOf);
            const look = [...HURT, 'quiet', 'outside'].find((one) => looks.includes(one as DayLook));
            return [`${column} ${row}`, look] as const;
          }),
        );
        assert.deepEqual(
          new Map([...cells].toSorted()),
          new Map([...expected].toSorted() as [string, string][]),
        );
      }),
    );
  });
});

describe('a mark', () => {
  const from = Date.UTC(2025, 10, 30, 5);
  const long = outage({
    id: 'no-data',
    title: 'Followers receive no glucose data',
    began: exactly(from),
    impact: [
      {
        component: 'follow-alerts',
        changes: [
          { from: exactly(from), status: 'major_outage' },
          { from: exactly(from + 40 * HOUR), status: 'degraded_performance' },
        ],
      },
    ],
    updates: [said('investigating', exactly(from)), said('resolved', exactly(from + 70 * HOUR))],
  });
  const other = outage({
    id: 'sign-in',
    title: 'Nobody can sign in',
    began: exactly(from + 50 * HOUR),
    impact: [{ component: 'follow-alerts', status: 'partial_outage' }],
    updates: [said('investigating', exactly(from + 50 * HOUR)), said('resolved', exactly(from + 51 * HOUR))],
  });
  const marksOf = (...incidents: (typeof long)[]) => {
    const { histories } = takeSnapshot(live, incidents, NOBODY, NOW);
    const history = histories.get('follow-alerts');
    assert.ok(history);
    const byId = new Map(incidents.map((incident) => [incident.id, incident]));
    const [, year] = yearsOf(history, NOW);
    assert.ok(year);
    return drawYear(year).marks.map((mark) => ({
      name: nameOfMark(mark, byId, 'en'),
      spanish: nameOfMark(mark, byId, 'es'),
      href: hrefOfMark(mark, byId, SPOKEN, '/base/', 'es'),
    }));
  };

  test('is called by its days, how bad it was and the titles, in the language of the page', () => {
    assert.deepEqual(marksOf(long), [
      {
        name: '30 November – 3 December 2025, at worst not working: Followers receive no glucose data',
        spanish:
          '30 de noviembre – 3 de diciembre de 2025, en el peor momento no funciona: Followers receive no glucose data',
        href: '/base/es/incidents/no-data/',
      },
    ]);
    const [day] = marksOf(other);
    assert.equal(day?.name, '2 December 2025, working only in part: Nobody can sign in');
  });

  test('of several incidents leads to the newest of them in the list of its year', () => {
    const [first, both, last] = marksOf(long, other);
    assert.equal(first?.href, '/base/es/incidents/no-data/');
    assert.equal(
      both?.name,
      '2 December 2025, working only in part: Nobody can sign in; Followers receive no glucose data',
    );
    assert.equal(both?.href, '/base/es/history/2025/#i-sign-in');
    assert.equal(last?.href, '/base/es/incidents/no-data/');
  });

  test('leads to a list that has every incident of its days, also those of a year before', () => {
    let several = 0;
    fc.assert(
      fc.property(record, (incidents) => {
        const snapshot = takeSnapshot(live, incidents, NOBODY, NOW);
        const byId = new Map(incidents.map((incident) => [incident.id, incident]));
        const history = merge([...snapshot.histories.values()]);
        const runs = yearsOf(history, NOW).flatMap(({ days }) => runsOfDays(days));
        for (const run of runs) {
          const [, year, row] =
            /^\/history\/(\d+)\/#(.+)$/.exec(hrefOfMark(run, byId, SPOKEN, '/', 'en')) ?? [];
          assert.equal(year === undefined, run.incidents.length === 1);
          if (year === undefined) continue;
          several++;
          const { filed, reaching } = listOfYear(Number(year), snapshot);
          const listed = new Set([...filed, ...reaching].map(rowId));
          assert.ok(listed.has(row ?? ''), `${row} stands in ${year}`);
          for (const id of run.incidents) assert.ok(listed.has(`i-${id}`), `${id} stands in ${year}`);
        }
      }),
    );
    assert.ok(several > 0);
  });
});

test('a year in words says how many days have an entry, and never that the others were well', () => {
  const quiet = (demonstration: boolean) => quietWord(demonstration, 'en');
  assert.equal(quiet(true), 'nothing recorded');
  assert.equal(quiet(false), 'no problem reported');
  const of = (...days: Drawn[]) =>
    nameOfYear({ year: 2025, days: days.map((day, index) => dayAt(2025, index, day)) }, quiet(true), 'en');
  assert.equal(of({ look: 'quiet', incidents: [] }), '2025: nothing recorded');
  assert.equal(of({ look: 'outside', incidents: [] }), '2025: not in this record');
  assert.equal(
    of({ look: 'major_outage', incidents: ['a'] }, { look: 'quiet', incidents: [] }),
    '2025: 1 day with an entry',
  );
});
