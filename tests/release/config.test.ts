import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { beginBuild, workFolder } from '../../src/cli/astro.ts';
import { ENGINE } from '../../src/release/engine.ts';
import { situation } from '../tour/situations.ts';

test('whoever builds tells nobody else of it', async () => {
  delete process.env.ASTRO_TELEMETRY_DISABLED;
  await import('../../astro.config.mjs');
  assert.equal(process.env.ASTRO_TELEMETRY_DISABLED, '1');
});

/** A process that ends with who began it, as that of a build does, with a channel to that. */
const begun = (work: string) =>
  spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { endWithCaller } = await import('./src/release/caller.ts'); endWithCaller(process); ${work}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );

test('a build ends by itself when it is done', { timeout: 60_000 }, async () => {
  const build = begun('');
  const [code] = await once(build, 'exit');
  assert.equal(code, 0);
});

test('a build ends with the deploy that began it, however that ended', { timeout: 60_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const { env } = situation('nothing-reported');
  const place = { site: ENGINE, env: { ...process.env, ...env, NIGHTLIGHT_OUT: out } };
  const work = await workFolder(place, out, 'work');
  const build = beginBuild(
    place,
    { begin: (args, options) => spawn(process.execPath, args, options) },
    { work: work.path, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], silent: true },
  );
  // It has read the files, and begins to print.
  await once(build, 'message');
  build.disconnect();
  const [code] = await once(build, 'exit');
  assert.equal(code, 1);
  await work.remove();
  rmSync(out, { recursive: true });
});
