import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CONFIG_FILE } from '../config/file.ts';
import { UserError } from '../problems/errors.ts';
import { incidentsFolder } from './environment.ts';

/** Where a command works: what it was told by its environment, and the folder of the site. */
export interface Place {
  /** The folder of the config, of `incidents/` and `public/`. Relative paths in variables count from it. */
  site: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The site that `NIGHTLIGHT_SITE` names, or the one in whose folder, or below it, a command was called.
 * @param from the folder it was called in.
 * @throws UserError where there is no site.
 */
export function placeOf(env: NodeJS.ProcessEnv, from: string): Place {
  const named = env.NIGHTLIGHT_SITE;
  if (!named) return { site: siteAbove(from), env };
  const site = resolve(from, named);
  if (!isSite(site))
    throw new UserError(
      `There is no ${CONFIG_FILE} in ${site}, which --site or NIGHTLIGHT_SITE names as the folder of your site.`,
    );
  return { site, env };
}

/**
 * Makes the folder of incident files where a site has none: git keeps no empty folder, so a clone of a record that is
 * still empty, or is empty again, has none. A folder that a variable names is left to whoever named it.
 */
export function withIncidents(place: Place): Place {
  try {
    if (!place.env.NIGHTLIGHT_INCIDENTS) mkdirSync(incidentsFolder(place), { recursive: true });
  } catch {
    // Whoever reads it says what is wrong with it.
  }
  return place;
}

function siteAbove(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (isSite(folder)) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new UserError(
    `There is no ${CONFIG_FILE} in ${from} or in a folder above it. Go into the folder of your site, or name it: --site DIR, or NIGHTLIGHT_SITE=DIR.`,
  );
}

function isSite(folder: string): boolean {
  return existsSync(join(folder, CONFIG_FILE));
}
