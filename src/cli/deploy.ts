import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Earlier, release } from '../build/release.ts';
import { currentSite, ROOT } from '../edge.ts';
import { isPictureNotDrawn } from '../publications/picture.ts';
import type { Checked } from '../record.ts';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
if (!values.to) {
  console.error('Say where to: npm run deploy -- --to /srv/www/status');
  process.exit(2);
}
const started = Date.now();
const base = (process.env.BASE_PATH ?? '/').replace(/\/?$/, '/');
try {
  const { to } = values;
  const site = await currentSite(process.env);
  await release({
    to,
    base,
    name: new Date(started).toISOString().replace(/[:.]/g, '-'),
    build,
    mayGo: (address) => isPictureNotDrawn(address, site),
    onLive: (folder) =>
      console.log(`Live after ${((Date.now() - started) / 1000).toFixed(1)} s: ${to} -> ${folder}`),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Builds in a process of its own, which checks the incident files too: a mistake in them ends it. */
async function build(out: string, { folder = '', manifest }: Earlier): Promise<void> {
  const child = spawn(
    process.execPath,
    // Room for young objects: a build makes many that do not last.
    ['--max-semi-space-size=64', join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        ASTRO_TELEMETRY_DISABLED: '1',
        NIGHTLIGHT_OUT: out,
        NIGHTLIGHT_REUSE: manifest,
        NIGHTLIGHT_REUSE_FROM: folder,
      },
    },
  );
  let output = '';
  let failed = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data;
    });
  child.on('message', (checked: Checked) => {
    if (checked.text !== '') console.log(`${checked.text}\n`);
    ({ failed } = checked);
  });
  const code = await new Promise((done) => child.on('close', done));
  if (failed) throw new Error('Mend the incident files. The live site is as it was.');
  if (code !== 0) throw new Error(`${output}\nThe build failed. The live site is as it was.`);
  if (output !== '') console.error(output.trimEnd());
}
