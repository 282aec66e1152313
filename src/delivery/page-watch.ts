import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { fact, setFact } from './facts.ts';
import { type Contents, type OpenAccount, tellOfPage } from './intake.ts';
import type { Heard } from './reader.ts';
import type { Database } from './store/database.ts';

/** After this without an answer, in ms, a page counts as one that nobody can read. */
const UNREAD = 5 * 60_000;

/** Whether the page may be believed, and since when not. */
export type PageState = { since: Instant; why: string } | undefined;

/** What was heard, or why nothing was. */
export type Reading = { heard: Heard } | { failed: string };

/**
 * What a reading says of the page itself. One answer that fails is no news; after five minutes of them, or once the
 * site's own word has lapsed by its server's clock, it cannot be believed.
 * @param readAt when it was last read whole.
 */
export function pageAfter(reading: Reading, readAt: Instant, now: Instant): PageState {
  if ('failed' in reading) return now - readAt >= UNREAD ? { since: readAt, why: reading.failed } : undefined;
  const { validUntil, serverNow } = reading.heard;
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
  sites: Partial<Record<Language, NotificationFile['site']>>;
  open: OpenAccount;
}

/**
 * Remembers how the page is, whichever process looked at it, and opens the account of the notice by which people are
 * told, if they are.
 * @returns what has changed, to one process alone.
 */
export async function notePage(
  database: Database,
  state: PageState,
  reading: Reading,
  now: Instant,
  notice?: PageNotice,
): Promise<PageChange | undefined> {
  // A reading that failed once says neither.
  if (!state && 'failed' in reading) return undefined;
  return database.transaction(async (session) => {
    // There must be something to lock, or two processes would both see the first change.
    await session.query(
      `insert into nightlight.facts (name, value) values ('page', 'null') on conflict do nothing`,
    );
    await session.query(`select from nightlight.facts where name = 'page' for update`);
    const before = await fact<PageState | null>(session, 'page');
    const wasStale = (before ?? null) !== null;
    if (wasStale === (state !== undefined)) return undefined;
    await setFact(session, 'page', state ?? null);
    const change: PageChange = state
      ? { became: 'stale', at: state.since, why: state.why }
      : { became: 'fresh', at: now, why: 'it is renewed again' };
    const told =
      notice && (await tellOfPage(session, change.became, contentsOf(change, notice.sites), change.at));
    if (told) await notice.open(session, told);
    return change;
  });
}

function contentsOf({ became, at }: PageChange, sites: PageNotice['sites']): Contents {
  const all = Object.entries(sites) as [Language, NotificationFile['site']][];
  return Object.fromEntries(
    all.map(([language, site]) => [language, { kind: became, site, since: at, language }]),
  );
}
