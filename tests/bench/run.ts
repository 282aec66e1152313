import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../tour/situations.ts';
import { writeBareSite } from './bare.ts';
import { commit, generate } from './generate.ts';
import { importing } from './import.ts';
import { type Measured, measure, weigh } from './measure.ts';
import { failureToLive, updateToLive } from './live.ts';
import { notice } from './notice.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,1000,10000' },
    pictures: { type: 'string', default: '100,1000' },
    write: { type: 'boolean', default: false },
    /** Measures alone how long a word takes until it is live, and an import; nothing is built beside it. */
    minutes: { type: 'boolean', default: false },
  },
});
const WORK = join(ROOT, '.cache/bench');
const ASTRO = join(ROOT, 'node_modules/astro/bin/astro.mjs');
const NOW = '2026-03-01T03:10Z';

interface Row {
  count: number;
  bare: Measured;
  first: Measured;
  second: Measured;
  check: Measured;
  /** Seconds until a deploy of one changed incident is live. */
  live: string;
  files: number;
  bytes: number;
  reused: string;
}

mkdirSync(WORK, { recursive: true });
const rows: Row[] = [];
const sizes: string[] = [];
const counts = values.sizes.split(',').filter(Boolean).map(Number);
for (const count of values.minutes ? [] : counts) {
  const row = await build(count);
  rows.push(row);
  console.log(
    `${count}: bare ${seconds(row.bare)}, first ${seconds(row.first)} (${ratio(row)}), one changed ${seconds(row.second)}, check ${seconds(row.check)}, ${Math.round(row.first.peak)} MB; ${row.reused}`,
  );
  sizes.push(sizesOf(count));
}
const drawings: string[] = [];
for (const count of values.minutes ? [] : values.pictures.split(',').filter(Boolean).map(Number)) {
  if (rows.every((row) => row.count !== count)) generate(join(WORK, `incidents-${count}`), count);
  drawings.push(await pictures(count));
  console.log(drawings.at(-1));
}
const notices: string[] = [];
for (const count of values.minutes ? [] : counts) {
  notices.push(await notice(count, WORK));
  console.log(notices.at(-1));
}
const lives: string[] = [];
for (const count of counts) {
  lives.push(await updateToLive(count, WORK));
  console.log(lives.at(-1));
}
const watched = await failureToLive(100, WORK);
console.log(watched);
const imports: string[] = [];
for (const count of [1000, 5000]) {
  imports.push(await importing(count, WORK));
  console.log(imports.at(-1));
}
const report = values.minutes ? '' : printed();
console.log(`\n${report}`);
if (values.write && report !== '') {
  // What is measured by other ways stands below, and stays.
  const [, apart = ''] =
    /(\n## Measured apart\n[\s\S]*)$/.exec(readFileSync(join(ROOT, 'docs/benchmarks.md'), 'utf8')) ?? [];
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), report + apart);
}

async function build(count: number): Promise<Row> {
  const [incidents, bareSite, out, manifest, known] = [
    `incidents-${count}`,
    `bare-${count}`,
    `out-${count}`,
    `reuse-${count}.json`,
    `known-${count}`,
  ].map((name) => join(WORK, name)) as [string, string, string, string, string];
  generate(incidents, count);
  writeBareSite(bareSite, incidents, join(ROOT, 'node_modules'));
  const env = {
    NIGHTLIGHT_INCIDENTS: incidents,
    NIGHTLIGHT_OUT: out,
    NIGHTLIGHT_REUSE: manifest,
    NIGHTLIGHT_KNOWN: known,
    NIGHTLIGHT_NOW: NOW,
    NIGHTLIGHT_CONFIG: 'tests/fixtures/sites/without-pictures.yaml',
  };
  rmSync(out, { recursive: true, force: true });
  for (const path of [manifest, known]) rmSync(path, { force: true });
  const bare = await measure([ASTRO, 'build'], bareSite, {});
  const first = await measure([ASTRO, 'build'], ROOT, env);
  const files = readdirSync(incidents).filter((file) => file.endsWith('.md'));
  const changed = files[Math.floor(count / 2)] as string;
  appendFileSync(join(incidents, changed), '\nOne sentence more.\n');
  commit(incidents, 'one sentence more');
  const second = await measure([ASTRO, 'build'], ROOT, env);
  const check = await measure(['src/cli/nightlight.mjs', 'check'], ROOT, env);
  const live = await deploy(join(incidents, changed), join(WORK, `live-${count}`), env);
  const reused = /reused the pages of \d+ of \d+ closed incidents/.exec(second.output)?.[0] ?? '';
  rmSync(bareSite, { recursive: true, force: true });
  return { count, bare, first, second, check, live, ...weigh(out), reused };
}

/** Deploys, changes one incident, and deploys again: how long until that is live. */
async function deploy(incident: string, to: string, env: Record<string, string>): Promise<string> {
  for (const path of [to, `${to}.releases`]) rmSync(path, { recursive: true, force: true });
  const args = ['src/cli/nightlight.mjs', 'deploy', '--to', to];
  await measure(args, ROOT, env);
  appendFileSync(incident, '\nAnd one more.\n');
  commit(dirname(incident), 'and one more');
  const { output } = await measure(args, ROOT, env);
  for (const path of [to, `${to}.releases`]) rmSync(path, { recursive: true, force: true });
  return /Live after ([\d.]+) s/.exec(output)?.[1] ?? 'not live';
}

/** The same build without pictures, with all of them to draw, and with all of them drawn before. */
async function pictures(count: number): Promise<string> {
  const [incidents, out, manifest] = [`incidents-${count}`, 'out-pictures', 'reuse-pictures.json'].map(
    (name) => join(WORK, name),
  ) as [string, string, string];
  const kept = join(WORK, 'pictures');
  rmSync(kept, { recursive: true, force: true });
  const fresh = async (config: string) => {
    for (const path of [out, manifest, join(WORK, 'known-pictures')])
      rmSync(path, { recursive: true, force: true });
    return measure([ASTRO, 'build'], ROOT, {
      NIGHTLIGHT_INCIDENTS: incidents,
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_REUSE: manifest,
      NIGHTLIGHT_NOW: NOW,
      NIGHTLIGHT_KNOWN: join(WORK, 'known-pictures'),
      NIGHTLIGHT_PICTURES: kept,
      NIGHTLIGHT_CONFIG: `tests/fixtures/sites/${config}.yaml`,
    });
  };
  const without = await fresh('without-pictures');
  const drawn = await fresh('live');
  const { files, bytes } = weigh(kept);
  const again = await fresh('live');
  for (const path of [out, kept]) rmSync(path, { recursive: true, force: true });
  const number = files.toLocaleString('en');
  return `| ${count.toLocaleString('en')} | ${number} | ${(bytes / 1e6).toFixed(0)} MB | ${seconds(without)} | ${seconds(drawn)} | ${seconds(again)} | ${Math.round(drawn.peak)} MB |`;
}

/** What a reader loads, compressed as a server would. */
function sizesOf(count: number): string {
  const out = join(WORK, `out-${count}`);
  const size = (path: string) => gzipSync(readFileSync(join(out, path)), { level: 6 }).length;
  const incidents = readdirSync(join(out, 'incidents'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => size(`incidents/${name}/index.html`));
  const first = size('index.html') + size('heartbeat.json') + size('icon.svg');
  const chart = size('chart.js');
  const number = (value: number) => value.toLocaleString('en');
  return `| ${number(count)} | ${number(size('index.html'))} | ${number(size('es/index.html'))} | ${number(first)} | ${number(Math.max(...incidents))} | ${number(chart)} |`;
}

function printed(): string {
  const lines = rows.map(
    (row) =>
      `| ${row.count.toLocaleString('en')} | ${seconds(row.bare)} | ${seconds(row.first)} | ${ratio(row)} | ${seconds(row.second)} | ${(row.second.seconds / row.first.seconds).toFixed(2)} | ${Math.round(row.first.peak)} MB | ${seconds(row.check)} | ${row.live} s | ${row.files.toLocaleString('en')} | ${(row.bytes / 1e6).toFixed(1)} MB |`,
  );
  return `# Speed and size

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version.slice(1)} on ${cpus().length} cores of "${cpus()[0]?.model.trim()}". Repeat it with \`npm run bench -- --write\`; machines differ, so compare the ratios of one run.

Each row builds N generated incidents over six years (8 components, 2 to 6 updates, 150 to 400 words) in both languages, right after a bare Astro site that makes as many files from the same incidents: three plain pages and five small files for each. "First build" is one in which Astro bundles the code, never one that finds the program kept. "One changed" is a second build after one incident was edited; it keeps the pages of the others. "Check" is \`npm run check\`. "Live" is how long after its start \`npm run deploy\` has put one more change live. Pictures are left out here; they have a table of their own.

| incidents | bare Astro | first build | ratio | one changed | of the first | peak memory | check | live | files | bytes |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}

## A first notice

The machine's part of \`nightlight new\` in one line: until what readers would see is shown, and until it is written, committed and pushed to a repository on the same disk; the middle of five. What is over is read by the first call in a clone and kept in \`.cache/read\` where there are more than a hundred, so that one is told apart; \`nightlight check\` and \`list\` keep it too. Behind each stands how much of a processor the program took for it, without git. What a person's part, the host and the reader's poll add, [docs/writing.md](writing.md) says.

| incidents | first call | processor | shown | processor | pushed | processor |
|---:|---:|---:|---:|---:|---:|---:|
${notices.join('\n')}

## From one command to the live page

\`nightlight update --publish\` by way of the [hook of a bare repository](deploying/post-receive) on the same machine, until the public feed has what was said: written, committed, pushed, built with pictures, checked and switched; the middle of three. What a host's cache and the reader's poll add, is in no row.

| incidents | live |
|---:|---:|
${lives.join('\n')}

## From a failing round trip to the live page

A service answers and loses what is written; \`nightlight watch\` looks every 30 seconds, reads for 10 seconds what it wrote, and twice as often once that failed, three times in all; then its notice goes the same way. Until the public feed has it:

| incidents | live |
|---:|---:|
${watched}

## Moving in

\`nightlight import cstate\` of issues with three updates each: read, made incident files, read as the check reads them, and written.

| issues | seconds |
|---:|---:|
${imports.join('\n')}

## Pictures to share

The same first build without pictures, with all of them to draw, and with all of them kept from before: by default one of each incident, and of an update while it can still be shared. \`npm run bench -- --sizes '' --pictures 1000\` repeats the row.

| incidents | pictures | bytes | without | all drawn | all kept | peak memory |
|---:|---:|---:|---:|---:|---:|---:|
${drawings.join('\n')}

## What a reader loads

Bytes after gzip. The first page needs one request until the answer is readable and styled; "first view" adds the heartbeat and the icon. The chart's code is loaded only when the chart is about to be seen.

| incidents | \`/\` | \`/es/\` | first view | largest incident page | the chart's code |
|---:|---:|---:|---:|---:|---:|
${sizes.join('\n')}
`;
}

function seconds({ seconds }: Measured): string {
  return `${seconds.toFixed(1)} s`;
}

function ratio(row: Row): string {
  return (row.first.seconds / row.bare.seconds).toFixed(2);
}
