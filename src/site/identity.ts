import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Origin } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import { identityFile } from '../pictures/identity.ts';
import { identityOf } from '../publications/identity.ts';
import type { Drawn } from '../release/public.ts';
import { picturesFolder } from './environment.ts';
import type { Place } from './place.ts';

/** Draws the icons and the picture of a shared link as this site has them. */
export function drawnFor(place: Place, site: Site, { url, base }: Origin): Drawn {
  const { logo } = site;
  const identity = identityOf(site, new URL(base, url).href);
  return async (name) => {
    const bytes = logo && (await readFile(join(place.site, 'public', logo.file)));
    return identityFile(
      name,
      { ...identity, logo: logo && bytes && { bytes, width: logo.width, height: logo.height } },
      picturesFolder(place),
    );
  };
}
