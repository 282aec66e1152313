import type { Language, Languages } from '../domain/site.ts';
import type { Status } from '../domain/status.ts';
import { ABOUT, FIELD, LEAST, type Least } from '../domain/subscribe-form.ts';

/** What somebody wants to be told, and how. */
export interface Choices {
  language: Language;
  /** Ids of components; `null` for everything, also what comes later. */
  components: string[] | null;
  /** Ids of regions; `null` for all, also those that come later. */
  regions: string[] | null;
  least: Least;
  loud: boolean;
  drills: boolean;
}

/** How bad a status is, on the scale by which people choose. That nobody knows is as bad as what works only in part. */
export const LEVELS: Record<Status, number> = {
  major_outage: 3,
  partial_outage: 2,
  not_known: 2,
  degraded_performance: 1,
  under_maintenance: 1,
  operational: 0,
};

/** From which level on somebody is told. */
export const LEVEL_OF: Record<Least, number> = { any: 0, partial: 2, major: 3 };

export function leastOf(level: number): Least {
  return LEAST.find((least) => LEVEL_OF[least] === level) ?? 'any';
}

/** The ids that can be chosen. */
export interface Choosable {
  components: readonly string[];
  regions: readonly string[];
}

/** What a form says; `undefined` for components or regions where only some are wanted, and none is named. */
export interface ChoicesRead extends Omit<Choices, 'components' | 'regions' | 'language'> {
  components: Choices['components'] | undefined;
  regions: Choices['regions'] | undefined;
}

/**
 * What a form says of it. What is left out, or cannot be, is as wide as it gets: nobody is told less because a page
 * was old.
 */
export function readChoices(form: URLSearchParams, known: Choosable): ChoicesRead {
  return {
    components: readSome(form, FIELD.about, FIELD.component, known.components),
    regions: known.regions.length > 0 ? readSome(form, FIELD.where, FIELD.region, known.regions) : null,
    least: LEAST.find((one) => one === form.get(FIELD.least)) ?? 'any',
    loud: form.get(FIELD.sound) !== 'quiet',
    drills: form.get(FIELD.drills) === 'yes',
  };
}

function readSome(
  form: URLSearchParams,
  whether: string,
  which: string,
  known: readonly string[],
): string[] | null | undefined {
  const named = known.filter((id) => form.getAll(which).includes(id));
  const about = ABOUT.find((one) => one === form.get(whether)) ?? (named.length > 0 ? 'some' : 'all');
  if (about === 'all') return null;
  return named.length > 0 ? named : undefined;
}

/** The language of the site that a word names; nothing where the site does not have it, or not any more. */
export function languageIn(languages: Languages, word: string | null | undefined): Language | undefined {
  return languages.find((one) => one === word);
}
