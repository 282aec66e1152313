import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { printable } from '../domain/printable.ts';
import { explain } from '../problems/errors.ts';

/**
 * The flags of a call. What `--site` names is told to the environment, for whatever this command begins. With `--help`, or with flags that are wrong, it prints how to call the command and ends
 * it: 0 for help, 2 for a mistake.
 */
export function readCall<Options extends ParseArgsOptionsConfig>(help: string, options: Options) {
  const asked = process.argv.slice(2);
  if (asked.includes('--help') || asked.includes('-h')) {
    console.log(help);
    return process.exit(0);
  }
  try {
    const { values } = parseArgs({ options: { ...options, site: { type: 'string' } } });
    const { site } = values as { site?: string };
    if (site !== undefined) process.env.NIGHTLIGHT_SITE = resolve(site);
    return values;
  } catch (error) {
    return wrongCall((error as Error).message, help);
  }
}

/** Says what is wrong with a call, and how to make it. */
export function wrongCall(mistake: string, help: string): never {
  console.error(`${safe(mistake)}\n\n${help}`);
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
