import type { Measure } from './types.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Letters as people count them: one for each that is seen. */
export function graphemesIn(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

/** 300 graphemes and 3,000 bytes; https://docs.bsky.app/docs/advanced-guides/posts */
export const BLUESKY: Measure = { limit: 300, bytes: 3000, length: graphemesIn, withLink: true };

/**
 * 500 letters and 23 for each link, unless the instance says otherwise in its configuration;
 * https://docs.joinmastodon.org/user/posting/#text
 */
export function MASTODON(limit = 500, urlLength = 23): Measure {
  return { limit, length: graphemesIn, link: urlLength, withLink: true };
}

/** 63,206 letters. */
export const FACEBOOK: Measure = { limit: 63_206, length: (text) => text.length, withLink: true };

/** A caption of 2,200 letters, in which no link can be followed, beneath a picture that is upright. */
export const INSTAGRAM: Measure = {
  limit: 2200,
  length: (text) => text.length,
  withLink: false,
  picture: 'tall',
};

/** So many letters, links and all. */
export function PLAIN(limit: number): Measure {
  return { limit, length: (text) => text.length, withLink: true };
}

const LINK = /https?:\/\/[^\s]+/g;

/** How long a text is on a channel, each link counted as it counts links. */
export function lengthOn({ length, link }: Measure, text: string): number {
  if (link === undefined) return length(text);
  const links = text.match(LINK)?.length ?? 0;
  return length(text.replace(LINK, '')) + links * link;
}

/** Whether a channel takes a text. */
export function fitsOn(measure: Measure, text: string): boolean {
  if (measure.bytes !== undefined && bytesOf(text) > measure.bytes) return false;
  return lengthOn(measure, text) <= measure.limit;
}

/** Bytes in UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
