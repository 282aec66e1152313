import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadProgram } from '../../src/release/program.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { situation } from '../tour/situations.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const PRINTED = /pages and files printed/;

const bytesIn = (out: string) =>
  new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(out.length), readFileSync(path, 'latin1')]),
  );

test('the program that the build of one site has kept prints any other as Astro builds it, byte for byte', async () => {
  const build = async (name: string, program: string) => {
    const out = fresh();
    const env = {
      ...situation(name).env,
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_REUSE: join(fresh(), 'reuse.json'),
    };
    const told = await sharedBuilder().build({ ...env, NIGHTLIGHT_PROGRAM: program });
    return { told, bytes: bytesIn(out) };
  };
  const [own, kept] = [fresh(), fresh()];
  // They differ in base path, in config, and in where the heartbeat is served, which stands in the policy of each page.
  const byAstro = await build('heartbeat-elsewhere', own);
  const other = await build('one-incident', kept);
  const printed = await build('heartbeat-elsewhere', kept);
  for (const { told } of [byAstro, other]) assert.doesNotMatch(told, PRINTED);
  assert.match(printed.told, PRINTED);
  assert.deepEqual(readdirSync(own), readdirSync(kept), 'the code of both is the same');
  assert.deepEqual([...printed.bytes.keys()].toSorted(), [...byAstro.bytes.keys()].toSorted());
  for (const [path, bytes] of byAstro.bytes) assert.ok(printed.bytes.get(path) === bytes, path);
});

test('a program that is not there, or was damaged, is none, and makes room for the next', async () => {
  const folder = join(fresh(), 'program');
  assert.equal(await loadProgram(folder), undefined);
  for (const [file, text] of [
    ['code/other.mjs', ''],
    ['code/prerender-entry.x.mjs', 'this is no'],
  ] as const) {
    write(folder, { [file]: text });
    assert.equal(await loadProgram(folder), undefined, file);
    assert.equal(existsSync(folder), false, file);
  }
});

test('a program that is loaded is noted as used, so that it is kept', async () => {
  const folder = join(fresh(), 'program');
  write(folder, { 'code/prerender-entry.x.mjs': 'export const app = { named: "app" };' });
  utimesSync(folder, 0, 0);
  assert.deepEqual(await loadProgram(folder), { named: 'app' });
  assert.ok(statSync(folder).mtimeMs > Date.now() - 60_000);
});
