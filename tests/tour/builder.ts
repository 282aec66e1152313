import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { ENGINE } from '../../src/release/engine.ts';
import { printKept } from '../../src/site/print.ts';
import { type Asked, type Ended, MARK } from './builds.ts';

const before = { ...process.env };
const say = (told: Ended | { message: unknown }) => process.stdout.write(`${MARK}${JSON.stringify(told)}\n`);

/** As the process of a build does it (`src/cli/build-process.ts`). */
async function make(folder: string, isSilent = false): Promise<void> {
  const tell = isSilent ? () => undefined : (words: string) => console.log(words);
  if (await printKept(process.env, folder, tell)) return;
  const { build } = await import('astro');
  await build({
    root: folder,
    configFile: relative(folder, join(ENGINE, 'astro.config.mjs')),
    ...(isSilent && { logLevel: 'silent' }),
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const { env, folder, isHeard, isSilent } = JSON.parse(line) as Asked;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before, env);
  if (isHeard) process.send = (message: unknown) => say({ message });
  else delete process.send;
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  const failure = await make(folder, isSilent).then(
    () => null,
    (error: Error) => error.stack || error.message,
  );
  process.chdir(ENGINE);
  rmSync(folder, { recursive: true, force: true });
  say({ failure });
}
