import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { messageWordsOf } from '../../i18n/index.ts';
import { besideTitle, factsOf } from './facts.ts';
import { type Fact, fullest, layOut } from './layout.ts';
import { fitsOn } from './measures.ts';
import { holdsLink, oneLine, sentence, withoutHosts, withoutMentions } from './plain.ts';
import type { Measure, Post } from './types.ts';

/** The longest text that stands for a picture on the channels that take one. */
const LONGEST_ALT = 1000;

/**
 * An update as a public post. It calls nobody, whatever stands in the file, and has one link: to the update, or to
 * something shorter if that leaves room for more to be said.
 */
export function postOf(told: NotificationFile, measure: Measure): Post {
  const { url, incident_url, site, language } = told;
  return {
    ...postWith(
      factsOf(told, { clean: cleanFor(measure) }),
      [url, incident_url, site.url],
      language,
      measure,
    ),
    image: imageOf(told, measure),
  };
}

/** Lays out a post with the longest of some addresses that costs no fact. */
export function postWith(
  said: readonly Fact[],
  addresses: readonly [string, ...string[]],
  language: Language,
  measure: Measure,
): Omit<Post, 'image'> {
  const facts = isLinkless(measure) ? said.filter(({ says }) => !says.some(holdsLink)) : said;
  const tries = tailsOf(addresses, language, measure).map((tail) =>
    layOut([...facts, ...tail], (text) => fitsOn(measure, text)),
  );
  // A post is found years later, and its link has to lead to what it was about: the last one only where it must be.
  const lasting = tries.length > 1 ? tries.slice(0, -1) : tries;
  const { text, kept } = fullest(lasting.some(({ whole }) => whole) ? lasting : tries);
  const links = kept
    .filter(({ fact, text: url }) => fact.element === 'link' && holdsLink(url))
    .map(({ start, text: url }) => ({ start, end: start + url.length, url }));
  return { text, links, language };
}

/** What a text from outside goes through before it stands in a post of a channel. */
export function cleanFor(measure: Measure): (text: string) => string {
  return (text) => withoutMentions(isLinkless(measure) ? withoutHosts(text) : text);
}

/** Where a link is counted and none may stand, not even a plain address may: it would become one. */
function isLinkless({ withLink, link }: Measure): boolean {
  return !withLink && link !== undefined;
}

function tailsOf(addresses: readonly [string, ...string[]], language: Language, measure: Measure): Fact[][] {
  if (isLinkless(measure)) return [[]];
  const tail = (text: string): Fact[] => [{ element: 'link', line: 7, rank: 0, core: true, says: [text] }];
  if (measure.withLink) return addresses.map(tail);
  // Somebody types it: the shortest one.
  return [tail(messageWordsOf(language).more(typed(addresses.at(-1) as string)))];
}

/** An address as one types it. */
function typed(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.replace(/\/$/, '');
}

function imageOf(told: NotificationFile, { picture = 'wide' }: Measure): Post['image'] {
  const image = told.pictures?.[picture];
  return image ? { ...image, alt: altOf(told) } : undefined;
}

/** What a picture of an update says to those who do not see it. */
function altOf(told: NotificationFile): string {
  const facts = factsOf(told);
  const title: Fact = { element: 'hazard', line: 1, rank: 2.5, says: [sentence(oneLine(told.title))] };
  const at = facts.findIndex(({ element }) => element === 'guidance' || element === 'hazard');
  const said = [...facts.slice(0, at), title, ...besideTitle(facts.slice(at), told)];
  return layOut(said, (text) => text.length <= LONGEST_ALT).text.replaceAll('\n', ' ');
}
