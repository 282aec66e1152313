import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentHistory, type Revision } from '../../src/domain/publication.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { context, file, incidentFile } from '../incidents/context.ts';
import { ORIGIN } from './printing.ts';

const NAME = '2026-03-01-alerts.md';
const OPENED = '## Investigating - 2026-03-01T03:00Z\nAlerts do not reach folowers.';
const UPDATED = `${OPENED}\n\n## Update - 2026-03-01T03:03Z\nStill so.`;
const CORRECTED = UPDATED.replace('folowers', 'followers');
/** Written late, for a time before the one above it: dated back. */
const BACKDATED = CORRECTED.replace(
  '\n\n## Update',
  '\n\n## Identified - 2026-03-01T03:01Z\nA server has stopped.\n\n## Update',
);
const RESOLVED = `${BACKDATED}\n\n## Resolved - 2026-03-01T03:09Z\nAlerts arrive again.`;

/** The entries of each build in a row: one commit, one build. */
function builds(bodies: string[]) {
  const revisions: Revision[] = [];
  return bodies.map((body, index) => {
    const [incident] = readIncidents([file(NAME, incidentFile({ body }))], context).incidents;
    if (!incident) throw new Error(body);
    revisions.push({
      blob: `b${index}`,
      commit: `c${index}`,
      at: Date.UTC(2026, 2, 1, 3, index * 2),
      incident,
    });
    const incidents = new Map([[incident.id, incidentHistory([...revisions])]]);
    const snapshot = takeSnapshot(context.site, [incident], { by: 'nobody', at: null }, context.now, {
      kind: 'git',
      incidents,
    });
    return feedOf(snapshot, 'en', ORIGIN, 'history.atom').entries;
  });
}

test('a feed reader over a series of builds hears each update once, sees a correction again, and loses nothing', () => {
  const known = new Map<string, number>();
  const heard = builds([OPENED, UPDATED, CORRECTED, BACKDATED, RESOLVED]).map((entries) => {
    const fresh: string[] = [];
    const again: string[] = [];
    for (const { id, update, updated } of entries) {
      if (!known.has(id)) fresh.push(update.state);
      else if (known.get(id) !== updated) again.push(update.state);
      known.set(id, updated);
    }
    for (const id of known.keys())
      assert.ok(
        entries.some((entry) => entry.id === id),
        `${id} disappeared`,
      );
    return { fresh, again };
  });
  assert.deepEqual(heard, [
    { fresh: ['investigating'], again: [] },
    { fresh: ['update'], again: [] },
    { fresh: [], again: ['investigating'] },
    { fresh: ['identified'], again: [] },
    { fresh: ['resolved'], again: [] },
  ]);
});

test('an update that came late stands where a reader sees it, though it claims an earlier time', () => {
  const entries = builds([OPENED, UPDATED, CORRECTED, BACKDATED]).at(-1) ?? [];
  assert.deepEqual(
    entries.map(({ update }) => update.state),
    ['identified', 'update', 'investigating'],
  );
});
