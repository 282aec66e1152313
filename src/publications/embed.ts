import { href, type Origin, paths } from '../domain/addresses.ts';
import type { EmbedFile, EmbedReading } from '../domain/embed.ts';
import { inLanguage, type Language, leaseLimitsOf, leaseLength } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isoSeconds } from '../domain/time.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { answerOf } from './answer.ts';

/** What the banner says, without anybody's word for it, now and at the next instant at which that changes by itself. */
export function embedFile(
  snapshot: Snapshot,
  next: Snapshot | undefined,
  language: Language,
  origin: Origin,
  build: string,
): EmbedFile {
  const words = wordsOf(language);
  const format = formatOf(language);
  return {
    ...readingOf(snapshot, language),
    next: next ? { at: isoSeconds(next.now), ...readingOf(next, language) } : null,
    build,
    limits: leaseLimitsOf(snapshot.site),
    built_at: isoSeconds(snapshot.now),
    valid_until: isoSeconds(snapshot.now + leaseLength(snapshot.site)),
    as_of: `${words.answer.asOf} ${format.dateTime(snapshot.now)}`,
    as_of_here: `${words.answer.asOf} {time} (${format.time(snapshot.now)} UTC)`,
    unknown: words.answer.unknown(inLanguage(snapshot.site.service, language)),
    more: words.embed.more,
    url: new URL(href(snapshot.site, origin.base, language, paths.home), origin.url).href,
  };
}

function readingOf(snapshot: Snapshot, language: Language): EmbedReading {
  const { tone, headline, vouched = null, advice } = answerOf(snapshot, language);
  const wrong =
    ['trouble', 'degraded', 'maintenance'].includes(tone) || snapshot.situation.kind === 'incident';
  if (!wrong) return { tone, headline, vouched, advice: null, advice_lang: null };
  // One paragraph is in one language: with one part that is not translated it is the first that has all of them.
  const whole = [language, ...snapshot.site.languages].find((one) =>
    answerOf(snapshot, one).advice.every((part) => part.language === one),
  );
  const said = whole === undefined ? advice : answerOf(snapshot, whole).advice;
  const lang = whole ?? said[0]?.language ?? language;
  return {
    tone,
    headline,
    vouched,
    advice: said.map(({ text }) => text).join(' '),
    advice_lang: lang === language ? null : lang,
  };
}
