import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { compact, exactly, type Instant, isoSeconds } from '../../domain/time.ts';
import { formatOf, labelled, messageWordsOf } from '../../i18n/index.ts';
import { discordFrom } from './discord.ts';
import { letterOf } from './email.ts';
import type { Fact } from './layout.ts';
import { oneLine, sentence } from './plain.ts';
import { cleanFor, postWith } from './post.ts';
import { pushWith } from './push.ts';
import type { Sheet } from './sheet.ts';
import { slackFrom } from './slack.ts';
import { textMessage } from './sms.ts';
import { teamsFrom } from './teams.ts';
import { directionOf, lastingFrom } from './times.ts';
import type {
  DiscordMessage,
  Email,
  EmailAround,
  Measure,
  Post,
  Push,
  SlackMessage,
  TeamsMessage,
  TextMessage,
} from './types.ts';

/** What is said of the page itself, on each channel. */
export interface PageNews {
  sms(around: { stop: boolean }): TextMessage;
  post(measure: Measure): Post;
  email(around: EmailAround): Email;
  push(): Push;
  slack(): SlackMessage;
  discord(): DiscordMessage;
  teams(): TeamsMessage;
}

/** What a site is called and where it stands; the `site` of a notification has it. */
type NamedSite = Pick<NotificationFile['site'], 'name' | 'service' | 'url'>;

/**
 * The status page cannot be trusted now: nobody knows how the service is, and people must look at the device.
 * @param since from when on nobody has renewed it, in ms UTC.
 */
export function staleOf(site: NamedSite, since: Instant, language: Language): PageNews {
  return newsOf('stale', site, since, language);
}

/**
 * The status page can be trusted again.
 * @param since from when on it was renewed, in ms UTC.
 */
export function freshOf(site: NamedSite, since: Instant, language: Language): PageNews {
  return newsOf('fresh', site, since, language);
}

function newsOf(kind: 'stale' | 'fresh', site: NamedSite, since: Instant, language: Language): PageNews {
  const facts = (clean: (text: string) => string = (text) => text) =>
    factsOf(kind, site, since, language, clean);
  const sheet = sheetOf(kind, site, since, language);
  const id = `${kind}.${compact(since)}`;
  return {
    sms: ({ stop }) => textMessage(facts(), [site.url], { stop, language, segments: 2 }),
    post: (measure) => ({
      ...postWith(facts(cleanFor(measure)), [site.url], language, measure),
      image: undefined,
    }),
    email: (around) => letterOf({ ...sheet, site, threadId: 'page', id }, around),
    push: () =>
      pushWith(
        messageWordsOf(language).page[kind].title,
        facts().filter(({ rank }) => rank > 0),
        { url: site.url, tag: 'page', lang: language, dir: directionOf(language) },
      ),
    slack: () => slackFrom(sheet),
    discord: () => discordFrom(sheet),
    teams: () => teamsFrom(sheet),
  };
}

function factsOf(
  kind: 'stale' | 'fresh',
  site: NamedSite,
  since: Instant,
  language: Language,
  clean: (text: string) => string,
): Fact[] {
  const words = messageWordsOf(language);
  const { title, advice, hazard, since: time, more } = words.page[kind];
  const said = (element: Fact['element'], line: number, rank: number, text: string): Fact => ({
    element,
    line,
    rank,
    ...(rank < 4 && { core: true as const }),
    says: [sentence(text)],
  });
  return [
    { ...said('source', 1, 1, ''), says: [words.source(clean(oneLine(site.name)))] },
    said('guidance', 1, 2, advice),
    said('hazard', 2, 0, title),
    said('hazard', 2, 3, hazard(clean(oneLine(site.service)))),
    said('time', 3, 4, time(...lastingFrom(exactly(since), formatOf(language, 'brief')))),
    said('guidance', 3, 5, more),
  ];
}

function sheetOf(kind: 'stale' | 'fresh', site: NamedSite, since: Instant, language: Language): Sheet {
  const words = messageWordsOf(language);
  const { title, advice, hazard, since: time, more } = words.page[kind];
  return {
    language,
    tone: kind === 'stale' ? 'degraded' : 'over',
    marks: [],
    source: oneLine(site.name),
    headline: { text: title },
    state: title,
    at: isoSeconds(since),
    sections: [
      advice,
      hazard(oneLine(site.service)),
      time(...lastingFrom(exactly(since), formatOf(language))),
      more,
    ].map((text) => ({ text })),
    said: { label: words.said, paragraphs: [] },
    foreign: undefined,
    link: { label: words.open, url: site.url },
    foot: `${labelled(words.saidAt, language)} ${formatOf(language).dateTime(since)}`,
  };
}
