import { join } from 'node:path';
import { build } from 'esbuild';
import { moduleFile } from './engine.ts';

/**
 * One script of `src/browser/` as one file of its own. Astro would put what two scripts share into a third
 * file, and so make a second request before the answer; and a worker or a foreign page can load no parts.
 * @param constants names that stand for values in the script.
 * @param own where it stands in a page as a module, which leaves no name behind by itself: properties that may be renamed.
 */
export async function bundle(
  script: string,
  constants: Record<string, string | boolean | object | null> = {},
  own?: readonly string[],
): Promise<string> {
  const result = await build({
    entryPoints: [moduleFile(join('src/browser', script))],
    bundle: true,
    minify: true,
    write: false,
    format: own ? 'esm' : 'iife',
    ...(own && { mangleProps: new RegExp(`^(?:${own.join('|')})$`) }),
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
    // What is said here holds, not what a folder around the engine says to other programs.
    tsconfigRaw: {},
    ...(!own && { banner: { js: '"use strict";' } }),
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  });
  return result.outputFiles[0]?.text ?? '';
}
