import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What the config and the pages of a build share: modules that Node loads once, and no bundle holds. */
const SHARED = ['src/release/engine.ts'];

/** A plugin of Vite, as far as it is needed here. */
interface Resolving {
  resolve(source: string, importer: string | undefined, options: object): Promise<Resolved | null>;
}
interface Resolved {
  id: string;
}

/**
 * Leaves out of what a build bundles for itself the modules that it shares with its config: what the one hands
 * over there, the other finds.
 */
export function native(engine: string): AstroIntegration {
  const shared = new Set(SHARED.map((path) => join(engine, path)));
  const plugin = {
    name: 'nightlight-native',
    enforce: 'pre' as const,
    applyToEnvironment: ({ name }: { name: string }) => name !== 'client',
    async resolveId(this: Resolving, source: string, importer: string | undefined, options: object) {
      if (!source.startsWith('.')) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (found && shared.has(found.id)) return { id: pathToFileURL(found.id).href, external: true };
      return found;
    },
  };
  return {
    name: 'nightlight-native',
    hooks: { 'astro:config:setup': ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) },
  };
}
