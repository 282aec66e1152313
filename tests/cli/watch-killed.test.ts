import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { workshop, write } from '../release/workshop.ts';
import { configWith } from '../watch/config.ts';
import { call } from './io.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** At how many steps a watcher is killed; RUNS=100 takes every one. */
const RUNS = Number(process.env.RUNS || 4);

describe('a watcher that is killed in the middle of a notice', () => {
  const place = workshop();
  const server = createServer((_, answer) => void answer.writeHead(502).end());
  let url = '';
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A site with a remote, whose service fails. */
  function begun(): { folder: string; remote: string } {
    const [folder, remote] = [place(), place()];
    const config = configWith(
      `{ id: sharing, http: { url: '${url}' }, fails: [follow-glucose] }`,
      '  failures: 1\n',
    );
    writeFileSync(join(folder, 'nightlight.yaml'), config);
    write(folder, { 'incidents/README.md': 'how to\n', '.gitignore': '.watch/\n.cache/\n' });
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote]);
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['config', 'user.name', 'Watcher'],
      ['config', 'user.email', 'watcher@example.org'],
      ['add', '.'],
      ['commit', '-qm', 'begin'],
      ['remote', 'add', 'origin', remote],
      ['push', '-qu', 'origin', 'main'],
    ])
      execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
    return { folder, remote };
  }

  /** Watches once, in a process of its own. */
  async function watch(folder: string, env: Record<string, string> = {}) {
    const args = [
      '--import',
      join(ROOT, 'tests/cli/dying.mjs'),
      join(ROOT, 'src/cli/process.ts'),
      'watch',
      '--once',
    ];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, NIGHTLIGHT_SITE: folder, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (part) => {
      err += part;
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { code, signal, err };
  }

  /** What the remote has: commits since the beginning, and how many words stand in each language of the site. */
  function told(remote: string): { commits: number; updates: number[] } {
    const git = (...args: string[]) => execFileSync('git', ['-C', remote, ...args], { encoding: 'utf8' });
    const files = git('ls-tree', '--name-only', 'main', 'incidents/').match(/incidents\/2\S+/g) ?? [];
    return {
      commits: Number(git('rev-list', '--count', 'main')) - 1,
      updates: files.map((file) => git('show', `main:${file}`).match(/^## /gm)?.length ?? 0),
    };
  }

  test('has told it once after it was begun again, at whichever step it died', async () => {
    const whole = begun();
    const count = join(whole.folder, '.cache/steps');
    write(whole.folder, { '.cache/steps': '' });
    const { code, err } = await watch(whole.folder, { COUNT: count });
    assert.equal(code, 3, err);
    assert.deepEqual(told(whole.remote), { commits: 1, updates: [1, 1] }, err);
    const steps = Number(readFileSync(count, 'utf8'));
    assert.ok(steps > 10, `${steps} steps`);
    const every = Math.max(1, steps / RUNS);
    for (let at = every; at <= steps; at += every) {
      const { folder, remote } = begun();
      const died = await watch(folder, { DIE_AT: String(Math.floor(at)) });
      assert.equal(died.signal, 'SIGKILL', `step ${Math.floor(at)} of ${steps}: ${died.err}`);
      const again = await call(['watch', '--once'], {
        ...{
          cwd: folder,
          env: { ...process.env, NIGHTLIGHT_SITE: folder },
          fetch,
          now: Date.now,
          wait: (ms) => pause(ms),
        },
        steady: () => performance.now(),
      });
      assert.equal(again.code, 3, again.out + again.err);
      assert.deepEqual(
        told(remote),
        { commits: 1, updates: [1, 1] },
        `step ${Math.floor(at)} of ${steps}: ${again.err}`,
      );
    }
  });
});
