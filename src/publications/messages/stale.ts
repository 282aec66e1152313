import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { exactly, type Instant, isoSeconds } from '../../domain/time.ts';
import { formatOf } from '../../i18n/index.ts';
import { MESSAGE_WORDS } from '../../i18n/messages/index.ts';
import { letterOf } from './email.ts';
import type { Fact } from './layout.ts';
import { oneLine, sentence } from './plain.ts';
import { cleanFor, postWith } from './post.ts';
import { pushWith } from './push.ts';
import { textMessage } from './sms.ts';
import { directionOf } from './times.ts';
import type { Email, EmailAround, Measure, Post, Push, TextMessage } from './types.ts';

/** What a site is called and where it stands; the `site` of a notification has it. */
export type StaleSite = Pick<NotificationFile['site'], 'name' | 'service' | 'url'>;

/** What is said, on each channel that reaches people, when the page itself has gone stale. */
export interface Stale {
  sms(around: { stop: boolean }): TextMessage;
  post(measure: Measure): Post;
  email(around: EmailAround): Email;
  push(): Push;
}

/**
 * The status page cannot be trusted now: nobody knows how the service is, and people must look at the device.
 * @param since from when on nobody has renewed it, in ms UTC.
 */
export function staleOf(site: StaleSite, since: Instant, language: Language): Stale {
  const words = MESSAGE_WORDS[language].stale;
  const facts = (clean: (text: string) => string = (text) => text) => factsOf(site, since, language, clean);
  const id = `stale.${isoSeconds(since).replace(/[-:]/g, '')}`;
  return {
    sms: ({ stop }) => textMessage(facts(), [site.url], { stop, language, segments: 2 }),
    post: (measure) => ({
      ...postWith(facts(cleanFor(measure)), [site.url], language, measure),
      image: undefined,
    }),
    email: (around) => letterOf(letter(site, since, language, id), around),
    push: () =>
      pushWith(
        words.title,
        facts().filter(({ rank }) => rank > 0),
        { url: site.url, tag: 'stale', lang: language, dir: directionOf(language) },
      ),
  };
}

function factsOf(
  site: StaleSite,
  since: Instant,
  language: Language,
  clean: (text: string) => string,
): Fact[] {
  const words = MESSAGE_WORDS[language];
  const { stale } = words;
  const from = stale.since(formatOf(language, 'brief').from(exactly(since)));
  const fact = (element: Fact['element'], line: number, rank: number, text: string): Fact => ({
    element,
    line,
    rank,
    core: true,
    says: [sentence(text)],
  });
  return [
    { ...fact('source', 1, 1, ''), says: [words.source(clean(oneLine(site.name)))] },
    fact('guidance', 1, 2, stale.advice),
    { ...fact('hazard', 2, 0, stale.title) },
    fact('hazard', 2, 3, clean(stale.hazard(oneLine(site.service)))),
    fact('time', 3, 4, from),
    fact('guidance', 4, 5, stale.unseen),
  ];
}

function letter(site: StaleSite, since: Instant, language: Language, id: string) {
  const words = MESSAGE_WORDS[language];
  const { stale } = words;
  return {
    language,
    marks: [],
    site,
    source: oneLine(site.name),
    headline: { text: stale.title },
    sections: [],
    said: {
      label: words.what,
      paragraphs: [
        stale.advice,
        stale.hazard(oneLine(site.service)),
        stale.since(formatOf(language).from(exactly(since))),
        stale.unseen,
      ],
    },
    foreign: undefined,
    link: { label: words.read, url: site.url },
    foot: formatOf(language).dateTime(since),
    threadId: 'stale',
    id,
  };
}
