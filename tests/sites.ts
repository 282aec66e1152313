import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, siteOf } from '../src/config/index.ts';
import type { Site } from '../src/domain/site.ts';
import { LANGUAGES } from './languages.ts';

const ROOT = join(import.meta.dirname, '..');

/** The config that ships: a demonstration. */
export const shipped = readSite('nightlight.yaml');

/** The shipped config as it would be for a service: without the demonstration, built again every ten minutes. */
export const live = readSite('tests/fixtures/sites/live.yaml');

/** The shipped config as of a service with three regions; what is on the device is everywhere alike. */
export const regional = readSite('tests/fixtures/sites/regions.yaml');

/** A component got a new id and another was retired; the incident files stay as they were written. */
export const renamed = readSite('tests/fixtures/sites/renamed.yaml');

function readSite(path: string): Site {
  const { config, problems } = readConfig(readFileSync(join(ROOT, path)), path, Date.now(), LANGUAGES);
  if (!config) throw new Error(JSON.stringify(problems, null, 2));
  return siteOf(config);
}
