import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromFile, INCIDENT, toFile } from '../../src/admin/format.ts';
import { together } from '../../src/admin/together.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { live } from '../sites.ts';

const NOW = Date.UTC(2026, 2, 1, 9, 30);
const BASE = `---
# The night shift's own.
title: Sign-in is slow
impact: { sign-in: degraded_performance }
---
## Investigating - 2026-03-01T08:00Z
We look.
`;

/** The file after somebody changed a few things in the form. */
function saved(changes: Record<string, unknown>, base = BASE): string {
  return toFile({ ...fromFile(base, INCIDENT), ...changes }, INCIDENT);
}

function said(time: string, text: string, state = 'Update') {
  return { updates: [{ state, time, text }] };
}

function both(theirs: string, ours: string, base = BASE): string | undefined {
  return together({ base, theirs, ours }, INCIDENT);
}

describe('of two who save the same file', () => {
  test('what both said stands there in its order, with what each changed at the top', () => {
    const theirs = saved({ ...said('2026-03-01T09:05Z', 'Theirs.'), advice: 'Wait.' });
    const ours = saved({ ...said('2026-03-01T09:04Z', 'Ours.'), works: ['follow-glucose'] });
    const text = both(theirs, ours) ?? '';
    assert.equal(
      text,
      `---
# The night shift's own.
title: Sign-in is slow
impact: { sign-in: degraded_performance }
works: [follow-glucose]
advice: Wait.
---
## Investigating - 2026-03-01T08:00Z
We look.

## Update - 2026-03-01T09:04Z
Ours.

## Update - 2026-03-01T09:05Z
Theirs.
`,
    );
    const files = [{ name: '2026-03-01-sign-in.md', bytes: new TextEncoder().encode(text) }];
    const { problems } = readIncidents(files, { site: live, now: NOW });
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  test('who saved first makes no difference to what stands there', () => {
    const [one, other] = [
      saved(said('2026-03-01T09:05Z', 'One.')),
      saved(said('2026-03-01T09:04Z', 'Other.')),
    ];
    assert.equal(both(one, other), both(other, one));
  });

  test('two who speak in the same minute both keep their words, and the later an id of its own', () => {
    const theirs = saved(said('2026-03-01T09:04Z', 'Theirs.'));
    const text = both(theirs, saved(said('2026-03-01T09:04Z', 'Ours.')));
    assert.match(
      text ?? '',
      /Theirs\.\n\n## Update - 2026-03-01T09:04Z \{#u-20260301T090400Z-2\}\nOurs\.\n$/,
    );
  });

  test('neither wins where both changed the same line', () => {
    assert.equal(
      both(saved({ title: 'Sign-in is down' }), saved({ title: 'Nobody can sign in' })),
      undefined,
    );
    assert.equal(
      both(saved({ title: 'Down' }), saved({ title: 'Down', advice: 'Wait.' })),
      saved({ title: 'Down', advice: 'Wait.' }),
    );
  });

  test('neither wins where one says that it is over', () => {
    const over = saved(said('2026-03-01T09:04Z', 'It works.', 'Resolved'));
    const worse = saved(said('2026-03-01T09:05Z', 'It is worse.'));
    assert.equal(both(over, worse), undefined);
    assert.equal(both(worse, over), undefined);
    // Who only mends a slip at the top takes nothing away from it.
    assert.match(both(over, saved({ scope: 'Spain' })) ?? '', /scope: Spain[\s\S]*It works\./);
  });

  test('what both have already is not said twice', () => {
    const first = saved(said('2026-03-01T09:04Z', 'It works.', 'Resolved'));
    const second = saved(said('2026-03-01T09:20Z', 'A disk was full.', 'Postmortem'), first);
    assert.equal(both(first, second), second);
    assert.equal(both(second, first), second);
  });

  test('neither wins where words were changed that had been said', () => {
    const reworded = saved({ body: '## Investigating - 2026-03-01T08:00Z\nWe look hard.' });
    assert.equal(both(reworded, saved(said('2026-03-01T09:04Z', 'Ours.'))), undefined);
    assert.equal(both(saved(said('2026-03-01T09:04Z', 'Theirs.')), reworded), undefined);
  });

  test('a key that the form does not ask for stays as the other wrote it, and an interval is not lost', () => {
    const theirs = BASE.replace('---\n##', 'began: 2026-03-01T06:00Z/2026-03-01T07:00Z\n---\n##');
    assert.match(
      both(theirs, saved(said('2026-03-01T09:04Z', 'Ours.'))) ?? '',
      /began: .*07:00Z\n[\s\S]*Ours\./,
    );
    const exact = saved({ more: { began: '2026-03-01T07:30Z' } });
    assert.equal(both(theirs, exact), undefined);
  });

  test('what cannot be read is written over by nobody', () => {
    assert.equal(both('no head', saved(said('2026-03-01T09:04Z', 'Ours.'))), undefined);
  });
});

test('what is said is put where its time belongs', () => {
  const base = saved(said('2026-03-01T09:04Z', 'Later.'));
  assert.match(
    saved(said('2026-03-01T08:30Z', 'Between.'), base),
    /We look\.\n\n## Update - 2026-03-01T08:30Z\nBetween\.\n\n## Update - 2026-03-01T09:04Z/,
  );
});
