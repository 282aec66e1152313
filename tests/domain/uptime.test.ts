import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeDays, encodeDays } from '../../src/domain/day-code.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { DEFAULT_WEIGHTS } from '../../src/domain/site.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { STATUSES, type Status } from '../../src/domain/status.ts';
import { DAY, exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { flatten, intervalsByComponent, statusAt } from '../../src/domain/timeline.ts';
import {
  daysOf,
  type StatusHistory,
  statusHistoryOf,
  percentOf,
  merge,
  uptimeOf,
} from '../../src/domain/uptime.ts';
import fc from '../chance.ts';
import { instant, NOW, outage, record, said, site, START } from './generators.ts';

const NINETY_DAYS_AGO = Math.floor(NOW / DAY) * DAY - 90 * DAY;
const component = { since: START, until: Number.POSITIVE_INFINITY };

function history(incidents: Incident[], id = 'follow-alerts'): StatusHistory {
  return statusHistoryOf(component, intervalsByComponent(incidents).get(id) ?? []);
}

const sums = (incidents: Incident[]) =>
  uptimeOf(history(incidents), { from: START, to: NOW }, NOW, DEFAULT_WEIGHTS);

describe('uptime, whatever happened', () => {
  test('is never below 0 nor above 100 %, and all minutes add up to the time in service', () => {
    fc.assert(
      fc.property(record, instant, instant, (incidents, one, other) => {
        const period = { from: Math.min(one, other), to: Math.max(one, other) };
        const uptime = uptimeOf(history(incidents), period, NOW, DEFAULT_WEIGHTS);
        assert.ok(uptime.ratio === null || (uptime.ratio >= 0 && uptime.ratio <= 1));
        assert.equal(
          STATUSES.reduce((sum, status) => sum + uptime.by[status], 0),
          uptime.inService + uptime.leftOut,
        );
        const percent = percentOf(uptime);
        assert.ok(percent === undefined || (percent >= 0 && percent <= 100));
        if (percent === 100) assert.equal(uptime.weighted + uptime.by.not_known - uptime.leftOut, 0);
      }),
    );
  });

  test('does not depend on the order of the files', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        assert.deepEqual(sums(incidents.toReversed()), sums(incidents));
        const [one, other] = [incidents, incidents.toReversed()].map((files) =>
          takeSnapshot(site, files, { by: 'nobody', at: null }, NOW),
        );
        assert.deepEqual(one, other);
      }),
    );
  });

  test('of a period is the sum of its parts', () => {
    fc.assert(
      fc.property(record, instant, (incidents, cut) => {
        const whole = sums(incidents);
        const part = (from: number, to: number) =>
          uptimeOf(history(incidents), { from, to }, NOW, DEFAULT_WEIGHTS);
        const [before, after] = [part(START, cut), part(cut, NOW)];
        for (const status of STATUSES) assert.equal(before.by[status] + after.by[status], whole.by[status]);
      }),
    );
  });

  test('does not change when an incident overlaps with a copy of itself, or when there is a drill', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        const copies = incidents.map((incident) => ({ ...incident, id: `${incident.id}-copy` }));
        const drills = copies.map((incident) => ({
          ...incident,
          drill: true,
          impact: [{ component: 'follow-alerts', status: 'major_outage' as const }],
        }));
        assert.deepEqual(sums([...incidents, ...copies]), sums(incidents));
        assert.deepEqual(sums([...incidents, ...drills]), sums(incidents));
      }),
    );
  });

  test('agrees with the status at each instant', () => {
    fc.assert(
      fc.property(record, instant, (incidents, at) => {
        const segments = intervalsByComponent(incidents).get('follow-alerts') ?? [];
        assert.equal(statusAt(flatten(segments), at), statusAt(segments, at));
      }),
    );
  });

  test('of the days adds up to the uptime of the period', () => {
    fc.assert(
      fc.property(record, (incidents) => {
        const days = daysOf(history(incidents), NOW, 91);
        const whole = uptimeOf(history(incidents), { from: NINETY_DAYS_AGO, to: NOW }, NOW, DEFAULT_WEIGHTS);
        for (const status of STATUSES.filter((one) => one !== 'operational'))
          assert.equal(
            days.reduce((sum, day) => sum + day.by[status], 0),
            whole.by[status],
          );
      }),
    );
  });
});

describe('uptime', () => {
  const began = START + 10 * DAY;
  const down = (ms: number, status: Status = 'major_outage') =>
    outage({
      began: exactly(began),
      impact: [{ component: 'follow-alerts', status }],
      updates: [said('investigating', exactly(began)), said('resolved', exactly(began + ms))],
    });

  test('weighs a partial outage as three tenths and a degraded hour as nothing', () => {
    const period = { from: began, to: began + 10 * HOUR };
    const percent = (incident: Incident) =>
      percentOf(uptimeOf(history([incident]), period, NOW, DEFAULT_WEIGHTS));
    assert.equal(percent(down(HOUR)), 90);
    assert.equal(percent(down(HOUR, 'partial_outage')), 97);
    assert.equal(percent(down(HOUR, 'degraded_performance')), 100);
  });

  test('leaves out what nobody knows, or counts it as the config says, and never as health', () => {
    const dark = down(HOUR, 'not_known');
    const percent = (hours: number, not_known: number | 'left out') => {
      const weights = { ...DEFAULT_WEIGHTS, not_known };
      const uptime = uptimeOf(history([dark]), { from: began, to: began + hours * HOUR }, NOW, weights);
      assert.equal(uptime.by.not_known, HOUR);
      return percentOf(uptime);
    };
    assert.equal(percent(1, 'left out'), undefined);
    assert.equal(percent(10, 'left out'), 100);
    assert.equal(percent(10, 0.5), 95);
    assert.equal(percent(10, 0), 99.99);
  });

  test('lets known trouble weigh more than what nobody knows, and that more than announced work', () => {
    const partial = { ...down(HOUR, 'partial_outage'), id: 'known' };
    assert.equal(sums([down(2 * HOUR, 'not_known'), partial]).by.not_known, HOUR);
    assert.equal(sums([down(2 * HOUR, 'not_known'), partial]).by.partial_outage, HOUR);
  });

  test('with one second of outage in ninety days does not read 100 %', () => {
    assert.equal(percentOf(sums([down(1000)])), 99.99);
  });

  test('without time in service has no number', () => {
    const uptime = uptimeOf(history([]), { from: START - DAY, to: START }, NOW, DEFAULT_WEIGHTS);
    assert.equal(percentOf(uptime), undefined);
  });

  test('counts an uncertain time at its longest, and an unknown end to when it was last known', () => {
    const vague = outage({
      began: { earliest: began, latest: began + HOUR },
      ended: 'unknown',
      lastKnown: { earliest: began + 2 * HOUR, latest: began + 3 * HOUR },
    });
    assert.equal(sums([vague]).by.major_outage, 3 * HOUR);
  });

  test('names the longest outage without a break', () => {
    const again = { ...down(3 * HOUR), id: 'again', began: exactly(began + HOUR) };
    assert.deepEqual(sums([down(2 * HOUR), again]).longest, { from: began, to: began + 3 * HOUR });
  });
});

describe('what counts', () => {
  const status = 'major_outage' as const;

  test('lies between the beginning and the end of the incident', () => {
    const began = START + 10 * DAY;
    const outside = outage({
      began: exactly(began),
      ended: exactly(began + 2 * HOUR),
      updates: [said('investigating', exactly(began)), said('resolved', exactly(began + 2 * HOUR))],
      impact: [
        {
          component: 'follow-alerts',
          changes: [
            { from: exactly(began - HOUR), status },
            { from: exactly(began + HOUR), status: 'operational' },
            { from: exactly(began + 3 * HOUR), status },
          ],
        },
      ],
    });
    assert.equal(sums([outside]).by.major_outage, HOUR);
    const days = daysOf(history([outside]), NOW, 91).filter((day) => day.incidents.length > 0);
    assert.equal(days.length, 1);
  });

  test('of components seen as one is only what hit each of them in service', () => {
    const retired = { since: START, until: START + 10 * DAY };
    const late = outage({
      began: exactly(START + 20 * DAY),
      updates: [said('resolved', exactly(START + 21 * DAY))],
    });
    const segments = intervalsByComponent([late]).get('follow-alerts') ?? [];
    const overall = merge([statusHistoryOf(retired, segments), statusHistoryOf(component, [])]);
    assert.equal(uptimeOf(overall, { from: START, to: NOW }, NOW, DEFAULT_WEIGHTS).weighted, 0);
    assert.deepEqual(
      daysOf(statusHistoryOf(retired, segments), NOW, 91).filter((day) => day.incidents.length > 0),
      [],
    );
  });
});

describe('a day', () => {
  test('is marked by an incident of no length', () => {
    const blink = outage({ began: exactly(NOW - DAY), updates: [said('resolved', exactly(NOW - DAY))] });
    const days = daysOf(history([blink]), NOW, 90);
    assert.deepEqual(days.at(-2)?.incidents, ['an-incident']);
    assert.equal(days.at(-2)?.by.major_outage, 0);
  });

  test('on which a list of changes says "operational" is not marked', () => {
    const paused = outage({
      ended: exactly(NOW),
      updates: [said('resolved', exactly(NOW))],
      impact: [
        {
          component: 'follow-alerts',
          changes: [
            { from: exactly(NOW - 5 * DAY), status: 'partial_outage' },
            { from: exactly(NOW - 5 * DAY + HOUR), status: 'operational' },
            { from: exactly(NOW - HOUR), status: 'partial_outage' },
          ],
        },
      ],
    });
    const marked = daysOf(history([paused]), NOW, 90).map((day) => day.incidents.length);
    assert.deepEqual(marked.slice(-6), [1, 0, 0, 0, 0, 1]);
  });

  test('before the record is outside of it, and not green', () => {
    const days = daysOf(
      statusHistoryOf({ since: NOW - 10 * DAY, until: Number.POSITIVE_INFINITY }, []),
      NOW,
      90,
    );
    assert.deepEqual([days[0]?.service, days.at(-1)?.service], ['before', 'in']);
  });

  test('is written as a code that reads back', () => {
    const closed = outage({
      began: exactly(NOW - DAY * 2),
      updates: [said('resolved', exactly(NOW - DAY * 2 + 45 * MINUTE))],
    });
    const young = statusHistoryOf(
      { since: NOW - 30 * DAY, until: Number.POSITIVE_INFINITY },
      intervalsByComponent([closed]).get('follow-alerts') ?? [],
    );
    const code = encodeDays(daysOf(young, NOW, 90));
    assert.equal(code, '59- 28. M45 2.');
    const days = decodeDays(code);
    assert.equal(days.length, 90);
    assert.deepEqual(days[87], [['major_outage', 45]]);
  });
});
