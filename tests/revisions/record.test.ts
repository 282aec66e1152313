import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { blobName, type HistoryOptions, isBlobOf, readGitHistory } from '../../src/revisions/index.ts';
import type { FileLog, FileVersion } from '../../src/revisions/log.ts';
import { outage } from '../domain/generators.ts';
import { first, second } from '../domain/versions.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const bytes = (text: string) => Buffer.from(text);

/** A version that was committed some minutes after noon; the blob is named for the words in it. */
const version = (minutes: number, words: string, commit = `commit-${minutes}`): FileVersion => ({
  ...{ blob: blobName(bytes(words)), commit, at: NOON + minutes * MINUTE },
});

/** An incident whose title is the words of its file; a file of the word "broken" has mistakes in it. */
const incident = (id: string, title: string): Incident | undefined =>
  title === 'broken'
    ? undefined
    : outage({ id, title, updates: title.includes('two') ? [first, second] : [first] });

/** The record of files with versions, as git tells of them. */
async function record(
  here: Record<string, FileVersion[]>,
  {
    gone = {},
    lying = {},
    log = {},
    ...options
  }: Partial<HistoryOptions> & {
    gone?: Record<string, FileVersion[]>;
    lying?: Record<string, string>;
    log?: Partial<FileLog>;
  } = {},
  words: string[] = ['one', 'two', 'three', 'broken', 'uno', 'dos'],
) {
  const blobs = new Map(words.map((text) => [blobName(bytes(text)), bytes(text)]));
  const asked: string[] = [];
  const read: string[] = [];
  const files = Object.entries(lying).map(([name, text]) => ({ name, bytes: bytes(text) }));
  const history = await readGitHistory(
    {
      folder: '/repository/incidents',
      env: {},
      files,
      current: files.flatMap(
        ({ name, bytes: text }) => incident(name.replace(/\..*/, ''), String(text)) ?? [],
      ),
      read: (file, text) => {
        read.push(`${file}: ${Buffer.from(text)}`);
        return incident(file.replace(/\..*/, ''), String(Buffer.from(text)));
      },
      ...options,
    },
    {
      readLog: async () => ({
        kind: 'git',
        log: {
          ...{ versions: new Map(Object.entries(here)), deleted: new Map(Object.entries(gone)) },
          ...{ first: 'the-first', newest: 'the-newest', impossible: [], ...log },
        },
      }),
      readBlobs: async (_folder, wanted) => {
        asked.push(...wanted);
        return new Map([...blobs].filter(([blob]) => asked.includes(blob)));
      },
    },
  );
  const incidents = history.git.kind === 'git' ? history.git.incidents : new Map<string, never>();
  const titles = (id: string) => incidents.get(id)?.revisions.map(({ incident }) => incident?.title);
  return { ...history, incidents, titles, read, asked: asked.length };
}

describe('the record', () => {
  test('is the versions of each incident, and a version that cannot be read is one all the same', async () => {
    const { titles, newestCommit, incidents } = await record({
      'a.md': [version(0, 'one'), version(1, 'broken'), version(2, 'two')],
      'b.md': [version(0, 'three')],
    });
    assert.deepEqual(titles('a'), ['one', undefined, 'two']);
    assert.deepEqual(titles('b'), ['three']);
    assert.deepEqual([...incidents.keys()], ['a', 'b']);
    assert.equal(newestCommit, 'the-newest');
  });

  test('does not read again what lies in the folder as it was committed', async () => {
    const here = { 'a.md': [version(0, 'one'), version(1, 'two')], 'b.md': [version(0, 'three')] };
    const { titles, read, asked } = await record(here, { lying: { 'a.md': 'two', 'b.md': 'three' } });
    assert.deepEqual(read, ['a.md: one']);
    assert.equal(asked, 1);
    assert.deepEqual([titles('a'), titles('b')], [['one', 'two'], ['three']]);
  });

  test('holds incidents and their translations, whatever else lies beside them', async () => {
    const list = [version(0, 'one')];
    const { incidents, everPublished } = await record({
      ...{
        'README.md': list,
        'a.md.orig': list,
        'x/a.md': list,
        'a.txt': list,
        'a.pt.md.orig': list,
        'ES.es.md': list,
        'a.es.mdx': list,
      },
      'a.md': list,
      'a.es.md': [version(1, 'uno'), version(2, 'dos')],
      'a.de.md': [version(3, 'uno')],
      'x/a.fr.md': [version(3, 'uno')],
    });
    assert.deepEqual([...incidents.keys()], ['a']);
    assert.deepEqual([...(everPublished?.keys() ?? [])], ['a.md']);
    const committed = Object.entries(incidents.get('a')?.translations ?? {}).map(
      ([language, { lastCommitted }]) => [language, (lastCommitted - NOON) / MINUTE],
    );
    assert.deepEqual(committed, [
      ['es', 2],
      ['de', 3],
    ]);
  });

  test('knows which file says something else than what was committed', async () => {
    const here = Object.fromEntries(['a', 'b', 'c'].map((id) => [`${id}.md`, [version(0, 'one')]]));
    const { incidents } = await record(here, { lying: { 'a.md': 'one', 'b.md': 'two' } });
    assert.deepEqual(
      [...incidents.values()].map(({ uncommitted }) => uncommitted),
      [false, true, true],
    );
  });

  test('remembers every update that was published, also in files that are gone', async () => {
    const { everPublished, neverPublished, incidents } = await record(
      { 'a.md': [version(0, 'one'), version(1, 'two')] },
      { gone: { 'b.md': [version(0, 'one')], 'notes.txt': [version(0, 'one')] } },
    );
    assert.deepEqual(Object.fromEntries(everPublished ?? []), {
      'a.md': new Set(['first', 'second']),
      'b.md': new Set(['first']),
    });
    assert.deepEqual([...incidents.keys()], ['a']);
    assert.equal(neverPublished.size, 0);
  });

  test('takes what came with the first commit, or before the page was public, for brought along', async () => {
    const here = { 'a.md': [version(-1, 'one'), version(0, 'two', 'the-first'), version(0, 'three')] };
    const imported = async (publishedSince?: number) => {
      const { incidents } = await record(here, { publishedSince });
      return incidents.get('a')?.revisions.map((one: { imported: boolean }) => one.imported);
    };
    assert.deepEqual(await imported(), [false, true, false]);
    assert.deepEqual(await imported(NOON), [true, true, false]);
    assert.deepEqual(await imported(NOON + 1), [true, true, true]);
  });

  test('lets go what was there before the page was public, and what was taken out again on that day', async () => {
    const never = async (publishedSince: number, commit: string) => {
      const gone = { 'old.md': [version(0, 'one', commit)] };
      const { neverPublished, everPublished } = await record({}, { gone, publishedSince });
      assert.equal(everPublished?.has('old.md'), neverPublished.size === 0);
      return [...neverPublished];
    };
    assert.deepEqual(await never(NOON + 1, 'a commit'), ['old']);
    assert.deepEqual(await never(NOON, 'a commit'), []);
    const day = NOON - DAY / 2;
    assert.deepEqual(await never(day, 'the-first'), ['old'], 'of that very day');
    assert.deepEqual(await never(day - DAY, 'the-first'), []);
    assert.deepEqual(await never(day + 1, 'the-first'), [], 'a time means itself');
    assert.deepEqual(await never(Number.NEGATIVE_INFINITY, 'the-first'), []);
  });

  test('is dated by when what was published since could first be read', async () => {
    const here = { 'a.md': [version(0, 'one', 'the-first'), version(1, 'two'), version(2, 'three')] };
    const gone = { 'b.md': [version(1, 'one')] };
    const asked: string[] = [];
    const live: HistoryOptions['live'] = (file, versions) => {
      asked.push(file);
      return versions.map(({ at }) => at + MINUTE);
    };
    const { incidents } = await record(here, { gone, live });
    const times = incidents
      .get('a')
      ?.revisions.map((one: { live?: number }) => one.live && (one.live - NOON) / MINUTE);
    assert.deepEqual(times, [undefined, 2, 3]);
    assert.deepEqual(asked, ['a.md'], 'what is gone cannot be read');
  });
});

describe('a person is told', () => {
  const notes = async (count: number, said: string) => {
    const impossible = Array.from({ length: count }, (_, index) => ({
      commit: `${index}`.repeat(40),
      said,
      at: NOON,
    }));
    return (await record({}, { log: { impossible } })).notes;
  };

  test('of each time that cannot be, with what stands in its place, and of more than five by number', async () => {
    assert.deepEqual(await notes(0, ''), []);
    assert.deepEqual(await notes(1, '4102444800'), [
      'Commit 000000000000 says it was made at 2100-01-01T00:00:00Z, which cannot be; 2026-03-01T12:00:00Z, the time of the commit beside it, stands in its place. Look at the clock of the machine that made it.',
    ]);
    assert.equal((await notes(5, '0')).length, 5);
    assert.equal((await notes(7, '0')).at(-1), '2 more commits have a time that cannot be.');
    for (const said of ['soon', '8640000000001', '-8640000000001'])
      assert.match((await notes(1, said))[0] ?? '', new RegExp(`made at "${said}", which`));
    for (const said of ['8640000000000', '-1'])
      assert.match((await notes(1, said))[0] ?? '', /made at [-+]?\d+-\d\d-\d\dT/);
  });

  test('that there is no history, and how to get one; nothing is guessed', async () => {
    const without = (kind: 'none' | 'shallow', env: HistoryOptions['env'] = {}) =>
      readGitHistory(
        { folder: '/site/incidents', env, files: [], current: [], read: () => undefined },
        { readLog: async () => ({ kind }), readBlobs: async () => new Map() },
      );
    assert.deepEqual(await without('shallow'), {
      git: { kind: 'shallow' },
      everPublished: undefined,
      newestCommit: undefined,
      neverPublished: new Set(),
      notes: [
        '/site/incidents lies in a shallow clone: versions are not known, and nothing here can be held to what was published before. Fetch the whole history: git fetch --unshallow',
      ],
    });
    assert.deepEqual((await without('none')).notes, [
      '/site/incidents lies in no git repository: versions are not known, and nothing here can be held to what was published before. Build in a clone.',
    ]);
    assert.match(
      (await without('none', { GIT_DIR: '/elsewhere' })).notes[0] ?? '',
      /lies in no git repository \(GIT_DIR is set, and names one that it does not lie in\): versions/,
    );
  });
});

describe('the name that git gives to bytes', () => {
  test('is theirs, also where git put other line endings into the file', () => {
    const name = blobName(bytes('one\ntwo\n'));
    assert.equal(name, '814f4a422927b82f5f8a43f8fab6d3839e3983f2');
    assert.equal(isBlobOf(name, bytes('one\ntwo\n')), true);
    assert.equal(isBlobOf(name, bytes('one\r\ntwo\r\n')), true);
    assert.equal(isBlobOf(name, bytes('one\r\nthree\r\n')), false);
    assert.equal(isBlobOf(blobName(bytes('niños\n')), bytes('niños\r\n')), true);
    assert.equal(isBlobOf(name, bytes('one\ntwo')), false);
    assert.equal(isBlobOf(name, bytes('one\rtwo\r')), false);
    assert.equal(isBlobOf(name, undefined), false);
    assert.equal(isBlobOf(undefined, bytes('one\ntwo\n')), false);
  });

  test('is a longer one in a repository of SHA-256', () => {
    const name = blobName(bytes('one\n'), 'sha256');
    assert.equal(name.length, 64);
    assert.equal(isBlobOf(name, bytes('one\n')), true);
    assert.equal(isBlobOf(name, bytes('one\r\n')), true);
    assert.equal(isBlobOf(name, bytes('two\n')), false);
  });
});
