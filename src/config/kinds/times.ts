import { isScalar } from 'yaml';
import { type Instant, readTimeRange } from '../../domain/time.ts';
import { didYouMean } from '../../problems/suggest.ts';
import { written } from '../../yaml/document.ts';
import type { Kind } from '../fields.ts';

/** A time zone by its name in the IANA database, as every machine with a browser or Node knows it. */
export const timeZone: Kind<string> = {
  called: 'the name of a time zone, such as Europe/Berlin',
  schema: { type: 'string', pattern: '^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*)+)$' },
  read: ({ node, place }, { report }) => {
    const found = written(node);
    if (/^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Z][\w+-]*)+)$/.test(found) && hasZone(found)) return found;
    const known = Intl.supportedValuesOf('timeZone');
    const meant = known.find((one) => one.toLowerCase() === found.toLowerCase().replace(/ /g, '_'));
    report.add({
      name: 'value-not-allowed',
      place,
      found,
      expected: 'a name of the IANA database, such as Europe/Berlin or America/New_York',
      remedy: () =>
        `Write a continent and a city: a shorthand or an offset does not know when clocks change.${meant ? ` Did you mean "${meant}"?` : didYouMean(found, known)}`,
    });
    return undefined;
  },
};

/** Whether a zone is known by just this name: `europe/berlin` would be taken, and printed as it stands. */
function hasZone(name: string): boolean {
  try {
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Of how many hours a clock is. */
export const clock: Kind<12 | 24> = {
  called: '12 or 24',
  schema: { enum: [12, 24] },
  read: ({ node, place }, { report }) => {
    const value = isScalar(node) ? node.value : undefined;
    if (value === 12 || value === 24) return value;
    report.add({
      name: 'value-not-allowed',
      place,
      found: written(node),
      expected: '12 or 24',
      remedy: 'Write the number alone.',
    });
    return undefined;
  },
};

/** A UTC day, as the instant at which it begins. */
export const day: Kind<Instant> = {
  called: 'a day such as 2018-01-01',
  schema: { type: 'string', format: 'date' },
  read: ({ node, place }, { report }) => {
    const found = written(node);
    const reading = readTimeRange(found);
    if (reading.ok && reading.range.wholeDay && !found.includes('/')) return reading.range.earliest;
    const meant = reading.ok ? found.slice(0, '2018-01-01'.length) : reading.suggestion?.slice(0, 10);
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    report.add({
      name: 'day-malformed',
      place,
      found,
      expected: 'a day such as 2018-01-01',
      remedy: `Write year-month-day; it is counted in UTC.${hint}`,
    });
    return undefined;
  },
};

/** A UTC day, as the instant at which it begins, or an exact time. */
export const dayOrTime: Kind<Instant> = {
  ...day,
  called: 'a day such as 2018-01-01, or a time such as 2018-01-01T08:04Z',
  schema: { type: 'string' },
  read: (value, reading) => {
    const time = readTimeRange(written(value.node));
    const isExact = time.ok && !time.range.wholeDay && time.range.earliest === time.range.latest;
    return isExact ? time.range.earliest : day.read(value, reading);
  },
};
