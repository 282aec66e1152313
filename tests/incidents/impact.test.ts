import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentFile, says, told } from './context.ts';

const HEAD = '## Investigating - 2026-03-01T03:00Z';
const COMPONENTS =
  'device-readings, device-alarms, share-upload, follow-glucose, follow-alerts, sign-in, reports, partner-apps';
const STATUSES =
  'major_outage, partial_outage, degraded_performance, not_known, under_maintenance, operational';

describe('an impact is told of where it', () => {
  says(
    [
      [
        'is no mapping',
        'follow-alerts',
        '5:3 value-shape: follow-alerts | one line for each, "name: value", indented | Say how it is: write "impact:" and below it, indented, "follow-alerts: major_outage", with one of: major_outage, partial_outage, degraded_performance, not_known, under_maintenance, operational.',
      ],
      [
        'is empty',
        '',
        '4:8 value-shape: nothing | one line for each, "name: value", indented | Write impact as a mapping; docs/incident-file.md has an example.',
      ],
      [
        'names a status without its time',
        'follow-alerts: [major_outage, { status: major_outage }]',
        '5:19 value-shape: major_outage | { from: ..., status: ... } | Write it in braces, with those keys.',
        '5:33 key-missing: no "from" | { from: ..., status: ... } | Add "from".',
      ],
      [
        'has neither a time nor a status that can be read',
        'follow-alerts: [{ from: soon, status: bad }]',
        '5:27 time-malformed: soon | a time such as 2026-03-01T08:04Z | Write year-month-dayThour:minute and Z for UTC, or an offset such as -05:00.',
        `5:41 status-unknown: bad | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'gives no status',
        'follow-alerts:',
        `5:17 status-unknown: nothing | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'gives a mapping for a status',
        'follow-alerts: { status: major_outage }',
        `5:18 status-unknown: {...} | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'names what nobody knows, with a list of changes',
        'alerts: [{ from: 2026-03-01T02:10Z, status: major_outage }]',
        `5:3 component-unknown: alerts | one of ${COMPONENTS} | Write one of those, or add it to nightlight.yaml.`,
      ],
    ],
    (impact) => incidentFile({ impact }),
  );

  test('is not there', () =>
    assert.deepEqual(told(`---\ntitle: x\n---\n${HEAD}\nDown.`), [
      '1:1 key-missing: no "impact" | impact: a component and its status | Add "impact:" and under it, indented, a line such as "websites: major_outage".',
    ]));

  test('says of a component that it works, or of none at all', () =>
    assert.deepEqual(told(incidentFile({ front: 'works: [follow-alerts, nobody, 3, sign-in]' })), [
      '6:9 component-in-impact-and-works: follow-alerts | a component in one of the two | Take it out of "works" if it is hurt, or out of "impact" if somebody confirmed that it works.',
      `6:24 component-unknown: nobody | one of ${COMPONENTS} | Write one of those, or add it to nightlight.yaml.`,
      "6:32 value-not-text: 3 | a text | Put single quotes around it: '3'",
    ]));
});
