import { href, paths } from '../domain/addresses.ts';
import { filedAt, type Incident, newestFirst } from '../domain/incident.ts';
import { LOOKS } from '../domain/look.ts';
import type { Language, Site } from '../domain/site.ts';
import { type Status, worst } from '../domain/status.ts';
import { DAY, yearOf } from '../domain/time.ts';
import type { DayUptime } from '../domain/uptime.ts';
import { wordingOf } from '../domain/wording.ts';
import { type Run, runsOfDays, startOfYear, type Year } from '../domain/year.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';

/** A drawn year is so many columns of seven days; the last holds what is left of it. */
export const COLUMNS = 53;
const ROWS = 7;

/** Of a record with more incidents than this, a drawing of all years links each year as a whole. */
export const MOST_LINKED = 150;

/** What is drawn of a day: its worst status, or on what ground it lies where it has no entry. */
export type DayLook = Status | 'quiet' | 'outside';

/** A year as paths on a field of 53 by 7, a unit for a day. */
export interface YearDrawing {
  /** Days in service without an entry, and days of which the record does not speak. */
  grounds: { quiet: string; outside: string };
  /** Where one month ends and the next begins. */
  months: string;
  marks: YearMark[];
}

/** Days in a row that the same incidents touch. */
export interface YearMark extends Run {
  shapes: { status: Status; d: string }[];
  /** Whether no other mark is near, so that a finger beside it means it. */
  roomy: boolean;
}

/** What is drawn of a day. */
export function lookOf({ incidents, worst, service }: DayUptime): DayLook {
  if (incidents.length > 0) return worst;
  return service === 'in' ? 'quiet' : 'outside';
}

/** Where a day lies: the days of a year fill columns of seven, from its first. */
export function cellOf(day: number): { column: number; row: number } {
  return { column: Math.floor(day / ROWS), row: day % ROWS };
}

/** The drawing of a year: every day that has begun once, in its cell. */
export function drawYear({ year, days }: Year): YearDrawing {
  const runs = runsOfDays(days);
  const numberOf = (day: DayUptime) => Math.round((day.day - startOfYear(year)) / DAY);
  return {
    grounds: { quiet: groundOf(days, 'quiet'), outside: groundOf(days, 'outside') },
    months: monthsOf(year),
    marks: runs.map((run) => ({
      ...run,
      shapes: shapesOf(run.days, numberOf),
      roomy: isRoomy(run, runs, numberOf),
    })),
  };
}

/** Years in rows, a cell for a week by the worst of its days: the small drawing of a component. */
export function drawWeeks(
  years: readonly Year[],
): Pick<YearDrawing, 'grounds'> & { shapes: YearMark['shapes'] } {
  const weeks = years.map(({ days }) =>
    Array.from({ length: Math.ceil(days.length / ROWS) }, (_, column) =>
      weekOf(days.slice(column * ROWS, (column + 1) * ROWS)),
    ),
  );
  const marked = weeks.flatMap((row, index) =>
    row.flatMap((look, column) =>
      look === 'quiet' || look === 'outside' ? [] : [{ look, column, row: index }],
    ),
  );
  const ground = (look: DayLook) =>
    weeks.map((row, index) => lineOf(index, (column) => row[column] === look)).join('');
  return {
    grounds: { quiet: ground('quiet'), outside: ground('outside') },
    shapes: [...Map.groupBy(marked, ({ look }) => look)].map(([status, cells]) => ({
      status,
      d: cells.map((cell) => shapeOf(status, cell)).join(''),
    })),
  };
}

function weekOf(days: DayUptime[]): DayLook {
  const hurt = days.filter(({ incidents }) => incidents.length > 0);
  if (hurt.length > 0) return worst(hurt.map((day) => day.worst));
  return days.some((day) => lookOf(day) === 'quiet') ? 'quiet' : 'outside';
}

/** All marks of a year together, a path for each status: of a year that is one link. */
export function shapesTogether({ marks }: YearDrawing): YearMark['shapes'] {
  const all = marks.flatMap(({ shapes }) => shapes);
  return [...Map.groupBy(all, ({ status }) => status)].map(([status, ofStatus]) => ({
    status,
    d: ofStatus.map(({ d }) => d).join(''),
  }));
}

/** A status in the cell at a column and a row. */
export function shapeOf(status: Status, { column, row }: { column: number; row: number }): string {
  return `M${column} ${row}${LOOKS[status].day}`;
}

function shapesOf(days: DayUptime[], numberOf: (day: DayUptime) => number): YearMark['shapes'] {
  return [...Map.groupBy(days, ({ worst }) => worst)].map(([status, ofStatus]) => ({
    status,
    d: ofStatus.map((day) => shapeOf(status, cellOf(numberOf(day)))).join(''),
  }));
}

/** The days of one ground, each row as lines through the middle of its cells. */
function groundOf(days: DayUptime[], ground: DayLook): string {
  let path = '';
  for (let row = 0; row < ROWS; row++)
    path += lineOf(row, (column) => {
      const day = days[column * ROWS + row];
      return day !== undefined && lookOf(day) === ground;
    });
  return path;
}

/** The cells of a row that are so, as lines through their middle. */
function lineOf(row: number, is: (column: number) => boolean): string {
  let path = '';
  for (let column = 0; column < COLUMNS; column++) {
    if (!is(column)) continue;
    const from = column;
    while (is(column + 1)) column++;
    path += `M${from} ${row + 0.5}h${column + 1 - from}`;
  }
  return path;
}

function monthsOf(year: number): string {
  return Array.from({ length: 11 }, (_, month) => {
    const next = new Date(startOfYear(year));
    next.setUTCMonth(month + 1);
    const { column, row } = cellOf(Math.round((next.getTime() - startOfYear(year)) / DAY));
    return row === 0 ? `M${column} 0v${ROWS}` : `M${column + 1} 0v${row}h-1V${ROWS}`;
  }).join('');
}

/** How far from a mark a finger may come down, in columns and rows. */
const REACH = { column: 2, row: 3 };

function isRoomy(run: Run, runs: Run[], numberOf: (day: DayUptime) => number): boolean {
  const cells = run.days.map((day) => cellOf(numberOf(day)));
  return runs.every(
    (other) =>
      other === run ||
      other.days.every((day) => {
        const { column, row } = cellOf(numberOf(day));
        return cells.every(
          (cell) => Math.abs(cell.column - column) > REACH.column || Math.abs(cell.row - row) > REACH.row,
        );
      }),
  );
}

/** What a mark is called where it is a link: its days, how it was, and the titles of its incidents. */
export function nameOfMark(run: Run, incidents: ReadonlyMap<string, Incident>, language: Language): string {
  const words = wordsOf(language);
  const [first, last] = [run.days[0] as DayUptime, run.days.at(-1) as DayUptime];
  const status = uncapitalised(words.statuses[run.worst]);
  const changing = run.days.some(({ worst }) => worst !== run.worst);
  const titles = ofRun(run, incidents).map((incident) => wordingOf(incident, language).title.text);
  return words.years.mark(
    formatOf(language).days(first.day, last.day),
    changing ? words.years.atWorst(status) : status,
    titles.join('; '),
  );
}

/** Where a mark leads: to its incident; of several, to the newest in the list of its year (`listOfYear`), which has all of them. */
export function hrefOfMark(
  run: Run,
  incidents: ReadonlyMap<string, Incident>,
  site: Pick<Site, 'languages'>,
  base: string,
  language: Language,
): string {
  const [newest, ...others] = ofRun(run, incidents);
  if (!newest) throw new Error(`no incident of ${run.incidents.join()}`);
  const path =
    others.length === 0
      ? paths.incident(newest.id)
      : `${paths.year(yearOf(filedAt(newest)))}#${rowId(newest)}`;
  return href(site, base, language, path);
}

/** Where an incident stands in a list. */
export function rowId({ id }: Incident): string {
  return `i-${id}`;
}

/** A year in words: how many of its days have an entry. */
export function nameOfYear({ year, days }: Year, quiet: string, language: Language): string {
  const words = wordsOf(language);
  const marked = days.filter(({ incidents }) => incidents.length > 0).length;
  if (marked > 0) return words.years.label(year, words.strip.summary(marked));
  const outside = days.every(({ service }) => service !== 'in');
  return words.years.label(year, outside ? words.strip.before : quiet);
}

/** What is said of a day in service without an entry. Nobody keeps who vouched for a day that is past. */
export function quietWord(demonstration: boolean, language: Language): string {
  const words = wordsOf(language);
  return demonstration ? words.strip.quiet : uncapitalised(words.statuses.operational);
}

function ofRun(run: Run, incidents: ReadonlyMap<string, Incident>): Incident[] {
  return run.incidents.flatMap((id) => incidents.get(id) ?? []).toSorted(newestFirst);
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
