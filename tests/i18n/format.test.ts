import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boundIn } from '../../src/i18n/format.ts';
import { formatOf, wordsOf } from '../../src/i18n/index.ts';

const at = Date.UTC(2019, 10, 30, 5);
const HOUR = 3_600_000;

describe('times', () => {
  test('name UTC and are written out', () => {
    assert.equal(formatOf('en').dateTime(at), '30 November 2019, 05:00 UTC');
    assert.equal(formatOf('es').dateTime(at), '30 de noviembre de 2019, 05:00 UTC');
  });

  test('of several days, of one minute and of seconds are each written as themselves', () => {
    const { dateTime } = formatOf('en');
    const day = 24 * HOUR;
    const instants = [at, at + day, at + HOUR, at + 1000, at, Date.UTC(1969, 6, 20, 20, 17, 40), at + day];
    assert.deepEqual(instants.map(dateTime), [
      '30 November 2019, 05:00 UTC',
      '1 December 2019, 05:00 UTC',
      '30 November 2019, 06:00 UTC',
      '30 November 2019, 05:00:01 UTC',
      '30 November 2019, 05:00 UTC',
      '20 July 1969, 20:17:40 UTC',
      '1 December 2019, 05:00 UTC',
    ]);
  });

  test('that are not known exactly are "between"', () => {
    const { moment } = formatOf('en');
    assert.equal(
      moment({ earliest: at, latest: at + HOUR }),
      'between 05:00 and 06:00 UTC on 30 November 2019',
    );
    assert.equal(
      moment({ earliest: at, latest: at + 30 * HOUR }),
      'between 30 November 2019, 05:00 UTC and 1 December 2019, 11:00 UTC',
    );
    assert.equal(
      moment({ earliest: Date.UTC(2019, 10, 30), latest: Date.UTC(2019, 11, 1) - 1000, wholeDay: true }),
      'on 30 November 2019 (UTC)',
    );
  });
});

describe('days', () => {
  test('are written as one, or from the first to the last, with what they share once', () => {
    const days = (language: 'en' | 'es', count: number) =>
      formatOf(language).days(at, at + (count - 1) * 24 * HOUR);
    assert.equal(days('en', 1), '30 November 2019');
    assert.equal(days('en', 4), '30 November – 3 December 2019');
    assert.equal(days('en', 40), '30 November 2019 – 8 January 2020');
    assert.equal(days('es', 1), '30 de noviembre de 2019');
    assert.equal(days('es', 4), '30 de noviembre – 3 de diciembre de 2019');
  });
});

describe('announced work', () => {
  test('is a stretch of time, and does not read as a moment that nobody knows exactly', () => {
    const evening = Date.UTC(2026, 2, 1, 23);
    const said = (language: 'en' | 'es', hours: number) =>
      formatOf(language).window({ earliest: evening, latest: evening + hours * HOUR });
    assert.equal(said('en', 0.5), 'from 23:00 to 23:30 UTC on 1 March 2026');
    assert.equal(said('es', 0.5), 'de las 23:00 a las 23:30 UTC del 1 de marzo de 2026');
    assert.equal(said('en', 2), 'from 1 March 2026, 23:00 UTC to 2 March 2026, 01:00 UTC');
    assert.equal(
      said('es', 2),
      'desde el 1 de marzo de 2026 a las 23:00 UTC hasta el 2 de marzo de 2026 a la 01:00 UTC',
    );
  });
});

describe('a moment in a sentence', () => {
  const exact = { earliest: at, latest: at };
  const hour = { earliest: at, latest: at + HOUR };
  const days = { earliest: at, latest: at + 30 * HOUR };
  const day = {
    earliest: Date.UTC(2019, 10, 30),
    latest: Date.UTC(2019, 11, 1) - 1000,
    wholeDay: true as const,
  };

  test('begins something, and does not read as a duration', () => {
    const { from } = formatOf('en');
    assert.equal(from(exact), 'from 30 November 2019, 05:00 UTC');
    assert.equal(from(hour), 'from some time between 05:00 and 06:00 UTC on 30 November 2019');
    assert.equal(from(day), 'from some time on 30 November 2019 (UTC)');
  });

  test('comes before something, or is then', () => {
    const { before, inSentence } = formatOf('en');
    assert.equal(before(hour), 'before 30 November 2019, 06:00 UTC');
    assert.equal(before(day), 'before the end of 30 November 2019 (UTC)');
    assert.equal(inSentence(exact), 'at 05:00 UTC on 30 November 2019');
    assert.equal(inSentence(day), 'on 30 November 2019 (UTC)');
  });

  test('is good Spanish', () => {
    const { before, inSentence, from, moment } = formatOf('es');
    assert.equal(from(exact), 'desde el 30 de noviembre de 2019 a las 05:00 UTC');
    assert.equal(
      from(hour),
      'desde algún momento entre las 05:00 y las 06:00 UTC del 30 de noviembre de 2019',
    );
    assert.equal(from(day), 'desde algún momento del 30 de noviembre de 2019 (UTC)');
    assert.equal(before(hour), 'antes de las 06:00 UTC del 30 de noviembre de 2019');
    assert.equal(before(day), 'antes de que acabara el 30 de noviembre de 2019 (UTC)');
    assert.equal(inSentence(exact), 'el 30 de noviembre de 2019 a las 05:00 UTC');
    assert.equal(
      inSentence({ earliest: at - 4 * HOUR, latest: at - 4 * HOUR }),
      'el 30 de noviembre de 2019 a la 01:00 UTC',
    );
    assert.equal(moment(hour), 'entre las 05:00 y las 06:00 UTC del 30 de noviembre de 2019');
    assert.equal(
      moment(days),
      'entre el 30 de noviembre de 2019 a las 05:00 UTC y el 1 de diciembre de 2019 a las 11:00 UTC',
    );
    assert.equal(moment(day), 'el 30 de noviembre de 2019 (UTC)');
  });
});

describe('durations', () => {
  test('have the two largest units', () => {
    const { duration } = formatOf('en');
    assert.equal(duration(69 * HOUR + 50 * 60_000), '2 days 21 hours');
    assert.equal(duration(HOUR), '1 hour');
    assert.equal(duration(61 * 60_000), '1 hour 1 minute');
    assert.equal(duration(45_000), '45 seconds');
    assert.equal(duration(0), '0 minutes');
  });

  test('is never rounded down where nothing takes longer', () => {
    const bound = (seconds: number) => boundIn(wordsOf('en').format, seconds * 1000);
    assert.deepEqual([70, 119.2, 120.5].map(bound), ['70 seconds', '2 minutes', '3 minutes']);
    assert.deepEqual([1, 3590, 86_401].map(bound), ['1 second', '1 hour', '1 day']);
  });

  test('that are uncertain are a pair', () => {
    assert.equal(
      formatOf('en').span({ certain: 9.5 * HOUR, possible: 11.5 * HOUR }),
      'between 9 hours 30 minutes and 11 hours 30 minutes',
    );
    assert.equal(formatOf('en').span({ certain: 0, possible: HOUR }), 'at most 1 hour');
    assert.equal(formatOf('es').span({ certain: HOUR, possible: HOUR }), '1 hora');
  });
});

test('every language has words of its own for every text', () => {
  const same: string[] = [];
  const walk = (one: unknown, other: unknown, path: string) => {
    if (typeof one === 'string') {
      if (one === other && one.length > 14) same.push(path);
    } else if (one && typeof one === 'object') {
      for (const key of Object.keys(one))
        walk(
          (one as Record<string, unknown>)[key],
          (other as Record<string, unknown>)[key],
          `${path}.${key}`,
        );
      assert.deepEqual(Object.keys(one), Object.keys(other as object), path);
    }
  };
  walk(wordsOf('en'), wordsOf('es'), '');
  assert.deepEqual(same, []);
});
