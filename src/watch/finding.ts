import type { Instant } from '../domain/time.ts';

/** What one look at the service found, from one place. */
export interface Finding {
  /** The check in the config that it is of. */
  check: string;
  /** From where it was looked: the name of a watcher, or of a source of alerts. */
  place: string;
  /** When the look ended, by the clock of that place. */
  at: Instant;
  ok: boolean;
  /** How long it took, in ms; absent where nothing answered, or where nobody measured it. */
  ms?: number;
  /** What was found instead, as part of a sentence for the operator, never for readers: "answered 502". */
  why?: string;
  /** What went well and will fail soon, in such words, where somebody must mend it before. */
  soon?: string;
  /** Until when it holds, where it was no look but a word that holds until another comes: an alert. */
  holds?: Instant;
  /** Which alert it was, where a place may have several of one check: each holds by itself. */
  key?: string;
  /** Its time is that at which it was heard, for its sender said none that can be. */
  undated?: true;
}

/**
 * Which of two words about one alert holds: the later, of those of one moment the failure, and of the same the one that
 * holds longer. The end of what nobody knows the beginning of is its end, whatever time it has.
 */
export function isNewerWord(one: Finding, other: Finding | undefined): boolean {
  if (other?.undated && !other.ok && one.ok) return true;
  if (!other || one.at !== other.at) return !other || one.at > other.at;
  if (one.ok !== other.ok) return !one.ok;
  return (one.holds ?? 0) > (other.holds ?? 0);
}
