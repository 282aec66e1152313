import { filedAt, type Incident } from './incident.ts';
import type { Instant } from './time.ts';

/** What is promised about telling, in minutes. */
export interface Promised {
  firstNotice: number;
  updateEvery: number;
}

/** A promise, and the instant from which on it holds; `-Infinity` where nothing is said of that. */
export interface DatedPromise extends Promised {
  since: Instant;
}

/** Every promise that was made, the oldest first: each holds until the next is made. */
export type Pledge = readonly DatedPromise[];

/** A pledge that was never another. */
export function always({ firstNotice, updateEvery }: Promised): DatedPromise[] {
  return [{ since: Number.NEGATIVE_INFINITY, firstNotice, updateEvery }];
}

/** The promise that holds at an instant; `undefined` before the first was made. */
export function promiseAt(pledge: Pledge, at: Instant): DatedPromise | undefined {
  return pledge.findLast(({ since }) => since <= at);
}

/**
 * The promise that an incident is measured against: the one in force when it began. One that may have begun before
 * the first promise was made is measured against none, and neither is one that was brought along from elsewhere.
 */
export function promiseFor(pledge: Pledge, incident: Incident): DatedPromise | undefined {
  return incident.importedFrom === undefined ? promiseAt(pledge, filedAt(incident)) : undefined;
}
