import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagsOf } from '../../src/cli/help.ts';
import { findOrGetAShell, type Shell } from '../shells.ts';
import { call } from './io.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
const lines = new Map<string, string>();
for (const shell of SHELLS) lines.set(shell, (await call(['completion', shell])).out);

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'live site'));

function run({ path, env: own }: Shell, script: string) {
  // A shell reads what these name before anything else, and what that prints is not ours.
  const { BASH_ENV: _, ENV: __, ...env } = process.env;
  const told = {
    env: { ...env, ...own, HOME: folder, ZDOTDIR: folder },
    cwd: folder,
    encoding: 'utf8',
  } as const;
  const { stdout, stderr, error } = spawnSync(path, ['-c', script], told);
  assert.equal(stderr, '');
  assert.equal(error, undefined);
  return stdout.split('\n').filter((line) => line !== '');
}

/** What bash offers for the last of these words. */
function bash(...words: string[]): string[] {
  const call = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _nightlight`;
  return run({ path: 'bash', env: {} }, `${lines.get('bash')}\n${call}; printf '%s\\n' "\${COMPREPLY[@]}"`);
}

describe('completion in bash', () => {
  test('offers the commands, and those that begin so', () => {
    assert.deepEqual(bash('nightlight', ''), Object.keys(COMMANDS));
    assert.deepEqual(bash('nightlight', 'ch'), ['check']);
    assert.deepEqual(bash('nightlight', 'help', 'dep'), ['deploy']);
  });

  test('offers the flags of a command, what may stand behind one, and folders', () => {
    assert.deepEqual(bash('nightlight', 'guard', '--'), ['--to', '--in-place', '--site', '--json', '--help']);
    assert.deepEqual(bash('nightlight', 'check', '--format', ''), [
      'terminal',
      'github',
      'gitlab',
      'markdown',
      'json',
    ]);
    assert.deepEqual(bash('nightlight', 'check', '--format', '=', 'j'), ['json']);
    assert.deepEqual(bash('nightlight', 'check', '--format', '='), [
      'terminal',
      'github',
      'gitlab',
      'markdown',
      'json',
    ]);
    assert.deepEqual(bash('nightlight', 'guard', '--to', 'li'), ['live site']);
    assert.deepEqual(bash('nightlight', 'deploy', '--why', ''), []);
    assert.deepEqual(bash('nightlight', 'completion', ''), [...SHELLS, '--help']);
    assert.deepEqual(bash('nightlight', 'chekc', ''), []);
  });
});

for (const shell of SHELLS)
  test(`${shell} is told of every command and flag`, async () => {
    const said = lines.get(shell) ?? '';
    for (const [name, { load }] of Object.entries(COMMANDS)) {
      assert.ok(said.includes(name));
      for (const flag of Object.keys(flagsOf((await load()).command)))
        assert.match(said, new RegExp(shell === 'fish' ? `from ${name}' -l ${flag} ` : `--${flag}`));
    }
  });

test('zsh can read its lines', () => {
  const { path, env } = findOrGetAShell('zsh');
  const told = { input: lines.get('zsh') ?? '', encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const read = spawnSync(path, ['-n'], told);
  assert.deepEqual([read.status, read.stderr], [0, '']);
});

test('completion in fish offers the same', () => {
  const shell = findOrGetAShell('fish');
  const fish = (written: string) =>
    run(shell, `${lines.get('fish')}\ncomplete -C '${written}'`).map((line) => line.split('\t')[0]);
  assert.deepEqual(fish('nightlight ch'), ['check']);
  assert.deepEqual(
    fish('nightlight check --format ').toSorted(),
    bash('nightlight', 'check', '--format', '').toSorted(),
  );
  assert.deepEqual(fish('nightlight guard --to li'), ['live site/']);
  assert.deepEqual(fish('nightlight completion f'), ['fish']);
});
