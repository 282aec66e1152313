import { stripTypeScriptTypes } from 'node:module';
import { transformSync } from 'esbuild';

/** What a relative import of a source says, up to its ending, and how it is asked for. */
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+?)\.tsx?(\?[\w-]+)?\2/g;

/** Where our words name a page of `docs/`. */
const PAGE = /(?<![\w/.-])docs\/(?=[\w/${}-]+\.md\b)/g;

/** A source of the engine as the package holds it. */
export interface Packed {
  path: string;
  text: string;
}

/** Where a source lies in the package. */
export function pathOf(path: string): string {
  return path.replace(/\.tsx?$/, '.js');
}

/**
 * A source as JavaScript. Types become blanks, so that every line and column is where the source has it, and what a
 * person sends us of a mistake can be read here; only behind the name of a page of ours in the same line it is further right. Astro reads its own files itself; only what they import is named anew.
 * @param path ends as the sources do: `.ts`, `.tsx`, `.astro`; any other file is its text.
 */
export function asJavaScript(path: string, text: string): Packed {
  const named = pathOf(path);
  if (path.endsWith('.ts')) return { path: named, text: asPackaged(stripTypeScriptTypes(text)) };
  if (path.endsWith('.tsx'))
    return {
      path: named,
      text: asPackaged(
        transformSync(text, { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact', target: 'es2022' })
          .code,
      ),
    };
  return { path, text: /\.(astro|mjs)$/.test(path) ? asPackaged(text) : text };
}

/** Modules have other names there, and our pages lie where the folder of a site has its packages. */
function asPackaged(text: string): string {
  return text.replace(IMPORT, '$1$2$3.js$4$2').replace(PAGE, 'node_modules/nightlight/docs/');
}
