import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

test('whoever builds tells nobody else of it', async () => {
  delete process.env.ASTRO_TELEMETRY_DISABLED;
  await import('../../astro.config.mjs');
  assert.equal(process.env.ASTRO_TELEMETRY_DISABLED, '1');
});

/** A process that reads the config as a build does, with a channel to who began it. */
const begun = (work: string) =>
  spawn(process.execPath, ['--input-type=module', '-e', `await import('./astro.config.mjs'); ${work}`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

test('a build ends by itself when it is done', { timeout: 60_000 }, async () => {
  const build = begun('');
  const [code] = await once(build, 'exit');
  assert.equal(code, 0);
});

test('a build ends with the deploy that began it, however that ended', async () => {
  const build = begun(`setInterval(() => {}, 1000); process.send('ready');`);
  await once(build, 'message');
  build.disconnect();
  const [code] = await once(build, 'exit');
  assert.equal(code, 1);
});
