import type { Instant } from '../domain/time.ts';
import type { Contents } from './intake.ts';
import type { Database, Session } from './store/database.ts';

/**
 * Where a message that is owed stands. `waiting`: nothing was sent. `claimed`: a process has it, nothing was sent.
 * `sending`: it may have been sent. `unknown`: nobody knows whether it was. All others are the end of it: `sent`;
 * `refused` by the channel; `overtaken` by newer words; `too_old` to help; `left`, its recipient has gone.
 */
export type RowState =
  | 'waiting'
  | 'claimed'
  | 'sending'
  | 'unknown'
  | 'sent'
  | 'refused'
  | 'overtaken'
  | 'too_old'
  | 'left';

/** A row of the outbox that a lane works on. */
export interface Row {
  notice: number;
  recipient: string;
  attempts: number;
}

/** What is to be said for a row, and since when. */
export interface Matter {
  id: string;
  incident: string;
  first: boolean;
  published: Date;
  contents: Contents;
}

/** How an attempt at a row is written down. */
export interface Mark extends Pick<Row, 'notice' | 'recipient'> {
  state: RowState;
  receipt?: string | undefined;
  reason?: string | undefined;
  /** When it is looked at again, for `waiting` and `unknown`. */
  again?: Instant | undefined;
}

/** The outbox of one channel, as one process works on it. Every change holds only for rows that are still its own. */
export class Outbox {
  private readonly database: Database;
  readonly channel: string;
  private readonly worker: string;

  constructor(database: Database, channel: string, worker: string) {
    this.database = database;
    this.channel = channel;
    this.worker = worker;
  }

  /**
   * Takes rows that wait, the newest news first; no other process gets the same. The order is that of the index read
   * backwards: any other sorts all that wait for each handful, which for 100,000 people is most of the work.
   */
  async claim(limit: number, now: Instant): Promise<Row[]> {
    const rows = await this.database.query<Row>(
      `with due as materialized (
         select notice, channel, recipient from nightlight.outbox
         where channel = $1 and state = 'waiting' and ${isDue('$4')}
         order by notice desc, recipient desc limit $2 for update skip locked)
       update nightlight.outbox as row set state = 'claimed', worker = $3 from due
       where row.notice = due.notice and row.channel = due.channel and row.recipient = due.recipient
       returning row.notice, row.recipient, row.attempts`,
      [this.channel, limit, this.worker, new Date(now)],
    );
    // A statement hands back what it changed in any order.
    return rows.toSorted(
      (one, other) => other.notice - one.notice || (one.recipient < other.recipient ? -1 : 1),
    );
  }

  /**
   * Lets go of what this process held when it was interrupted, by a store that was away for instance. To be called
   * only while it sends nothing on this channel.
   */
  async letGo(now: Instant): Promise<void> {
    await this.database.query(
      `update nightlight.outbox set state = 'waiting', worker = null
       where channel = $1 and worker = $2 and state = 'claimed'`,
      [this.channel, this.worker],
    );
    await this.database.query(
      `update nightlight.outbox set state = 'unknown', ended = $3, not_before = $3, looks = 0,
         reason = 'the store was away while it was under way'
       where channel = $1 and worker = $2 and state = 'sending'`,
      [this.channel, this.worker, new Date(now)],
    );
  }

  /**
   * Writes down, before anything leaves, that these may have left. It may be repeated with the same instant where
   * nobody knows whether the store heard it, even if the process was taken for dead meanwhile. Whoever was told newer
   * words of the incident, or is about to be, is not told these any more.
   * @returns those that are still ours: what has been overtaken meanwhile is not.
   */
  async beginSending(rows: readonly Row[], now: Instant): Promise<Row[]> {
    const begun = await this.database.query<Row & { state: RowState }>(
      `update nightlight.outbox as row set began = $5,
         state = case when is_overtaken then 'overtaken' else 'sending' end,
         attempts = attempts + case when is_overtaken then 0 else 1 end,
         ended = case when is_overtaken then $5 end,
         worker = case when is_overtaken then null else worker end
       from (
         select mine.notice, mine.recipient, exists (
           select from nightlight.notices as own
             join nightlight.notices as later on later.incident = own.incident and later.number > own.number
             join nightlight.outbox as newer on newer.notice = later.number and newer.channel = $1
               and newer.recipient = mine.recipient
           where own.number = mine.notice) as is_overtaken
         from unnest($2::int[], $3::text[]) as mine (notice, recipient)) as mine
       where row.channel = $1 and row.notice = mine.notice and row.recipient = mine.recipient
         and worker = $4 and (state = 'claimed' or (state in ('sending', 'unknown') and began = $5))
       returning row.notice, row.recipient, attempts, state`,
      [this.channel, ...keysOf(rows), this.worker, new Date(now)],
    );
    return begun.filter(({ state }) => state === 'sending');
  }

  /**
   * Writes down how it went with rows of ours. That a message was sent is true whoever has the row by now, and
   * keeps others from sending it.
   */
  async end(marks: readonly Mark[], now: Instant): Promise<void> {
    if (marks.length === 0) return;
    await this.database.query(
      `update nightlight.outbox as row set state = mark.state, ended = $5, receipt = coalesce(mark.receipt, row.receipt),
         reason = mark.reason, not_before = coalesce(mark.again::timestamptz, row.not_before),
         worker = case mark.state when 'waiting' then null else row.worker end
       from unnest($2::int[], $3::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         as mark (notice, recipient, state, receipt, reason, again)
       where row.channel = $1 and row.notice = mark.notice and row.recipient = mark.recipient
         and ((row.state in ('claimed', 'sending', 'unknown') and worker = $4)
           or (mark.state = 'sent' and row.state <> 'sent'))`,
      [
        this.channel,
        ...keysOf(marks),
        this.worker,
        new Date(now),
        marks.map(({ state }) => state),
        marks.map(({ receipt }) => receipt ?? null),
        marks.map(({ reason }) => reason ?? null),
        marks.map(({ again }) => (again === undefined ? null : new Date(again).toISOString())),
      ],
    );
  }

  /**
   * Takes rows of which nobody knows whether they were sent, and that are due to be looked after.
   * @param settled how long ago, in ms, an attempt must have ended: before, it may still be on its way.
   */
  async claimUnknown(
    limit: number,
    now: Instant,
    settled: number,
  ): Promise<(Row & { began: Date; ended: Date; looks: number })[]> {
    return this.database.query(
      `with due as materialized (
         select notice, channel, recipient from nightlight.outbox
         where channel = $1 and state = 'unknown' and looks < ${MOST_LOOKS} and ${isDue('$4')}
           and (ended is null or ended <= $5 or ended > $6)
         order by notice desc limit $2 for update skip locked)
       update nightlight.outbox as row set worker = $3, looks = looks + 1,
         not_before = $4::timestamptz + interval '5 minutes'
       from due, nightlight.notices
       where row.notice = due.notice and row.channel = due.channel and row.recipient = due.recipient
         and number = row.notice
       returning row.notice, row.recipient, row.attempts, row.looks,
         coalesce(row.began, heard_at) as began, coalesce(row.ended, $4) as ended`,
      [this.channel, limit, this.worker, new Date(now), new Date(now - settled), new Date(now + AHEAD)],
    );
  }

  /** What there is to say for rows, by the number of their notice. */
  async matters(rows: readonly Pick<Row, 'notice'>[]): Promise<Map<number, Matter>> {
    const numbers = [...new Set(rows.map(({ notice }) => notice))];
    const found = await this.database.query<Matter & { number: number }>(
      'select number, id, incident, first, published, contents from nightlight.notices where number = any($1)',
      [numbers],
    );
    return new Map(found.map(({ number, ...matter }) => [number, matter]));
  }

  /** The receipt of what was sent last about an incident to a recipient. */
  async earlier(incident: string, row: Pick<Row, 'notice' | 'recipient'>): Promise<string | undefined> {
    const [found] = await this.database.query<{ receipt: string }>(
      `select receipt from nightlight.outbox join nightlight.notices on number = notice
       where incident = $1 and channel = $2 and recipient = $3 and notice < $4 and state = 'sent' and receipt is not null
       order by notice desc limit 1`,
      [incident, this.channel, row.recipient, row.notice],
    );
    return found?.receipt;
  }

  /** How many rows wait, and when the next of them is due; nothing where none does. */
  async waiting(): Promise<{ count: number; due: Date | null }> {
    const [row] = await this.database.query<{ count: number; due: Date | null }>(
      `select count(*)::int as count, min(not_before) as due from nightlight.outbox
       where channel = $1 and state = 'waiting'`,
      [this.channel],
    );
    return row ?? { count: 0, due: null };
  }
}

/** Why a message waits for the next day, or for whoever raises what may be spent. */
export const SPENT = 'what may be spent in a day is spent';

/** How often one looks whether a message arrived before it is left at that. */
export const MOST_LOOKS = 6;

function keysOf(rows: readonly Pick<Row, 'notice' | 'recipient'>[]): [number[], string[]] {
  return [rows.map(({ notice }) => notice), rows.map(({ recipient }) => recipient)];
}

/**
 * Whether a row is due. What was written down at a time that is still to come was written by a clock that has been
 * set back since, and says nothing of how long there is to wait.
 */
export function isDue(now: string): string {
  return `(not_before <= ${now} or ended > ${now}::timestamptz + interval '${AHEAD / 1000} seconds')`;
}

/** By so much, in ms, the clocks of processes may differ. */
const AHEAD = 60_000;

/**
 * Gives back what processes held that are no more: what they had only claimed waits again, what may have left is
 * unknown. A process that was last seen at a time that is still to come was not seen since the clock of the database
 * was set back.
 * @param self the process that asks, and so lives.
 */
export async function recover(session: Session, now: Instant, self?: string): Promise<void> {
  const dead = `(select id from nightlight.workers
    where (ended or abs(extract(epoch from clock_timestamp() - seen_at)) > ${SILENCE})${self === undefined ? '' : ` and id <> '${self}'`})`;
  await session.query(
    `update nightlight.outbox set state = 'waiting', worker = null where state = 'claimed' and worker in ${dead}`,
  );
  await session.query(
    `update nightlight.outbox set state = 'unknown', ended = $1, not_before = $1, looks = 0,
       reason = 'the process ended while it was under way'
     where state = 'sending' and worker in ${dead}`,
    [new Date(now)],
  );
}

/** After so many seconds without a word a process is taken for dead. It is told by the clock of the database. */
export const SILENCE = 30;

/** Says that a process has begun. */
export async function sayBegun(session: Session, worker: string): Promise<void> {
  await session.query(
    `insert into nightlight.workers (id, started_at, seen_at) values ($1, clock_timestamp(), clock_timestamp())
     on conflict (id) do update set seen_at = excluded.seen_at, ended = false`,
    [worker],
  );
}

/**
 * Says that a process lives.
 * @returns whether the store knows it: one that does not was put back to before it began.
 */
export async function sayAlive(session: Session, worker: string): Promise<boolean> {
  const rows = await session.query(
    'update nightlight.workers set seen_at = clock_timestamp(), ended = false where id = $1 returning 1',
    [worker],
  );
  return rows.length > 0;
}

/** Says that a process has ended, or, in a store that only one has open, that all others have. */
export async function sayEnded(
  session: Session,
  workers: { only: string } | { except: string },
): Promise<void> {
  await ('only' in workers
    ? session.query('update nightlight.workers set ended = true where id = $1', [workers.only])
    : session.query('update nightlight.workers set ended = true where id <> $1 and not ended', [
        workers.except,
      ]));
}
