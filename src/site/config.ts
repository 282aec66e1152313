import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type ParsedConfig, readConfig, siteOf } from '../config/index.ts';
import type { Site } from '../domain/site.ts';
import { speakAlso, spokenLanguages } from '../i18n/index.ts';
import { UserError } from '../problems/errors.ts';
import { fileOf, hasErrors } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import { configFile, currentInstant } from './environment.ts';
import type { Place } from './place.ts';
import { loadWords } from './words.ts';

/** The config as it lies there, and what is wrong with it and with the site's own words. */
export interface LoadedConfig extends ParsedConfig {
  lineOf: LineOf;
}

/**
 * Reads the config and the site's own words, which are said from then on, and says what is wrong with them.
 * @throws UserError in a sentence where there is no such file.
 */
export async function loadConfig(place: Place): Promise<LoadedConfig> {
  const path = configFile(place);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UserError(`There is no file ${path}. NIGHTLIGHT_CONFIG names the config.`);
  const bytes = await readFile(path);
  const file = relative(place.site, path);
  const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/);
  const latest = Math.max(currentInstant(place.env), Date.now());
  const words = await loadWords(place);
  // The config may name a language that only the site speaks.
  speakAlso(words.own);
  const read = readConfig(bytes, file, latest, spokenLanguages());
  return {
    ...read,
    config: hasErrors(words.problems) ? undefined : read.config,
    problems: [...read.problems, ...words.problems],
    lineOf: (problem) =>
      fileOf(problem) === file ? lines[(problem.place?.line ?? 0) - 1] : words.lineOf(problem),
  };
}

/**
 * What the config makes of the site.
 * @throws UserError with every mistake in it.
 */
export async function currentSite(place: Place): Promise<Site> {
  const { config, problems, lineOf } = await loadConfig(place);
  // Under `npm start` the heartbeat of the live site would speak of another build.
  if (config)
    return { ...siteOf(config), ...(place.env.NIGHTLIGHT_STANDBY !== undefined && { heartbeat: undefined }) };
  throw new UserError(problems, { lineOf });
}
