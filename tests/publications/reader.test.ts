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
function builds(changes: (string | { front: string; body: string })[]) {
  const revisions: Revision[] = [];
  return changes.map((change, index) => {
    const text = incidentFile(typeof change === 'string' ? { body: change } : change);
    const [incident] = readIncidents([file(NAME, text)], context).incidents;
    if (!incident) throw new Error(text);
    revisions.push({
      blob: `b${index}`,
      commit: `c${index}`,
      at: Date.UTC(2026, 2, 1, 3, index * 2),
      imported: false,
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

test('what an entry told stays as it was when the next update comes, and moves `updated` when it is put right', () => {
  const steps = builds([
    { front: 'works: [device-readings]\nadvice: Look at the receiver.', body: OPENED },
    { front: 'works: [device-readings]\nadvice: Look at the phone.', body: OPENED },
    { front: 'works: [device-alarms]\nadvice: Set an alarm clock.', body: UPDATED },
    { front: 'scope: Everywhere', body: `${UPDATED}\n\n## Resolved - 2026-03-01T03:09Z\nOver.` },
  ]).map((entries) => entries.find(({ update }) => update.state === 'investigating'));
  assert.deepEqual(
    steps.map((entry) => /What to do:<\/strong> ([^<]*)/.exec(entry?.html ?? '')?.[1]),
    ['Look at the receiver.', 'Look at the phone.', 'Look at the phone.', 'Look at the phone.'],
  );
  assert.deepEqual(steps[3]?.told?.works, ['device-readings']);
  assert.deepEqual(
    steps.map((entry) => new Date(entry?.updated ?? 0).getUTCMinutes()),
    [0, 2, 2, 2],
  );
});
