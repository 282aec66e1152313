import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { codeOfBuild, reuse } from '../../src/build/reuse.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A step of a build, as Astro takes it. */
async function step(hook: string, site: string): Promise<void> {
  const hooks = reuse(site).hooks as unknown as Record<string, (options: object) => Promise<void>>;
  const config = {
    outDir: pathToFileURL(`${folder}/out/`),
    root: pathToFileURL(`${process.cwd()}/`),
    base: '/',
    site: 'https://status.example',
  };
  await hooks[hook]?.({ config });
}

test('what the config says names a build, wherever the config has that from', async () => {
  await step('astro:config:done', '{"name":"one"}');
  const one = codeOfBuild();
  await step('astro:config:done', '{"name":"other"}');
  const other = codeOfBuild();
  await step('astro:config:done', '{"name":"one"}');
  assert.notEqual(one, other);
  assert.equal(codeOfBuild(), one);
});

test('a build gives up what the one before it knew before it writes a file', async () => {
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, '{}');
  process.env.NIGHTLIGHT_REUSE = manifest;
  await step('astro:build:start', '{}');
  delete process.env.NIGHTLIGHT_REUSE;
  assert.equal(existsSync(manifest), false);
});

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
