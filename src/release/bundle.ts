import { join } from 'node:path';
import { build } from 'esbuild';
import { moduleFile } from './engine.ts';

/**
 * One script of `src/browser/` as one file of its own. Astro would put what two scripts share into a third
 * file, and so make a second request before the answer; and a worker or a foreign page can load no parts.
 * @param constants names that stand for values in the script.
 */
export async function bundle(
  script: string,
  constants: Record<string, string | boolean | object | null> = {},
): Promise<string> {
  const result = await build({
    entryPoints: [moduleFile(join('src/browser', script))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
    // What is said here holds, not what a folder around the engine says to other programs.
    tsconfigRaw: {},
    banner: { js: '"use strict";' },
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  });
  return result.outputFiles[0]?.text ?? '';
}
