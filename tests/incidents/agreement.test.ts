import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { live } from '../sites.ts';
import { context, file, incidentFile } from './context.ts';

type Change = Parameters<typeof incidentFile>[0];

function said(text: string, site = live): string[] {
  return readIncidents([file('2026-03-01-alerts.md', text)], { ...context, site }).problems.map(
    ({ place, name, found, expected, remedy }) =>
      `${place?.line}:${place?.column} ${name}: ${found} | ${expected} | ${remedy}`,
  );
}

const told = (change: Change) => said(incidentFile(change));
const names = (change: Change) => told(change).map((one) => one.split(/[ :]/)[2]);
const body = (...updates: string[]) => updates.map((update) => `## ${update}\nWords.`).join('\n\n');
const RESOLVED = body('Investigating - 2026-03-01T02:20Z', 'Resolved - 2026-03-01T03:05Z');

describe('a bare date', () => {
  test('is no time of an update while the incident is open', () => {
    assert.deepEqual(told({ began: '', body: body('Investigating - 2026-02-28') }), [
      '8:1 date-while-open: 2026-02-28 | a time, while the incident is open | Write the hour and minute. A bare date stands for a whole day and is for closed incidents.',
    ]);
    assert.deepEqual(names({ began: '', body: body('Investigating - 2026-02-27', 'Update - 2026-02-28') }), [
      'date-while-open',
      'date-while-open',
    ]);
  });

  test('is one once the incident is closed', () =>
    assert.deepEqual(
      names({
        began: 'began: 2026-02-27',
        body: body('Investigating - 2026-02-27', 'Resolved - 2026-02-28'),
      }),
      [],
    ));

  test('is none for announced work that is not completed', () => {
    const work = (states: string) =>
      said(
        `---\ntitle: Work\nkind: maintenance\nscheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }\nimpact:\n  follow-alerts: under_maintenance\n---\n${states}`,
      );
    assert.match(work(body('Scheduled - 2026-02-28'))[0] as string, /^8:1 date-while-open/);
    assert.deepEqual(work(body('Scheduled - 2026-02-27', 'Cancelled - 2026-02-28')), []);
  });
});

describe('the end', () => {
  const ends = (front: string) =>
    told({ began: 'began: 2026-03-01T02:10Z/2026-03-01T02:15Z', front, body: RESOLVED });

  test('may be the very time at which it began, at its earliest', () =>
    assert.deepEqual(ends('ended: 2026-03-01T02:10Z'), []));

  test('is not before that, whether it is known or not', () => {
    assert.deepEqual(ends('ended: 2026-03-01T02:09Z'), [
      '6:8 ended-before-began: 2026-03-01T02:09Z | a time after 2026-03-01T02:10Z | Correct "began" or the end.',
    ]);
    assert.deepEqual(ends('ended: unknown\nlast_known: 2026-03-01T02:09Z'), [
      '7:13 ended-before-began: 2026-03-01T02:09Z | a time after 2026-03-01T02:10Z | Correct "began" or the end.',
    ]);
  });

  test('is told of at the later time, which counts as the end of what was known', () =>
    assert.deepEqual(ends('ended: 2026-03-01T02:00Z/2026-03-01T02:12Z'), []));

  test('needs a beginning, at the newest Resolved', () => {
    assert.deepEqual(told({ began: '', body: RESOLVED }), [
      '11:1 began-missing: Resolved, and no "began" | began: when it began | Add "began:" with a time, or earliest/latest if nobody knows exactly.',
    ]);
    const later = `${RESOLVED}\n\n## Postmortem - 2026-03-01T03:08Z\nWhy.`;
    assert.match(told({ began: '', body: later })[0] as string, /^11:1 began-missing/);
  });

  test('needs none where it is withdrawn, or open again', () => {
    assert.deepEqual(
      names({ began: '', body: `${RESOLVED}\n\n${body('Withdrawn - 2026-03-01T03:08Z')}` }),
      [],
    );
    assert.deepEqual(
      names({ began: '', body: body('Investigating - 2026-03-01T02:20Z', 'Withdrawn - 2026-03-01T03:08Z') }),
      [],
    );
    assert.deepEqual(
      names({ began: '', body: `${RESOLVED}\n\n${body('Identified - 2026-03-01T03:08Z')}` }),
      [],
    );
  });
});

describe('a beginning after the first update', () => {
  test('is asked about, for nobody can tell of what has not begun', () =>
    assert.deepEqual(
      told({
        began: 'began: 2026-03-01T02:31Z',
        body: body('Investigating - 2026-03-01T02:20Z/2026-03-01T02:30Z'),
      }),
      [
        '3:8 began-after-notice: 2026-03-01T02:31Z | a time before the first update, 2026-03-01T02:30Z | Correct "began", unless it was announced before it happened.',
      ],
    ));

  test('is well at the same minute', () =>
    assert.deepEqual(
      names({
        began: 'began: 2026-03-01T02:30Z',
        body: body('Investigating - 2026-03-01T02:20Z/2026-03-01T02:30Z'),
      }),
      [],
    ));
});

describe('Monitoring', () => {
  const monitoring = (change: Change = {}, ...more: string[]) =>
    told({
      ...change,
      body: body('Investigating - 2026-03-01T02:20Z', 'Monitoring - 2026-03-01T03:00Z', ...more),
    });
  const asked = [
    '11:1 monitoring-while-down: Monitoring, and components still down | an end, or a change to "operational" | If it works again add "ended: <time>". A state does not change what readers see.',
  ];
  const changes = (last: string) =>
    `follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage }, { from: 2026-03-01T02:50Z, status: ${last} }]`;

  test('with a component that is down is asked about', () => {
    assert.deepEqual(monitoring(), asked);
    assert.deepEqual(monitoring({ impact: '{ follow-alerts: operational, sign-in: major_outage }' }), asked);
    assert.deepEqual(monitoring({ impact: changes('partial_outage') }), asked);
    const again = changes('operational').replace(']', ', { from: 2026-03-01T02:55Z, status: major_outage }]');
    assert.deepEqual(monitoring({ impact: again }), asked);
  });

  test('is asked about also behind an Update, a Correction or a Postmortem, which change no state', () => {
    for (const state of ['Update', 'Correction', 'Postmortem'])
      assert.deepEqual(monitoring({}, `${state} - 2026-03-01T03:05Z`), asked, state);
  });

  test('is well where it has ended, or each component works again', () => {
    assert.deepEqual(monitoring({ front: 'ended: 2026-03-01T02:50Z' }), []);
    assert.deepEqual(monitoring({ impact: changes('operational') }), []);
    assert.deepEqual(monitoring({ impact: 'follow-alerts: operational' }), []);
  });

  test('is not asked about once another state has followed', () => {
    assert.deepEqual(monitoring({}, 'Identified - 2026-03-01T03:05Z'), []);
    assert.deepEqual(monitoring({}, 'Resolved - 2026-03-01T03:05Z'), []);
    assert.deepEqual(monitoring({}, 'Resolved - 2026-03-01T03:05Z', 'Update - 2026-03-01T03:06Z'), []);
  });
});

describe('a change of a component', () => {
  const at = (from: string, began = 'began: 2026-03-01T02:10Z/2026-03-01T02:15Z') =>
    told({ began, impact: `follow-alerts: [{ from: ${from}, status: major_outage }]`, body: RESOLVED });

  test('may lie at the edge of what can have been', () => {
    assert.deepEqual(at('2026-03-01T02:10Z'), []);
    assert.deepEqual(at('2026-03-01T02:00Z/2026-03-01T02:10Z'), []);
    assert.deepEqual(at('2026-03-01T03:05Z'), []);
  });

  test('beyond it counts in no sum, and the way out is said', () => {
    assert.deepEqual(at('2026-03-01T02:09Z'), [
      '5:27 change-outside: 2026-03-01T02:09Z | a time from "began" on, 2026-03-01T02:10Z | Correct the change, or "began": nothing counts before it.',
    ]);
    assert.deepEqual(at('2026-03-01T03:06Z'), [
      '5:27 change-outside: 2026-03-01T03:06Z | a time before the end, 2026-03-01T03:05Z | Correct the change, or the end, which is "ended" or the last Resolved: nothing counts after it.',
    ]);
  });
});

describe('the record speaks of a component', () => {
  const DAY = 86_400_000;
  const from = Date.UTC(2026, 2, 1, 2, 10);
  const site = (since: number, until: number) => ({
    ...live,
    components: live.components.map((one) => (one.id === 'follow-alerts' ? { ...one, since, until } : one)),
  });
  const NAME = 'component-not-in-service';
  const early =
    'Correct the time; if follow-alerts was in service then, write "since: 2026-03-01" for it in nightlight.yaml.';
  const late = 'Correct the time, or "until" of follow-alerts in nightlight.yaml.';

  test('from the instant on at which it came into service, and until it left', () => {
    assert.deepEqual(said(incidentFile(), site(from, Number.POSITIVE_INFINITY)), []);
    assert.deepEqual(said(incidentFile(), site(from + 1, Number.POSITIVE_INFINITY)), [
      `5:3 ${NAME}: follow-alerts on 2026-03-01 | a time in service: from 2026-03-01 on | ${early}`,
    ]);
    assert.deepEqual(said(incidentFile(), site(from - DAY, from + 1)), []);
    assert.deepEqual(said(incidentFile(), site(from - DAY, from)), [
      `5:3 ${NAME}: follow-alerts on 2026-03-01 | a time in service: from 2026-02-28 to 2026-03-01 | ${late}`,
    ]);
  });

  test('by the first update where nobody knows when it began, and by the window of announced work', () => {
    const text = incidentFile({ began: '' });
    const first = Date.UTC(2026, 2, 1, 3, 0);
    assert.deepEqual(said(text, site(first, Number.POSITIVE_INFINITY)), []);
    assert.equal(said(text, site(first + 1, Number.POSITIVE_INFINITY)).length, 1);
    const work = `---\ntitle: Work\nkind: maintenance\nscheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }\nimpact:\n  follow-alerts: under_maintenance\n---\n${body('Scheduled - 2026-02-28T10:00Z')}`;
    assert.deepEqual(said(work, site(Date.UTC(2026, 2, 2, 2), Number.POSITIVE_INFINITY)), []);
    assert.match(
      said(work, site(Date.UTC(2026, 2, 2, 2) + 1, Number.POSITIVE_INFINITY))[0] as string,
      /^6:3 component-not-in-service: follow-alerts on 2026-03-02 /,
    );
  });
});
