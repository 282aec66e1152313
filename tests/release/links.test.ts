import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { dropGroups, linkTree, linkGroups, moveInto } from '../../src/release/links.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const { PATH } = process.env;

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

const UNITS = {
  'incidents/a/index.html': 'a',
  'incidents/a/revisions/b1/index.html': 'b1',
  'incidents/a.json': '{}',
  'es/incidents/a/index.html': 'a es',
  'history/2025.atom': 'feed',
  'es/history/2025/index.html': '2025 es',
};

/** A folder with a program that links one folder at a time, as that of a small system does. */
function oneAtATime(): string {
  const folder = fresh();
  const lines = ['#!/bin/sh', 'case "$*" in *--parents*) exit 1;; esac', `PATH='${PATH}' exec cp "$@"`, ''];
  writeFileSync(join(folder, 'cp'), lines.join('\n'), { mode: 0o755 });
  return folder;
}

for (const [system, path] of [
  ['the system has a program that links', PATH],
  ['it has one that links one folder at a time', oneAtATime()],
  ['the system has none', ''],
] as const)
  describe(`where ${system}`, () => {
    beforeEach(() => {
      process.env.PATH = path;
    });
    after(() => {
      process.env.PATH = PATH;
    });

    test('the groups of a release are linked into the next one, in every language, and nothing else is', async () => {
      const [from, to] = [fresh(), fresh()];
      write(from, { ...UNITS, 'index.html': 'now', 'es/index.html': 'ahora', 'history.atom': 'now' });
      await linkGroups(from, to);
      assert.deepEqual(filesIn(to), Object.keys(UNITS).toSorted());
      for (const file of Object.keys(UNITS))
        assert.equal(statSync(join(to, file)).ino, statSync(join(from, file)).ino, file);
    });

    test('a folder is linked to a place whose folders are not there yet', async () => {
      const [from, to] = [fresh(), join(fresh(), 'not/yet/there')];
      write(from, { 'a/b.txt': 'b', 'c.txt': 'c' });
      await linkTree(from, to);
      assert.deepEqual(filesIn(to), ['a/b.txt', 'c.txt']);
    });

    test('a release without groups has none to link', async () => {
      const [from, to] = [fresh(), fresh()];
      write(from, { 'index.html': 'now' });
      await linkGroups(from, to);
      assert.deepEqual(readdirSync(to), []);
    });
  });

describe('what a build did not keep', () => {
  test('is taken out of the new release with all that is of it, and what was kept stays', async () => {
    const release = fresh();
    write(release, {
      ...UNITS,
      'incidents/ab.json': '{}',
      'es/incidents/ab/index.html': 'ab',
      'index.html': 'x',
    });
    await dropGroups(release, new Set(['incidents/ab', 'history/2025']));
    assert.deepEqual(filesIn(release), [
      'es/history/2025/index.html',
      'es/incidents/ab/index.html',
      'history/2025.atom',
      'incidents/ab.json',
      'index.html',
    ]);
    assert.equal(existsSync(join(release, 'incidents/a')), false);
  });

  test('is nothing where there is no group', async () => {
    const release = fresh();
    await dropGroups(release, new Set());
    assert.deepEqual(readdirSync(release), []);
  });
});

describe('what a build made', () => {
  test('is moved over what was kept, file by file, and its own folder goes', async () => {
    const [made, release] = [join(fresh(), 'made'), fresh()];
    write(made, {
      'index.html': 'new',
      'incidents/b/index.html': 'b',
      'incidents/a.json': 'new',
      'x/y/z.txt': 'z',
    });
    write(release, { 'incidents/a/index.html': 'kept', 'incidents/a.json': 'old' });
    await moveInto(made, release);
    assert.deepEqual(filesIn(release), [
      'incidents/a.json',
      'incidents/a/index.html',
      'incidents/b/index.html',
      'index.html',
      'x/y/z.txt',
    ]);
    assert.equal(readFileSync(join(release, 'incidents/a.json'), 'utf8'), 'new');
    assert.equal(readFileSync(join(release, 'incidents/a/index.html'), 'utf8'), 'kept');
    assert.equal(existsSync(made), false);
  });

  test('becomes a release where there is nothing yet, also if it is nothing', async () => {
    const [made, release] = [join(fresh(), 'made'), join(fresh(), 'a/release')];
    mkdirSync(made);
    await moveInto(made, release);
    assert.deepEqual(readdirSync(release), []);
    await moveInto(made, release);
    assert.deepEqual(readdirSync(release), []);
  });
});
