import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { keepUnchanged, restoreTimes } from '../../src/release/unchanged.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const [BEFORE, NOW] = [1_772_334_600, 1_772_334_900];
const timeOf = (...path: string[]) => statSync(join(...path)).mtimeMs / 1000;

describe('a new release', () => {
  test('takes the very file of the release before where the bytes are the same', async () => {
    const [made, earlier] = [fresh(), fresh()];
    const files = { 'history.atom': 'the same', 'es/history.atom': 'lo mismo' };
    write(earlier, files);
    write(made, files);
    await keepUnchanged(made, earlier);
    for (const file of Object.keys(files))
      assert.equal(statSync(join(made, file)).ino, statSync(join(earlier, file)).ino, file);
  });

  test('keeps its own where one byte or the length is another, or there was none', async () => {
    const [made, earlier] = [fresh(), fresh()];
    const files = { 'one.txt': 'fresh', 'longer.txt': 'fresh', 'new.txt': 'fresh', 'folder.txt': '' };
    write(earlier, { 'one.txt': 'Fresh', 'longer.txt': 'fresh and more', 'else.txt': 'x' });
    mkdirSync(join(earlier, 'folder.txt'));
    write(made, files);
    await keepUnchanged(made, earlier);
    for (const [file, text] of Object.entries(files))
      assert.equal(readFileSync(join(made, file), 'utf8'), text, file);
    assert.equal(readFileSync(join(earlier, 'one.txt'), 'utf8'), 'Fresh');
  });

  test('may be compared with itself, and loses nothing', async () => {
    const made = fresh();
    write(made, { 'a.txt': 'a' });
    await keepUnchanged(made, made);
    assert.equal(readFileSync(join(made, 'a.txt'), 'utf8'), 'a');
  });
});

describe('a build over its earlier files', () => {
  const build = async (out: string, text: string, earlier = {}, time = NOW) => {
    writeFileSync(join(out, 'feed.json'), text);
    utimesSync(join(out, 'feed.json'), time, time);
    return restoreTimes(out, ['feed.json'], earlier);
  };

  test('gives a file with the same bytes the time back that it had, build after build', async () => {
    const out = fresh();
    const first = await build(out, 'the same', {}, BEFORE);
    assert.equal(timeOf(out, 'feed.json'), BEFORE);
    const second = await build(out, 'the same', first);
    assert.equal(timeOf(out, 'feed.json'), BEFORE);
    assert.deepEqual(second, first);
    await build(out, 'the same', second);
    assert.equal(timeOf(out, 'feed.json'), BEFORE);
  });

  test('leaves a file with other bytes the time of this build, and says so to the next one', async () => {
    const out = fresh();
    const first = await build(out, 'one', {}, BEFORE);
    const second = await build(out, 'other', first);
    assert.equal(timeOf(out, 'feed.json'), NOW);
    assert.equal(second['feed.json']?.[1], NOW * 1000);
    assert.notEqual(second['feed.json']?.[0], first['feed.json']?.[0]);
  });

  test('says nothing of what it did not write', async () => {
    const out = fresh();
    write(out, { 'kept.html': 'kept' });
    const written = await build(out, 'one', { 'kept.html': ['x', 1] });
    assert.deepEqual(Object.keys(written), ['feed.json']);
  });
});
