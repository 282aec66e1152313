import { getContainerRenderer } from '@astrojs/preact/container-renderer';
import type { AstroIntegration, AstroRenderer } from 'astro';
import { is } from './hooks.ts';

/** What Astro's renderer for Preact asks for: which components are its own. All are, for there is no other renderer. */
const OPTIONS = 'astro:preact:opts';

/** No page asks Astro to bring an island to life, so its program for browsers would be built and linked by nobody. */
const { clientEntrypoint: _, ...ON_THE_SERVER }: AstroRenderer = getContainerRenderer();

/**
 * Prints the islands with Preact. It takes of `@astrojs/preact` the renderer alone: its integration brings Babel, which
 * would be loaded for each build to do what the bundler does by itself. An island is not replaced while it runs under
 * `astro dev`; the page is loaded again.
 */
export function preact(): AstroIntegration {
  const options = {
    name: 'nightlight-preact',
    // The renderer asks for the module below, which no package has.
    configEnvironment: () => ({ resolve: { noExternal: ['@astrojs/preact'] } }),
    resolveId: { filter: { id: is(OPTIONS) }, handler: () => `\0${OPTIONS}` },
    load: { filter: { id: is(`\0${OPTIONS}`) }, handler: () => 'export default {}' },
  };
  return {
    name: 'nightlight-preact',
    hooks: {
      'astro:config:setup': ({ addRenderer, updateConfig }) => {
        addRenderer(ON_THE_SERVER);
        updateConfig({
          vite: {
            plugins: [options],
            oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
            optimizeDeps: { include: ['preact', 'preact/jsx-runtime', 'preact/hooks'] },
          },
        });
      },
    },
  };
}
