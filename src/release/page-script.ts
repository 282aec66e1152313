import { createHash } from 'node:crypto';
import type { AstroIntegration } from 'astro';
import { bundle } from './bundle.ts';

/** What follows the name of a script in an import of it: `import script from '../browser/live.ts?page-script'`. */
const ASKED = /\/src\/browser\/([\w/-]+)\.[jt]s\?page-script$/;

/**
 * Properties that page scripts give to each other alone: they may have short names. None is a name of the browser, of
 * what stands in the page or of what comes from the server.
 */
export const OWN = (
  'shown pace seen heard remembered wallDoubted proof doubt patience confirmed failures unanswered asking askedAt ' +
  'askAt validUntil builtAt wall steady sure steps said asked ask belief slowest onTime'
).split(' ');

/** A script that stands in a page itself. */
export interface PageScript {
  code: string;
  /** What the policy of the page allows it by. */
  hash: `sha256-${string}`;
}

/**
 * Gives a module that imports a script of `src/browser/` so the whole of it as text. Astro would make of what it
 * shares with others a file of its own, and so a second request before the answer.
 */
export function pageScripts(): AstroIntegration {
  const plugin = {
    name: 'nightlight-page-script',
    enforce: 'pre' as const,
    load: {
      filter: { id: ASKED },
      handler: async (id: string) => {
        const [, name] = ASKED.exec(id) ?? [];
        return `export default ${JSON.stringify(pageScript(await bundle(`${name}.ts`, {}, OWN)))}`;
      },
    },
  };
  return {
    name: 'nightlight-page-script',
    hooks: { 'astro:config:setup': ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) },
  };
}

/** A script as a page holds it. A page ends its script at the first `</script`, wherever that stands. */
function pageScript(bundled: string): PageScript {
  const code = bundled.trim().replaceAll('</script', '<\\/script');
  return { code, hash: `sha256-${createHash('sha256').update(code).digest('base64')}` };
}
