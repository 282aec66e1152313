import { join } from 'node:path';
import { build } from 'esbuild';
import { ENGINE, moduleFile } from './engine.ts';

/** What was bundled by this process, whose code does not change: it may print several sites one after the other. */
const bundled = new Map<string, Promise<string>>();

/**
 * One script of `src/browser/` as one file of its own. Astro would put what two scripts share into a third
 * file, and so make a second request before the answer; and a worker or a foreign page can load no parts.
 * @param constants names that stand for values in the script.
 * @param own where it stands in a page as a module, which leaves no name behind by itself: properties that may be renamed.
 */
export function bundle(script: string, constants: Constants = {}, own?: readonly string[]): Promise<string> {
  const key = JSON.stringify([script, constants, own]);
  const made = bundled.get(key) ?? bundleAnew(script, constants, own);
  if (bundled.size < MOST_KEPT) bundled.set(key, made);
  made.catch(() => bundled.delete(key));
  return made;
}

type Constants = Record<string, string | boolean | object | null>;

/** More than the scripts of a few sites are not remembered: some hold the words of one. */
const MOST_KEPT = 100;

async function bundleAnew(
  script: string,
  constants: Constants,
  own: readonly string[] | undefined,
): Promise<string> {
  const result = await build({
    // The folder in which esbuild was loaded may be that of a build which has ended.
    absWorkingDir: ENGINE,
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
