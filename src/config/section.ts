import type { Instant } from '../domain/time.ts';
import type { Place, Report } from '../problems/index.ts';
import type { Draft, Fields, ReadOf } from './fields.ts';

/** What a check of values together needs. */
export interface Check {
  report: Report;
  /** Where something stands, by keys and by places in lists, from the section on. */
  at(...path: (string | number)[]): Place;
  /** The newest instant that is known to have come. */
  latest: Instant;
}

/**
 * A part of the config that belongs to one capability. Each is a file in `sections/` and a line in
 * `sections/index.ts`; reader, schema and reference follow from its fields.
 */
export interface Section<Of extends Fields> {
  meaning: string;
  fields: Of;
  /** Reports what is wrong with its values together. Any part of the draft may be missing. */
  check?(draft: Draft<ReadOf<Of>>, check: Check): void;
}

export function section<Of extends Fields>(made: Section<Of>): Section<Of> {
  return made;
}
