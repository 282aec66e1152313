#!/usr/bin/env node
// Plain JavaScript that an old Node reads too: it goes on with the Node that this project pins.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pinned = pinnedNode();

if (pinned === undefined || pinned.version === process.versions.node) {
  if (!process.features.typescript) {
    console.error(
      `Node ${process.versions.node} cannot run this, and the Node it comes with is not installed.`,
    );
    console.error(`Run "npm ci" in ${join(here, '../..')}`);
    process.exit(1);
  }
  // Code that was read once is not compiled again. Where nothing may be written, it is.
  modules.enableCompileCache?.(join(here, '../../.cache/compiled'));
  await import('./process.ts');
} else goOnWith(pinned.path);

/** The Node among the installed packages. */
function pinnedNode() {
  try {
    const facts = modules.createRequire(import.meta.url).resolve('node/package.json');
    const path = join(dirname(facts), 'bin/node');
    return existsSync(path) ? { path, version: JSON.parse(readFileSync(facts, 'utf8')).version } : undefined;
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
