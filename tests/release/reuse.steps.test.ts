import assert from 'node:assert/strict';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { reuse } from '../../src/release/reuse.ts';
import { type Manifest, readManifest } from '../../src/release/page-groups.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const LONG_AGO = 1_772_334_600;
const HOUR = 3_600_000;

interface Build {
  config?: string;
  writesBy?: string;
  base?: string;
  site?: string;
  /** Where the build before lies, if not where this one is written. */
  from?: string;
  /** Units that do not depend on now, each with a digest of its text. */
  groups?: Record<string, string>;
  /** What it prints besides, by path. */
  files?: Record<string, string>;
  /** What happens once all is written. */
  then?: () => void;
  /** What is written beside the printing of pages. */
  job?: (out: string) => Promise<string[]>;
}

/** A project with an output folder, built again and again as Astro does it. */
function project() {
  const [root, out, manifest] = [fresh(), fresh(), join(fresh(), 'deep/er/reuse.json')];
  write(root, {
    'src/pages/a.ts': "import '../b/c.ts';",
    'src/b/c.ts': 'c',
    'src/middleware.ts': '',
    'astro.config.mjs': 'config',
  });

  const begin = async (options: Build = {}) => {
    const { config = '{}', base = '/', site = 'https://status.example', from = '' } = options;
    const env = { NIGHTLIGHT_REUSE: manifest, NIGHTLIGHT_REUSE_FROM: from };
    const begun = reuse({
      config,
      engine: root,
      site: root,
      env,
      origin: { url: site, base },
      clock: Date.now,
      runtime: () => 'v24',
      writesBy: options.writesBy ?? '',
    });
    const hooks = begun.integration.hooks as unknown as Record<string, (options: object) => Promise<void>>;
    await hooks['astro:config:done']?.({ config: { outDir: pathToFileURL(`${out}/`) } });
    return { hooks, ...begun.reuse };
  };
  const build = async (options: Build = {}) => {
    const { hooks, isReused, alongside } = await begin(options);
    await hooks['astro:build:start']?.({});
    const kept: string[] = [];
    for (const [group, digest] of Object.entries(options.groups ?? {})) {
      if (isReused(group, digest)) kept.push(group);
      else write(out, pagesOf(group, digest));
    }
    write(out, options.files ?? {});
    if (options.job) alongside(options.job);
    options.then?.();
    let said = '';
    await hooks['astro:build:done']?.({ logger: { info: (words: string) => (said += words) } });
    return { kept, said, manifest: readManifest(manifest) as Required<Manifest> };
  };
  /** As if what lies there had been written by a build long ago. */
  const age = () => {
    for (const file of filesIn(out)) utimesSync(join(out, file), LONG_AGO, LONG_AGO);
  };
  return { root, out, manifest, begin, build, age };
}

const pagesOf = (group: string, text: string) => ({
  [`${group}/index.html`]: text,
  [`${group}/revisions/b1/index.html`]: text,
  [`es/${group}/index.html`]: text,
  [`${group}.json`]: text,
});

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

describe('what makes a build', () => {
  const CHANGES: [what: string, change: (root: string) => Build | undefined][] = [
    ['the code of a page', (root) => void writeFileSync(join(root, 'src/b/c.ts'), 'other')],
    ['a new page', (root) => void writeFileSync(join(root, 'src/pages/d.ts'), '')],
    [
      'the name of a page',
      (root) => void renameSync(join(root, 'src/pages/a.ts'), join(root, 'src/pages/z.ts')),
    ],
    ['how it is built', (root) => void writeFileSync(join(root, 'astro.config.mjs'), 'other')],
    ['the config', () => ({ config: '{"name":"other"}' })],
    ['how times are written', () => ({ writesBy: 'CLDR 49' })],
    ['the base path', () => ({ base: '/repo/' })],
    ['the address', () => ({ site: 'https://other.example' })],
    ['where one word ends', () => ({ base: '/https', site: '://status.example' })],
  ];
  for (const [what, change] of CHANGES)
    test(`is another one with another state of ${what}: nothing is kept`, async () => {
      const { root, begin, build } = project();
      await build({ groups: { 'incidents/a': '1' } });
      const code = (await begin()).code();
      assert.deepEqual((await build({ groups: { 'incidents/a': '1' } })).kept, ['incidents/a']);
      assert.equal((await begin()).code(), code);
      const options = change(root) ?? {};
      assert.notEqual((await begin(options)).code(), code);
      assert.deepEqual((await build({ ...options, groups: { 'incidents/a': '1' } })).kept, []);
    });

  test('is not what no page imports: all is kept', async () => {
    const { root, build } = project();
    await build({ groups: { 'incidents/a': '1' } });
    write(root, { 'src/delivery/mail.ts': 'new', 'docs/how.md': 'new', 'tests/a.test.ts': 'new' });
    assert.deepEqual((await build({ groups: { 'incidents/a': '1' } })).kept, ['incidents/a']);
  });

  test('is the same wherever the project lies', async () => {
    const [one, other] = await Promise.all([project().begin(), project().begin()]);
    assert.equal(one.code(), other.code());
  });
});

describe('a build', () => {
  test('keeps the pages of what did not change, prints the rest and removes what is gone', async () => {
    const { out, build, age } = project();
    const first = await build({
      groups: { 'incidents/a': '1', 'incidents/b': '1', 'incidents/gone': '1', 'history/2025': '1' },
      files: { 'index.html': 'one', '_astro/old.js': 'x' },
    });
    assert.deepEqual(first.kept, []);
    assert.equal(first.said, 'reused the pages of 0 of 3 closed incidents; removed 0 old files');
    age();
    const second = await build({
      groups: { 'incidents/a': '1', 'incidents/b': '2', 'history/2025': '1' },
      files: { 'index.html': 'two' },
    });
    assert.deepEqual(second.kept, ['incidents/a', 'history/2025']);
    assert.equal(second.said, 'reused the pages of 1 of 2 closed incidents; removed 5 old files');
    const groups = ['incidents/a', 'incidents/b', 'history/2025'];
    assert.deepEqual(
      filesIn(out),
      [...groups.flatMap((group) => Object.keys(pagesOf(group, ''))), 'index.html'].toSorted(),
    );
    assert.equal(existsSync(join(out, '_astro')), false, 'an empty folder goes too');
    assert.equal(readFileSync(join(out, 'incidents/b/index.html'), 'utf8'), '2');
    assert.equal(statSync(join(out, 'incidents/a.json')).mtimeMs / 1000, LONG_AGO);
    assert.deepEqual(second.manifest.groups, { 'incidents/a': '1', 'incidents/b': '2', 'history/2025': '1' });
  });

  test('prints a group again whose page is gone, and counts it as printed', async () => {
    const { out, build, age } = project();
    await build({ groups: { 'incidents/a': '1' } });
    age();
    rmSync(join(out, 'incidents/a/index.html'));
    const { kept, said } = await build({ groups: { 'incidents/a': '1' } });
    assert.deepEqual(kept, []);
    assert.match(said, /^reused the pages of 0 of 1 closed incidents/);
  });

  test('looks for the pages of the one before in the release where they lie', async () => {
    const { out, build } = project();
    await build({ groups: { 'incidents/a': '1' } });
    const release = fresh();
    write(release, pagesOf('incidents/a', '1'));
    rmSync(join(out, 'incidents'), { recursive: true });
    assert.deepEqual((await build({ groups: { 'incidents/a': '1' }, from: release })).kept, ['incidents/a']);
    assert.deepEqual((await build({ groups: { 'incidents/a': '1' } })).kept, []);
  });

  test('that was killed leaves pages that nobody knows: all of them are printed anew', async () => {
    const { manifest, begin, build } = project();
    await build({ groups: { 'incidents/a': '1' } });
    const { hooks } = await begin();
    await hooks['astro:build:start']?.({});
    assert.equal(existsSync(manifest), false);
    assert.deepEqual((await build({ groups: { 'incidents/a': '1' } })).kept, []);
  });

  test('gives a file with the same bytes its time back, and remembers those of no group', async () => {
    const { out, manifest, build } = project();
    const files = { 'feed.json': 'the same', 'incidents/open/index.html': 'open', 'incidents.csv': 'x' };
    const first = await build({ groups: { 'incidents/a': '1' }, files });
    assert.deepEqual(Object.keys(first.manifest.written).toSorted(), Object.keys(files).toSorted());
    const known = structuredClone(first.manifest);
    for (const entry of Object.values(known.written)) entry[1] = LONG_AGO * 1000;
    writeFileSync(manifest, JSON.stringify(known));
    const second = await build({ groups: { 'incidents/a': '1' }, files: { ...files, 'incidents.csv': 'y' } });
    assert.equal(statSync(join(out, 'feed.json')).mtimeMs / 1000, LONG_AGO);
    assert.equal(statSync(join(out, 'incidents/open/index.html')).mtimeMs / 1000, LONG_AGO);
    assert.notEqual(statSync(join(out, 'incidents.csv')).mtimeMs / 1000, LONG_AGO);
    assert.equal(second.manifest.written['feed.json']?.[1], LONG_AGO * 1000);
  });

  test('waits for what runs beside it, and keeps what that says it wrote', async () => {
    const { out, build, age } = project();
    await build({ files: { 'share.png': 'drawn', 'old.png': 'drawn' } });
    age();
    const job = async (folder: string) => {
      await new Promise((done) => setImmediate(done));
      assert.equal(join(folder), join(out, '/'));
      return ['share.png'];
    };
    const { said } = await build({ job });
    assert.deepEqual(filesIn(out), ['share.png']);
    assert.match(said, /removed 1 old files$/);
  });

  test('keeps what it wrote to a disk whose clock is behind', async ({ mock }) => {
    const { out, build, age } = project();
    await build({ files: { 'index.html': 'one', 'old.js': 'x' } });
    age();
    mock.timers.enable({ apis: ['Date'], now: Date.now() + HOUR });
    const { said } = await build({ files: { 'index.html': 'two' } });
    assert.match(said, /removed 1 old files$/);
    assert.deepEqual(filesIn(out), ['index.html']);
  });

  test('keeps what it wrote after the clock was set back', async ({ mock }) => {
    const { out, build } = project();
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const then = () => {
      mock.timers.setTime(Date.now() - HOUR);
      utimesSync(join(out, 'index.html'), Date.now() / 1000, Date.now() / 1000);
    };
    assert.match((await build({ files: { 'index.html': 'one' }, then })).said, /removed 0 old files$/);
    assert.deepEqual(filesIn(out), ['index.html']);
  });

  test('fails with what runs beside it', async () => {
    const { manifest, build } = project();
    await assert.rejects(build({ job: () => Promise.reject(new Error('no paper')) }), /no paper/);
    assert.equal(existsSync(manifest), false);
    await build();
    assert.equal(existsSync(manifest), true);
    assert.equal(existsSync(`${manifest}.next`), false);
  });
});
