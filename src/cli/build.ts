import { buildOnce } from './astro.ts';
import { readCall, run } from './call.ts';
import { spawn } from 'node:child_process';
import { realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishingHost } from '../release/hosts.ts';
import { ENGINE } from '../release/engine.ts';
import { currentSite } from '../site/config.ts';
import { outputFolder } from '../site/environment.ts';
import { type Place, placeOf } from '../site/place.ts';

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
  const place = placeOf(env, process.cwd());
  const host = publishingHost(env);
  process.exitCode = await (host === undefined ? buildOnce(place, silent) : buildFor(host, place));
});

/** A deploy beside the output, compared with the site that is served; the host takes the output up as it is. */
async function buildFor(host: string, place: Place): Promise<number> {
  const { url } = await currentSite(place);
  const live = new URL(env.BASE_PATH || '/', env.SITE_URL || url).href;
  console.log(`${host} publishes this build: it is held to what is published at ${live}.`);
  const out = outputFolder(place);
  const to = `${out}.made`;
  const clear = () =>
    Promise.all([to, `${to}.releases`].map((path) => rm(path, { recursive: true, force: true })));
  await clear();
  const code = await deploy(['--site', place.site, '--to', to, '--live', live, '--upload', UPLOAD]);
  if (code === 0) {
    await rm(out, { recursive: true, force: true });
    await rename(await realpath(to), out);
  }
  await clear();
  return code;
}

function deploy(args: string[]): Promise<number> {
  const script = join(ENGINE, 'src/cli/deploy.ts');
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit', env });
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}
