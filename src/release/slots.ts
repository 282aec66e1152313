import { resolve } from 'node:path';
import type { AstroIntegration } from 'astro';
import { is } from './hooks.ts';

/** What a page asks for the components that stand in named places of it. */
const ASKED = 'virtual:nightlight/components';

/**
 * Puts components of an operator into the places of a page that they are named for.
 * @param components paths of `.astro` files, from the root of the project.
 */
export function slots(
  components: Readonly<Record<string, string | undefined>>,
  root: string,
): AstroIntegration {
  const named = Object.entries(components).flatMap(([name, path]) =>
    path ? [[name, resolve(root, path)]] : [],
  );
  const plugin = {
    name: 'nightlight-components',
    resolveId: { filter: { id: is(ASKED) }, handler: () => `\0${ASKED}` },
    load: {
      filter: { id: is(`\0${ASKED}`) },
      handler: () =>
        [
          ...named.map(([name, path]) => `import ${name} from ${JSON.stringify(path)};`),
          `export default { ${named.map(([name]) => name).join(', ')} };`,
        ].join('\n'),
    },
  };
  return {
    name: 'nightlight-components',
    hooks: { 'astro:config:setup': ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) },
  };
}
