import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestsOf } from '../../src/build/digests.ts';
import { incidentHistory, type Revision } from '../../src/domain/publication.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const ORIGINAL = file('2026-03-01-alerts.md', incidentFile());
const SPANISH = file(
  '2026-03-01-alerts.es.md',
  '---\ntitle: Sin alertas\n---\n## u-20260301T030000Z\nPalabras.\n',
);

/** What names the pages of an incident, whose file and translation went live so many ms after their commit. */
function digest(live: number, spanish: number): string | undefined {
  const files = [ORIGINAL, SPANISH];
  const [incident] = readIncidents(files, context).incidents;
  const at = Date.parse('2026-03-01T03:01:00Z');
  const version = (after: number): Revision[] => [
    { blob: 'b1', commit: 'c1', at, live: at + after, imported: false, incident },
  ];
  const incidents = new Map([
    ['2026-03-01-alerts', incidentHistory(version(live), { es: version(spanish) })],
  ]);
  return digestsOf(files, { kind: 'git', incidents }, new Map()).get('2026-03-01-alerts');
}

test('pages are printed anew when the time changes at which their file or its translation went live', () => {
  assert.ok(digest(0, 0));
  assert.equal(digest(0, 0), digest(0, 0));
  assert.notEqual(digest(0, 0), digest(1000, 0));
  assert.notEqual(digest(0, 0), digest(0, 1000));
});
