import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readForeignTime } from '../../src/import/times.ts';
import { printTimeRange } from '../../src/domain/time.ts';
import fc from '../chance.ts';

const said = (written: string, zone?: string) => {
  const read = readForeignTime(written, zone);
  return read.ok ? printTimeRange(read.range) : read.fault;
};

describe('a time of another system', () => {
  const cases: [string, string | undefined, string][] = [
    ['2018-04-13 15:54:00', 'Europe/Berlin', '2018-04-13T13:54Z'],
    ['2018-04-13 15:54:00', 'UTC', '2018-04-13T15:54Z'],
    ['2018-04-13 15:54:00', undefined, 'without-zone'],
    ['2018-04-13T15:54:00.123Z', undefined, '2018-04-13T15:54Z'],
    ['2018-04-13T15:54:00-0700', 'Europe/Berlin', '2018-04-13T22:54Z'],
    ['2018-04-13 15:54:00 UTC', 'Europe/Berlin', '2018-04-13T15:54Z'],
    ['2018-04-13', 'UTC', '2018-04-13'],
    ['2018-04-13', 'Europe/Berlin', '2018-04-12T22:00Z/2018-04-13T21:59:59Z'],
    ['2018-03-25 02:30:00', 'Europe/Berlin', 'impossible'],
    ['2018-10-28 02:30:00', 'Europe/Berlin', '2018-10-28T00:30Z/2018-10-28T01:30Z'],
    ['2018-02-30 02:30:00', 'UTC', 'impossible'],
    ['yesterday', 'UTC', 'malformed'],
    ['13.04.2018 15:54', 'UTC', 'malformed'],
  ];
  for (const [written, zone, expected] of cases)
    test(`${written} in ${zone ?? 'no zone'} is ${expected}`, () =>
      assert.equal(said(written, zone), expected));

  test('that a clock of a zone shows is read as that moment, or as the two that it shows twice', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Sao_Paulo',
    ];
    const moments = fc.integer({ min: Date.UTC(2012, 0, 1) / 1000, max: Date.UTC(2026, 0, 1) / 1000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (timeZone, seconds) => {
        const at = seconds * 1000;
        const clock = new Intl.DateTimeFormat('sv', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(at);
        const read = readForeignTime(clock, timeZone);
        assert.ok(read.ok, clock);
        const { earliest, latest } = read.range;
        assert.ok(earliest === at || latest === at, `${clock} in ${timeZone}`);
        assert.equal(Boolean(read.isTwice), earliest !== latest);
      }),
    );
  });
});
