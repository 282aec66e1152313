import type { Instant } from '../domain/time.ts';
import { type Channel, PERSONAL_KINDS, type PersonalKind } from './channel.ts';
import type { Contents, Notice } from './intake.ts';
import type { Recipients } from './recipients.ts';
import type { Database, Session } from './store/database.ts';

/** Who is told what, besides what they said themselves. */
export interface FanOutRules {
  /** The accounts that tell of drills too. Subscribers say it each for themselves. */
  drills: ReadonlySet<string>;
  /** How many rows are written at a time; 5,000 if it is not said. */
  page?: number;
}

const PAGE = 5_000;

/**
 * Opens the account of a notice with each channel that owes it, before anything is sent. Called again after an end
 * that nobody planned, it goes on where it was.
 */
export async function beginFanOut(
  session: Session,
  notice: Pick<Notice, 'number' | 'drill' | 'contents'>,
  channels: readonly Channel[],
  { drills }: FanOutRules,
): Promise<void> {
  const names = channels.filter((channel) => owes(channel, notice, drills)).map(({ name }) => name);
  await session.query(
    `insert into nightlight.fan_outs (notice, channel) select $1, unnest($2::text[]) on conflict do nothing`,
    [notice.number, names],
  );
}

/** Whether a channel tells of a notice at all: an account tells of drills only where its config says so. */
export function owes(
  { name, reaches }: Channel,
  { drill, contents }: Pick<Notice, 'drill' | 'contents'>,
  drills: ReadonlySet<string>,
): boolean {
  // The state of the page is told to those who asked to be told, not to the world.
  if (reaches === 'subscribers') return true;
  return (!drill || drills.has(name)) && Object.values(contents).some(({ kind }) => kind === 'update');
}

/**
 * Writes down to whom a notice is owed on a channel: one row for each, or one for everybody. What was owed before of
 * the same incident and has not left yet is overtaken. Any number of processes may do it at once, and each goes on
 * where the one before it was.
 * @param begun hears that the first of them are written down, so that nobody of them waits for all others.
 * @returns how many rows there are now that were not there before.
 */
export async function fanOut(
  database: Database,
  notice: Notice,
  channel: Channel,
  recipients: Recipients,
  now: Instant,
  most = PAGE,
  begun: () => Promise<void> = async () => undefined,
): Promise<number> {
  let [count, after] = [0, await progress(database, notice.number, channel.name)];
  while (after !== undefined) {
    const from: string = after;
    const page = await pageOf(notice.contents, channel, recipients, from, most);
    // A page may be short because some on it have left: only one with nobody is the end.
    const last = channel.reaches === 'subscribers' ? page.at(-1) : undefined;
    after = await database.transaction(async (session) => {
      const reached = await progressLocked(session, notice, channel.name);
      // Another process was quicker.
      if (reached !== from) return reached;
      count += await owe(session, notice, channel.name, page, now);
      await session.query(
        'update nightlight.fan_outs set after = $3, done = $4 where notice = $1 and channel = $2',
        [notice.number, channel.name, last ?? '', last === undefined],
      );
      return last;
    });
    if (from === '') await begun();
  }
  return count;
}

/** Every fan-out that has not come to its end. */
export async function openFanOuts(session: Session): Promise<{ notice: Notice; channel: string }[]> {
  const rows = await session.query<Notice & { channel: string }>(
    `select number, id, incident, first, drill, published, contents, channel
     from nightlight.fan_outs join nightlight.notices on notice = number where not done order by number`,
  );
  return rows.map(({ channel, ...notice }) => ({ notice, channel }));
}

async function progress(session: Session, notice: number, channel: string): Promise<string | undefined> {
  const [row] = await session.query<{ after: string; done: boolean }>(
    'select after, done from nightlight.fan_outs where notice = $1 and channel = $2',
    [notice, channel],
  );
  return row && !row.done ? row.after : undefined;
}

/**
 * Waits for whoever writes down what is owed of the same incident on the same channel: two that do not see each
 * other's rows would leave both the old and the new waiting.
 */
async function progressLocked(
  session: Session,
  { number, incident }: Notice,
  channel: string,
): Promise<string | undefined> {
  await session.query(
    `select from nightlight.fan_outs where channel = $2
       and notice in (select number from nightlight.notices where incident = $1)
     order by notice for update`,
    [incident, channel],
  );
  return progress(session, number, channel);
}

async function pageOf(
  contents: Contents,
  { kind, reaches }: Channel,
  recipients: Recipients,
  after: string,
  limit: number,
): Promise<string[]> {
  if (reaches !== 'subscribers') return [EVERYBODY];
  // To whom it is owed is the same in every language.
  const [content] = Object.values(contents);
  if (!content || !isPersonal(kind)) return [];
  return recipients.owed({ kind, content, after, limit });
}

/** What stands in the place of a recipient where all are told at once. */
export const EVERYBODY = '';

export function isPersonal(kind: Channel['kind']): kind is PersonalKind {
  return PERSONAL_KINDS.some((one) => one === kind);
}

async function owe(
  session: Session,
  { number, incident }: Notice,
  channel: string,
  recipients: readonly string[],
  now: Instant,
): Promise<number> {
  const added = await session.query(
    `insert into nightlight.outbox (notice, channel, recipient, not_before)
     select $1, $2, unnest($3::text[]), $4 on conflict do nothing returning 1`,
    // At once, whatever the clock of this process says.
    [number, channel, recipients, new Date(0)],
  );
  await session.query(
    `update nightlight.outbox set state = 'overtaken', ended = $5, worker = null
     where channel = $2 and recipient = any($3::text[]) and state in ('waiting', 'claimed')
       and notice in (select number from nightlight.notices where incident = $4 and number < $1)`,
    [number, channel, recipients, incident, new Date(now)],
  );
  // Newer words may have been written down first, by another process or after a crash.
  await session.query(
    `update nightlight.outbox as older set state = 'overtaken', ended = $5
     where notice = $1 and channel = $2 and recipient = any($3::text[]) and state = 'waiting'
       and exists (select from nightlight.outbox as newer join nightlight.notices on number = newer.notice
         where incident = $4 and number > $1 and newer.channel = $2 and newer.recipient = older.recipient)`,
    [number, channel, recipients, incident, new Date(now)],
  );
  return added.length;
}
