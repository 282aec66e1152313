import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the smallest Astro site that makes as many files from the same incidents: with the glob loader and
 * `render()` three plain pages for each (two languages and a version), and five small files. It is what a
 * build is measured against.
 */
export function writeBareSite(folder: string, incidents: string, nodeModules: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'src/pages/[...lang]'), { recursive: true });
  symlinkSync(nodeModules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'astro.config.mjs'),
    "export default { devToolbar: { enabled: false }, markdown: { syntaxHighlight: false }, cacheDir: './cache' };\n",
  );
  writeFileSync(
    join(folder, 'src/content.config.ts'),
    `import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
export const collections = { incidents: defineCollection({ loader: glob({ pattern: '*.md', base: ${JSON.stringify(incidents)} }) }) };
`,
  );
  for (const format of ['json', 'csv', 'bib', 'csl.json', 'timemap'])
    writeFileSync(
      join(folder, `src/pages/[id].${format}.js`),
      `import { getCollection } from 'astro:content';
export const getStaticPaths = async () => (await getCollection('incidents')).map((entry) => ({ params: { id: entry.id }, props: { entry } }));
export const GET = ({ props }) => new Response(JSON.stringify(props.entry.data));
`,
    );
  writeFileSync(
    join(folder, 'src/pages/[...lang]/[id].astro'),
    `---
import { getCollection, render } from 'astro:content';
export async function getStaticPaths() {
  const entries = await getCollection('incidents');
  return [undefined, 'es', 'version'].flatMap((lang) => entries.map((entry) => ({ params: { lang, id: entry.id }, props: { entry } })));
}
const { entry } = Astro.props;
const { Content } = await render(entry);
---
<html lang="en"><head><title>{entry.data.title}</title></head><body><h1>{entry.data.title}</h1><Content /></body></html>
`,
  );
}
