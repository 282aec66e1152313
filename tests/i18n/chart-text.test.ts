import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LANGUAGES } from '../languages.ts';
import { RANGES } from '../../src/domain/uptime-file.ts';
import { chartTextOf } from '../../src/i18n/chart-text.ts';
import { chartWords } from '../../src/i18n/chart.ts';
import { histories, totalsOf, uptimeIn, uptimeText } from '../../src/publications/uptime.ts';
import fc from '../chance.ts';
import { record } from '../domain/generators.ts';
import { snapshotAt } from '../publications/printing.ts';
import { shipped } from '../sites.ts';

const text = chartTextOf(chartWords('en'), false);
const ofRecord = chartTextOf(chartWords('en'), true);
const numbers = (change: Partial<Parameters<typeof text.value>[0]> = {}) => ({
  ...{ percent: 100, minutes: {}, left_out_minutes: 0, in_service_minutes: 1440, incident_count: 0 },
  ...change,
});

describe('the words of the chart', () => {
  test('give the percentage of the table, in every language, of a service and of a demonstration', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        for (const site of [{}, { demonstration: shipped.demonstration }])
          for (const language of LANGUAGES) {
            const snapshot = snapshotAt(incidents, { site });
            const words = chartTextOf(chartWords(language), site.demonstration !== undefined);
            for (const { history } of histories(snapshot))
              for (const range of RANGES)
                assert.equal(
                  words.uptime(totalsOf(snapshot, history)[range]),
                  uptimeText(uptimeIn(snapshot, history, range), snapshot, language),
                );
          }
      }),
      { numRuns: 15 },
    );
  });

  test('tell apart what was not recorded, what is not known, what had no length, and what is outside of the record', () => {
    assert.equal(text.value(numbers()), 'nothing recorded');
    assert.equal(text.value(numbers({ in_service_minutes: 0, percent: null })), 'not in this record');
    assert.equal(text.value(numbers({ minutes: { not_known: 90 } })), 'not known 1 hour 30 minutes');
    assert.equal(text.value(numbers({ incident_count: 1 })), 'an incident of no measured length');
    assert.equal(
      text.value(numbers({ minutes: { major_outage: 60, under_maintenance: 5 }, incident_count: 2 })),
      'major outage 1 hour, maintenance 5 minutes',
    );
  });

  test('say of the longest outage when it began, and "at most" where its times are not known exactly', () => {
    const longest = { from: '2019-11-30T05:00:00Z', minutes: 4140, exact: false };
    assert.equal(
      text.longest(longest),
      'Longest outage without a break: at most 2 days 21 hours, from 30 November 2019.',
    );
    assert.equal(
      text.longest({ ...longest, exact: true }),
      'Longest outage without a break: 2 days 21 hours, from 30 November 2019.',
    );
    assert.equal(text.longest(null), null);
  });

  test('never let a demonstration say that nothing happened', () => {
    assert.equal(text.nothing(numbers()), 'Nothing is recorded in this period.');
    assert.match(ofRecord.nothing(numbers()), /does not mean that nothing happened/);
    assert.equal(text.nothing(numbers({ in_service_minutes: 0 })), 'no time in service');
    assert.deepEqual(ofRecord.uptimeParts(numbers()), ['', 'no outage recorded', '']);
  });

  for (const [minutes, tick] of [
    [0, '0'],
    [15, '15 min'],
    [120, '2 h'],
    [1440, '1 day'],
    [2880, '2 days'],
  ] as const)
    test(`write ${minutes} minutes at an axis as "${tick}"`, () => assert.equal(text.tick(minutes), tick));

  test('name a day, a week by its first day, and a month', () => {
    assert.equal(text.name('2026-03-02', 'ninety'), '2 March 2026');
    assert.equal(text.name('2026-03-02', 'twelve'), 'week from 2 March 2026');
    assert.equal(text.name('2026-03', 'all'), 'March 2026');
    assert.equal(text.short('2026-03-02', 'twelve'), '2 Mar');
    assert.equal(text.asOf('2026-03-01T03:10:00Z'), 'As of 1 March 2026 at 03:10 UTC');
  });
});
