import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the smallest Astro site that makes as many plain pages, in both languages, from the same files:
 * the glob loader, `render()`, one page an incident. It is what a build is measured against.
 */
export function writeBareSite(folder: string, incidents: string, nodeModules: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'src/pages/[...lang]'), { recursive: true });
  symlinkSync(nodeModules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'astro.config.mjs'),
    'export default { devToolbar: { enabled: false }, markdown: { syntaxHighlight: false } };\n',
  );
  writeFileSync(
    join(folder, 'src/content.config.ts'),
    `import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
export const collections = { incidents: defineCollection({ loader: glob({ pattern: '*.md', base: ${JSON.stringify(incidents)} }) }) };
`,
  );
  writeFileSync(
    join(folder, 'src/pages/[...lang]/[id].astro'),
    `---
import { getCollection, render } from 'astro:content';
export async function getStaticPaths() {
  const entries = await getCollection('incidents');
  return [undefined, 'es'].flatMap((lang) => entries.map((entry) => ({ params: { lang, id: entry.id }, props: { entry } })));
}
const { entry } = Astro.props;
const { Content } = await render(entry);
---
<html lang="en"><head><title>{entry.data.title}</title></head><body><h1>{entry.data.title}</h1><Content /></body></html>
`,
  );
}
