/**
 * A count of people or messages as it may be published: to two significant digits, and below twenty only that it is
 * less, so that nobody can tell from two files who has come or gone.
 */
export type Rounded = { about: number } | { fewer_than: number };

/** How one channel told one update. Times are UTC, with seconds. */
export interface ChannelProof {
  /** What the account is called in the config. */
  channel: string;
  /** `email`, `sms`, `web-push`, `mastodon` and so on. */
  kind: string;
  /** When the first message left; null where none has. */
  first_at: string | null;
  /** From the publication until a message left, in seconds: half of them, and 99 of 100, were faster. */
  median_seconds: number | null;
  p99_seconds: number | null;
  /** How many were to be told, and how that ended. Left out where a channel speaks to everybody at once. */
  owed?: Rounded;
  sent?: Rounded;
  failed?: Rounded;
}

/** One update, and every channel on which it was owed. */
export interface UpdateProof {
  /** `<incident>/<update>`, as in `_nightlight` of the feed. */
  id: string;
  /** When it could first be read on the page. */
  published: string;
  channels: ChannelProof[];
}

/**
 * `/proof.json`: how fast people were told, by whoever told them. It names nobody, and no number in it is exact
 * enough to find somebody. `/schema/proof.json` says what each key holds; keys may come, and none goes or changes
 * its meaning.
 */
export interface ProofFile {
  about: string;
  written_at: string;
  updates: UpdateProof[];
}

/** A count below which only that is published. */
export const TOO_FEW = 20;

/** A count as it may be published. */
export function rounded(count: number): Rounded {
  return count < TOO_FEW ? { fewer_than: TOO_FEW } : { about: Number(count.toPrecision(2)) };
}
