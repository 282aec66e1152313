import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { printable } from '../domain/printable.ts';
import { explain } from '../problems/errors.ts';
import type { Problem } from '../problems/index.ts';
import { REPORTERS } from '../problems/reporters.ts';
import { readFlags } from './flags.ts';

/**
 * The flags of a call. What `--site` names is told to the environment, for whatever this command begins. With
 * `--help`, or with flags that are wrong, it prints how to call the command and ends it: 0 for help, 2 for a mistake.
 */
export function readCall<Options extends ParseArgsOptionsConfig>(help: string, options: Options) {
  const asked = process.argv.slice(2);
  if (asked.includes('--help') || asked.includes('-h')) {
    console.log(help);
    return process.exit(0);
  }
  const read = readFlags(asked, { ...options, site: { type: 'string' } });
  if (!read.ok) return wrongCall(read.problems, help);
  const { site } = read.values as { site?: string };
  if (site !== undefined) process.env.NIGHTLIGHT_SITE = resolve(site);
  return read.values;
}

/** Says what is wrong with a call, and how to make it. */
export function wrongCall(problems: readonly Problem[], help: string): never {
  console.error(`${REPORTERS.terminal(problems)}\n\n${help}`);
  return process.exit(2);
}

/** Runs a command; what goes wrong is said, with exit code 1. A mistake of ours says that it is one. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(safe(explain(error, addressForBugs())));
    process.exitCode = 1;
  }
}

function addressForBugs(): string {
  const text = readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { bugs: { email: string } }).bugs.email;
}

function safe(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
