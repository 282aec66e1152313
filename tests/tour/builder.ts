import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'astro';
import { type Asked, type Ended, MARK } from './builds.ts';
import { ENGINE } from '../../src/release/engine.ts';

const before = { ...process.env };
const say = (told: Ended | { message: unknown }) => process.stdout.write(`${MARK}${JSON.stringify(told)}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const { env, folder, isHeard, isSilent } = JSON.parse(line) as Asked;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before, env);
  if (isHeard) process.send = (message: unknown) => say({ message });
  else delete process.send;
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  const failure = await build({
    root: folder,
    configFile: relative(folder, join(ENGINE, 'astro.config.mjs')),
    ...(isSilent && { logLevel: 'silent' }),
  }).then(
    () => null,
    (error: Error) => error.stack || error.message,
  );
  process.chdir(ENGINE);
  rmSync(folder, { recursive: true, force: true });
  say({ failure });
}
