import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../problems/errors.ts';
import { endWithCaller } from '../release/caller.ts';
import { packageFolder } from '../release/engine.ts';
import { printKept } from '../site/print.ts';

// The process of a build. Where an earlier one has kept the program that prints pages, it prints; else it becomes Astro,
// which reads the same words behind its name.

endWithCaller(process);

const tell = process.argv.includes('--silent') ? () => undefined : (words: string) => console.log(words);

try {
  if (!(await printKept(process.env, process.cwd(), tell)))
    await import(pathToFileURL(join(packageFolder('astro'), 'bin/astro.mjs')).href);
} catch (error) {
  // The program has classes of its own.
  const isTold = error instanceof UserError || (error as Error).name === 'UserError';
  console.error(isTold ? (error as Error).message : error);
  process.exit(1);
}
