import type { LeaseLimits } from './freshness.ts';

/** What the banner says at an instant. */
export interface EmbedReading {
  /** How the answer is drawn; a foreign page may know more tones than these. */
  tone: string;
  headline: string;
  /** What the headline is while the heartbeat has somebody's word that holds; nothing where that changes nothing. */
  vouched: string | null;
  /** What to do, where something is wrong. */
  advice: string | null;
  /** The language of the advice, where it is not translated. */
  advice_lang: string | null;
}

/**
 * `/embed.json`: what the banner in a foreign page shows, in one language. Until when it may be believed stands
 * in the heartbeat, and only in one of the same build.
 */
export interface EmbedFile extends EmbedReading {
  build: string;
  built_at: string;
  valid_until: string;
  /** What a heartbeat of this site can promise, in ms. */
  limits: LeaseLimits;
  /** What it says from an announced instant on, without another build: a window opens, a promise falls due. */
  next: (EmbedReading & { at: string }) | null;
  as_of: string;
  /** The same with a place, `{time}`, for the reader's own time before UTC. */
  as_of_here: string;
  unknown: string;
  more: string;
  url: string;
}
