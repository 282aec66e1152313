#!/usr/bin/env node
// Plain JavaScript that an old Node reads too: it goes on with the Node that this project pins.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// Installed as a package, it finds the same engine as JavaScript, beside its sources in `lib/`.
const isPacked = !existsSync(join(here, 'process.ts'));
const engine = join(here, isPacked ? '../../lib' : '../..');
const pinned = pinnedNode();

if (pinned === undefined) refuse('What this is made of is not installed.');
else if (existsSync(pinned.path) && pinned.version !== process.versions.node) goOnWith(pinned.path);
else if (!process.features.typescript)
  refuse(`Node ${process.versions.node} cannot run this, and the Node it comes with is not installed.`);
else {
  // Code that was read once is not compiled again. Where nothing may be written, it is.
  modules.enableCompileCache?.(join(engine, '.cache/compiled'));
  await import(isPacked ? '../../lib/src/cli/process.js' : './process.ts');
}

function refuse(words) {
  console.error(`${words} Run "npm ci" in ${engine}`);
  process.exitCode = 1;
}

/** The Node among the packages of this project; `undefined` where none are installed. */
function pinnedNode() {
  try {
    const facts = modules.createRequire(import.meta.url).resolve('node/package.json');
    const { version } = JSON.parse(readFileSync(facts, 'utf8'));
    return { path: join(dirname(facts), 'bin/node'), version };
  } catch {
    return undefined;
  }
}

/** Runs the same call in another Node, as if it were this one: its input, its output, signals and its exit code. */
function goOnWith(node) {
  let child;
  // Before it begins: what ends this one must never leave that one behind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => child?.kill(signal));
  child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  child.on('error', (error) => {
    console.error(`${node} cannot be run: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
