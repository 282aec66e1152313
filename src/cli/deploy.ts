import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Earlier, release } from '../build/release.ts';
import { ROOT } from '../edge.ts';
import { checkRecord, hasErrors, printProblems, readRecord } from '../record.ts';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
if (!values.to) {
  console.error('Say where to: npm run deploy -- --to /srv/www/status');
  process.exit(2);
}
const started = Date.now();
const base = (process.env.BASE_PATH ?? '/').replace(/\/?$/, '/');
try {
  const { to } = values;
  await release({
    to,
    base,
    name: new Date(started).toISOString().replace(/[:.]/g, '-'),
    build: buildAndCheck,
    onLive: (folder) =>
      console.log(`Live after ${((Date.now() - started) / 1000).toFixed(1)} s: ${to} -> ${folder}`),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Checks the incident files while the build is already running; a mistake in them ends it. */
async function buildAndCheck(out: string, { folder = '', manifest }: Earlier): Promise<void> {
  const building = build({
    NIGHTLIGHT_OUT: out,
    NIGHTLIGHT_REUSE: manifest,
    NIGHTLIGHT_REUSE_FROM: folder,
  });
  // What this process does meanwhile is done sooner than the build, and must not slow it down.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    const record = await readRecord(process.env);
    const problems = checkRecord(record);
    if (problems.length > 0) console.log(`${printProblems(problems, record)}\n`);
    if (hasErrors(problems)) throw new Error('Mend the incident files. The live site is as it was.');
  } catch (error) {
    building.child.kill();
    await building.ended;
    throw error;
  }
  const { ok, output } = await building.ended;
  if (!ok) throw new Error(`${output}\nThe build failed. The live site is as it was.`);
  if (output !== '') console.error(output.trimEnd());
}

function build(env: Record<string, string>): {
  child: ChildProcess;
  ended: Promise<{ ok: boolean; output: string }>;
} {
  // Room for young objects: a build makes many that do not last.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=64', join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  const ended = new Promise<{ ok: boolean; output: string }>((done) => {
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
  return { child, ended };
}
