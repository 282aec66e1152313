import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { remove, set } from '../../src/config/edit.ts';
import { serve, type TestServer } from '../server.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** The one incident of the demonstration that the site here has from its beginning. */
const SHIPPED = '2019-11-30-follow-outage';
/** What the site is: the smallest of two languages, and a demonstration, as a clone is at first. */
const CONFIG = set(
  set(readFileSync(join(ROOT, 'tests/fixtures/sites/pair.yaml'), 'utf8'), ['look', 'pictures'], 'none'),
  ['site', 'demonstration'],
  { notice: { en: 'It vouches for nothing.', es: 'No garantiza nada.' } },
);
const NEW = 'incidents/2026-11-20-alerts.md';
const INCIDENT = `---
title: Followers get no alerts
began: 2026-11-20T02:10Z
impact:
  follow-alerts: major_outage
---
## Investigating - 2026-11-20T02:30Z
Alerts do not reach followers.
`;

const NEW_YEAR = 'incidents/2024-01-01-new-year.md';
/** An incident that was over within hours. */
const newYear = `${INCIDENT}\n## Resolved - 2026-11-20T04:30Z\nAlerts reach followers again.\n`.replaceAll(
  '2026-11-20',
  '2024-01-01',
);

describe('a push to a bare repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const [bare, author, work, live] = ['bare.git', 'author', 'work', 'live'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const { PATH } = process.env;
  const hook = join(bare, 'hooks/post-receive');
  /** Where the engine of the hook lies: beside the site, or, as it is by default, in the repository that is pushed to. */
  let engine: string | undefined = ROOT;
  let server: TestServer;
  /** What was answered to a push without a file that was published. */
  let refused = '';

  const environment = () => {
    const env = {
      ...process.env,
      NIGHTLIGHT_WORK: work,
      NIGHTLIGHT_LIVE: live,
      NIGHTLIGHT_ENGINE: engine,
      // What is kept by a name for all that it is made of: the pictures that are drawn, and the program.
      NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
      NIGHTLIGHT_PROGRAM: join(ROOT, '.cache/program'),
      ASTRO_TELEMETRY_DISABLED: '1',
      GITHUB_ACTIONS: undefined,
    };
    for (const name of Object.keys(env))
      if (name.startsWith('GIT_')) delete (env as Record<string, unknown>)[name];
    return env;
  };
  const run = (command: string, args: string[], cwd: string) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd,
      env: environment(),
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };
  const git = (...args: string[]) => {
    const result = run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], author);
    assert.equal(result.status, 0, result.output);
    return result.output;
  };
  /** Pushes to the repository, whose hook puts it live, and answers what whoever pushes reads. */
  const push = () => git('push', 'origin', 'HEAD:main');
  /** Where a build worked, of each since this was emptied. */
  let worked: string[] = [];
  /** Calls `nightlight deploy` for the clone, with a builder that is warm. */
  const deploy = async (to: string, ...more: string[]) => {
    const { code, out, err } = await call(['deploy', '--to', to, ...more], {
      cwd: work,
      env: environment(),
      fetch,
      now: Date.now,
      wait: (ms) => pause(ms),
      begin: (args, options) => {
        worked.push(String(options.cwd));
        return sharedBuilder().begin(args, options);
      },
    });
    return { code, output: out + err };
  };
  /** Does what the hook does with a push, in a third of the time: how the hook itself does it, other tests say. */
  const goLive = async () => {
    renameSync(hook, `${hook}.away`);
    git('push', '--force', 'origin', 'HEAD:main');
    renameSync(`${hook}.away`, hook);
    for (const args of [
      ['fetch', '-q', bare, 'main'],
      ['reset', '-q', '--hard', 'FETCH_HEAD'],
    ])
      assert.equal(run('git', args, work).status, 0);
    return (await deploy(live)).output;
  };
  const versionsIn = (site: string) =>
    readdirSync(join(site, 'incidents/2026-11-20-alerts/revisions')).toSorted();
  const page = async (path: string) => {
    // A push takes longer than the server keeps an idle connection: each question has its own.
    const answer = await fetch(`${server.url}/${path}`, { headers: { connection: 'close' } });
    return { status: answer.status, text: await answer.text() };
  };

  before(async () => {
    mkdirSync(author);
    assert.equal(run('git', ['init', '-q', '--bare', '-b', 'main', bare], folder).status, 0);
    const listed = run('git', ['ls-files', '-co', '--exclude-standard'], ROOT)
      .output.split('\n')
      .filter((file) => file && existsSync(join(ROOT, file)));
    // The engine with a small site: each build prints all of it.
    const kept = listed.filter((file) => !/^(tests|docs|incidents|pages|words)\//.test(file));
    for (const file of kept) cpSync(join(ROOT, file), join(author, file));
    writeFileSync(join(author, 'nightlight.yaml'), CONFIG);
    mkdirSync(join(author, 'incidents'));
    writeFileSync(
      join(author, `incidents/${SHIPPED}.md`),
      newYear.replaceAll('2024-01-01', SHIPPED.slice(0, 10)),
    );
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', bare);
    git('add', '-A');
    git('commit', '-q', '-m', 'the site');
    git('push', '-q', 'origin', 'HEAD:main');
    assert.equal(run('git', ['clone', '-q', bare, work], folder).status, 0);
    symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
    cpSync(join(ROOT, 'package-lock.json'), join(work, '.cache/installed.json'));
    cpSync(join(ROOT, 'docs/deploying/post-receive'), hook);
    server = await serve({ '/': live }, Date.now());
  });

  after(async () => {
    process.env.PATH = PATH;
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('puts the site live, and the next push an incident, on a real web server', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'go live');
    // That the first push of all puts a site live, the tests of the package say.
    await goLive();
    assert.equal((await page('')).status, 200);
    writeFileSync(join(author, NEW), INCIDENT);
    git('add', '-A');
    git('commit', '-q', '-m', 'Followers get no alerts');
    const started = performance.now();
    push();
    assert.match((await page('')).text, /Followers get no alerts/);
    console.log(`from push to live: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    assert.match((await page('history.rss')).text, /2026-11-20-alerts\/u-20261120T023000Z\/en/);
    assert.equal((await page('incidents/2026-11-20-alerts/')).status, 200);
    assert.equal((await page('es/incidents/2026-11-20-alerts/')).status, 200);
  });

  test('with a broken incident is told what to mend, and the live site stays as it was', async () => {
    const target = readlinkSync(live);
    writeFileSync(join(author, NEW), INCIDENT.replace('major_outage', 'mayor_outage'));
    git('commit', '-q', '-am', 'a slip');
    const answer = push();
    assert.match(answer, /incidents\/2026-11-20-alerts\.md:5:18 {2}error {2}status-unknown/);
    assert.match(answer, /Did you mean "major_outage"\?/);
    assert.equal(readlinkSync(live), target);
    assert.equal((await page('incidents/2026-11-20-alerts/')).status, 200);
  });

  test('keeps each version at an address of its own, with what changed word by word', async () => {
    writeFileSync(
      join(author, NEW),
      `${INCIDENT.replace('do not reach', 'reach only some')}\n## Update - 2026-11-20T02:50Z\nMore soon.\n`,
    );
    // A page that the operator brought along goes live as it is.
    mkdirSync(join(author, 'public/papers'));
    writeFileSync(join(author, 'public/papers/index.html'), '<title>Papers</title>');
    git('add', 'public');
    git('commit', '-q', '-am', 'say it better');
    await goLive();
    assert.equal((await page('papers/')).text, '<title>Papers</title>');
    const { text } = await page('incidents/2026-11-20-alerts/');
    assert.match(text, /Edited after publication:/);
    const versions = [
      ...text.matchAll(/href="\/(incidents\/2026-11-20-alerts\/revisions\/[0-9a-f]{40}\/)"/g),
    ].map(([, path]) => path as string);
    assert.equal(versions.length, 3);
    const newest = (await page(versions[0] as string)).text;
    assert.ok(/<del>not<\/del><ins>only<\/ins>/.test(newest), newest.slice(newest.indexOf('What changed')));
    assert.match(newest, /This is the newest version\./);
    assert.match((await page(versions[2] as string)).text, /This is the first version\./);
    assert.equal((await page('incidents/2026-11-20-alerts.timemap')).text.match(/rel="memento/g)?.length, 3);
  });

  test('is dated by when it went live, and keeps its dates, also on a host without an earlier release and beside another', async () => {
    const timesIn = (list: string) =>
      [...list.matchAll(/^(\S+) 2026-11-20-alerts\.md ([0-9a-f]+)$/gm)].map(([, at = '', blob = '']) => ({
        at: Date.parse(at),
        blob,
      }));
    const committed = git('log', '--reverse', '--format=%ct', '--', NEW).trim().split('\n');
    const commits = committed.map((seconds) => Number(seconds) * 1000);
    const list = (await page('versions.txt')).text;
    const times = timesIn(list);
    assert.equal(times.length, 3);
    for (const [index, { at }] of times.entries()) assert.ok(at > (commits[index] as number));
    const feed = (await page('history.rss')).text;
    assert.ok(feed.includes(`<pubDate>${new Date(times[0]?.at ?? 0).toUTCString()}</pubDate>`), feed);

    // A copy that others keep is recorded: nobody is told anything new.
    const newest = times.at(-1)?.blob as string;
    const path = `incidents/2026-11-20-alerts/revisions/${newest}/`;
    const copy = `https://web.archive.org/web/20261120030000/https://nightlight.example/${path}`;
    writeFileSync(
      join(author, NEW.replace('.md', '.archive.json')),
      JSON.stringify({ [newest]: [{ url: 'x', copy, at: '2026-11-20T03:00:00Z' }] }),
    );
    git('add', '-A', 'incidents');
    git('commit', '-q', '-m', 'record the copy');
    await goLive();
    assert.ok((await page('incidents/2026-11-20-alerts/')).text.includes(`href="${copy}"`));
    assert.equal((await page('versions.txt')).text, list);
    assert.equal((await page('history.rss')).text, feed);

    // Two at once build in folders of their own, also where one goes live in a folder named like the tree with more behind it.
    const elsewhere = join(folder, 'elsewhere');
    const beside = `${work}-status`;
    worked = [];
    const both = await Promise.all([deploy(elsewhere, '--live', server.url), deploy(beside)]);
    for (const { output } of both) assert.match(output, /Live after/);
    assert.ok(existsSync(join(beside, 'incidents/2026-11-20-alerts/index.html')));
    const folders = [...new Set(worked.map((path) => dirname(path)))];
    assert.equal(folders.length, 2);
    assert.deepEqual(
      folders.filter((path) => existsSync(path)),
      [],
      'nothing is left of what they bundled',
    );
    assert.equal(readFileSync(join(elsewhere, 'versions.txt'), 'utf8'), list);
    assert.equal(readFileSync(join(elsewhere, 'history.rss'), 'utf8'), feed);
    rmSync(join(elsewhere, 'versions.txt'));
    assert.match((await deploy(elsewhere)).output, /Live after/);
    const lost = timesIn(readFileSync(join(elsewhere, 'versions.txt'), 'utf8'));
    assert.deepEqual(
      lost.map(({ at }) => at),
      commits,
      'where the list is lost, the commits are what is known',
    );
  });

  test('that loses a published address is refused', async () => {
    const target = readlinkSync(live);
    git('rm', '-q', NEW);
    git('commit', '-q', '-m', 'hide it');
    refused = await goLive();
    assert.match(refused, /2026-11-20-alerts\.md:1:1 {2}error {2}published-file-vanished/);
    assert.equal(readlinkSync(live), target);
    assert.equal((await page('incidents/2026-11-20-alerts/')).status, 200);
  });

  test('that brings the file back goes live, with every version it had, and another beside it', async () => {
    const before = versionsIn(`${live}/`);
    git('revert', '--no-edit', 'HEAD');
    writeFileSync(join(author, NEW_YEAR), newYear.replace('T02:10Z', 'T00:05Z'));
    git('add', '-A');
    git('commit', '-q', '-m', 'a new year');
    assert.match(await goLive(), /Live after/);
    assert.equal(before.length, 3);
    assert.deepEqual(versionsIn(`${live}/`), before);
    assert.equal((await page('history/2024/')).status, 200);
  });

  test('of a history that was squashed goes live, and keeps the versions that git no longer knows', async () => {
    const before = versionsIn(`${live}/`);
    git('checkout', '-q', '--orphan', 'squashed');
    git('rm', '-q', '--cached', NEW_YEAR);
    git('commit', '-q', '-m', 'all of it but the newest');
    writeFileSync(join(author, 'incidents/2026-11-21-more.md'), INCIDENT.replaceAll('-20T', '-21T'));
    git('add', '-A');
    git('commit', '-q', '-m', 'a new notice does not wait');
    assert.match(await goLive(), /Kept as they were published before/);
    assert.equal((await page('incidents/2026-11-21-more/')).status, 200);
    assert.deepEqual(versionsIn(`${live}/`), before);
    const texts = await Promise.all(
      before.map(async (blob) => (await page(`incidents/2026-11-20-alerts/revisions/${blob}/`)).text),
    );
    const kept = texts.filter((text) => /data-kept>This page is kept as it was published here/.test(text));
    assert.equal(kept.length, before.length - 1, 'all but the one that git still knows');
  });

  test('of a commit that was amended after it went live goes live, also where that moved an incident over New Year', async () => {
    const [before = ''] = readdirSync(join(live, 'incidents/2024-01-01-new-year/revisions'));
    const moved = newYear.replace('began: 2024-01-01T02:10Z', 'began: 2023-12-31T23:55Z');
    writeFileSync(join(author, NEW_YEAR), moved);
    git('commit', '-q', '-a', '--amend', '-m', 'a new notice, and a new year');
    assert.match(await goLive(), /Live after/);
    assert.match((await page('incidents/2024-01-01-new-year/')).text, /31 December 2023/);
    for (const address of [`incidents/2024-01-01-new-year/revisions/${before}/`, 'history/2024/'])
      assert.match((await page(address)).text, /data-kept>This page is kept as it was published here/);
    assert.equal((await page('api/v2/incidents-2024.json')).status, 200);
    assert.equal((await page('history/2023/')).status, 200);
  });

  test('that takes a file out goes live once somebody has written down why', async () => {
    git('rm', '-q', NEW, NEW.replace('.md', '.archive.json'));
    git('commit', '-q', '-m', 'hide it');
    const [, command] =
      /(deploy -- --forget "incidents\/2026-11-20-alerts\/" --why "the reason")/.exec(refused) ?? [];
    assert.ok(command, refused);
    // The author has no packages: the engine of another folder writes into this site.
    const words = ['deploy', '--forget', 'incidents/2026-11-20-alerts/', '--why', 'a test of ours'];
    const { code, out, err } = await call(words, { cwd: author, env: environment() });
    assert.equal(code, 0, out + err);
    git('add', '-A');
    git('commit', '-q', '-m', 'say why');
    assert.match(await goLive(), /Live after/);
    assert.equal((await page('incidents/2026-11-20-alerts/')).status, 404);
    assert.match((await page('addresses.txt')).text, /# forgotten .*2026-11-20-alerts\/ - a test of ours/);
  });

  test('that takes an update out of a file without a commit is refused by whoever deploys it', async () => {
    const path = join(work, 'incidents/2026-11-21-more.md');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace('T02:30Z', 'T02:40Z'));
    const git = join(work, '.git');
    renameSync(git, `${git}.away`);
    assert.match((await deploy(live)).output, /git gives none now.*--without-history/);
    const { code, output } = await deploy(live, '--without-history');
    assert.equal(code, 1);
    assert.match(output, /lies in no git repository/);
    assert.match(
      output,
      /incidents\/2026-11-21-more\/#u-20261121T023000Z {2}error {2}published-update-vanished/,
    );
    renameSync(`${git}.away`, git);
    writeFileSync(path, before);
  });

  test('from a shallow clone is refused, and goes live without the history if that is asked for', async () => {
    const clone = join(folder, 'shallow');
    const status = run(
      'git',
      ['clone', '-q', '--depth', '1', pathToFileURL(bare).href, clone],
      folder,
    ).status;
    assert.equal(status, 0);
    const shallow = ['--site', clone];
    assert.match(
      (await deploy(live, ...shallow)).output,
      /This is a shallow clone.*git fetch --unshallow.*--without-history/,
    );
    assert.match((await deploy(live, ...shallow, '--without-history')).output, /Live after/);
  });

  test('is built by the engine that was pushed with it, with whole packages, also after their installation failed once', async () => {
    engine = undefined;
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const npm = (exit: number) =>
      writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "asked for $*"\nexit ${exit}\n`, { mode: 0o755 });
    process.env.PATH = `${bin}:${PATH}`;
    npm(1);
    writeFileSync(
      join(author, 'package-lock.json'),
      `${readFileSync(join(author, 'package-lock.json'), 'utf8')}\n`,
    );
    git('commit', '-q', '-am', 'new packages');
    assert.match(push(), /asked for ci/);
    npm(0);
    // The site lay in the same folder when it was built with the words of before.
    const words = join(author, 'src/i18n/words/en.json');
    writeFileSync(words, readFileSync(words, 'utf8').replace('"Our pledge"', '"What we pledged"'));
    git('commit', '-q', '-am', 'another word');
    assert.match(push(), /asked for ci[\s\S]*Live after/);
    assert.match((await page('')).text, />What we pledged\s*</);
    writeFileSync(join(author, 'nightlight.yaml'), '# nothing yet\n');
    git('commit', '-q', '-am', 'a slip');
    const answer = push();
    process.env.PATH = PATH;
    engine = ROOT;
    assert.match(answer, /nightlight\.yaml/);
    assert.doesNotMatch(answer, /asked for ci/, 'the packages are there');
    git('revert', '--no-edit', 'HEAD');
  });

  test('of a site whose demonstration was taken out goes live, and what is its own stays', async () => {
    const config = join(author, 'nightlight.yaml');
    // The day named is the very day on which the record of the demonstration was committed.
    const [first = ''] = git('log', '--reverse', '--format=%ct').split('\n');
    const day = new Date(Number(first) * 1000).toISOString().slice(0, 10);
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, set(remove(text, ['site', 'demonstration']), ['site', 'published_since'], day));
    const own = ['2026-11-21-more.md', '2024-01-01-new-year.md', 'forgotten.json'];
    const shipped = readdirSync(join(author, 'incidents')).filter((name) => !own.includes(name));
    assert.ok(shipped.length > 0);
    git('rm', '-q', ...shipped.map((name) => `incidents/${name}`));
    git('commit', '-q', '-a', '-m', 'our own page');
    assert.match(await goLive(), /Live after/);
    assert.equal((await page(`incidents/${SHIPPED}/`)).status, 404);
    for (const address of ['incidents/2026-11-21-more/', 'history/2023/', 'history/2026/'])
      assert.equal((await page(address)).status, 200, address);
  });

  test('refuses a live folder that is not a link, and leaves what is in it', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'precious'), 'mine');
    const { status, output } = run('npm', ['run', 'deploy', '--silent', '--', '--to', own], work);
    assert.equal(status, 1);
    assert.match(output, /is a folder of its own/);
    assert.equal(readFileSync(join(own, 'precious'), 'utf8'), 'mine');
  });
});
