import type { Language } from '../domain/site.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { type Badge, badgeText } from '../publications/badge.ts';
import { type About, type Feed, feedOf } from '../publications/feeds/entries.ts';
import type { Model } from './model.ts';

/** JSON as a file, read by people too. */
export function json(body: object): Response {
  return new Response(JSON.stringify(body));
}

/** A badge as a picture with its time in words, or as JSON for shields.io. */
export function badgeFile(badge: Badge, format: string, { snapshot }: Model, language: Language): Response {
  const time = wordsOf(language).badge.asOf(formatOf(language).dateTime(snapshot.now));
  return new Response(badgeText(badge, format, time, language));
}

/** The feed of a language, to stand at `file`. */
export function feedIn({ snapshot, origin }: Model, language: Language, file: string, about?: About): Feed {
  return feedOf(snapshot, language, origin, file, about);
}
