import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'astro';
import { type Asked, DONE, type Ended } from './builds.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const before = { ...process.env };

for await (const line of createInterface({ input: process.stdin })) {
  const { env, folder } = JSON.parse(line) as Asked;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before, env);
  const own = join(ROOT, '.cache/builds', folder);
  mkdirSync(own, { recursive: true });
  process.chdir(own);
  const failure = await build({ root: ROOT }).then(
    () => null,
    (error: Error) => error.stack ?? error.message,
  );
  process.chdir(ROOT);
  rmSync(own, { recursive: true, force: true });
  process.stdout.write(`${DONE}${JSON.stringify({ failure } satisfies Ended)}\n`);
}
