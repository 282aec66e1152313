/** What the banner says at an instant. */
export interface EmbedReading {
  /** How the answer is drawn; a foreign page may know more tones than these. */
  tone: string;
  headline: string;
  /** What to do, where something is wrong. */
  advice: string | null;
  /** The language of the advice, where it is not translated. */
  advice_lang: string | null;
}

/** `/embed.json`: what the banner in a foreign page shows, in one language, and until when it may be believed. */
export interface EmbedFile extends EmbedReading {
  built_at: string;
  valid_until: string;
  /** What it says from an announced instant on, without another build: a window opens, a promise falls due. */
  next: (EmbedReading & { at: string }) | null;
  as_of: string;
  unknown: string;
  more: string;
  url: string;
}
