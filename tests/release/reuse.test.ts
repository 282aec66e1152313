import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { sharedBuilder } from '../tour/builds.ts';
import { situation } from '../tour/situations.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
const { build } = sharedBuilder();
after(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(out: string): Map<string, string> {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => [
      join(entry.parentPath, entry.name).slice(out.length),
      readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    ]),
  );
}

function assertSame(one: string, other: string): void {
  const [kept, fresh] = [filesIn(join(folder, one)), filesIn(join(folder, other))];
  assert.deepEqual([...kept.keys()].toSorted(), [...fresh.keys()].toSorted());
  for (const [path, text] of fresh) assert.equal(kept.get(path), text, path);
}

/** The smallest site of two languages with an incident that is open and two that are over, one of them since last year. */
function small(incidents: string): Record<string, string> {
  cpSync(situation('one-incident').env.NIGHTLIGHT_INCIDENTS as string, incidents, { recursive: true });
  for (const name of readdirSync(incidents)) {
    const path = join(incidents, name);
    // What it has no components for.
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/^(?: {2}share-upload|works): .*\n/gm, ''));
  }
  return {
    ...situation('one-incident').env,
    NIGHTLIGHT_CONFIG: resolve(import.meta.dirname, '../fixtures/sites/pair.yaml'),
    NIGHTLIGHT_INCIDENTS: incidents,
  };
}

/** As if it had been built a minute before: what lies there of the second in which a build begins may be of that build. */
function age(out: string): void {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  for (const path of entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))) {
    const before = statSync(path).mtimeMs / 1000 - 60;
    utimesSync(path, before, before);
  }
}

test('a build that keeps the pages of an earlier one publishes the same as one from nothing', async () => {
  const incidents = join(folder, 'incidents');
  const site = small(incidents);
  const env = (name: string) => ({
    ...site,
    NIGHTLIGHT_OUT: join(folder, name),
    NIGHTLIGHT_REUSE: join(folder, `${name}.json`),
  });
  const old = join(incidents, '2025-12-20-upload-gap.md');
  writeFileSync(old, readFileSync(old, 'utf8').replace(/^title:/m, 'replay: true\ntitle:'));

  await build(env('kept'));
  age(join(folder, 'kept'));
  const untouched = ['incidents', 'es/incidents', 'replay', 'es/replay'].map((place) =>
    join(folder, 'kept', place, '2025-12-20-upload-gap/index.html'),
  );
  const written = untouched.map((path) => statSync(path).mtimeMs);
  appendFileSync(join(incidents, '2026-01-14-slow-alerts.md'), '\nOne sentence more.\n');
  rmSync(join(incidents, '2026-03-01-alerts.es.md'));
  const output = await build(env('kept'));
  assert.match(output, /reused the pages of 1 of 2 closed incidents/);
  assert.deepEqual(
    untouched.map((path) => statSync(path).mtimeMs),
    written,
  );

  age(join(folder, 'kept'));
  // A year that is over is printed again when an incident in it changes, and so is its replay.
  writeFileSync(old, readFileSync(old, 'utf8').replace(/^title: .*$/m, 'title: Another title'));
  await build(env('kept'));
  for (const page of ['history/2025', 'replay/2025-12-20-upload-gap'])
    assert.match(readFileSync(join(folder, 'kept', page, 'index.html'), 'utf8'), /Another title/);
  await build(env('fresh'));
  assertSame('kept', 'fresh');

  age(join(folder, 'kept'));
  rmSync(join(incidents, '2025-12-20-upload-gap.md'));
  await build(env('kept'));
  for (const path of untouched) assert.equal(existsSync(path), false, path);
  assert.equal(existsSync(join(folder, 'kept/incidents/2025-12-20-upload-gap.json')), false);
});

/** What depends on now by its nature: pages that speak of it, what says how things are, and until when to believe it. */
const OF_NOW = [
  /\.html$/,
  /^(es\/)?(components\/[^/]+\/)?badge\.(svg|json)$/,
  /^(es\/)?embed\.json$/,
  /^(heartbeat|bedside|uptime)\.json$/,
  /^uptime\.csv$/,
  /^api\/v2\/(?!incidents-2025)/,
  /^stale\//,
];

test('a build that writes a file again with the same bytes leaves it its time, and what is not of now keeps its bytes', async () => {
  const out = join(folder, 'times');
  const site = small(join(folder, 'times-incidents'));
  const env = (now: string) => ({
    ...site,
    NIGHTLIGHT_OUT: out,
    NIGHTLIGHT_REUSE: join(folder, 'times.json'),
    NIGHTLIGHT_NOW: now,
  });
  const times = () =>
    new Map([...filesIn(out).keys()].map((path) => [path, statSync(join(out, path)).mtimeMs]));
  await build(env('2026-03-01T03:10Z'));
  const [before, texts] = [times(), filesIn(out)];
  await build(env('2026-03-01T03:20Z'));
  const after = times();
  const changed = [...before]
    .filter(([path, time]) => after.get(path) !== time)
    .map(([path]) => path.slice(1));
  assert.deepEqual(
    changed.filter((path) => !OF_NOW.some((pattern) => pattern.test(path))),
    [],
  );
  for (const [path, text] of filesIn(out))
    if (text !== texts.get(path)) assert.notEqual(after.get(path), before.get(path), path);
  for (const path of [
    '/history.atom',
    '/es/history.rss',
    '/feed.json',
    '/calendar.ics',
    '/api/v2/incidents-2025.json',
  ])
    assert.equal(after.get(path), before.get(path), path);
});
