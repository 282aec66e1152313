import { MINUTE, type Instant } from '../domain/time.ts';

/** How many places are counted at most in a minute. */
const PLACES = 200;

/** How many messages a minute are taken of each place: what is more is a loop or an attack. */
export class MinuteLimit {
  readonly #most: number;
  #since = Number.NEGATIVE_INFINITY;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Counts one message of a place. Of more places than can be counted, those that come last have none.
   * @returns nothing where it may be taken; else after how many seconds it may come again, and whether it is the first
   * one that is left, of which the operator hears.
   */
  count(place: string, now: Instant): { after: number; isFirst: boolean } | undefined {
    // A clock that was set back begins a minute of its own.
    if (Math.abs(now - this.#since) >= MINUTE) {
      this.#since = now;
      this.#counts.clear();
    }
    const known = this.#counts.get(place);
    const count = (known ?? 0) + 1;
    const isCounted = known !== undefined || this.#counts.size < PLACES;
    if (isCounted) this.#counts.set(place, count);
    if (isCounted && count <= this.#most) return undefined;
    const after = Math.max(1, Math.ceil((this.#since + MINUTE - now) / 1000));
    return { after, isFirst: count === this.#most + 1 };
  }
}
