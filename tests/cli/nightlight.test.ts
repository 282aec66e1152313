import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { STACK } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const BIN = join(ENGINE, 'src/cli/nightlight.mjs');

/** A Node of this machine that cannot run TypeScript, if there is one. */
const OLD = '/usr/bin/node';
const isOld = /^v2[0-2]\./.test(spawnSync(OLD, ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** Calls the program itself, with one Node before all others. */
function run(node: string, args: string[], options: { cwd?: string; NODE_OPTIONS?: string } = {}) {
  const { cwd = tmpdir(), NODE_OPTIONS = '' } = options;
  const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH, NODE_OPTIONS };
  const { status, stdout, stderr } = spawnSync(BIN, args, { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('nightlight, as it is called,', () => {
  for (const [what, node, skip] of [
    ['with the Node that is pinned', process.execPath, false],
    ['with an old Node, which goes on with the one that is pinned', OLD, !isOld],
  ] as const)
    test(`answers a program ${what}`, { skip }, () => {
      const { status, stdout, stderr } = run(node, ['check', '--format', 'json'], {
        cwd: join(ENGINE, 'docs'),
      });
      assert.deepEqual([status, stderr], [0, '']);
      assert.ok(Array.isArray(JSON.parse(stdout)));
      assert.equal(run(node, ['chekc']).status, 2);
    });

  test('does not mind that nobody reads on', async () => {
    const child = spawn(BIN, ['help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data;
    });
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(said, '');
  });

  test('says of whatever is thrown anywhere that it is our mistake', () => {
    const throws = 'process.once("beforeExit",()=>{throw new TypeError("bell is not a function")})';
    const { status, stderr } = run(process.execPath, ['--version'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(throws)}`,
    });
    assert.equal(status, 1);
    assert.match(stderr, /^This is our mistake, not yours: bell is not a function\n/);
    assert.match(stderr, STACK);
  });
});

describe('the Node that goes on', () => {
  const engine = realpathSync(mkdtempSync(join(tmpdir(), 'nightlight-')));
  after(() => rmSync(engine, { recursive: true }));
  const bin = join(engine, 'src/cli/nightlight.mjs');
  const pinned = join(engine, 'node_modules/node');
  for (const folder of [dirname(bin), join(pinned, 'bin')]) mkdirSync(folder, { recursive: true });
  cpSync(BIN, bin);
  writeFileSync(join(dirname(bin), 'process.ts'), 'const here: string = "here"; console.log(here);');
  /** Another Node is pinned, which does this. */
  const pin = (script: string) => {
    writeFileSync(join(pinned, 'package.json'), '{ "name": "node", "version": "99.0.0" }');
    writeFileSync(join(pinned, 'bin/node'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(pinned, 'bin/node'), 0o755);
  };

  test('is given the same words and the same input, and its exit code is the answer', () => {
    pin('shift; echo "$# $2"; cat; echo beside >&2; exit 3');
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'ring', 'a b'], {
      input: 'read\n',
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout, stderr], [3, '2 a b\nread\n', 'beside\n']);
  });

  test('is told of signals, and how it ended is told on', async () => {
    for (const [script, code] of [
      ['trap "exit 7" TERM', 7],
      ['true', 143],
    ] as const) {
      pin(`${script}; echo ready; while :; do sleep 0.05; done`);
      const child = spawn(process.execPath, [bin], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'close'), [code, null]);
    }
  });

  test('is the one that runs already where the one that is pinned could not be installed', () => {
    pin('exit 9');
    rmSync(join(pinned, 'bin'), { recursive: true });
    assert.equal(spawnSync(process.execPath, [bin], { encoding: 'utf8' }).stdout, 'here\n');
  });

  const refusal = (node: string) => {
    const { status, stderr } = spawnSync(node, [bin], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.doesNotMatch(stderr, STACK);
    return stderr;
  };

  test('is asked for where this one is too old', { skip: !isOld }, () => {
    assert.match(refusal(OLD), /^Node 2\S+ cannot run this, .* Run "npm ci" in /);
  });

  test('is asked for, with all packages, where none are installed', () => {
    rmSync(pinned, { recursive: true });
    assert.equal(
      refusal(process.execPath),
      `What this is made of is not installed. Run "npm ci" in ${engine}\n`,
    );
  });
});
