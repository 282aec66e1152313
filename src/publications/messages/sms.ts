import type { NotificationFile } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { messageWordsOf } from '../../i18n/index.ts';
import { factsOf } from './facts.ts';
import { type Fact, fullest, layOut } from './layout.ts';
import { forPhones } from './plain.ts';
import { countSms } from './sms-count.ts';
import type { TextMessage } from './types.ts';

/** Parts that a message may have before it goes without its core: no carrier takes endless ones. */
const MOST_SEGMENTS = 4;

/**
 * An update as a text message. It is one segment where that holds who speaks, what is lost and where to read on; it
 * may take two where people have to learn what to do: a first notice, what takes back what was said, and what has advice
 * while it is not over. A name or a script that needs more gets more: `segments` says how many.
 * @param stop whether it ends with how to stop these messages.
 */
export function smsOf(told: NotificationFile, { stop }: { stop: boolean }): TextMessage {
  const facts = factsOf(told);
  const links = [told.incident_url, told.site.url];
  return textMessage(facts, links, { stop, language: told.language, segments: segmentsFor(told) });
}

function segmentsFor({ first, state, advice, all_clear }: NotificationFile): number {
  const mustAct = advice !== null && !all_clear;
  const takesBack = state === 'correction' || state === 'withdrawn';
  return first || mustAct || takesBack ? 2 : 1;
}

/** Lays out a text message with the longest of some links that costs no fact. */
export function textMessage(
  facts: readonly Fact[],
  links: readonly string[],
  { stop, language, segments }: { stop: boolean; language: Language; segments: number },
): TextMessage {
  for (let most = segments; ; most++) {
    const tries = links.map((link) =>
      layOut([...facts, ...tail(link, stop, language)], (text) => segmentsOf(text) <= most),
    );
    const best = fullest(tries);
    if (!best.whole && most < MOST_SEGMENTS) continue;
    const text = forPhones(best.text);
    const { encoding, segments: parts } = countSms(text);
    return { text, encoding, segments: parts, language };
  }
}

function segmentsOf(text: string): number {
  return countSms(forPhones(text)).segments;
}

function tail(link: string, stop: boolean, language: Language): Fact[] {
  const stopping: Fact = {
    element: 'stop',
    line: 8,
    rank: 0,
    core: true,
    says: [messageWordsOf(language).stop],
  };
  return [{ element: 'link', line: 7, rank: 0, core: true, says: [link] }, ...(stop ? [stopping] : [])];
}
