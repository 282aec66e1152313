import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { defineConfig } from 'astro/config';
import { ENGINE } from './src/release/engine.ts';
import { native } from './src/release/native.ts';
import { pageScripts } from './src/release/page-script.ts';
import { preact } from './src/release/preact.ts';
import { publicDefaults } from './src/release/public.ts';
import { UserError } from './src/problems/errors.ts';
import { reuse } from './src/release/reuse.ts';
import { standby } from './src/release/standby.ts';
import { currentSite } from './src/site/config.ts';
import { incidentsFolder, outputFolder, servedFrom } from './src/site/environment.ts';
import { handOver } from './src/site/handover.ts';
import { placeOf } from './src/site/place.ts';
import { loadWords } from './src/site/words.ts';

const { env } = process;
// Whoever builds tells nobody else of it. Read before Astro reports anything.
env.ASTRO_TELEMETRY_DISABLED = '1';
// A deploy that is killed closes its channel. A build that went on would meet the next one.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();
const place = placeOf(env, process.cwd());
const { site, home, said } = await readSite().catch((error) => {
  // What is wrong with the config or a variable is all that its operator can mend; the way through our code says nothing more.
  if (error instanceof UserError) error.stack = '';
  throw error;
});
const own = join(place.site, 'public');
const { integration: reusing, reuse: reused } = reuse({
  config: JSON.stringify([site, said]),
  engine: ENGINE,
  ...place,
});

// V8 lets a heap grow generously. With ten thousand incidents that is a third more memory for no less time; with
// few it is time won.
if (existsSync(incidentsFolder(place)) && readdirSync(incidentsFolder(place)).length > 3000)
  setFlagsFromString('--heap-growing-percent=30');

async function readSite() {
  const site = await currentSite(place);
  const { own: words } = await loadWords(place);
  return { site, home: servedFrom(env, site.url), said: [...words] };
}

export default defineConfig({
  site: home,
  base: env.BASE_PATH || '/',
  root: ENGINE,
  srcDir: join(ENGINE, 'src'),
  outDir: outputFolder(place),
  publicDir: own,
  cacheDir: join(place.site, '.cache/astro'),
  trailingSlash: 'ignore',
  // Spaces between words and links are part of the sentence.
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [
    preact(),
    native(),
    pageScripts(),
    reusing,
    handOver(place, reused, site.url),
    publicDefaults(join(ENGINE, 'public'), own),
    standby(env),
  ],
  markdown: { syntaxHighlight: false },
  // Four pages at once: much of a large build is waiting for the disk.
  build: { concurrency: 4, format: 'directory', inlineStylesheets: 'always' },
  // The old pages stay in place until the new ones are written, so that a running server never answers 404.
  vite: {
    cacheDir: join(place.site, '.cache/vite'),
    build: { emptyOutDir: false, assetsInlineLimit: 16384, reportCompressedSize: false },
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self'",
        ['connect-src', "'self'", site.heartbeat && new URL(site.heartbeat).origin].filter(Boolean).join(' '),
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
});
