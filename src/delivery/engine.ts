import { randomUUID } from 'node:crypto';
import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { type OperatorWays, type Voice, voiceOf, type Alarm } from './alarm.ts';
import type { Channel, Outcome } from './channel.ts';
import { beginFanOut, fanOut, type FanOutRules, openFanOuts } from './fan-out.ts';
import { holdToPlace } from './identity.ts';
import { type OpenAccount, takeIn } from './intake.ts';
import { Lane, type LaneAround } from './lane.ts';
import { isDue, type Matter, MOST_LOOKS, recover, sayAlive, sayBegun, sayEnded, SPENT } from './outbox.ts';
import { notePage, type Hearing } from './page-watch.ts';
import { openQueue, type Queue } from './queue.ts';
import type { Reader } from './reader.ts';
import { UserError } from '../problems/errors.ts';
import type { Recipients } from './recipients.ts';
import { SiteClock } from './site-clock.ts';
import type { Database } from './store/database.ts';

/** What delivery is made of; everything is passed in. */
export interface Parts extends FanOutRules {
  database: Database;
  channels: readonly Channel[];
  recipients: Recipients;
  reader: Reader;
  /** Who speaks, in each language of the site in its order, before anything was read. */
  sites: Record<Language, NotificationFile['site']>;
  /** How often the site is read, and after which age a first notice is not sent any more; in ms. */
  every: number;
  tooOld: number;
  whenStale: 'operator' | 'subscribers';
  operator: OperatorWays;
  now(): Instant;
  /** Milliseconds that only grow, for what must not follow a clock that is set; those of the process if not said. */
  steady?(): number;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  fetch: typeof fetch;
  log: Log;
  onOutcome?(channel: Channel, outcome: Outcome, matter: Matter): void;
}

/** What is said of what happens, without a word about a person. */
export interface Log {
  info(what: string, facts?: Record<string, string | number>): void;
  error(what: string, facts?: Record<string, string | number>): void;
}

/** How long what is under way may take when one is asked to stop, in ms. */
const PATIENCE = 30_000;
/** How often a process says that it lives, in ms. */
const PULSE = 5_000;
/** For so many rows another process is woken. */
const SHARE = 2_000;

/** Delivery in one process: it reads the site, writes down what is owed, and sends. */
export class Engine {
  private readonly parts: Parts;
  private readonly worker = randomUUID();
  private readonly voice: Voice;
  private readonly lanes: Map<string, Lane>;
  private readonly stopping = new AbortController();
  private readonly siteClock: SiteClock;
  private misplaced: UserError | undefined;
  private readAt: Instant;
  private queue: Queue | undefined;
  private lastRead: Hearing | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    const { database, operator, now, fetch, log, recipients, wait, tooOld, onOutcome } = parts;
    this.readAt = now();
    this.voice = voiceOf(database, operator, { now, fetch, log: (alarm) => logAlarm(log, alarm) });
    this.siteClock = new SiteClock(now, parts.steady ?? (() => performance.now()));
    const around: LaneAround = {
      database,
      recipients,
      worker: this.worker,
      first: Object.keys(parts.sites)[0],
      now,
      wait,
      tooOld,
      ageOf: (published) => this.siteClock.ageOf(published),
      ...(onOutcome && { onOutcome }),
      alarm: (about, words) => this.voice.raise(about, words),
    };
    this.lanes = new Map(parts.channels.map((channel) => [channel.name, new Lane(channel, around)]));
  }

  /**
   * Goes on until `stop`, and then comes to an end of what is under way.
   * @throws UserError where the store is a copy of another.
   */
  async run(stop: AbortSignal): Promise<void> {
    const { wait, every, log } = this.parts;
    await this.begin();
    this.queue = await openQueue(this.parts.database, (error) =>
      log.error('the queue failed', { why: error.message }),
    );
    for (const [name, lane] of this.lanes)
      await this.queue.serve(name, () =>
        lane.drain(this.stopping.signal).catch((error) => this.failed(name, error)),
      );
    const until = AbortSignal.any([stop, this.stopping.signal]);
    const pulse = this.beatUntil(until);
    while (!until.aborted) {
      await this.tick();
      await wait(every, until).catch(() => undefined);
    }
    this.stopping.abort();
    await this.queue.stop(PATIENCE);
    await pulse;
    if (this.misplaced) throw this.misplaced;
    await this.end();
  }

  /**
   * Reads once, sends all that is due, and ends.
   * @returns whether everything that was due has been told.
   */
  async once(stop: AbortSignal): Promise<boolean> {
    await this.begin();
    const done = new AbortController();
    const pulse = this.beatUntil(AbortSignal.any([stop, done.signal]));
    await this.tick();
    await Promise.all(
      [...this.lanes].map(([name, lane]) => lane.drain(stop).catch((error) => this.failed(name, error))),
    );
    // Nobody may come back for a long time: what went wrong just now is said now.
    await this.judge();
    const owing = await this.owing();
    done.abort();
    await pulse;
    await this.end();
    return owing === 0 && this.lastRead !== undefined && 'heard' in this.lastRead;
  }

  /** Whether the site was read and the store answers: what a load balancer asks. */
  async isReady(): Promise<boolean> {
    await this.parts.database.query('select 1');
    return this.lastRead !== undefined && 'heard' in this.lastRead;
  }

  /** Tells the operator of what needs a person. */
  raise(about: string, words: string): Promise<void> {
    return this.voice.raise(about, words);
  }

  /** What the operator was told and is still so. */
  alarms(): Promise<Alarm[]> {
    return this.voice.raised();
  }

  private async begin(): Promise<void> {
    const { database } = this.parts;
    await holdToPlace(database);
    await sayBegun(database, this.worker);
    // Whoever raised what may be spent in a day has begun anew to say so.
    await database.query(
      `update nightlight.outbox set not_before = to_timestamp(0) where state = 'waiting' and reason = $1`,
      [SPENT],
    );
    // Nobody else has an embedded store open: who was there before is dead.
    if (database.kind === 'pglite') await sayEnded(database, { except: this.worker });
  }

  private async end(): Promise<void> {
    await sayEnded(this.parts.database, { only: this.worker });
    await recover(this.parts.database, this.parts.now());
  }

  private async beatUntil(stop: AbortSignal): Promise<void> {
    const { wait, log } = this.parts;
    while (!stop.aborted) {
      await this.sayAlive().catch((error: Error) =>
        log.error('the store did not answer', { why: error.message }),
      );
      await wait(PULSE, stop).catch(() => undefined);
    }
  }

  /** Says that this process lives, and ends it where the store is no longer the one with which it began. */
  private async sayAlive(): Promise<void> {
    const { database } = this.parts;
    try {
      await holdToPlace(database);
      if (!(await sayAlive(database, this.worker))) throw putBack();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.misplaced = error;
      this.stopping.abort();
      throw error;
    }
  }

  /** One look at the site and at what is owed. What fails is looked at again by the next. */
  private async tick(): Promise<void> {
    const { log } = this.parts;
    try {
      await this.sayAlive();
      await this.read();
      await this.owe();
      await recover(this.parts.database, this.parts.now(), this.worker);
      await this.lookAfter();
      await this.wakeAll();
      await this.judge();
      await this.voice.clear('the store', 'The store answers again.');
    } catch (error) {
      log.error('a look failed', { why: (error as Error).message });
    }
  }

  private async read(): Promise<void> {
    const { reader, database, now, log } = this.parts;
    const reading = await reader.read(this.stopping.signal).then(
      (heard): Hearing => ({ heard }),
      (error: Error): Hearing => ({ failed: error.message }),
    );
    this.lastRead = reading;
    if ('heard' in reading) {
      const { updates, serverNow, unusable } = reading.heard;
      this.readAt = now();
      this.siteClock.hear(serverNow);
      const news = await takeIn(database, updates, serverNow, this.open(this.parts.channels));
      for (const { id } of news) log.info('heard', { notice: id });
      await this.judgeFeed(unusable);
    } else log.error('the site was not read', { why: reading.failed });
    await this.notePage(reading);
  }

  private async judgeFeed(unusable: number): Promise<void> {
    await (unusable > 0
      ? this.voice.raise(
          'feed',
          `Of ${unusable} entries in the feeds of the site no message can be made, and nobody is told of them: they lack what a message rests on, or are another site's. Look whether site and delivery are of one version.`,
        )
      : this.voice.clear('feed', 'All that the feeds hold can be told.'));
  }

  private async notePage(reading: Hearing): Promise<void> {
    const { database, now, whenStale, channels, log } = this.parts;
    const people = channels.filter(({ reaches }) => reaches === 'subscribers');
    const notice = { sites: this.sites(reading), open: this.open(people) };
    const { state, change } = await notePage(
      database,
      reading,
      now(),
      whenStale === 'subscribers' ? notice : undefined,
    );
    if (change) log.info(`the page became ${change.became}`, { why: change.why });
    // Not only where it has changed: whoever saw that may have ended before it said so.
    if (state)
      await this.voice.raise(
        'page',
        `The page cannot be believed: ${state.why}. Look at the builder and the host.`,
      );
    else if ('heard' in reading) await this.voice.clear('page', 'The page may be believed again.');
  }

  private open(channels: readonly Channel[]): OpenAccount {
    return (session, notice) => beginFanOut(session, notice, channels, this.parts);
  }

  private sites(reading: Hearing): Parts['sites'] {
    const newest = 'heard' in reading ? reading.heard.updates.at(-1)?.told : undefined;
    const heard = Object.entries(newest ?? {}).map(([language, { site }]) => [language, site]);
    return { ...this.parts.sites, ...Object.fromEntries(heard) };
  }

  private async owe(): Promise<void> {
    const { database, channels, recipients, now, log, page } = this.parts;
    for (const { notice, channel: name } of await openFanOuts(database)) {
      const channel = channels.find((one) => one.name === name);
      if (!channel) continue;
      const begun = async () => void (await this.queue?.wake(name, 1));
      const count = await fanOut(database, notice, channel, recipients, now(), page, begun);
      log.info('owed', { notice: notice.id, channel: name, count });
      await this.queue?.wake(name, Math.min(16, Math.ceil(count / SHARE)));
    }
  }

  /** Where it goes on for long, no look waits for it: a service that is slow to say must not keep news away. */
  private async lookAfter(): Promise<void> {
    const looks = [...this.lanes].map(([name, lane]) =>
      lane.lookAfter(this.stopping.signal).catch((error) => this.failed(name, error)),
    );
    if (!this.queue) await Promise.all(looks);
  }

  /**
   * Wakes every channel that has something due, or something that this process took and lost sight of when the store
   * was away: so nothing is lost with a job.
   */
  private async wakeAll(): Promise<void> {
    const { database, now } = this.parts;
    const rows = await database.query<{ channel: string; held: boolean }>(
      `select channel, bool_and(state <> 'waiting') as held from nightlight.outbox
       where (state = 'waiting' and ${isDue('$1')}) or (state in ('claimed', 'sending') and worker = $2)
       group by channel`,
      [new Date(now()), this.worker],
    );
    for (const { channel, held } of rows) {
      const lane = this.lanes.get(channel);
      if (lane && !(held && lane.isBusy)) await this.queue?.wake(channel);
    }
  }

  /** Raises its voice for every channel by which something could not be told in the last hour. */
  private async judge(): Promise<void> {
    const { database, now } = this.parts;
    const rows = await database.query<{ channel: string; count: number; reason: string }>(
      `select channel, count(*)::int as count, max(reason) as reason from nightlight.outbox
       where ended > $1 and (state = 'refused' or (state = 'unknown' and attempts > 0)
         or (state = 'waiting' and attempts >= ${ATTEMPTS_BEFORE_ALARM}))
       group by channel`,
      [new Date(now() - 60 * 60_000)],
    );
    const failing = new Map(rows.map((row) => [row.channel, row]));
    const judged = this.parts.channels.map(({ name, reaches }) => {
      const row = failing.get(name);
      // One address of many that is not there any more is no failure of the channel.
      const isFailing = row && (reaches !== 'subscribers' || row.count >= MANY);
      return isFailing
        ? this.voice.raise(
            `channel ${name}`,
            `${row.count === 1 ? 'A message was' : `${row.count} messages were`} not told on ${name}: ${sentence(row.reason)} See nightlight deliver status.`,
          )
        : this.voice.clear(`channel ${name}`, `${name} tells again.`);
    });
    await Promise.all([...judged, this.judgeBudgets()]);
  }

  private async judgeBudgets(): Promise<void> {
    const names = this.parts.channels.filter(({ budget }) => budget).map(({ name }) => name);
    const rows = await this.parts.database.query<{ channel: string }>(
      `select distinct channel from nightlight.outbox where state = 'waiting' and reason = $1 and channel = any($2)`,
      [SPENT, names],
    );
    const spent = new Set(rows.map(({ channel }) => channel));
    for (const name of names)
      if (!spent.has(name)) await this.voice.clear(`budget of ${name}`, `${name} may spend again.`);
  }

  /** How much is still owed, or was not told just now. What was given up before is no failure of this look. */
  private async owing(): Promise<number> {
    const [row] = await this.parts.database.query<{ count: number }>(
      `select count(*)::int as count from nightlight.outbox
       where channel = any($2) and (state in ('waiting', 'claimed', 'sending')
         or (state = 'unknown' and looks < ${MOST_LOOKS}) or (state in ('refused', 'unknown') and ended > $1))`,
      [new Date(this.readAt - 60_000), [...this.lanes.keys()]],
    );
    return row?.count ?? 0;
  }

  private async failed(channel: string, error: unknown): Promise<void> {
    this.parts.log.error('a lane failed', {
      channel,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

/** So many attempts in vain are worth a word to the operator. */
const ATTEMPTS_BEFORE_ALARM = 3;
/** So many refused in an hour are no longer single addresses. */
const MANY = 20;

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

function putBack(): UserError {
  return new UserError(
    'The store was put back to what it was before this process began. Nobody knows what was sent since: say that this is the one from now on, and start again: nightlight deliver adopt. What was published until then counts as told.',
  );
}

function logAlarm(log: Log, { about, words, over }: Alarm): void {
  if (over) log.info(words, { about });
  else log.error(words, { about });
}
