import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadProgram } from '../../src/release/program.ts';
import { isThorough } from '../thorough.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { ROOT, situation } from '../tour/situations.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const PRINTED = /^\d+ pages and files printed/m;
const BY_OTHERS = /\d+ of them by other threads/;

/** Links in `public/`: two that lead to files, and those that lead nowhere or to where they lie. */
const LINKS = [
  ['shared', '../shared'],
  ['b.txt', '../shared/b.txt'],
  ['gone.txt', 'nowhere'],
  ['round', 'round'],
  ['papers/above', '..'],
] as const;

const bytesIn = (out: string) =>
  new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(out.length), readFileSync(path, 'latin1')]),
  );

test('the program that the build of one site has kept prints any other as Astro builds it, byte for byte', async () => {
  const site = fresh();
  write(site, { 'nightlight.yaml': '', 'public/papers/a.txt': 'a', 'shared/b.txt': 'b' });
  for (const [name, to] of LINKS) symlinkSync(to, join(site, 'public', name));
  const build = async (name: string, program: string, threads = 0) => {
    const out = fresh();
    const env = {
      ...situation(name).env,
      NIGHTLIGHT_SITE: site,
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_REUSE: join(fresh(), 'reuse.json'),
    };
    const told = await sharedBuilder().build({
      ...env,
      NIGHTLIGHT_PROGRAM: program,
      NIGHTLIGHT_THREADS: `${threads}`,
    });
    return { told, bytes: bytesIn(out) };
  };
  // What another site has kept is there after the tour; before a release it is made anew.
  const [own, kept] = [fresh(), isThorough ? fresh() : join(ROOT, '.cache/program')];
  // They differ in base path, in config, and in where the heartbeat is served, which stands in the policy of each page.
  const other = await build('one-incident', kept);
  const byAstro = await build('heartbeat-elsewhere', own, 1);
  const printed = await build('heartbeat-elsewhere', kept);
  const byTwo = await build('heartbeat-elsewhere', kept, 1);
  for (const { told } of isThorough ? [byAstro, other] : [byAstro]) assert.doesNotMatch(told, PRINTED);
  for (const { told } of [printed, byTwo]) assert.match(told, PRINTED);
  // Whoever prints a page, whether Astro builds or not, it is the same.
  for (const { told } of [byAstro, byTwo]) assert.match(told, BY_OTHERS);
  assert.doesNotMatch(printed.told, BY_OTHERS);
  const [name = ''] = readdirSync(own);
  assert.ok(readdirSync(kept).includes(name), 'the code of both is the same');
  assert.deepEqual([...printed.bytes.keys()].toSorted(), [...byAstro.bytes.keys()].toSorted());
  for (const path of ['/papers/a.txt', '/shared/b.txt', '/b.txt']) assert.ok(byAstro.bytes.has(path), path);
  for (const [path, bytes] of byAstro.bytes)
    for (const other of [printed, byTwo]) assert.ok(other.bytes.get(path) === bytes, path);
});

test('another thread says what the site says itself, and times in its zone too', async () => {
  const build = async (threads: number) => {
    const out = fresh();
    const told = await sharedBuilder().build({
      ...situation('furnished').env,
      NIGHTLIGHT_SITE: ROOT,
      NIGHTLIGHT_CONFIG: 'tests/fixtures/sites/furnished.yaml',
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_REUSE: join(fresh(), 'reuse.json'),
      NIGHTLIGHT_THREADS: `${threads}`,
    });
    return { told, bytes: bytesIn(out) };
  };
  const own = /"plan": "[^>]*>([^<]+)</.exec(readFileSync(join(ROOT, 'words/en.json'), 'utf8'))?.[1] ?? '';
  const [alone, helped] = [await build(0), await build(2)];
  assert.match(helped.told, BY_OTHERS);
  assert.ok(own !== '' && alone.bytes.get('/index.html')?.includes(own));
  assert.ok([...alone.bytes.values()].some((text) => / \(\d\d:\d\d CES?T\)/.test(text)));
  assert.deepEqual([...helped.bytes.keys()].toSorted(), [...alone.bytes.keys()].toSorted());
  for (const [path, bytes] of alone.bytes) assert.ok(helped.bytes.get(path) === bytes, path);
});

test('a program that is not there, or was damaged, is none, and makes room for the next', async () => {
  const folder = join(fresh(), 'program');
  assert.equal(await loadProgram(folder, Date.now()), undefined);
  for (const [file, text] of [
    ['code/other.mjs', ''],
    ['code/prerender-entry.x.mjs', 'this is no'],
  ] as const) {
    write(folder, { [file]: text });
    assert.equal(await loadProgram(folder, Date.now()), undefined, file);
    assert.equal(existsSync(folder), false, file);
  }
});

test('a program that is loaded is noted as used, so that it is kept', async () => {
  const folder = join(fresh(), 'program');
  write(folder, { 'code/prerender-entry.x.mjs': 'export const app = { named: "app" };' });
  utimesSync(folder, 0, 0);
  assert.deepEqual(await loadProgram(folder, Date.now()), { named: 'app' });
  assert.ok(statSync(folder).mtimeMs > Date.now() - 60_000);
});
