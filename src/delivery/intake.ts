import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Content } from './channel.ts';
import { type HeardUpdate, publishedOf } from './reader.ts';
import type { Database, Session } from './store/database.ts';

/** What there is to say, in each language in which it can be said. */
export type Contents = Record<Language, Content>;

/** Something that is told to people, as the store has it. */
export interface Notice {
  number: number;
  /** `<incident>/<update>`, or `page/<what>-<time>`. */
  id: string;
  incident: string;
  first: boolean;
  drill: boolean;
  published: Date;
  contents: Contents;
}

/** After this, in ms, an update that was never heard before is history: something was put back, nobody spoke. */
const NEWS = 24 * 60 * 60_000;

/** Opens the account of a notice: as one with its entry, for a notice without one would never be told. */
export type OpenAccount = (session: Session, notice: Notice) => Promise<void>;

/**
 * Takes what was read into the store. What was there on the very first reading is history, and so is what came with
 * the record (`imported`), is older than a day, or was published before what is already known of its incident: it is
 * known, and never sent. A text that was corrected is taken over for those who were not told yet, and is no new
 * message. Several processes may do it at once; one does, and the others find it done.
 * @param now the time of the site's server: that of a process may be wrong by hours.
 * @returns the notices that are owed to people from now on.
 */
export async function takeIn(
  database: Database,
  updates: readonly HeardUpdate[],
  now: Instant,
  open: OpenAccount,
): Promise<Notice[]> {
  return database.transaction(async (session) => {
    const since = await owedSince(session, now);
    const known = await knownAmong(session, updates);
    const newest = await newestOf(session, updates);
    const owed: Notice[] = [];
    for (const update of updates) {
      const before = known.get(update.id);
      if (before === undefined) {
        const entry = noticeOf(update, now);
        const isLate = entry.published < (newest.get(entry.incident) ?? -Infinity);
        const isHistory = since === undefined || isLate || isOld(update, since, now);
        const notice = await enter(session, entry, now, isHistory);
        if (!notice || isHistory) continue;
        await open(session, notice);
        owed.push(notice);
      } else if (before !== changedOf(update)) await takeOver(session, update);
    }
    return owed;
  });
}

/** Since when what is new is owed, for one process at a time; nothing for the very first. */
async function owedSince(session: Session, now: Instant): Promise<Instant | undefined> {
  const begun = await session.query(
    `insert into nightlight.facts (name, value) values ('owed_since', $1) on conflict do nothing returning 1`,
    [JSON.stringify(now)],
  );
  if (begun.length > 0) return undefined;
  const [row] = await session.query<{ value: Instant }>(
    `select value from nightlight.facts where name = 'owed_since' for update`,
  );
  return row?.value;
}

/** When the newest that was known before was published, of each incident. */
async function newestOf(session: Session, updates: readonly HeardUpdate[]): Promise<Map<string, Instant>> {
  const incidents = updates.flatMap(({ told }) => Object.values(told).map(({ incident }) => incident));
  const rows = await session.query<{ incident: string; newest: Date }>(
    `select incident, max(published) as newest from nightlight.notices where incident = any($1) group by incident`,
    [[...new Set(incidents)]],
  );
  return new Map(rows.map(({ incident, newest }) => [incident, newest.getTime()]));
}

/** Something about the page itself that is told to people, once. */
export async function tellOfPage(
  session: Session,
  what: 'stale' | 'fresh',
  contents: Contents,
  at: Instant,
): Promise<Notice | undefined> {
  const id = `page/${what}-${new Date(at).toISOString()}`;
  return enter(
    session,
    { id, incident: 'page', first: false, drill: false, published: at, contents },
    at,
    false,
  );
}

function isOld(update: HeardUpdate, since: Instant, now: Instant): boolean {
  const published = publishedOf(update);
  const isImported = Object.values(update.told).some(({ imported }) => imported);
  return isImported || published < since || now - published > NEWS;
}

type New = Omit<Notice, 'number' | 'published'> & { published: Instant };

/** @param now nothing counts as published later than that: it would make all that follows look old. */
function noticeOf({ id, told }: HeardUpdate, now: Instant): New {
  const files = Object.entries(told) as [Language, NotificationFile][];
  const [, any] = files[0] as [Language, NotificationFile];
  return {
    id,
    incident: any.incident,
    first: any.first,
    drill: any.drill,
    published: Math.min(publishedOf({ id, told }), now),
    contents: Object.fromEntries(files.map(([language, file]) => [language, { kind: 'update', told: file }])),
  };
}

/** @returns nothing where another process was quicker. */
async function enter(
  session: Session,
  notice: New,
  now: Instant,
  history: boolean,
): Promise<Notice | undefined> {
  const { id, incident, first, drill, published, contents } = notice;
  const [row] = await session.query<{ number: number }>(
    `insert into nightlight.notices (id, incident, kind, first, drill, published, heard_at, history, contents)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing returning number`,
    [
      id,
      incident,
      Object.values(contents)[0]?.kind ?? 'update',
      first,
      drill,
      new Date(published),
      new Date(now),
      history,
      JSON.stringify(contents),
    ],
  );
  return row && { ...notice, ...row, published: new Date(published) };
}

/** When each of these updates that is known last said something else. */
async function knownAmong(session: Session, updates: readonly HeardUpdate[]): Promise<Map<string, string>> {
  const rows = await session.query<{ id: string; changed: string }>(
    `select id, jsonb_path_query_array(contents, '$.*.told.changed')::text as changed
     from nightlight.notices where id = any($1)`,
    [updates.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, changed }) => [id, changed]));
}

function changedOf({ told }: HeardUpdate): string {
  // As the database writes an array of the same texts: by the order of the keys, which is that of a jsonb.
  const changed = Object.entries(told)
    .toSorted(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))
    .map(([, { changed }]) => JSON.stringify(changed));
  return `[${changed.join(', ')}]`;
}

async function takeOver(session: Session, update: HeardUpdate): Promise<void> {
  await session.query('update nightlight.notices set contents = $2 where id = $1', [
    update.id,
    JSON.stringify(noticeOf(update, 0).contents),
  ]);
}
