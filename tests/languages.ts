import type { Languages } from '../src/domain/site.ts';

/** The languages of the sites of the tests, as far as a test does not say others. */
export const LANGUAGES: Languages = ['en', 'es'];

/** A site of which nothing but its languages is asked. */
export const SPOKEN = { languages: LANGUAGES };
