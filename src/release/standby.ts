import { existsSync } from 'node:fs';
import type { AstroIntegration } from 'astro';

/** With this word on its standard input a build that waits begins to print. */
export const PRINT = 'print\n';

/** How a build ends that waited while another one took away what it had bundled: begin anew. */
export const BUNDLE_GONE = 75;

/** The process that a build runs in, as far as one that waits needs it. */
interface Host {
  stdin: AsyncIterable<unknown>;
  exit: (code?: number) => never;
}

/**
 * Lets a build that was begun ahead of time wait where all of the code is bundled and no incident file has been
 * read: what is left to do when a file is saved is only to print. Without `NIGHTLIGHT_STANDBY` no build waits.
 */
export function standby(env: NodeJS.ProcessEnv, host: Host): AstroIntegration {
  return {
    name: 'nightlight-standby',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command === 'build' && env.NIGHTLIGHT_STANDBY)
          updateConfig({ vite: { plugins: [{ name: 'nightlight-standby', buildApp: waiting(host) }] } });
      },
    },
  };
}

/** After what is bundled, and before what Astro does with it, which stands behind all other plugins. */
const waiting = (host: Host) => ({
  order: 'post' as const,
  handler: async (builder: { environments: Record<string, { config: { build: { outDir: string } } }> }) => {
    const bundled = builder.environments.prerender?.config.build.outDir;
    const { done } = await host.stdin[Symbol.asyncIterator]().next();
    // Whoever would have said the word is gone.
    if (done) host.exit();
    if (!bundled || !existsSync(bundled)) host.exit(BUNDLE_GONE);
  },
});
