import { join } from 'node:path';
import { ENGINE } from './src/release/engine.ts';
import { outputFolder } from './src/site/environment.ts';
import nightlight from './src/site/integration.ts';
import { placeOf } from './src/site/place.ts';

const { env } = process;
const place = placeOf(env, process.cwd());

/**
 * A status page by itself: where it is read, and where it is written. What it is made of, the integration says. Nothing
 * stands here of what a site says, nor where it is served: the program that is made of the code is kept, and prints any.
 * `defineConfig` would load what optimises fonts and drawings, in 270 modules, only to answer what it is given.
 * @type {import('astro').AstroUserConfig}
 */
export default {
  root: ENGINE,
  // A folder without pages and middleware of its own: the integration brings ours.
  srcDir: join(ENGINE, 'src/site'),
  outDir: outputFolder(place),
  publicDir: join(place.site, 'public'),
  cacheDir: join(place.site, '.cache/astro'),
  vite: { cacheDir: join(place.site, '.cache/vite') },
  integrations: [nightlight({ site: place.site })],
};
