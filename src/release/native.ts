import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import { moduleFile } from './engine.ts';
import { is } from './hooks.ts';

/** What the config and the pages of a build share: modules that Node loads once, and no bundle holds. */
const SHARED = ['src/release/engine.ts', 'src/site/handover.ts'];

/**
 * Puts in the place of the modules that a build shares with its config what asks Node for them: so what the one
 * leaves there, the other finds. They may import nothing but types and packages.
 */
export function native(): AstroIntegration {
  const shared = new Map(SHARED.map(moduleFile).map((path) => [path, pathToFileURL(path).href]));
  const plugin = {
    name: 'nightlight-native',
    enforce: 'pre' as const,
    applyToEnvironment: ({ name }: { name: string }) => name !== 'client',
    load: {
      filter: { id: [...shared.keys()].map(is) },
      handler: async (id: string) => {
        const url = shared.get(id);
        if (url === undefined) return undefined;
        const names = Object.keys((await import(/* @vite-ignore */ url)) as object);
        return [
          `import { createRequire } from 'node:module';`,
          `const loaded = createRequire(${JSON.stringify(url)})(${JSON.stringify(id)});`,
          `export const { ${names.join(', ')} } = loaded;`,
        ].join('\n');
      },
    },
  };
  return {
    name: 'nightlight-native',
    hooks: { 'astro:config:setup': ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) },
  };
}
