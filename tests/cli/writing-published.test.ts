import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { git, siteIn, siteToPush, siteToWrite, type WrittenSite } from './written.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const ALERTS = '2026-03-01-followers-get-no-alerts';
const NEW = ['new', '--impact', 'follow-alerts', '--works', 'device-alarms'];
const QUIET = ['--publish', '--wait', '0'];
const at = (time: string) => ({ env: { NIGHTLIGHT_NOW: `2026-03-01T${time}Z` } });

/** A bare repository and clones of it, as each of several people has one. */
function clones(count: number): { bare: string; people: WrittenSite[] } {
  const { folder, bare, clones: all } = siteToPush(undefined, count);
  folders.push(folder);
  const people = all.map(siteIn);
  return { bare, people };
}

const fileIn = (bare: string, id: string) => git(bare, 'show', `main:incidents/${id}.md`);
const subjects = (folder: string, branch = 'main') => git(folder, 'log', '--format=%s', branch).split('\n');

/** A page that has an update from its third answer on, on a clock that runs while one waits. */
function page(id: string) {
  let now = Date.parse('2026-03-01T03:10Z');
  const asked: string[] = [];
  return {
    asked,
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    fetch: (async (address: URL | string) => {
      asked.push(String(address));
      if (asked.length === 1)
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
      const items = asked.length > 2 ? [{ _nightlight: { id } }] : [];
      return Response.json({ items });
    }) as typeof fetch,
  };
}

/** What a repository does when somebody pushes. */
function hook(bare: string, name: string, lines: string): void {
  const path = join(bare, 'hooks', name);
  mkdirSync(join(bare, 'hooks'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
}

describe('a notice that is published', () => {
  test('is committed alone, pushed, and told to be live as soon as the public feed has it', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    writeFileSync(join(person.folder, 'half-done.txt'), 'mine');
    git(person.folder, 'add', 'half-done.txt');
    const around = page(`${ALERTS}/u-20260301T031000Z`);
    const { code, out } = await person.call([...NEW, '--publish', '--json'], around);
    assert.equal(code, 0);
    const report = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual(
      [report.pushed, report.live_after, report.commit, report.why],
      [true, 4, git(bare, 'rev-parse', 'main'), null],
    );
    assert.deepEqual(subjects(bare), ['New notice: Followers get no alerts', 'Begin']);
    assert.equal(git(person.folder, 'status', '--porcelain'), 'A  half-done.txt');
    assert.match(around.asked[0] ?? '', /^https:\/\/nightlight\.example\/feed\.json\?fresh=/);
  });

  test('has a name of its own where one of that day was published under the same and taken away', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    await person.call([...NEW, ...QUIET]);
    git(person.folder, 'rm', '-q', `incidents/${ALERTS}.md`);
    git(person.folder, 'commit', '-qm', 'Taken away');
    const { err } = await person.call([...NEW, ...QUIET], at('03:30'));
    assert.doesNotMatch(err, / error /);
    assert.match(fileIn(bare, `${ALERTS}-2`), /## Investigating - 2026-03-01T03:30Z/);
  });

  test('is said to be pushed and not seen where the public page does not say it in time', async () => {
    const { people } = clones(1);
    const [person] = people as [WrittenSite];
    const { code, err } = await person.call([...NEW, '--publish', '--wait', '30'], page('another'));
    assert.equal(code, 3);
    assert.match(err, /feed\.json does not have it yet, 30 seconds after the push/);
  });

  test('is not waited for where nobody knows the name of the page, and is said to be pushed', async () => {
    const { people } = clones(1);
    const [person] = people as [WrittenSite];
    const nameless = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
    const around = { ...page('another'), fetch: () => Promise.reject(nameless) };
    const begun = around.now();
    const { code, err, out } = await person.call([...NEW, '--publish'], around);
    assert.equal(code, 3);
    assert.match(out, /^Pushed\.$/m);
    assert.match(
      err,
      /Nobody knows the name nightlight\.example, so from here it cannot be seen [\s\S]*`url` in nightlight\.yaml/,
    );
    assert.equal(around.now() - begun, 4000);
  });

  test('is written and committed without a network, and says how it is pushed later', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    rmSync(bare, { recursive: true });
    const { code, err, out } = await person.call([...NEW, '--publish']);
    assert.equal(code, 3);
    assert.match(
      err,
      /origin cannot be reached:[\s\S]*Written and committed, and nobody is told of it yet\.\nNext: As soon as you are online again: git push origin HEAD:main/,
    );
    assert.match(out, /^Written: /m);
    assert.deepEqual(subjects(person.folder)[0], 'New notice: Followers get no alerts');
    assert.deepEqual(person.drafts(), []);
  });

  test('says that a page does not say it which is built from another branch than the one it went to', async () => {
    const { people } = clones(1);
    const [person] = people as [WrittenSite];
    git(person.folder, 'switch', '-q', '-c', 'night');
    const { code, out } = await person.call([...NEW, ...QUIET]);
    assert.equal(code, 0);
    const commit = git(person.folder, 'rev-parse', 'HEAD').slice(0, 7);
    assert.ok(
      out.includes(
        `origin had no branch "night". A page that is built from "main" does not say it yet. To tell it there: git switch main && git cherry-pick ${commit} && git push\nPushed.`,
      ),
      out,
    );
    const next = await person.call(['update', '--text', 'Still so.', '--works', 'none', ...QUIET]);
    assert.doesNotMatch(next.out, /had no branch/);
  });

  test('goes where its branch comes from, by whatever names, and stays where no branch is checked out', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    git(person.folder, 'remote', 'rename', 'origin', 'forge.example');
    git(person.folder, 'branch', '-m', 'main', 'night.watch');
    git(person.folder, 'tag', 'night.watch');
    const { code, err } = await person.call([...NEW, ...QUIET]);
    assert.equal(code, 0, err);
    assert.deepEqual(subjects(bare), ['New notice: Followers get no alerts', 'Begin']);
    git(person.folder, 'switch', '-q', '--detach');
    const next = await person.call(['update', '--text', 'Still so.', '--works', 'none', ...QUIET]);
    assert.equal(next.code, 3);
    const commit = git(person.folder, 'rev-parse', 'HEAD').slice(0, 7);
    assert.match(
      next.err,
      new RegExp(
        `No branch is checked out here\\.[^]*git switch main && git cherry-pick ${commit} && git push`,
      ),
    );
    assert.equal(subjects(bare).length, 2);
  });

  test('says what to do where there is no remote, and where there is no repository', async () => {
    const alone = siteToWrite();
    folders.push(alone.folder);
    const without = await alone.call([...NEW, '--publish']);
    assert.equal(without.code, 3);
    assert.match(without.err, /This repository has no remote[\s\S]*nightlight deploy --to DIR/);
    rmSync(join(alone.folder, '.git'), { recursive: true });
    const bare = await alone.call(['update', '--text', 'More.', '--works', 'none', '--publish']);
    assert.equal(bare.code, 3);
    assert.match(bare.err, /lies in no git repository/);
    assert.match(alone.read(ALERTS), /^More\.$/m);
  });

  test('gives the words of a hook that builds the page', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    hook(bare, 'post-receive', 'echo "Live after 2.1 s."');
    const { code, out } = await person.call([...NEW, ...QUIET]);
    assert.equal(code, 0);
    assert.match(out, /^remote: Live after 2\.1 s\.\nPushed\.$/m);
  });

  test('gives the words of a remote that refuses it', async () => {
    const { bare, people } = clones(1);
    const [person] = people as [WrittenSite];
    hook(bare, 'pre-receive', 'echo "Only reviewed words go in." >&2\nexit 1');
    const { code, err } = await person.call([...NEW, '--publish']);
    assert.equal(code, 3);
    assert.match(err, /origin does not take it:[\s\S]*Only reviewed words go in\.[\s\S]*open a pull request/);
  });

  test('says how git learns who writes, and keeps the file', async () => {
    const { people } = clones(1);
    const [person] = people as [WrittenSite];
    const nobody = Object.fromEntries(
      ['AUTHOR_NAME', 'AUTHOR_EMAIL', 'COMMITTER_NAME', 'COMMITTER_EMAIL'].map((name) => [`GIT_${name}`, '']),
    );
    const { code, err } = await person.call([...NEW, '--publish'], { env: nobody });
    assert.equal(code, 3);
    assert.match(
      err,
      /git config user\.name "Your Name" && git config user\.email you@example\.org && git add incidents\/2026-03-01-followers-get-no-alerts\.md && git commit -m "2026-03-01-followers-get-no-alerts" && git push$/m,
    );
    assert.deepEqual(person.files(), [`${ALERTS}.md`]);
  });
});

describe('two people who write at once', () => {
  test('in two files: the second goes on top of the first', async () => {
    const { bare, people } = clones(2);
    const [one, other] = people as [WrittenSite, WrittenSite];
    await one.call([...NEW, ...QUIET]);
    const { code, out } = await other.call(['new', '--impact', 'sign-in', ...QUIET]);
    assert.equal(code, 0);
    assert.match(out, /Somebody else pushed something else meanwhile: yours stands on top of it\.\nPushed\./);
    assert.deepEqual(subjects(bare), [
      'New notice: People cannot sign in',
      'New notice: Followers get no alerts',
      'Begin',
    ]);
  });

  /** A file that both have, and what the first added to it. */
  async function both(first: string[]) {
    const { bare, people } = clones(2);
    const [one, other] = people as [WrittenSite, WrittenSite];
    await one.call([...NEW, ...QUIET], at('02:30'));
    git(other.folder, 'pull', '-q');
    const { code, err } = await one.call([...first, ...QUIET], at('02:50'));
    assert.equal(code, 0, err);
    return { bare, other };
  }

  test('in one file, where both only add: both are shown and kept, each as it was said', async () => {
    const { bare, other } = await both([
      'update',
      '--text',
      'We found the cause.',
      '--works',
      'device-alarms,device-readings',
    ]);
    writeFileSync(
      join(other.folder, 'nightlight.yaml'),
      `${readFileSync(join(other.folder, 'nightlight.yaml'), 'utf8')}# mine\n`,
    );
    const said = [
      'update',
      '--text',
      'Europe too.',
      '--works',
      'device-alarms,sign-in',
      '--scope',
      'Europe',
      '--next-update',
      '04:00',
    ];
    const { code, out, err } = await other.call([...said, ...QUIET], at('02:51'));
    assert.equal(code, 0, err);
    assert.match(
      out,
      /both are kept\.\nThey say \(update, 2026-03-01T02:50Z\): We found the cause\.\nYou say \(update, 2026-03-01T02:51Z\): Europe too\./,
    );
    const file = fileIn(bare, ALERTS);
    assert.match(
      file,
      /## Update - 2026-03-01T02:50Z\nWe found the cause\.\n\n## Update - 2026-03-01T02:51Z\nEurope too\.$/,
    );
    assert.match(file, /^works: \[device-alarms\]\n[\s\S]*^scope: Europe\nnext_update: 2026-03-01T04:00Z$/m);
    assert.equal(git(other.folder, 'status', '--porcelain').trim(), 'M nightlight.yaml');
    assert.equal(other.read(ALERTS).trim(), file);
  });

  test('in the same minute of one file: each has an id of its own, and is looked for by it', async () => {
    const { bare, other } = await both(['update', '--text', 'We found the cause.', '--works', 'none']);
    const around = page(`${ALERTS}/u-20260301T025000Z-2`);
    const { code, err } = await other.call(
      ['update', '--text', 'Europe too.', '--works', 'none', '--publish'],
      { ...around, ...at('02:50') },
    );
    assert.equal(code, 0, err);
    assert.match(
      fileIn(bare, ALERTS),
      /^## Update - 2026-03-01T02:50Z \{#u-20260301T025000Z-2\}\nEurope too\.$/m,
    );
  });

  for (const [what, first, second, why] of [
    [
      'where one says that it is over',
      ['resolve', '--began', '02:20', '--ended', '02:40'],
      ['update', '--text', 'Still so.', '--works', 'none'],
      /One of you says that it is over/,
    ],
    [
      'where both say otherwise what to do',
      ['update', '--text', 'A.', '--works', 'none', '--advice', 'Wait.'],
      ['update', '--text', 'B.', '--works', 'none', '--advice', 'Go.'],
      /Both of you changed "advice"/,
    ],
  ] as const)
    test(`in one file, ${what}: nothing is decided for them`, async () => {
      const { bare, other } = await both([...first]);
      const before = fileIn(bare, ALERTS);
      const { code, err } = await other.call([...second, ...QUIET], at('02:51'));
      assert.equal(code, 3);
      assert.match(err, why);
      assert.match(
        err,
        /They say \((?:resolved|update), 2026-03-01T02:50Z\)[\s\S]*Next: Your commit is kept here[\s\S]*git pull --rebase origin main\n[\s\S]* git add incidents\/2026-03-01-followers-get-no-alerts\.md && git -c core\.editor=true rebase --continue && git push/,
      );
      assert.equal(fileIn(bare, ALERTS), before);
      assert.equal(git(other.folder, 'status', '--porcelain'), '');
      assert.equal(git(other.folder, 'rev-list', '--count', 'origin/main..HEAD'), '1');
    });

  test('who both began the same file are told so', async () => {
    const { people } = clones(2);
    const [one, other] = people as [WrittenSite, WrittenSite];
    await one.call([...NEW, ...QUIET]);
    const { code, err } = await other.call([...NEW, ...QUIET, '--text', 'No alerts come.']);
    assert.equal(code, 3);
    assert.match(err, /Both of you began the same file\.\nThey say \(investigating/);
  });

  test('who left a rebase half done is told to end it, and nothing becomes a part of it', async () => {
    const { bare, other } = await both(['update', '--text', 'We found the cause.', '--works', 'none']);
    other.write(ALERTS, `${other.read(ALERTS)}\n## Update - 2026-03-01T02:45Z\nBy hand.\n`);
    other.commit('2026-03-01T02:45Z');
    assert.throws(() => git(other.folder, 'pull', '-q', '--rebase'));
    const before = git(other.folder, 'rev-parse', 'HEAD');
    const { code, err } = await other.call(['new', '--impact', 'sign-in', ...QUIET], at('02:52'));
    assert.equal(code, 3);
    assert.match(err, /left half done here[\s\S]*git rebase --continue, or --abort/);
    assert.equal(git(other.folder, 'rev-parse', 'HEAD'), before);
    assert.equal(git(bare, 'rev-list', '--count', 'main'), '3');
  });

  test('what waited offline goes out with the next, whole', async () => {
    const { bare, other } = await both(['update', '--text', 'We found the cause.', '--works', 'none']);
    git(other.folder, 'remote', 'set-url', 'origin', '/nowhere');
    for (const [text, time] of [
      ['First offline.', '02:52'],
      ['Second offline.', '02:53'],
    ] as const)
      await other.call(['update', '--text', text, '--works', 'none', ...QUIET], at(time));
    git(other.folder, 'remote', 'set-url', 'origin', bare);
    const { code, err } = await other.call(
      ['update', '--text', 'Online.', '--works', 'none', ...QUIET],
      at('02:54'),
    );
    assert.equal(code, 0, err);
    const said = fileIn(bare, ALERTS).match(/^(?:We found|First|Second|Online).*$/gm);
    assert.deepEqual(said, ['We found the cause.', 'First offline.', 'Second offline.', 'Online.']);
  });
});
