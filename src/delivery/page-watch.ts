import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { fact, setFact } from './facts.ts';
import { type Contents, type OpenAccount, tellOfPage } from './intake.ts';
import type { Heard } from './reader.ts';
import type { Database } from './store/database.ts';

/** After this without an answer, in ms, a page counts as one that nobody can read. */
const UNREAD = 5 * 60_000;
/** So long ago, in ms, a failure says nothing of one now: nobody has looked since. */
const UNWATCHED = 30 * 60_000;
/** So long, in ms, the word of a heartbeat counts for processes that hear an older one, from a cache for instance. */
const WORD_COUNTS = 5 * 60_000;

/** Whether the page may be believed, and since when not. */
export type PageState = { since: Instant; why: string } | undefined;

/** What was heard, or why nothing was. */
export type Hearing = { heard: Heard } | { failed: string };

/**
 * What all processes together know of the page, by their own clocks: one that cannot read it, or reads an old copy,
 * must not contradict another that reads it well.
 */
export interface Watched {
  /** Since when nobody could read it, and when somebody tried last; nothing once anybody has read it. */
  failing?: { since: Instant; last: Instant } | undefined;
  /** The latest word of its heartbeat, and when it was heard. */
  word?: { validUntil: Instant; at: Instant } | undefined;
}

/** What is known after one more reading, by whichever process. */
export function watchedAfter(before: Watched, reading: Hearing, now: Instant): Watched {
  const { failing, word } = before;
  if ('failed' in reading) {
    const goesOn = failing && Math.abs(now - failing.last) <= UNWATCHED;
    return { word, failing: { since: goesOn ? failing.since : now, last: now } };
  }
  const { validUntil } = reading.heard;
  const isOlder = word && validUntil < word.validUntil && Math.abs(now - word.at) <= WORD_COUNTS;
  return { word: isOlder ? word : { validUntil, at: now } };
}

/**
 * What a reading says of the page itself. One answer that fails is no news; after five minutes of them, or once the
 * site's own word has lapsed by its server's clock, it cannot be believed.
 * @param watched what is known with this reading.
 */
export function pageAfter(reading: Hearing, { failing, word }: Watched, now: Instant): PageState {
  if ('failed' in reading)
    return failing && now - failing.since >= UNREAD
      ? { since: failing.since, why: reading.failed }
      : undefined;
  const { serverNow } = reading.heard;
  const validUntil = Math.max(reading.heard.validUntil, word?.validUntil ?? -Infinity);
  if (serverNow <= validUntil) return undefined;
  return {
    since: now - (serverNow - validUntil),
    why: `nobody has renewed its heartbeat since ${new Date(validUntil).toISOString()}`,
  };
}

/** What happened to the page between two readings. */
export type PageChange = { became: 'stale' | 'fresh'; at: Instant; why: string };

/** By which a change of the page becomes something that subscribers are told. */
export interface PageNotice {
  sites: Record<Language, NotificationFile['site']>;
  open: OpenAccount;
}

/**
 * Remembers how the page is, whichever process looked at it, and opens the account of the notice by which people are
 * told, if they are.
 * @returns how it is with this reading, and what has changed, to one process alone.
 */
export async function notePage(
  database: Database,
  reading: Hearing,
  now: Instant,
  notice?: PageNotice,
): Promise<{ state: PageState; change?: PageChange }> {
  return database.transaction(async (session) => {
    // There must be something to lock, or two processes would both see the first change.
    await session.query(
      `insert into nightlight.facts (name, value) values ('page', 'null') on conflict do nothing`,
    );
    await session.query(`select from nightlight.facts where name = 'page' for update`);
    const watched = watchedAfter((await fact<Watched>(session, 'page watched')) ?? {}, reading, now);
    await setFact(session, 'page watched', watched);
    const state = pageAfter(reading, watched, now);
    // A reading that failed once says neither.
    if (!state && 'failed' in reading) return { state };
    const before = await fact<PageState | null>(session, 'page');
    const wasStale = (before ?? null) !== null;
    if (wasStale === (state !== undefined)) return { state };
    await setFact(session, 'page', state ?? null);
    const change: PageChange = state
      ? { became: 'stale', at: state.since, why: state.why }
      : { became: 'fresh', at: now, why: 'it is renewed again' };
    const told =
      notice && (await tellOfPage(session, change.became, contentsOf(change, notice.sites), change.at));
    if (told) await notice.open(session, told);
    return { state, change };
  });
}

function contentsOf({ became, at }: PageChange, sites: PageNotice['sites']): Contents {
  return Object.fromEntries(
    Object.entries(sites).map(([language, site]) => [language, { kind: became, site, since: at, language }]),
  );
}
