import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { zonedIn } from '../../src/i18n/zone.ts';

const BERLIN = { zone: 'Europe/Berlin', clock: 24 } as const;
const NEW_YORK = { zone: 'America/New_York', clock: 12 } as const;

function read(place: typeof BERLIN | typeof NEW_YORK, from: string, to = from, locale = 'en-GB') {
  return zonedIn(place, locale, { earliest: Date.parse(from), latest: Date.parse(to) });
}

describe('a time in the zone of the site', () => {
  test('stands by itself on the same day, and with its day where that is another there', () => {
    assert.equal(read(BERLIN, '2026-03-01T02:10Z'), '03:10 CET');
    assert.equal(read(BERLIN, '2026-02-28T23:30Z'), '1 Mar, 00:30 CET');
    assert.equal(read(NEW_YORK, '2026-03-01T15:30Z', undefined, 'en-US'), '10:30 AM EST');
    assert.equal(read(NEW_YORK, '2026-03-01T02:10Z', undefined, 'en-US'), 'Feb 28, 9:10 PM EST');
  });

  test('is that of each side on the days on which the clocks of Berlin are put on and back', () => {
    assert.equal(read(BERLIN, '2026-03-29T00:59Z'), '01:59 CET');
    assert.equal(read(BERLIN, '2026-03-29T01:00Z'), '03:00 CEST');
    assert.equal(read(BERLIN, '2026-10-25T00:30Z'), '02:30 CEST');
    assert.equal(read(BERLIN, '2026-10-25T01:30Z'), '02:30 CET');
  });

  test('is that of each side on the days on which the clocks of New York are put on and back', () => {
    const at = (time: string) => read(NEW_YORK, time, undefined, 'en-US');
    assert.equal(at('2026-03-08T06:59Z'), '1:59 AM EST');
    assert.equal(at('2026-03-08T07:00Z'), '3:00 AM EDT');
    assert.equal(at('2026-11-01T05:30Z'), '1:30 AM EDT');
    assert.equal(at('2026-11-01T06:30Z'), '1:30 AM EST');
  });

  test('of a stretch names the zone once, and twice where the clocks change within it', () => {
    assert.equal(read(BERLIN, '2026-03-01T02:00Z', '2026-03-01T03:00Z'), '03:00 – 04:00 CET');
    assert.equal(read(BERLIN, '2026-03-29T00:30Z', '2026-03-29T02:30Z'), '01:30 CET – 04:30 CEST');
    assert.equal(read(BERLIN, '2026-02-28T22:30Z', '2026-02-28T23:30Z'), '28 Feb, 23:30 – 1 Mar, 00:30 CET');
    assert.equal(
      read(NEW_YORK, '2026-03-01T02:00Z', '2026-03-01T03:00Z', 'en-US'),
      'Feb 28, 9:00 PM – 10:00 PM EST',
    );
  });

  test('is written as its language writes it', () => {
    assert.equal(read(BERLIN, '2026-07-01T10:00Z', undefined, 'de'), '12:00 MESZ');
    assert.equal(read(BERLIN, '2026-03-01T02:10Z', undefined, 'fr'), '03:10 UTC+1');
  });

  test('is none where only the day is known', () => {
    const day = Date.parse('2026-03-01');
    assert.equal(
      zonedIn(BERLIN, 'en', { earliest: day, latest: day + 86_399_000, wholeDay: true }),
      undefined,
    );
  });
});
