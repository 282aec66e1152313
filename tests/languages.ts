import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Languages } from '../src/domain/site.ts';

/** The languages of the sites of the tests, as far as a test does not say others. */
export const LANGUAGES: Languages = ['en', 'es'];

/** A site of which nothing but its languages is asked. */
export const SPOKEN = { languages: LANGUAGES };

/** The languages that are shipped with words; a test of the same process may have brought others along. */
export const SHIPPED = globSync('*.json', { cwd: join(import.meta.dirname, '../src/i18n/words') })
  .map((name) => name.replace('.json', ''))
  .toSorted();
