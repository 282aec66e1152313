import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { standingRevision } from '../../src/domain/git-history.ts';
import { blobName } from '../../src/revisions/index.ts';
import fc from '../chance.ts';
import { QUICK_GIT } from '../git.ts';
import { incidentFile } from '../incidents/context.ts';
import { history, incidents, repository as repositoryBelow, within } from './repository.ts';

const root = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(root, { recursive: true, force: true }));
const repository = (name: string, begun = true) => repositoryBelow(root, name, begun);

const TIMES = Array.from({ length: 10 }, (_, minute) => `2026-03-01T03:0${minute}:00Z`);
const [T0, T1, T2, T3] = TIMES as [string, string, string, string];
const said = (words: string, id = 'u-20260301T030000Z') =>
  `## Investigating - 2026-03-01T03:00Z {#${id}}\n${words}`;
const file = (words: string, advice = 'Look.') =>
  incidentFile({ front: `advice: ${advice}`, body: said(words) });
const blobOf = (text: string) => blobName(Buffer.from(text));
const objectFile = (folder: string, id: string) =>
  join(folder, '../.git/objects', id.slice(0, 2), id.slice(2));

describe('a merge', () => {
  test('that put two changes together made a version, and it is the newest', async () => {
    const { folder, run, write, commit, read } = repository('merged');
    write('a.md', file('Words.\n\nOne.\n\nTwo.\n\nThree.'));
    commit(T0);
    run(T1, 'checkout', '-q', '-b', 'side');
    write('a.md', file('Words.\n\nOne.\n\nTwo.\n\nThree, they say.'));
    commit(T1);
    run(T1, 'checkout', '-q', 'main');
    write('a.md', file('Words.\n\nOne.\n\nTwo.\n\nThree.', 'Look twice.'));
    commit(T2);
    run(T3, 'merge', '-q', '--no-ff', '-m', 'both', 'side');
    const { git } = await read();
    const versions = incidents(git).get('a')?.revisions ?? [];
    assert.equal(versions.length, 4);
    const text = readFileSync(join(folder, 'a.md'));
    assert.equal(versions.at(-1)?.blob, blobName(text));
    assert.equal(versions.at(-1)?.at, Date.parse(T3));
    assert.equal(versions.at(-1)?.incident?.advice, 'Look twice.');
    assert.equal(standingRevision(git, 'a')?.blob, blobName(text));
  });

  test('that took one side alone leaves that side’s text as the newest version', async () => {
    const { run, write, commit, read } = repository('ours');
    write('a.md', file('First.'));
    commit(T0);
    run(T1, 'checkout', '-q', '-b', 'side');
    write('a.md', file('Theirs.'));
    commit(T2);
    run(T1, 'checkout', '-q', 'main');
    write('a.md', file('Ours.'));
    commit(T1);
    run(T3, 'merge', '-q', '--no-ff', '-s', 'ours', '-m', 'ours', 'side');
    const { git } = await read();
    const versions = incidents(git).get('a')?.revisions ?? [];
    assert.equal(versions.at(-1)?.blob, blobOf(file('Ours.')));
    assert.ok(versions.some(({ blob }) => blob === blobOf(file('Theirs.'))));
  });

  test('brings a file of its own, and who deletes it later is found out', async () => {
    const { folder, run, write, commit, read } = repository('evil');
    write('a.md', file('First.'));
    commit(T0);
    run(T1, 'checkout', '-q', '-b', 'side');
    write('b.md', file('Other.'));
    commit(T1);
    run(T1, 'checkout', '-q', 'main');
    write('a.md', file('Second.'));
    commit(T1);
    run(T2, 'merge', '-q', '--no-ff', '--no-commit', 'side');
    write('c.md', file('Only in the merge.'));
    commit(T2);
    rmSync(join(folder, 'c.md'));
    commit(T3);
    const { everPublished } = await read();
    assert.deepEqual([...(everPublished?.keys() ?? [])].toSorted(), ['a.md', 'b.md', 'c.md']);
  });
});

test('the newest version is the file as it is, whatever branches, merges, renames and deletions came before', async () => {
  const step = fc.record({
    kind: fc.constantFrom('write', 'write', 'delete', 'rename', 'branch', 'merge'),
    file: fc.constantFrom('a.md', 'b.md', 'c.md'),
    other: fc.constantFrom('a.md', 'b.md', 'd.md'),
    words: fc.constantFrom('One.', 'Two.', 'Three.'),
    side: fc.constantFrom('ours', 'theirs'),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      const { folder, run, write, commit, read } = repository(`random-${runs++}`);
      write('a.md', file('Zero.'));
      commit(T0);
      run(T0, 'branch', 'side');
      const path = (name: string) => join(folder, name);
      const ever = new Set<string>();
      for (const [index, { kind, file: name, other, words, side }] of steps.entries()) {
        const time = TIMES[index] as string;
        if (kind === 'write') write(name, file(words));
        if (kind === 'delete') rmSync(path(name), { force: true });
        if (kind === 'rename' && existsSync(path(name))) renameSync(path(name), path(other));
        run(time, 'add', '-A', '.');
        run(time, 'commit', '-q', '--allow-empty', '-m', kind);
        for (const one of readdirSync(folder)) if (one.endsWith('.md')) ever.add(one);
        if (kind === 'branch') run(time, 'checkout', '-q', index % 2 === 0 ? 'side' : 'main');
        if (kind === 'merge') {
          const isMain = readFileSync(join(folder, '../.git/HEAD'), 'utf8').endsWith('/main\n');
          const there = isMain ? 'side' : 'main';
          const merged = spawnSync(
            'git',
            [
              '-c',
              'user.name=T',
              '-c',
              'user.email=t@example.org',
              'merge',
              '-q',
              '-X',
              side,
              '-m',
              'm',
              there,
            ],
            {
              cwd: folder,
              env: { PATH: process.env.PATH, HOME: root, ...QUICK_GIT, GIT_COMMITTER_DATE: time },
            },
          );
          // What is left in conflict is taken as it lies there.
          if (merged.status !== 0) {
            run(time, 'add', '-A', '.');
            run(time, 'commit', '-q', '--allow-empty', '-m', 'mend');
          }
        }
        mkdirSync(folder, { recursive: true });
      }
      const { git, everPublished } = await read();
      const known = incidents(git);
      const here = readdirSync(folder).filter((name) => name.endsWith('.md'));
      assert.deepEqual([...known.keys()].toSorted(), here.map((name) => name.slice(0, -3)).toSorted());
      for (const name of here) {
        const blob = blobName(readFileSync(path(name)));
        assert.equal(known.get(name.slice(0, -3))?.revisions.at(-1)?.blob, blob, name);
        assert.equal(known.get(name.slice(0, -3))?.uncommitted, false);
      }
      const committed = run('', 'log', '-m', '--full-history', '--name-only', '--relative', '--format=');
      const names = new Set(committed.split('\n'));
      for (const name of ever) if (names.has(name)) assert.ok(everPublished?.has(name), name);
    }),
    { numRuns: 8, seed: 7 },
  );
});

test('a file that was away keeps every version it had before, and gets none for coming back', async () => {
  const { folder, write, commit, read } = repository('away');
  write('a.md', file('First.'));
  commit(T0);
  write('a.md', file('Second.'));
  commit(T1);
  rmSync(join(folder, 'a.md'));
  commit(T2);
  mkdirSync(folder, { recursive: true });
  write('a.md', file('Second.'));
  commit(T3);
  const versions = incidents((await read()).git).get('a')?.revisions ?? [];
  assert.deepEqual(
    versions.map(({ blob }) => blob),
    [blobOf(file('First.')), blobOf(file('Second.'))],
  );
});

test('a file name may hold a line break, or whatever else separates commits', async () => {
  const { folder, write, commit, read } = repository('names');
  mkdirSync(join(folder, 'more'));
  for (const name of ['more/a\nb', 'more/\x01c', 'more/:d e']) write(name, 'x');
  write('a.md', file('First.'));
  commit(T0);
  for (const name of ['more/a\nb', 'more/\x01c', 'more/:d e']) write(name, 'y');
  write('a.md', file('Second.'));
  commit(T1);
  assert.equal(incidents((await read()).git).get('a')?.revisions.length, 2);
});

test('what the user has set git to does not change what it knows', async () => {
  const { run, write, commit, read } = repository('settings');
  write('a.md', file('First.'));
  commit(T0);
  write('a.md', file('Second.'));
  commit(T1);
  for (const [key, value] of Object.entries({
    'log.showRoot': 'false',
    'log.follow': 'true',
    'log.showSignature': 'true',
    'log.diffMerges': 'off',
    'color.ui': 'always',
    'core.quotePath': 'true',
    'diff.noprefix': 'true',
    'diff.renames': 'copies',
    'format.pretty': 'oneline',
  }))
    run('', 'config', key, value);
  assert.equal(incidents((await read()).git).get('a')?.revisions.length, 2);
});

describe('a commit whose time cannot be', () => {
  for (const [year, seconds] of [
    ['1900', '-2208988800'],
    ['2100', '4102444800'],
    ['5138', '99999999999'],
  ] as const)
    test(`is said, and another time stands in its place: ${year}`, async () => {
      const { run, folder, write, commit, read } = repository(`dated-${year}`);
      write('a.md', file('First.'));
      commit(T0);
      write('a.md', file('Second.'));
      run('', 'add', '-A', '.');
      const tree = run('', 'write-tree');
      const parent = run('', 'rev-parse', 'HEAD');
      const who = `T <t@example.org> ${seconds} +0000`;
      const object = `tree ${tree}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\n\nodd\n`;
      const odd = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], {
        cwd: folder,
        input: object,
        encoding: 'utf8',
      }).trim();
      run('', 'update-ref', 'HEAD', odd);
      const { git, notes } = await read({ latest: Date.parse('2026-11-26T12:00Z') });
      const versions = incidents(git).get('a')?.revisions;
      assert.deepEqual(
        versions?.map(({ at }) => at),
        [Date.parse(T0), Date.parse(T0)],
      );
      assert.equal(notes.length, 1);
      assert.match(
        notes[0] as string,
        new RegExp(`^Commit ${odd.slice(0, 12)} says it was made at .*cannot be`),
      );
    });

  test('takes the time of the next one where none came before', async () => {
    const { write, commit, read } = repository('dated-first', false);
    write('a.md', file('First.'));
    commit('@4102444800 +0000');
    write('a.md', file('Second.'));
    commit(T1);
    const { git, notes } = await read({ latest: Date.parse('2026-11-26T12:00Z') });
    assert.equal(incidents(git).get('a')?.revisions[0]?.at, Date.parse(T1));
    assert.match(notes.join(), /2100-01-01T00:00:00Z, which cannot be/);
  });
});

describe('the history as it was made is read', () => {
  test('without grafts and replacements', async () => {
    const { folder, run, write, commit, read } = repository('grafts');
    write('a.md', file('First.'));
    commit(T0);
    write('a.md', file('Second.'));
    commit(T1);
    const head = run('', 'rev-parse', 'HEAD');
    writeFileSync(join(folder, '../.git/info/grafts'), `${head}\n`);
    assert.equal(incidents((await read()).git).get('a')?.revisions.length, 2);
    rmSync(join(folder, '../.git/info/grafts'));
    run('', 'replace', '--graft', head);
    assert.equal(incidents((await read()).git).get('a')?.revisions.length, 2);
  });

  test('of the folder’s own repository, whatever repository the caller is in', async () => {
    const { write, commit, read } = repository('own');
    write('a.md', file('First.'));
    commit(T0);
    const other = repository('other');
    const env = { GIT_DIR: join(other.folder, '../.git'), GIT_WORK_TREE: join(other.folder, '..') };
    assert.equal(incidents((await within(env, read)).git).get('a')?.revisions.length, 1);
    const plain = join(root, 'no-repository');
    mkdirSync(plain);
    writeFileSync(join(plain, 'a.md'), file('First.'));
    const { git, notes } = await within(env, () => history(plain));
    assert.deepEqual(git, { kind: 'none' });
    assert.match(notes.join(), /lies in no git repository \(GIT_DIR is set/);
  });
});

describe('only a folder in no repository has no git', () => {
  const withTwo = (name: string) => {
    const made = repository(name);
    made.write('a.md', file('First.'));
    made.commit(T0);
    made.write('a.md', file('Second.'));
    made.commit(T1);
    return made;
  };

  test('another owner is an error in git’s words, with the remedy', async () => {
    const { read } = withTwo('owner');
    await assert.rejects(
      within({ GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }, read),
      /dubious ownership[\s\S]*git config --global --add safe\.directory/,
    );
  });

  test('a corrupt tree, a lost object, a broken reference and a lost HEAD are errors', async () => {
    const breaks: Record<string, (made: ReturnType<typeof withTwo>) => void> = {
      tree: ({ folder, run }) => {
        const path = objectFile(folder, run('', 'rev-parse', 'HEAD^{tree}'));
        rmSync(path);
        writeFileSync(path, 'rubbish');
      },
      blob: ({ folder, run }) => rmSync(objectFile(folder, run('', 'rev-parse', 'HEAD~1:incidents/a.md'))),
      'rotten-blob': ({ folder, run }) => {
        const path = objectFile(folder, run('', 'rev-parse', 'HEAD~1:incidents/a.md'));
        rmSync(path);
        writeFileSync(path, '');
      },
      commit: ({ folder, run }) => rmSync(objectFile(folder, run('', 'rev-parse', 'HEAD~1'))),
      reference: ({ folder }) => writeFileSync(join(folder, '../.git/refs/heads/main'), ''),
      head: ({ folder }) => rmSync(join(folder, '../.git/HEAD')),
    };
    for (const [name, damage] of Object.entries(breaks)) {
      const made = withTwo(`broken-${name}`);
      damage(made);
      await assert.rejects(
        made.read(),
        /git cannot tell what was published[\s\S]*is broken\. "git -C .* fsck/,
        name,
      );
    }
  });

  test('a machine without git is an error in a repository, and none outside of one', async () => {
    const { read } = withTwo('without');
    await assert.rejects(within({ PATH: '' }, read), /git is not installed[\s\S]*install git/);
    const plain = join(root, 'without-git');
    mkdirSync(plain);
    const { git, notes } = await within({ PATH: '' }, () => history(plain));
    assert.deepEqual(git, { kind: 'none' });
    assert.match(notes.join(), /lies in no git repository: versions are not known/);
  });

  test('a repository without a commit knows that nothing was published', async () => {
    const { write, read } = repository('unborn', false);
    write('a.md', file('First.'));
    const { git, everPublished, notes } = await read();
    assert.equal(incidents(git).size, 0);
    assert.deepEqual([everPublished, notes], [new Map(), []]);
  });
});

describe('a file that is not committed as it lies there', () => {
  test('has no version that says what the page says', async () => {
    const { write, commit, read } = repository('uncommitted');
    write('a.md', file('First.'));
    commit(T0);
    assert.equal(standingRevision((await read()).git, 'a')?.blob, blobOf(file('First.')));
    write('a.md', file('Not committed.'));
    const { git } = await read();
    assert.equal(standingRevision(git, 'a'), undefined);
    assert.equal(incidents(git).get('a')?.revisions.length, 1);
  });

  test('is committed all the same where only git’s line endings differ', async () => {
    const { write, commit, read } = repository('line-endings');
    write('a.md', file('First.'));
    commit(T0);
    write('a.md', file('First.').replaceAll('\n', '\r\n'));
    assert.equal(standingRevision((await read()).git, 'a')?.blob, blobOf(file('First.')));
  });
});
