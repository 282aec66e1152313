import { readCall, run } from './call.ts';
import { spawn } from 'node:child_process';
import { realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { publishingHost } from '../release/hosts.ts';
import { currentSite, ROOT } from '../site/environment.ts';

const HELP = `Builds the site into dist/.

  npm run build

Where a host says that it publishes what it builds (Netlify, Cloudflare, Vercel, GitLab Pages, Render), the build is
checked, and held to the site that is served at SITE_URL and BASE_PATH: what was published may not vanish.
Exit codes: 0 it is built; 1 it is not; 2 wrong call.`;

/** How many seconds a host may take from the beginning of the build until it serves it. */
const UPLOAD = '60';

const { silent = false } = readCall(HELP, { silent: { type: 'boolean' } });
const { env } = process;

await run(async () => {
  const host = publishingHost(env);
  if (host === undefined) {
    const astro = join(ROOT, 'node_modules/astro/bin/astro.mjs');
    process.exitCode = await node([astro, 'build', ...(silent ? ['--silent'] : [])]);
  } else await buildFor(host);
});

/** A deploy beside the output, compared with the site that is served; the host takes the output up as it is. */
async function buildFor(host: string): Promise<void> {
  const { url } = await currentSite(env);
  const live = new URL(env.BASE_PATH || '/', env.SITE_URL || url).href;
  console.log(`${host} publishes this build: it is held to what is published at ${live}.`);
  const out = resolve(ROOT, env.NIGHTLIGHT_OUT || 'dist');
  const to = `${out}.made`;
  const clear = () =>
    Promise.all([to, `${to}.releases`].map((path) => rm(path, { recursive: true, force: true })));
  await clear();
  process.exitCode = await node(['src/cli/deploy.ts', '--to', to, '--live', live, '--upload', UPLOAD]);
  if (process.exitCode === 0) {
    await rm(out, { recursive: true, force: true });
    await rename(await realpath(to), out);
  }
  await clear();
}

function node(args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}
