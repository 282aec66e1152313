import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { INCIDENT } from './told.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('a branch that a forge serves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const [bare, site] = [join(folder, 'bare.git'), join(folder, 'site')];
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
    NIGHTLIGHT_PROGRAM: join(ROOT, '.cache/program'),
    GITHUB_ACTIONS: undefined,
  };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd,
      env,
      encoding: 'utf8',
    }).trim();
  const commit = (message: string) => {
    git(site, 'add', '-A');
    git(site, 'commit', '-q', '--allow-empty', '-m', message);
  };
  const deploy = async (
    to = 'branch:gh-pages',
    more: string[] = [],
    from = site,
    others: NodeJS.ProcessEnv = {},
  ) => {
    const { code, out, err } = await call(['deploy', '--to', to, ...more], {
      cwd: from,
      env: { ...env, ...others, NIGHTLIGHT_SITE: from },
      now: Date.now,
      wait: (ms) => pause(ms),
      begin: sharedBuilder().begin,
    });
    return { code, output: out + err };
  };
  /** Two of the same second and page would be one commit, and whoever came second would find it there. */
  const deployTwice = (to?: string) =>
    Promise.all(
      ['00', '01'].map((second) =>
        deploy(to, [], site, { GIT_COMMITTER_DATE: `2026-03-01T12:00:${second}Z` }),
      ),
    );
  const live = (file: string) => git(bare, 'show', `gh-pages:${file}`);
  const files = () => git(bare, 'ls-tree', '-r', '--name-only', 'gh-pages').split('\n');
  const state = () => [
    git(site, 'status', '--porcelain'),
    git(site, 'for-each-ref', 'refs/heads'),
    git(site, 'worktree', 'list'),
  ];

  before(() => {
    git(folder, 'init', '-q', '--bare', '-b', 'main', bare);
    mkdirSync(join(site, 'incidents'), { recursive: true });
    mkdirSync(join(site, 'public'));
    cpSync(join(ROOT, 'tests/fixtures/sites/small.yaml'), join(site, 'nightlight.yaml'));
    writeFileSync(join(site, 'incidents/2026-02-20-alerts.md'), INCIDENT);
    writeFileSync(join(site, '.gitignore'), '.cache\n*.json\n');
    git(site, 'init', '-q', '-b', 'main');
    git(site, 'remote', 'add', 'origin', bare);
    commit('the site');
    git(site, 'push', '-q', 'origin', 'main');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('has the whole page as one commit, and whoever deploys keeps folder, index and branches', async () => {
    writeFileSync(join(site, 'note.txt'), 'half a thought');
    git(site, 'add', 'note.txt');
    const before = state();
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.match(output, /Pushed after [\d.]+ s: gh-pages of origin is [0-9a-f]{40}\./);
    for (const file of [
      '.nojekyll',
      'index.html',
      'heartbeat.json',
      'incidents/2026-02-20-alerts/index.html',
    ])
      assert.ok(files().includes(file), file);
    assert.equal(git(bare, 'rev-list', '--count', 'gh-pages'), '1');
    assert.deepEqual(state(), before);
  });

  test('has each file byte for byte, whatever attributes the one who deploys gives to files', async () => {
    const attributes = join(folder, 'config/git/attributes');
    mkdirSync(dirname(attributes), { recursive: true });
    writeFileSync(attributes, '* text=auto\n*.txt ident\n');
    const info = join(site, '.git/info/attributes');
    writeFileSync(info, '*.ics text\n');
    const { code, output } = await deploy('branch:exact', [], site, {
      XDG_CONFIG_HOME: join(folder, 'config'),
    });
    rmSync(info);
    assert.equal(code, 0, output);
    assert.match(git(bare, 'show', 'exact:calendar.ics'), /^BEGIN:VCALENDAR\r\n/);
  });

  test('keeps its addresses and its domain with the next deploy, and still has one commit', async () => {
    const other = join(folder, 'other');
    git(folder, 'clone', '-q', '-b', 'gh-pages', bare, other);
    writeFileSync(join(other, 'CNAME'), 'status.example.org');
    git(other, 'add', '-A');
    git(other, 'commit', '-q', '-m', 'the domain');
    git(other, 'push', '-q', 'origin', 'gh-pages');
    const old = live('addresses.txt')
      .split('\n')
      .filter((line) => line.startsWith('/'));
    writeFileSync(
      join(site, 'incidents/2026-02-20-alerts.md'),
      `${INCIDENT}\n## Resolved - 2026-02-20T04:30Z\nAlerts reach followers again.\n`,
    );
    commit('resolved');
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.match(live('incidents/2026-02-20-alerts/index.html'), /Alerts reach followers again/);
    assert.equal(live('CNAME'), 'status.example.org');
    assert.equal(git(bare, 'rev-list', '--count', 'gh-pages'), '1');
    const now = new Set(live('addresses.txt').split('\n'));
    assert.deepEqual(
      old.filter((address) => !now.has(address)),
      [],
    );
  });

  test('is as it was where an incident that it holds is gone, though git never knew of it', async () => {
    const before = git(bare, 'rev-parse', 'gh-pages');
    const forgetful = join(folder, 'forgetful');
    mkdirSync(join(forgetful, 'incidents'), { recursive: true });
    cpSync(join(site, 'nightlight.yaml'), join(forgetful, 'nightlight.yaml'));
    git(forgetful, 'init', '-q', '-b', 'main');
    git(forgetful, 'remote', 'add', 'origin', bare);
    git(forgetful, 'add', '-A');
    git(forgetful, 'commit', '-q', '-m', 'begun anew by mistake');
    const { code, output } = await deploy('branch:gh-pages', [], forgetful);
    assert.equal(code, 1);
    assert.match(output, /incidents\/2026-02-20-alerts\/index\.html {2}error {2}published-address-vanished/);
    assert.equal(git(bare, 'rev-parse', 'gh-pages'), before);
  });

  test('is taken by one of two deploys at a time; the other is told to deploy again', async () => {
    const ends = await deployTwice();
    assert.deepEqual(ends.map(({ code }) => code).toSorted(), [0, 1]);
    const lost = ends.find(({ code }) => code === 1);
    assert.match(
      lost?.output ?? '',
      /Another deploy went live on gh-pages while this one was made, and stays\./,
    );
    assert.equal(git(bare, 'rev-list', '--count', 'gh-pages'), '1');
    assert.equal(git(site, 'for-each-ref', 'refs/nightlight'), '');
    assert.equal(git(site, 'worktree', 'list').split('\n').length, 1);
  });

  test('that is not there yet is begun by one of two deploys at a time', async () => {
    const ends = await deployTwice('branch:new-pages');
    assert.deepEqual(
      ends.map(({ code }) => code).toSorted(),
      [0, 1],
      ends.map(({ output }) => output).join('\n'),
    );
    const lost = ends.find(({ code }) => code === 1);
    assert.match(lost?.output ?? '', /Another deploy went live on new-pages/);
    assert.equal(git(bare, 'rev-list', '--count', 'new-pages'), '1');
  });

  test('is never one that holds files of your own', async () => {
    const own = await deploy('branch:main');
    assert.equal(own.code, 1);
    assert.match(own.output, /You are on the branch main/);
    git(site, 'push', '-q', 'origin', 'main:copy');
    const copy = await deploy('branch:copy', ['--anew']);
    assert.equal(copy.code, 1);
    assert.match(copy.output, /The branch copy holds nightlight\.yaml/);
    assert.equal(readFileSync(join(site, 'note.txt'), 'utf8'), 'half a thought');
  });

  test('that no remote answers for is told in the words of git, and that the page is as it was', async () => {
    renameSync(bare, `${bare}.away`);
    const { code, output } = await deploy();
    renameSync(`${bare}.away`, bare);
    assert.equal(code, 1);
    assert.match(output, /origin does not answer: [\s\S]*The live site is as it was\./);
  });
});
