import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { askByCommand } from '../../src/system/command.ts';

const NEVER = new AbortController().signal;

describe('a command that asks somebody to take over', () => {
  let cwd = '';
  before(() => {
    cwd = mkdtempSync(join(tmpdir(), 'nightlight-asked-'));
  });
  after(() => rmSync(cwd, { recursive: true, force: true }));
  const ask = (script: string, { over = NEVER, env = {}, words = [] as string[] } = {}) =>
    askByCommand([process.execPath, '-e', script, ...words], '{"kind":"open"}', { env, cwd, over });

  test('has the facts as JSON on its standard input, and its words as they stand, for there is no shell', async () => {
    const script = "require('fs').writeFileSync('told', require('fs').readFileSync(0) + process.argv[1])";
    assert.equal(await ask(script, { words: ['$HOME; rm -rf *'] }), undefined);
    assert.equal(readFileSync(join(cwd, 'told'), 'utf8'), '{"kind":"open"}$HOME; rm -rf *');
  });

  test('knows the environment of the watcher, and no secret of ours', async () => {
    const env = { PAGER_KEY: 'p', NIGHTLIGHT_WATCH_SECRET: 's', NIGHTLIGHT_ALERTS_A: 'a' };
    const script =
      "process.exit(Object.keys(process.env).some((one) => one.startsWith('NIGHT')) || !process.env.PAGER_KEY ? 1 : 0)";
    assert.equal(await ask(script, { env }), undefined);
  });

  test('is told to the log where it fails, with what it said', async () => {
    assert.equal(
      await ask("console.error('no pager here'); process.exitCode = 3"),
      'it ended with 3: no pager here',
    );
    assert.equal(
      await askByCommand(['no-such-command-anywhere'], '{}', { env: {}, cwd, over: NEVER }),
      'it could not be started: spawn no-such-command-anywhere ENOENT',
    );
  });

  test('may end without reading what it is told', async () => {
    const long = JSON.stringify('x'.repeat(1_000_000));
    assert.equal(
      await askByCommand([process.execPath, '-e', ''], long, { env: {}, cwd, over: NEVER }),
      undefined,
    );
  });

  test('is ended when its time is over, with all that it began', { timeout: 60_000 }, async () => {
    const path = join(cwd, 'pid');
    const child = `require('fs').writeFileSync('pid.new', String(process.pid)); require('fs').renameSync('pid.new', 'pid'); setInterval(() => {}, 1000)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
    const stopping = new AbortController();
    const asked = ask(script, { over: stopping.signal });
    while (!existsSync(path)) await immediate();
    stopping.abort();
    assert.equal(await asked, 'it did not end in time');
    const pid = Number(readFileSync(path, 'utf8'));
    while (isAlive(pid)) await immediate();
  });
});

/** Whether a process runs; one that has ended and that nobody has taken note of yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
