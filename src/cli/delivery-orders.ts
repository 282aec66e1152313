import { userInfo } from 'node:os';
import { type Again, againOn, tellAgain, whyNotAgain } from '../delivery/again.ts';
import type { Content, PersonalKind } from '../delivery/channel.ts';
import { isPersonal } from '../delivery/fan-out.ts';
import { NOBODY, type Recipients } from '../delivery/recipients.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import { reckon } from '../delivery/reckoning.ts';
import type { Database } from '../delivery/store/database.ts';
import { printable } from '../domain/printable.ts';
import { isoSeconds } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import type { Subscriptions } from '../subscriptions/index.ts';
import type { Way } from '../subscriptions/ledger.ts';
import type { Environment, Io } from './command.ts';
import { drillsOf, type Prepared } from './delivering.ts';
import { isBehind, statusLines, type StatusRow, statusRows } from './delivery-status.ts';
import { missingSetting, WrongCall } from './parse.ts';

/**
 * What is asked of a store. Where a process has an embedded one open, it is asked to do it, so all of it can be
 * written as JSON.
 */
export type Order =
  | { do: 'status' }
  /** How many would be told of an update as of now, by each kind of channel that reaches people one by one. */
  | { do: 'count'; told: NotificationFile }
  | { do: 'again'; channel: string | undefined; update: string | undefined; dry: boolean }
  | { do: 'forget'; whom: string; who: string; way: Way | undefined; all: boolean }
  | { do: 'export'; whom: string; who: string };

/** What came of it: in lines, for programs, and as an exit code. */
export interface Answered {
  code: number;
  lines: string[];
  report: OrderReport;
}

export interface OrderReport {
  updates?: StatusRow[];
  alarms?: { about: string; words: string; since: string }[];
  again?: (Omit<Again, 'published'> & { channel: string; published: string })[];
  done?: boolean;
  counts?: Partial<Record<PersonalKind, number>>;
  person?: Record<string, unknown>;
}

/** What an order is made of, as it was called. */
interface Called {
  what: string;
  whom: string | undefined;
  flags: {
    channel: string | undefined;
    update: string | undefined;
    by: string | undefined;
    way: Way | undefined;
    all: boolean;
    'dry-run': boolean;
  };
  env: Environment;
}

/**
 * @returns what is asked of the store; nothing where the call is about something else.
 * @throws WrongCall where it lacks what it needs.
 */
export function orderIn({ what, whom, flags, env }: Called): Order | undefined {
  if (what === 'status') return { do: 'status' };
  if (what === 'again')
    return { do: 'again', channel: flags.channel, update: flags.update, dry: flags['dry-run'] };
  if (what !== 'forget' && what !== 'export') return undefined;
  if (whom === undefined)
    throw new WrongCall(
      missingSetting(
        { argument: 'WHOM' },
        {
          expected: 'an address or a number',
          remedy: `Write it behind the word: nightlight deliver ${what} somebody@example.org, or +12025550123`,
        },
      ),
    );
  const who = flags.by ?? env.SUDO_USER ?? env.USER ?? nameOfUser();
  const { all, way } = flags;
  return what === 'forget' ? { do: 'forget', whom, who, way, all } : { do: 'export', whom, who };
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a number and no name.
    return 'unknown';
  }
}

/** What orders are carried out with. */
export interface Around {
  prepared: Pick<Prepared, 'channels' | 'config'>;
  database: Database;
  now: Io['now'];
  /** The service where people sign up, on a store; absent where nobody can. */
  signUp(database: Database): Subscriptions | undefined;
}

/** Does what was asked. What the caller can mend is told as an answer, so that it reaches them through another process. */
export async function carryOut(order: Order, around: Around): Promise<Answered> {
  try {
    if (order.do === 'status') return await standingOf(around.database);
    if (order.do === 'again') return await again(order, around);
    if (order.do === 'count') return await count(order, around);
    const signUp = around.signUp(around.database);
    if (!signUp)
      throw new UserError('Nobody can sign up here: the config has no "service", or no way to tell them.');
    return order.do === 'forget' ? await forget(order, signUp) : await exported(order, signUp);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: 1, lines: [error.message], report: {} };
  }
}

/** Of how many updates the status tells. */
const NEWEST = 10;

/** How delivery stands. */
export async function standingOf(database: Database): Promise<Answered> {
  const rows = await reckon(database, NEWEST);
  const alarms = await database.query<{ about: string; words: string; since: string }>(
    `select value->>'about' as about, value->>'words' as words, coalesce(value->>'since', value->>'at') as since from nightlight.facts
     where name like 'alarm %' and not (value->>'over')::boolean order by name`,
  );
  return {
    code: alarms.length > 0 || rows.some(isBehind) ? 3 : 0,
    lines: statusLines(rows, alarms),
    report: { updates: statusRows(rows), alarms },
  };
}

async function again(
  { channel: name, update, dry }: Extract<Order, { do: 'again' }>,
  { prepared: { channels, config }, database, now }: Around,
): Promise<Answered> {
  const asked = channels.filter((one) => name === undefined || one.name === name);
  if (asked.length === 0)
    throw new UserError(
      `"${name ?? ''}" is no channel of the config. There are: ${channels.map((one) => one.name).join(', ') || 'none'}.`,
    );
  const rules = { now: now(), tooOld: config.tooOld * 60_000, drills: drillsOf(config) };
  const lines: string[] = [];
  const found: NonNullable<OrderReport['again']> = [];
  for (const channel of asked) {
    const all = await againOn(database, channel, rules);
    for (const one of update === undefined ? all : all.filter(({ id }) => id === update)) {
      const where = name === undefined ? `${channel.name}: ` : '';
      lines.push(`${where}${lineOf(one, channel.reaches === 'subscribers')}`);
      found.push({ ...one, channel: channel.name, published: isoSeconds(one.published.getTime()) });
      if (!dry) await tellAgain(database, channel, one.id, rules);
    }
  }
  const report = { again: found };
  if (found.length === 0) {
    const where = name === undefined ? '' : ` on ${name}`;
    const why = update === undefined ? undefined : await whyNotAgain(database, update, rules);
    return {
      code: 0,
      lines: [
        `There is nothing to tell once more${where}${update === undefined ? '' : ` of ${printable(update)}`}: ${WHY_NOT[why ?? 'any']}`,
      ],
      report,
    };
  }
  if (dry) return { code: 0, lines: [...lines, 'Nothing was changed.'], report };
  return {
    code: 0,
    lines: [...lines, 'It is sent at the next look of the process that delivers, or by "deliver --once".'],
    report: { ...report, done: true },
  };
}

const WHY_NOT = {
  any: 'all was told or may have been, is too old to help, or has newer words in its place.',
  unheard: 'nobody who delivers has heard of it. "deliver status" names what there is.',
  overtaken: 'newer words of the same incident are in its place, and they are told.',
  too_old: 'it is too old to help anybody. Write an update, which is told to all: nightlight update.',
  told: 'all was told, or may have been.',
};

function lineOf({ id, published, refused, reasons, kept, unheard }: Again, isPersonal: boolean): string {
  const what = unheard
    ? isPersonal
      ? 'to everybody who asked for it: the channel was not there when it was heard'
      : 'once: the channel was not there when it was heard'
    : `${refused} refused (${reasons.map(printable).join('; ')})`;
  const left = kept > 0 ? `; not to ${kept} who were told, or may have been` : '';
  return `${id}, published ${isoSeconds(published.getTime())}: ${what}${left}.`;
}

async function forget(
  { whom, who, way, all }: Extract<Order, { do: 'forget' }>,
  { operator }: Subscriptions,
): Promise<Answered> {
  const done = await operator.forget(whom, { who, way }, all);
  if (done === 'unclear') throw unclear();
  const lines = {
    ended: 'They are told nothing any more, and the address is forgotten. The ledger says that it was you.',
    erased: 'They are told nothing any more, and nothing here leads to them.',
    nobody: 'Nobody is told anything there.',
  };
  return { code: 0, lines: [lines[done]], report: { done: done !== 'nobody' } };
}

async function exported(
  { whom, who }: Extract<Order, { do: 'export' }>,
  { operator }: Subscriptions,
): Promise<Answered> {
  const person = await operator.export(whom, who);
  if (person === 'unclear') throw unclear();
  if (person === 'nobody') return { code: 3, lines: ['Nothing is kept about anybody there.'], report: {} };
  return { code: 0, lines: [JSON.stringify(person, null, 2)], report: { person } };
}

/** In a transaction that is taken back: to ask who is told of an incident remembers how far it has reached. */
async function count(
  { told }: Extract<Order, { do: 'count' }>,
  { prepared: { channels }, database, signUp }: Around,
): Promise<Answered> {
  const counts: Partial<Record<PersonalKind, number>> = {};
  const done = new Error('counted');
  try {
    await database.transaction(async (session) => {
      const recipients = signUp({ ...database, query: session.query })?.recipients ?? NOBODY;
      for (const { kind } of channels)
        if (isPersonal(kind)) counts[kind] = await countOf(recipients, kind, { kind: 'update', told });
      throw done;
    });
  } catch (error) {
    if (error !== done) throw error;
  }
  return { code: 0, lines: [], report: { counts } };
}

/** So many are counted at a time. */
const PAGE = 5_000;

async function countOf(recipients: Recipients, kind: PersonalKind, content: Content): Promise<number> {
  let [count, after] = [0, ''];
  for (;;) {
    const page = await recipients.owed({ kind, content, after, limit: PAGE });
    count += page.length;
    after = page.at(-1) ?? '';
    if (page.length < PAGE) return count;
  }
}

/** It is not repeated: what was meant may be somebody's. */
function unclear(): UserError {
  return new UserError(
    'That is neither an address nor a number. Write somebody@example.org, or a number with its country: +12025550123.',
  );
}
