import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { contradictionsIn } from '../../src/site/contradiction.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const ALERTS = incidentFile({ front: 'works: [device-readings, device-alarms]' });
const ALARMS = incidentFile({ impact: 'device-alarms: major_outage' });
const OVER = '\n\n## Resolved - 2026-03-01T03:05Z\nIt works again.';

/** What is said of a folder of two files, by the file and its line. */
function said(alerts: string, alarms: string, isHeld = (_: string) => false): string[] {
  const files = [file('2026-03-01-alerts.md', alerts), file('2026-03-01-alarms.md', alarms)];
  const { incidents, problems } = readIncidents(files, context);
  assert.deepEqual(problems, []);
  const { true: held = [], false: told = [] } = Object.groupBy(incidents, ({ id }) => `${isHeld(id)}`);
  return contradictionsIn(told, files, held).map(
    ({ source, place, severity, found }) =>
      `${severity} ${'file' in source ? source.file : ''}:${place?.line} ${found}`,
  );
}

describe('two notices that are open', () => {
  test('are told of where one confirms what the other calls broken, at the line that confirms', () => {
    assert.deepEqual(said(ALERTS, ALARMS), [
      'warning 2026-03-01-alerts.md:6 device-alarms, which 2026-03-01-alarms.md says does not work',
    ]);
  });

  test('of which one is told to nobody yet are held to each other in that one alone', () => {
    assert.deepEqual(
      said(ALERTS, ALARMS, (id) => id.endsWith('alarms')),
      [],
    );
    assert.equal(said(ALERTS, ALARMS, (id) => id.endsWith('alerts')).length, 1);
  });

  for (const [what, alerts, alarms] of [
    ['once what was broken is over', ALERTS, ALARMS.trimEnd() + OVER],
    ['once the one that confirms is over', ALERTS.trimEnd() + OVER, ALARMS],
    ['where one is a drill', ALERTS, ALARMS.replace('impact:', 'drill: true\nimpact:')],
    ['where the other drills', ALERTS.replace('impact:', 'drill: true\nimpact:'), ALARMS],
    [
      'where it works again',
      ALERTS,
      ALARMS.replace(
        'major_outage',
        '\n    - { from: 2026-03-01T02:10Z, status: major_outage }\n    - { from: 2026-03-01T02:50Z, status: operational }',
      ),
    ],
  ] as const)
    test(`agree ${what}`, () => assert.deepEqual(said(alerts, alarms), []));
});
