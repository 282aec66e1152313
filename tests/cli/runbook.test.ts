import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serve, type TestServer } from '../server.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call, wordsOf } from './io.ts';
import { ENGINE, git, PERSON, siteToWrite } from './written.ts';

const page = readFileSync(join(ENGINE, 'docs/runbook.md'), 'utf8');
const HOSTS = ['https://status.example.org/', 'https://status.example.net/'];

/** Every command of the page, in its order. */
const typed = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) =>
  lines.trim().split('\n'),
);

describe('docs/runbook.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const [bare, served] = [join(folder, 'bare.git'), join(folder, 'status')];
  const site = siteToWrite();
  let server: TestServer;

  before(async () => {
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare]);
    git(site.folder, 'remote', 'add', 'origin', bare);
    git(site.folder, 'push', '-q', '-u', 'origin', 'main');
    server = await serve({ '/': served }, Date.now());
  });
  after(async () => {
    await server.close();
    site.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Types a line of it, where /srv/www/status and both hosts are of this test. */
  const type = (line: string) => {
    const [npx, name, ...words] = wordsOf(line.replace('/srv/www/status', served));
    assert.deepEqual([npx, name], ['npx', 'nightlight']);
    // Nobody builds what is pushed here, so nobody need wait for it.
    const wait = words.includes('--publish') ? ['--wait', '0'] : [];
    return call([...words, ...wait], {
      cwd: site.folder,
      env: {
        ...process.env,
        ...PERSON,
        NIGHTLIGHT_NOW: undefined,
        NIGHTLIGHT_SITE: undefined,
        NIGHTLIGHT_PICTURES: join(ENGINE, '.cache/pictures'),
        NIGHTLIGHT_PROGRAM: join(ENGINE, '.cache/program'),
        GITHUB_ACTIONS: undefined,
      },
      now: Date.now,
      wait: (ms) => pause(ms),
      begin: sharedBuilder().begin,
      fetch: (address, init) => {
        const host = HOSTS.find((one) => String(address).startsWith(one));
        assert.ok(host, `nobody else is asked: ${String(address)}`);
        return fetch(String(address).replace(host, `${server.url}/`), init);
      },
    });
  };

  test('is one page, and names the commands of a night in their order', () => {
    assert.ok(page.split('\n').length < 90);
    assert.deepEqual(
      typed.map((line) => wordsOf(line)[2]),
      ['new', 'list', 'update', 'resolve', 'verify', 'deploy', 'deploy', 'deploy', 'verify'],
    );
  });

  test('can be typed from top to bottom: it is said, told, over, live in three places, and looked at', async () => {
    for (const line of typed.slice(0, 4)) {
      const before = git(bare, 'rev-parse', 'main');
      const { code, out, err } = await type(line);
      assert.equal(code, 0, `${line}\n${out}${err}`);
      // Each notice is pushed.
      if (line.includes('--publish')) assert.notEqual(git(bare, 'rev-parse', 'main'), before, line);
    }
    const [file = ''] = site.files();
    assert.match(site.read(file.replace(/\.md$/, '')), /## Investigating[\s\S]*## Update[\s\S]*## Resolved/);
    const [look = '', here = '', branch = '', alone = '', both = ''] = typed.slice(4);
    // Nothing is served yet.
    assert.equal((await type(look)).code, 3);
    for (const line of [here, branch]) {
      const { code, out, err } = await type(line);
      assert.equal(code, 0, `${line}\n${out}${err}`);
    }
    assert.match(git(bare, 'show', 'gh-pages:addresses.txt'), /\/incidents\//);
    for (const line of [look, both]) {
      const { code, out, err } = await type(line);
      assert.equal(code, 0, `${line}\n${out}${err}`);
    }
    const { code, out, err } = await type(alone);
    assert.equal(code, 0, `${alone}\n${out}${err}`);
    assert.ok(existsSync(join(site.folder, 'site/index.html')));
  });
});
