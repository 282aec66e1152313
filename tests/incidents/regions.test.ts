import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Impact } from '../../src/domain/incident.ts';
import { incidentFileSchema } from '../../src/incidents/schema.ts';
import { readAnswer } from '../../src/incidents/form.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { printIncident } from '../../src/incidents/print.ts';
import { Report } from '../../src/problems/index.ts';
import { live, regional } from '../sites.ts';
import { file, incidentFile, ofRegions, says } from './context.ts';

const STATUSES =
  'major_outage, partial_outage, degraded_performance, not_known, under_maintenance, operational';

function read(impact: string): Impact[] {
  const { incidents, problems } = readIncidents(
    [file('2026-03-01-alerts.md', incidentFile({ impact }))],
    ofRegions,
  );
  assert.deepEqual(problems, []);
  return incidents[0]?.impact ?? [];
}

/** Statuses by the minute at which each begins; of one that lasts throughout no minute. */
const said = (impact: Impact[]) =>
  impact.map((one) => [
    one.component,
    one.regions?.join(' ') ?? 'everywhere',
    'status' in one
      ? one.status
      : one.changes
          .map(({ from, status }) => `${new Date(from.earliest).getUTCMinutes()} ${status}`)
          .join(', '),
  ]);

describe('an impact that names regions', () => {
  test('is of these alone, and without them of all that the component is in', () => {
    assert.deepEqual(said(read('follow-alerts: { status: major_outage, regions: [eu] }')), [
      ['follow-alerts', 'eu', 'major_outage'],
    ]);
    assert.deepEqual(said(read('follow-alerts: { status: major_outage }')), [
      ['follow-alerts', 'everywhere', 'major_outage'],
    ]);
    assert.deepEqual(said(read('follow-alerts: { from: 2026-03-01T02:20Z, status: major_outage }')), [
      ['follow-alerts', 'everywhere', '20 major_outage'],
    ]);
  });

  test('may give each region a status of its own, throughout', () =>
    assert.deepEqual(
      said(
        read(
          'follow-alerts: [{ status: major_outage, regions: [us, jp] }, { status: partial_outage, regions: [eu] }]',
        ),
      ),
      [
        ['follow-alerts', 'us jp', 'major_outage'],
        ['follow-alerts', 'eu', 'partial_outage'],
      ],
    ));

  test('gives each region the list of what is said of it, in the order of the file', () =>
    assert.deepEqual(
      said(
        read(`follow-alerts:
    - { from: 2026-03-01T02:10Z, status: degraded_performance }
    - { from: 2026-03-01T02:40Z, status: major_outage, regions: [eu, us] }
    - { from: 2026-03-01T02:30Z, status: operational, regions: [jp] }
    - { from: 2026-03-01T02:50Z, status: operational, regions: [us] }`),
      ),
      [
        ['follow-alerts', 'us', '10 degraded_performance, 40 major_outage, 50 operational'],
        ['follow-alerts', 'eu', '10 degraded_performance, 40 major_outage'],
        ['follow-alerts', 'jp', '10 degraded_performance, 30 operational'],
      ],
    ));

  test('reads as it was, once it is printed', () => {
    for (const impact of [
      'follow-alerts: { status: major_outage, regions: [eu] }',
      'follow-alerts: [{ status: major_outage, regions: [us, jp] }, { status: operational, regions: [eu] }]',
      'follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage }, { from: 2026-03-01T02:40Z, status: operational, regions: [eu] }]',
      'follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage, regions: [eu] }]\n  sign-in: partial_outage',
    ]) {
      const { incidents } = readIncidents(
        [file('2026-03-01-alerts.md', incidentFile({ impact }))],
        ofRegions,
      );
      const [incident] = incidents;
      assert.ok(incident);
      const again = readIncidents(
        [file('2026-03-01-alerts.md', printIncident(incident, regional))],
        ofRegions,
      );
      assert.deepEqual(again.problems, []);
      assert.deepEqual(again.incidents[0]?.impact, incident.impact);
    }
  });

  test('is answered in a line', () => {
    const answer = (text: string) => {
      const report = new Report({ file: 'an answer' });
      return { fact: readAnswer('impact', text, 'incident', ofRegions, report), report };
    };
    assert.deepEqual(answer('follow-alerts: major_outage in eu us, sign-in: not_known').fact, [
      { component: 'follow-alerts', regions: ['us', 'eu'], status: 'major_outage' },
      { component: 'sign-in', status: 'not_known' },
    ]);
    assert.deepEqual(
      answer('follow-alerts: major_outage in europe').report.problems.map(({ name }) => name),
      ['region-unknown'],
    );
  });
});

describe('an impact that names regions is told of where it', () => {
  says(
    [
      [
        'names one that nobody knows',
        'follow-alerts: { status: major_outage, regions: [us, jpn] }',
        '5:56 region-unknown: jpn | a region of follow-alerts: us, eu, jp | Write one of those, or add it to nightlight.yaml. Did you mean "jp"?',
      ],
      [
        'names one that the component is not in',
        'sign-in: { status: major_outage, regions: [jp] }',
        '5:46 region-unknown: jp | a region of sign-in: us, eu | Take it out, or add it to "regions" of sign-in in nightlight.yaml.',
      ],
      [
        'names one of a component that is everywhere alike',
        'partner-apps: { status: major_outage, regions: [jp] }',
        '5:51 region-unknown: jp | no region: partner-apps is everywhere alike | Take it out, or add it to "regions" of partner-apps in nightlight.yaml.',
      ],
      [
        'names none at all',
        'follow-alerts: { status: major_outage, regions: [] }',
        '5:51 region-unknown: no region | at least one region | Name one, or take "regions" out: then it is so everywhere.',
      ],
      [
        'is no list',
        'follow-alerts: { status: major_outage, regions: eu }',
        '5:51 value-shape: eu | a list | Write regions as [one, two], or one "- item" a line.',
      ],
      [
        'says of one region more than once what lasts throughout',
        'follow-alerts: [{ status: major_outage, regions: [eu] }, { from: 2026-03-01T02:20Z, status: operational }]',
        '5:19 key-missing: no "from" | { from: ..., status: ..., regions: ... }, where more than one line speaks of eu | Add "from".',
      ],
      [
        'goes back in one region, though not in the others',
        'follow-alerts: [{ from: 2026-03-01T02:30Z, status: major_outage }, { from: 2026-03-01T02:20Z, status: operational, regions: [eu] }]',
        '5:78 impact-order: 2026-03-01T02:20Z | a time after 2026-03-01T02:30Z | Write the changes in the order in which they happened.',
      ],
      [
        'lies before the incident, once for all of its regions',
        'follow-alerts: [{ from: 2026-03-01T02:00Z, status: major_outage }, { from: 2026-03-01T02:20Z, status: operational, regions: [eu] }]',
        '5:27 change-outside: 2026-03-01T02:00Z | a time from "began" on, 2026-03-01T02:10Z | Correct the change, or "began": nothing counts before it.',
      ],
      [
        'has a key that nobody reads, and no status',
        'follow-alerts: { region: [eu] }',
        '5:18 key-missing: no "status" | { status: ... } | Add "status".',
        '5:20 key-unknown: region | one of status, from, regions | Take it out. Did you mean "regions"?',
      ],
      [
        'has a status that nobody knows',
        'follow-alerts: { status: down, regions: [eu] }',
        `5:28 status-unknown: down | one of ${STATUSES} | Write one of those.`,
      ],
    ],
    (impact) => incidentFile({ impact }),
    ofRegions,
  );
});

test('the schema of a service without regions has no word of them', () => {
  assert.doesNotMatch(JSON.stringify(incidentFileSchema(live)), /region/);
  assert.match(
    JSON.stringify(incidentFileSchema(regional)),
    /"regions":\{"type":"array","items":\{"enum":\["us","eu","jp"\]\}/,
  );
});

describe('what is confirmed to work is told', () => {
  says(
    [
      [
        'that it is so wherever the component is, and where its regions can be said',
        '[sign-in: [eu]]',
        '6:9 value-not-text: sign-in, with more behind it | the id of a component alone | Name sign-in alone if somebody confirmed that it works wherever it is; in which regions it does, say in the text of the update.',
      ],
    ],
    (works) => incidentFile({ front: `works: ${works}` }),
    ofRegions,
  );
});
