import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { unsaidIn } from '../../src/site/unsaid.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

/** What is noted of a file: what was not said, and the keys that could say it. */
function noted(text: string): { found: string; keys: string[] }[] {
  const { incidents, problems } = readIncidents([file('2026-03-01-alerts.md', text)], context);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return unsaidIn(incidents, { ...context, git: NO_GIT_HISTORY }).map(({ severity, found, remedy }) => {
    assert.equal(severity, 'note');
    return { found, keys: [...remedy.matchAll(/"(\w+):/g)].map(([, key]) => key as string) };
  });
}

const BODY = '## Investigating - 2026-03-01T03:00Z\nAlerts do not reach followers.';
const WHOLE = 'advice: Set a clock.\nscope: United States';

describe('what the messages of an open incident leave unsaid', () => {
  test('is named with the lines that would say it', () => {
    assert.deepEqual(noted(incidentFile({ began: '' })), [
      {
        found: 'nothing about what to do now; where it is so, or for whom; since when',
        keys: ['advice', 'scope', 'began'],
      },
    ]);
    assert.deepEqual(noted(incidentFile({ front: 'advice: Set a clock.' })), [
      { found: 'nothing about where it is so, or for whom', keys: ['scope'] },
    ]);
  });

  test('is nothing where all is said, for the pledge says when you speak next', () => {
    assert.deepEqual(noted(incidentFile({ front: WHOLE })), []);
  });

  test('is still named after more was said, for the next message says it', () => {
    const body = `${BODY}\n\n## Update - 2026-03-01T03:05Z\nWe look for it.`;
    assert.deepEqual(noted(incidentFile({ front: 'scope: United States', body })), [
      { found: 'nothing about what to do now', keys: ['advice'] },
    ]);
  });

  test('is not looked for in what is over, withdrawn or nobody knows the end of', () => {
    for (const [body, front] of [
      [`${BODY}\n\n## Resolved - 2026-03-01T03:05Z\nAlerts arrive again.`, ''],
      [`${BODY}\n\n## Withdrawn - 2026-03-01T03:05Z\nIt was another service.`, ''],
      [BODY, 'ended: unknown\nlast_known: 2026-03-01T03:00Z'],
    ] as const)
      assert.deepEqual(noted(incidentFile({ body, front })), []);
  });

  test('of work that is announced is for whom alone: advice and a next word may wait until it begins', () => {
    const announced = `---
kind: maintenance
title: Work on the alert servers
scheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }
impact:
  follow-alerts: under_maintenance
---
## Scheduled - 2026-03-01T03:00Z
We replace the servers that send alerts.
`;
    assert.deepEqual(noted(announced), [
      { found: 'nothing about where it is so, or for whom', keys: ['scope'] },
    ]);
  });
});
