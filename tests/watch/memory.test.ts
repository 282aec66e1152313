import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Finding } from '../../src/watch/finding.ts';
import {
  BLANK,
  DISK,
  type Disk,
  keep,
  type Memory,
  recall,
  remember,
  withoutOld,
} from '../../src/watch/memory.ts';
import { workshop } from '../release/workshop.ts';

const NOW = Date.parse('2026-03-01T03:10:00Z');
const folder = workshop();

function finding(over: Partial<Finding> = {}): Finding {
  return { check: 'share', place: 'home', at: NOW, ok: true, ms: 120, ...over };
}

const ONE: Memory = {
  findings: [finding()],
  verdicts: { share: { state: 'up' } },
  teller: { told: 1 },
  renewed: NOW,
};
const TWO: Memory = { ...ONE, teller: { told: 2 } };

describe('what a watcher knows', () => {
  test('is found again as it was kept', async () => {
    const path = join(folder(), 'deep/state.json');
    assert.deepEqual(await recall(path, NOW), { memory: BLANK });
    await keep(path, ONE);
    assert.deepEqual(await recall(path, NOW), { memory: ONE });
  });

  test('is what it was before or after, whichever step the power goes away at, half a file included', async () => {
    for (let last = 0; last <= 4; last++) {
      const path = join(folder(), 'state.json');
      await keep(path, ONE);
      const ended = keep(path, TWO, dyingAfter(last));
      await (last < 4 ? assert.rejects(ended, /the power went away/) : ended);
      const expected = { memory: last < 3 ? ONE : TWO };
      assert.deepEqual(await recall(path, NOW), expected, `after ${last} steps`);
      await keep(path, TWO);
      assert.deepEqual(readdirSync(join(path, '..')), ['state.json'], 'nothing is left lying about');
    }
  });

  for (const [what, text, said] of [
    ['is cut off', '{"version":1,"findi', /is no JSON/],
    ['is empty', '', /is no JSON/],
    ['is of an older version', '{"version":0,"findings":[]}', /is of version 0, and this program writes 1/],
    ['is of none', '{"findings":[],"verdicts":{}}', /is of version undefined/],
    ['lacks a part', '{"version":1,"findings":[{"check":"a"}],"verdicts":{}}', /lacks a part/],
    ['holds no object', 'null', /holds no object/],
  ] as const)
    test(`is set aside where the file ${what}, and the watcher begins anew`, async () => {
      const root = folder();
      const path = join(root, 'state.json');
      writeFileSync(path, text);
      const read = await recall(path, NOW);
      assert.deepEqual(read.memory, BLANK);
      assert.match(read.said ?? '', said);
      assert.deepEqual(readdirSync(root), ['state.json.aside-20260301T031000Z']);
      assert.equal(readFileSync(join(root, 'state.json.aside-20260301T031000Z'), 'utf8'), text);
    });

  test('is nothing where a folder has its name, which is said and stops nobody', async () => {
    const path = join(folder(), 'state.json');
    mkdirSync(path);
    const { memory, said } = await recall(path, NOW, {
      ...DISK,
      rename: () => Promise.reject(new Error('no')),
    });
    assert.deepEqual(memory, BLANK);
    assert.match(said ?? '', /cannot be read .*could not be set aside either/);
  });

  test('is the newest few findings of each check and place, and each once', () => {
    let memory: Memory = remember(BLANK, finding({ place: 'far', at: 1 }));
    for (let at = 0; at < 200; at++) memory = remember(memory, finding({ at }));
    const home = memory.findings.filter(({ place }) => place === 'home').map(({ at }) => at);
    assert.deepEqual([home.length, home[0], home.at(-1)], [64, 136, 199]);
    assert.equal(memory.findings[0]?.place, 'far', 'one that reports rarely loses nothing by others');
    assert.equal(remember(memory, finding({ at: 199, ok: false })), memory, 'a report that came twice');
  });

  test('holds 64 places of a check, and forgets the one that was heard of longest ago', () => {
    let memory: Memory = remember(BLANK, finding({ place: 'home', at: 1 }));
    memory = remember(memory, finding({ check: 'other', place: 'silent', at: 0 }));
    memory = remember(memory, finding({ place: 'alerts', at: 0, holds: NOW }));
    memory = remember(memory, finding({ place: 'silent', at: 2 }));
    memory = remember(memory, finding({ place: 'silent', at: 3 }));
    for (let run = 0; run < 62; run++)
      memory = remember(memory, finding({ place: `run-${run}`, at: 10 + run }));
    memory = remember(memory, finding({ place: 'home', at: 100 }));
    assert.equal(memory.findings.length, 2 + 62 + 2 + 2);
    memory = remember(memory, finding({ place: 'run-62', at: 101 }));
    const left = memory.findings.map(({ check, place }) => `${check} ${place}`);
    assert.deepEqual(
      left.filter((one) => /silent|home|alerts/.test(one)),
      ['share home', 'other silent', 'share alerts', 'share home'],
    );
    for (let run = 63; run < 1000; run++)
      memory = remember(memory, finding({ place: `run-${run}`, at: 100 + run }));
    assert.equal(memory.findings.length, 64 + 2);
  });

  test('forgets a check that is not watched any more', () => {
    const memory = {
      ...ONE,
      findings: [finding(), finding({ check: 'old' })],
      verdicts: { share: 1, old: 2 },
    };
    assert.deepEqual(withoutOld(memory, new Set(['share'])), { ...ONE, verdicts: { share: 1 } });
  });
});

/** A disk of a machine whose power goes away after so many steps; a write that is under way leaves half. */
function dyingAfter(steps: number): Disk {
  let left = steps;
  const live = (half?: () => Promise<void>) => async (step: () => Promise<void>) => {
    if (left-- > 0) return step();
    await half?.();
    throw new Error('the power went away');
  };
  return {
    read: DISK.read,
    write: (path, text) => live(() => DISK.write(path, text.slice(0, 9)))(() => DISK.write(path, text)),
    sync: (path) => live()(() => DISK.sync(path)),
    rename: (from, to) => live()(() => DISK.rename(from, to)),
  };
}
