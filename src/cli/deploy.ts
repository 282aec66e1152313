import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { release } from '../build/release.ts';
import { ROOT } from '../edge.ts';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
if (!values.to) {
  console.error('Say where to: npm run deploy -- --to /srv/www/status');
  process.exit(2);
}
const started = Date.now();
const base = (process.env.BASE_PATH ?? '/').replace(/\/?$/, '/');
try {
  const folder = await release({
    to: values.to,
    base,
    name: new Date(started).toISOString().replace(/[:.]/g, '-'),
    build: (out, { folder = '', manifest }) =>
      build({ NIGHTLIGHT_OUT: out, NIGHTLIGHT_REUSE: manifest, NIGHTLIGHT_REUSE_FROM: folder }),
  });
  console.log(`Live after ${((Date.now() - started) / 1000).toFixed(1)} s: ${values.to} -> ${folder}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function build(env: Record<string, string>): Promise<void> {
  return new Promise((done, fail) => {
    const astro = join(ROOT, 'node_modules/astro/bin/astro.mjs');
    const child = spawn(process.execPath, [astro, 'build', '--silent'], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('exit', (code) =>
      code === 0 ? done() : fail(new Error('The build failed. The live site is as it was.')),
    );
  });
}
