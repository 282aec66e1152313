import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Heartbeat } from '../../src/domain/freshness.ts';
import { readLying } from '../../src/incidents/lying.ts';
import { sourceName } from '../../src/release/source.ts';
import { filesBeside } from '../../src/site/beside.ts';
import { workshop, write } from '../release/workshop.ts';
import { configWith } from '../watch/config.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
/** How long anything may take, in ms: far longer than it does. */
const BOUND = 90_000;
const SERVICE = "require('http').createServer((_, answer) => answer.end('well')).listen(8080, '127.0.0.1')";

/**
 * How this machine makes a network of its own: as root, or in a user namespace. Nothing where it does not, and why.
 */
function waysOf(): { unshare: string[]; enter: string[] } | { why: string } {
  const ways = [
    { unshare: ['--net'], enter: ['--net'] },
    {
      unshare: ['--user', '--map-root-user', '--net'],
      enter: ['--user', '--preserve-credentials', '--net'],
    },
  ];
  const said: string[] = [];
  for (const way of ways) {
    const tried = spawnSync('unshare', [
      ...way.unshare,
      'ip',
      ...['link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'other'],
    ]);
    if (tried.status === 0) return way;
    said.push(String(tried.error?.message ?? tried.stderr).trim());
  }
  return { why: said.join('; ') };
}

const ways = waysOf();
/** Never silently: whoever reads the result sees what was not tried, why, and how it can be. */
const skip =
  'why' in ways
    ? `no network could be cut, for this machine makes no network namespaces (${ways.why}). Run it as root on Linux with iproute2 and util-linux: sudo node --test tests/cli/watch-cut.test.ts`
    : false;

describe('two watchers with a cable between them', { skip, timeout: 4 * BOUND }, () => {
  const place = workshop();
  const children: ChildProcess[] = [];
  let [home, far] = [0, 0];
  const { unshare, enter } = 'why' in ways ? { unshare: [], enter: [] } : ways;

  /** Begins something in the network of a process. */
  function begin(there: number, command: string, args: string[], env: Record<string, string> = {}) {
    const child = spawn('nsenter', ['--target', `${there}`, ...enter, '--', command, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let err = '';
    child.stderr.on('data', (part) => {
      err += part;
    });
    return { err: () => err };
  }

  const ip = (there: number, ...args: string[]) =>
    execFileSync('nsenter', ['--target', `${there}`, ...enter, '--', 'ip', ...args], { stdio: 'pipe' });

  /** A network of its own, which lasts as long as the process that is answered. */
  async function network(command: string, args: string[]): Promise<number> {
    const child = spawn(command, args, { stdio: 'ignore' });
    children.push(child);
    const pid = child.pid ?? 0;
    const net = (of: number | 'self') => readlinkSync(`/proc/${of}/ns/net`);
    await until('a network of its own', () => net(pid) !== net('self') && isSleeping(pid));
    ip(pid, 'link', 'set', 'lo', 'up');
    return pid;
  }

  before(async () => {
    home = await network('unshare', [...unshare, 'sleep', '600']);
    // In the same user namespace as the first one, or no cable could be laid between them.
    const within = enter.filter((one) => one !== '--net');
    far =
      within.length === 0
        ? await network('unshare', ['--net', 'sleep', '600'])
        : await network('nsenter', ['--target', `${home}`, ...within, 'unshare', '--net', 'sleep', '600']);
    ip(home, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', `${far}`);
    for (const [there, address] of [
      [home, '10.77.0.1/30'],
      [far, '10.77.0.2/30'],
    ] as const) {
      ip(there, 'address', 'add', address, 'dev', 'cable');
      ip(there, 'link', 'set', 'cable', 'up');
      begin(there, process.execPath, ['-e', SERVICE]);
    }
  });

  after(async () => {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
  });

  /** A site of which the live page is what the repository says. */
  function site(): string {
    const folder = place();
    const config = configWith(
      "{ id: sharing, http: { url: 'http://127.0.0.1:8080/' }, fails: [follow-glucose], every: 1, timeout: 1 }",
      '  failures: 1\n  quorum: 2\n',
    );
    writeFileSync(join(folder, 'nightlight.yaml'), config);
    const incidents = join(folder, 'incidents');
    write(incidents, { 'README.md': 'how to\n' });
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Watcher');
    git('config', 'user.email', 'watcher@example.org');
    git('add', '.');
    git('commit', '-qm', 'begin');
    const at = (ms: number) => new Date(Date.now() + ms).toISOString().replace(/\.\d+/, '');
    const said: Heartbeat = {
      ...{ built_at: at(0), valid_until: at(2_400_000), build: 'b1', changes_at: null, moved_to: null },
      vouched: { by: 'nobody', at: null, until: null },
      limits: { validFor: 2_400_000, vouchFor: 1_200_000 },
      source: sourceName(readLying(incidents).files, config, filesBeside(folder)),
    };
    write(folder, { 'live/heartbeat.json': JSON.stringify(said) });
    return folder;
  }

  test('know nothing while it is cut, say nothing, and vouch again once it is mended', async () => {
    const folder = site();
    const watch = (there: number, ...args: string[]) =>
      begin(there, process.execPath, [join(ROOT, 'src/cli/process.ts'), 'watch', ...args], {
        NIGHTLIGHT_SITE: folder,
        NIGHTLIGHT_WATCH_SECRET: SECRET,
      });
    const read = <T>(path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
    const vouchedAt = () => {
      const { by, at } = read<Heartbeat>('live/heartbeat.json').vouched;
      return by === 'watch' ? Date.parse(at ?? '') : 0;
    };
    const state = () =>
      read<{ verdicts: Record<string, { state: string }> }>('.watch/state.json').verdicts.sharing?.state;
    const speaking = watch(
      home,
      '--place',
      'home',
      '--to',
      join(folder, 'live'),
      '--listen',
      '10.77.0.1:8788',
    );
    const reporting = watch(far, '--place', 'far', '--report', 'http://10.77.0.1:8788/findings');
    const told = () => `${speaking.err()}\n${reporting.err()}`;

    await until('the word of both', () => vouchedAt() > 0, told);
    ip(home, 'link', 'set', 'cable', 'down');
    await until('that nobody knows', () => state() === 'unknown', told);
    const unknown = Date.now();
    await until('that what was found cannot be passed on', () =>
      /could not be passed on/.test(reporting.err()),
    );
    // Long enough for some looks more, each of which goes well at both places.
    await wait(3_000);
    assert.equal(state(), 'unknown');
    assert.ok(vouchedAt() <= unknown, 'no word is given while it is cut');

    ip(home, 'link', 'set', 'cable', 'up');
    await until('the word of both again', () => state() === 'up' && vouchedAt() > unknown, told);
    assert.deepEqual(readdirSync(join(folder, 'incidents')), ['README.md']);
    assert.doesNotMatch(speaking.err(), /"state":"down"|"msg":"open"/);
    const log = execFileSync('git', ['-C', folder, 'log', '--format=%s'], { encoding: 'utf8' });
    assert.equal(log, 'begin\n', 'a cut is told to nobody as an outage');
  });
});

/** Waits until something is so; what cannot be read yet is not. */
async function until(what: string, isSo: () => boolean, told = () => ''): Promise<void> {
  const end = Date.now() + BOUND;
  for (;;) {
    try {
      if (isSo()) return;
    } catch {
      // It is being written.
    }
    assert.ok(Date.now() < end, `${what} did not come: ${told()}`);
    await wait(50);
  }
}

/** Whether a process is the one that only waits: before that it still enters namespaces. */
function isSleeping(pid: number): boolean {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sleep';
}
