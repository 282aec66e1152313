import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

describe('names that JavaScript or the page has already', () => {
  const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'words', 'content', 'announce'];

  test('may be the name of an update, in a translation too', () => {
    for (const name of NAMES) {
      const body = `## Investigating - 2026-03-01T03:00Z {#${name}}\nAlerts do not reach followers.`;
      const { incidents, problems } = readIncidents(
        [
          file('2026-03-01-alerts.md', incidentFile({ body })),
          file('2026-03-01-alerts.es.md', `---\ntitle: Sin alertas\n---\n## ${name}\nNo llegan.\n`),
        ],
        context,
      );
      assert.deepEqual(problems, []);
      assert.equal(incidents[0]?.updates[0]?.id, name);
      assert.equal(incidents[0]?.translations.es?.updates[name]?.text, 'No llegan.');
    }
  });

  test('are not found in a translation that does not have them', () => {
    const body = '## Investigating - 2026-03-01T03:00Z {#toString}\nAlerts do not reach followers.';
    const { incidents } = readIncidents(
      [
        file('2026-03-01-alerts.md', incidentFile({ body })),
        file('2026-03-01-alerts.es.md', '---\ntitle: Sin alertas\n---\n'),
      ],
      context,
    );
    const updates = incidents[0]?.translations.es?.updates;
    assert.ok(updates);
    for (const name of NAMES) assert.equal(updates[name], undefined);
  });

  test('are no state, no key and no component', () => {
    const found = (text: string) =>
      readIncidents([file('a.md', text)], context)
        .problems.filter(({ severity }) => severity === 'error')
        .map((problem) => problem.name);
    for (const name of [...NAMES.slice(0, 4), '__proto__']) {
      assert.deepEqual(found(incidentFile({ body: `## ${name} - 2026-03-01T03:00Z\nx` })), ['state-unknown']);
      assert.deepEqual(found(incidentFile({ front: `${name}: x` })), ['key-unknown']);
      assert.deepEqual(found(incidentFile({ impact: `${name}: major_outage` })), ['component-unknown']);
      assert.deepEqual(found(incidentFile({ impact: `follow-alerts: ${name}` })), ['status-unknown']);
    }
  });
});
