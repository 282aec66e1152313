import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentHistory, type Revision } from '../../src/domain/git-history.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { pictureOfIncident, pictureOfUpdate } from '../../src/publications/picture.ts';
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
    for (const { id, told } of entries) {
      const { state, changed: updated } = told;
      if (!known.has(id)) fresh.push(state);
      else if (known.get(id) !== updated) again.push(state);
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
    entries.map(({ told }) => told.state),
    ['identified', 'update', 'investigating'],
  );
});

test('what an entry told stays as it was when the next update comes, and moves `updated` when it is put right', () => {
  const steps = builds([
    { front: 'works: [device-readings]\nadvice: Look at the receiver.', body: OPENED },
    { front: 'works: [device-readings]\nadvice: Look at the phone.', body: OPENED },
    { front: 'works: [device-alarms]\nadvice: Set an alarm clock.', body: UPDATED },
    { front: 'scope: Everywhere', body: `${UPDATED}\n\n## Resolved - 2026-03-01T03:09Z\nOver.` },
  ]).map((entries) => entries.find(({ told }) => told.state === 'investigating'));
  assert.deepEqual(
    steps.map((entry) => /What to do:<\/strong> ([^<]*)/.exec(entry?.html ?? '')?.[1]),
    ['Look at the receiver.', 'Look at the phone.', 'Look at the phone.', 'Look at the phone.'],
  );
  assert.deepEqual(steps[3]?.told?.works, ['device-readings']);
  assert.deepEqual(
    steps.map((entry) => new Date(entry?.told.changed ?? 0).getUTCMinutes()),
    [0, 2, 2, 2],
  );
});

const OVER = `${UPDATED}\n\n## Resolved - 2026-03-01T03:09Z\nAlerts arrive again.`;
const NIGHT = 'works: [device-readings]\nadvice: Set a clock for two o’clock.';

function lastTold(steps: { front: string; body: string }[]) {
  const [entry] = builds(steps).at(-1) ?? [];
  assert.ok(entry);
  return { told: entry.told, html: entry.html, title: entry.title };
}

test('an all-clear does not tell parents to keep watch: what was for the night stays with the night', () => {
  const { told, html, title } = lastTold([
    { front: NIGHT, body: UPDATED },
    { front: NIGHT, body: OVER },
  ]);
  assert.deepEqual([told?.works, told?.advice], [[], undefined]);
  assert.doesNotMatch(html, /Set a clock|What to do|Still works/);
  assert.match(title, /^Resolved: /);
});

test('an all-clear tells what was written with it, also where it is put right later', () => {
  const calm = 'works: [device-readings]\nadvice: Open the app once, so that it fetches what was missed.';
  const told = (...steps: string[]) =>
    lastTold(steps.map((front, index) => ({ front, body: index === 0 ? UPDATED : OVER }))).told;
  assert.equal(told(NIGHT, calm).advice?.text, 'Open the app once, so that it fetches what was missed.');
  assert.deepEqual(told(NIGHT, calm)?.works, []);
  assert.equal(
    told(NIGHT, NIGHT, calm).advice?.text,
    'Open the app once, so that it fetches what was missed.',
  );
  assert.equal(told(NIGHT, calm, NIGHT).advice, undefined);
  assert.deepEqual(told(NIGHT, 'works: [device-alarms]')?.works, ['device-alarms']);
});

test('what is said after an all-clear repeats nothing either', () => {
  const after = `${OVER}\n\n## Postmortem - 2026-03-01T03:10Z\nA disk was full.`;
  const { told } = lastTold([
    { front: NIGHT, body: UPDATED },
    { front: NIGHT, body: OVER },
    { front: NIGHT, body: after },
  ]);
  assert.equal(told?.advice, undefined);
});

test('an all-clear that came in one go with the rest, or without git, tells nothing beside its words', () => {
  assert.equal(lastTold([{ front: NIGHT, body: OVER }]).told.advice?.text, undefined);
  const [incident] = readIncidents(
    [file(NAME, incidentFile({ front: NIGHT, body: OVER }))],
    context,
  ).incidents;
  assert.ok(incident);
  const snapshot = takeSnapshot(context.site, [incident], { by: 'nobody', at: null }, context.now);
  const [entry] = feedOf(snapshot, 'en', ORIGIN, 'history.atom').entries;
  assert.deepEqual([entry?.told.state, entry?.told.advice], ['resolved', undefined]);
  const picture = pictureOfUpdate(incident, incident.updates.at(-1) ?? never(), snapshot, 'en', ORIGIN);
  assert.deepEqual(picture.facts, []);
  assert.match(picture.title, /^Resolved: /);
  assert.match(pictureOfIncident(incident, snapshot, 'en', ORIGIN).title, /^Resolved: /);
  assert.ok(!JSON.stringify(pictureOfIncident(incident, snapshot, 'en', ORIGIN)).includes('Set a clock'));
  assert.deepEqual(
    answerOf(snapshot, 'en').advice.map(({ text }) => text),
    [context.site.advice.en],
  );
  assert.equal(embedFile(snapshot, undefined, 'en', ORIGIN, 'b1').advice, null);
});

function never(): never {
  throw new Error('there is an update');
}
