import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Origin } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import type { OwnWords } from '../i18n/index.ts';
import { ENGINE } from '../release/engine.ts';
import { reuse } from '../release/reuse.ts';
import { currentSite } from './config.ts';
import { basePath, incidentsFolder, servedFrom, threadsAsked } from './environment.ts';
import type { Place } from './place.ts';
import { loadWords } from './words.ts';

/** What a build is told by the config of a site and by its own words. */
export interface Told {
  site: Site;
  said: [string, OwnWords][];
  /** How many threads are to print beside the one that builds; `undefined` where nobody says so. */
  threads: number | undefined;
}

/** @throws UserError for what an operator can mend: a mistake in the config, in the site's own words or in a variable. */
export async function toldBy(place: Place): Promise<Told> {
  const site = await currentSite(place);
  const { own } = await loadWords(place);
  return { site, said: [...own], threads: threadsAsked(place.env) };
}

/** Where a site is served, as its config and its environment say. */
export function originOf({ env }: Place, { url }: Site): Origin {
  return { url: servedFrom(env, url), base: basePath(env) };
}

/** A base path as our addresses begin. */
export function withSlash(base: string): string {
  return base.replace(/\/?$/, '/');
}

/**
 * What may be reused of an earlier build.
 * @param project what an operator who knows Astro adds to our code.
 */
export function reuseFor(place: Place, { site, said }: Told, origin: Origin, project: unknown[] = []) {
  // No page that is kept speaks of announcements, nor of how something is watched.
  const kept = { ...site, announcements: undefined, checks: undefined };
  return reuse({
    config: JSON.stringify([kept, said, ...project]),
    engine: ENGINE,
    origin,
    clock: Date.now,
    runtime,
    writesBy: writesBy(process.versions),
    ...place,
  });
}

/** The data of languages and time zones that a newer Node may bring along. */
function writesBy({ icu, cldr, tz }: Partial<NodeJS.ProcessVersions>): string {
  return [icu, cldr, tz].join(' ');
}

/** What runs the code: Astro says for what, once it builds. */
function runtime(): string {
  return `${process.version}\0${process.env.NODE_ENV}`;
}

/**
 * V8 lets a heap grow generously. With ten thousand incidents that is a third more memory for no less time; with
 * few it is time won.
 */
export function easeMemory(place: Place): void {
  const incidents = incidentsFolder(place);
  if (existsSync(incidents) && readdirSync(incidents).length > 3000)
    setFlagsFromString('--heap-growing-percent=30');
}
