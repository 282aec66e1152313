import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { save } from '../../src/authoring/save.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-save-'));
after(() => rmSync(folder, { recursive: true }));

const MODULE = resolve(import.meta.dirname, '../../src/authoring/save.ts');
const NEW_TEXT = 'a whole new file\n'.repeat(1000);

/** A process that is killed just before its nth call of the file system, or in the middle of a write. */
const KILLED = `
import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
const [, path, before, at] = process.argv;
let left = Number(at);
const step = () => { if (left-- === 0) process.kill(process.pid, 'SIGKILL'); };
for (const name of ['copyFile', 'link', 'mkdir', 'readdir', 'readFile', 'rename', 'rm', 'stat']) {
  const real = fsp[name];
  fsp[name] = (...args) => { step(); return real(...args); };
}
const open = fsp.open;
fsp.open = async (...args) => {
  step();
  const file = await open(...args);
  const write = file.writeFile.bind(file);
  file.writeFile = async (text) => { await write(text.slice(0, 100)); step(); await write(text.slice(100)); };
  const sync = file.sync.bind(file);
  file.sync = async () => { step(); return sync(); };
  return file;
};
syncBuiltinESMExports();
const { save } = await import(${JSON.stringify(MODULE)});
await save(path, ${JSON.stringify(NEW_TEXT)}, before === 'none' ? undefined : before);
`;

const hidden = () => readdirSync(folder).filter((name) => name.startsWith('.'));

/** Kills it at each step in turn, until one comes to its end; says what lay there then. */
function killedAtEachStep(before: string | undefined): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const path = join(folder, 'killed.md');
  for (let at = 0; ; at++) {
    // Looking after what another left behind is a step too.
    for (const name of hidden()) rmSync(join(folder, name));
    if (before === undefined) rmSync(path, { force: true });
    else writeFileSync(path, before);
    const { signal, status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', KILLED, path, before ?? 'none', String(at)],
      { encoding: 'utf8' },
    );
    found.push(readdirSync(folder).includes('killed.md') ? readFileSync(path, 'utf8') : undefined);
    if (signal === 'SIGKILL') continue;
    assert.equal(status, 0, stderr);
    return found;
  }
}

describe('a file that is saved', () => {
  for (const [what, before] of [
    ['a new one', undefined],
    ['one that lies there', 'what was there\n'],
  ] as const)
    test(`is, killed at any step, what it was before or all of the new: ${what}`, () => {
      const found = killedAtEachStep(before);
      assert.ok(found.length > 8, `${found.length} steps`);
      const firstNew = found.indexOf(NEW_TEXT);
      assert.ok(firstNew > 0);
      assert.deepEqual(
        found,
        found.map((_, step) => (step < firstNew ? before : NEW_TEXT)),
      );
    });

  test('keeps its rights, and leaves nothing else there, not even of one that was killed', async () => {
    const path = join(folder, 'rights.md');
    writeFileSync(path, 'before');
    chmodSync(path, 0o640);
    const left = join(folder, '.nightlight-00000000-0000-0000-0000-000000000000.new');
    writeFileSync(left, 'half of');
    utimesSync(left, 0, 0);
    await save(path, 'after', 'before');
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.deepEqual(hidden(), []);
  });

  test('is not written over another that came meanwhile', async () => {
    const path = join(folder, 'other.md');
    writeFileSync(path, 'of somebody else');
    await assert.rejects(save(path, 'mine', undefined), /written by somebody else meanwhile/);
    await assert.rejects(save(path, 'mine', 'as I read it'), /written by somebody else meanwhile/);
    assert.equal(readFileSync(path, 'utf8'), 'of somebody else');
  });
});
