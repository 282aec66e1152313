import { href, type Origin, paths } from '../domain/addresses.ts';
import type { EmbedFile } from '../domain/embed.ts';
import { type Language, validFor } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isoSeconds } from '../domain/time.ts';
import { formatOf, WORDS } from '../i18n/index.ts';
import { answerOf } from './answer.ts';

export function embedFile(snapshot: Snapshot, language: Language, origin: Origin): EmbedFile {
  const words = WORDS[language];
  const answer = answerOf(snapshot, language);
  const wrong = ['trouble', 'degraded', 'maintenance'].includes(answer.tone);
  return {
    built_at: isoSeconds(snapshot.now),
    valid_until: isoSeconds(snapshot.now + validFor(snapshot.site)),
    tone: answer.tone,
    headline: answer.headline,
    advice: wrong ? answer.advice.join(' ') : null,
    as_of: `${words.answer.asOf} ${formatOf(language).dateTime(snapshot.now)}`,
    unknown: words.answer.unknown(snapshot.site.service[language]),
    more: words.embed.more,
    url: new URL(href(origin.base, language, paths.home), origin.url).href,
  };
}
