/** `/embed.json`: what the banner in a foreign page shows, in one language, and until when it may be believed. */
export interface EmbedFile {
  built_at: string;
  valid_until: string;
  /** How the answer is drawn; a foreign page may know more tones than these. */
  tone: string;
  headline: string;
  /** What to do, where something is wrong. */
  advice: string | null;
  as_of: string;
  unknown: string;
  more: string;
  url: string;
}
