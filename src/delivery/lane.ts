import { createHash } from 'node:crypto';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Channel, Content, Outcome, Outgoing, Recipient } from './channel.ts';
import { together } from './commit.ts';
import { isPersonal } from './fan-out.ts';
import type { Contents } from './intake.ts';
import { type Mark, type Matter, Outbox, type Row, SPENT } from './outbox.ts';
import { reserve, spend } from './rates.ts';
import type { Recipients } from './recipients.ts';
import type { Age } from './site-clock.ts';
import type { Database } from './store/database.ts';

/** What a lane needs of the world. */
export interface LaneAround {
  database: Database;
  recipients: Recipients;
  worker: string;
  now(): Instant;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** The first language of the site, for what there is in no other. */
  first: Language | undefined;
  /** After this, in ms since its publication, a first notice helps nobody. */
  tooOld: number;
  /** How long ago something was published, by the site's clock. */
  ageOf(published: Instant): Age;
  /** Hears how each attempt ended. */
  onOutcome?(channel: Channel, outcome: Outcome, matter: Matter): void;
  /** Hears what the operator must know. */
  alarm(about: string, words: string): Promise<void>;
}

/** How many rows are taken at a time, at most. */
const MOST = 500;
/** How long a channel may take for one message, in ms, and how long after that it may still take to say so. */
const PATIENCE = 60_000;
const GRACE = 10_000;
/** How long after an attempt, in ms, one looks whether it arrived: by then no process is at it any more. */
const SETTLED = PATIENCE + GRACE + 20_000;
/** Longer, in ms, nobody may have waited for the word that a message may leave: whose it is must be asked again. */
const FRESH = 15_000;
/** So soon, in ms, one looks again where two clocks disagree about how old a message is. */
const DOUBT = 20_000;
/** No service is waited for longer than this, in ms, whatever it says. */
const LONGEST_WAIT = 24 * 60 * 60_000;
/** So many letters of what a service says are kept. */
const LONGEST_WORDS = 2_000;
/** After this, in ms since its publication, no message is begun any more. */
const OVER = 24 * 60 * 60_000;
/** How long one waits before the next attempt, in ms: doubled each time, from the first to the last. */
const BACK_OFF = { first: 5_000, last: 15 * 60_000 };
/** How long the store may be away, in ms, while one knows how a message went and has not written it down. */
const STORE_PATIENCE = 10 * 60_000;

/** One process's work for one channel: takes what waits, sends it, writes down how it went. */
export class Lane {
  private readonly channel: Channel;
  private readonly around: LaneAround;
  private readonly outbox: Outbox;
  private readonly beginSending: (row: Row) => Promise<Row | undefined>;
  private readonly end: (mark: Mark) => Promise<void>;
  private underWay: Promise<number> | undefined;
  private looking: Promise<void> | undefined;

  constructor(channel: Channel, around: LaneAround) {
    this.channel = channel;
    this.around = around;
    this.outbox = new Outbox(around.database, channel.name, around.worker);
    this.beginSending = together(async (rows) => {
      const now = around.now();
      const ours = await this.untilHeard(() => this.outbox.beginSending(rows, now));
      const byKey = new Map(ours.map((row) => [keyIn(row), row]));
      return rows.map((row) => byKey.get(keyIn(row)));
    });
    this.end = together(async (marks) => {
      const now = around.now();
      await this.untilHeard(() => this.outbox.end(marks, now));
      return marks.map(() => undefined);
    });
  }

  /**
   * Sends until nothing is due any more, or until the signal says to stop: what is under way then comes to its end.
   * Who asks again meanwhile waits for the same end.
   * @returns how many rows were worked on.
   */
  drain(stop: AbortSignal): Promise<number> {
    this.underWay ??= this.drained(stop).finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  /** Looks after messages of which nobody knows whether they arrived. */
  lookAfter(stop: AbortSignal): Promise<void> {
    this.looking ??= this.lookedAfter(stop).finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Whether it is at work on its channel. */
  get isBusy(): boolean {
    return this.underWay !== undefined;
  }

  private async drained(stop: AbortSignal): Promise<number> {
    let count = 0;
    await this.outbox.letGo(this.around.now());
    while (!stop.aborted) {
      const rows = await this.outbox.claim(this.handful(), this.around.now());
      if (rows.length === 0) break;
      count += rows.length;
      await this.work(rows, stop);
    }
    return count;
  }

  private async lookedAfter(stop: AbortSignal): Promise<void> {
    const settled = this.channel.idempotent ? 0 : SETTLED;
    const rows = await this.outbox.claimUnknown(MOST, this.around.now(), settled);
    if (rows.length === 0) return;
    const matters = await this.outbox.matters(rows);
    const people = await this.peopleOf(rows);
    await forEach(rows, this.channel.concurrency, async (row) => {
      const matter = matters.get(row.notice);
      if (!matter || stop.aborted) return;
      const outgoing = await this.outgoingOf(row, matter, people);
      const outcome = outgoing
        ? await this.looked({ ...outgoing, began: row.began.getTime(), ended: row.ended.getTime() })
        : ({ kind: 'unknown', reason: 'its recipient has left since' } as const);
      await this.end(this.markOf(row, outcome));
    });
  }

  /** As many as go out in about two seconds, so that newer words need not wait for them, nor who leaves meanwhile. */
  private handful(): number {
    const { perSecond = MOST, concurrency } = this.channel;
    return Math.max(1, Math.min(MOST, Math.ceil(perSecond * 2), concurrency * 10));
  }

  private async work(rows: readonly Row[], stop: AbortSignal): Promise<void> {
    const matters = await this.outbox.matters(rows);
    const people = await this.peopleOf(rows);
    const ready: { row: Row; outgoing: Outgoing; matter: Matter }[] = [];
    const ended: Promise<void>[] = [];
    for (const row of rows) {
      const matter = matters.get(row.notice);
      const age = matter && this.ageOf(matter);
      const outgoing = matter && (await this.outgoingOf(row, matter, people));
      if (age?.isTooOld)
        ended.push(this.end({ ...row, state: 'too_old', reason: `published ${age.minutes} minutes before` }));
      else if (age?.isInDoubt)
        ended.push(
          this.end({
            ...row,
            state: 'waiting',
            reason:
              'the clock of this machine was set or stood still: the site is asked first what time it is',
            again: this.around.now() + DOUBT,
          }),
        );
      else if (!matter || !outgoing) ended.push(this.end({ ...row, state: 'left' }));
      else ready.push({ row, outgoing, matter });
    }
    await Promise.all(ended);
    await this.sendAll(ready, stop);
  }

  private async sendAll(
    ready: { row: Row; outgoing: Outgoing; matter: Matter }[],
    stop: AbortSignal,
  ): Promise<void> {
    const { channel, around } = this;
    const weights = ready.map(({ outgoing }) => channel.weigh?.(outgoing) ?? 1);
    const pace = channel.perSecond;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const begin = pace === undefined ? 0 : await reserve(around.database, channel.name, total / pace);
    const began = around.now();
    let before = 0;
    const due = weights.map((weight) => {
      const at = pace === undefined ? 0 : begin + (before / pace) * 1000;
      before += weight;
      return at;
    });
    await forEach(ready, channel.concurrency, async ({ row, outgoing, matter }, index) => {
      const ahead = (due[index] ?? 0) - (around.now() - began);
      if (ahead > 0) await around.wait(ahead, stop).catch(() => undefined);
      if (stop.aborted) return this.end({ ...row, state: 'waiting' });
      if (!(await this.mayCost(outgoing)))
        return this.end({ ...row, state: 'waiting', reason: SPENT, again: this.nextDay() });
      return this.sendOne(row, outgoing, matter);
    });
  }

  private async sendOne(row: Row, outgoing: Outgoing, matter: Matter): Promise<void> {
    const asked = [this.around.now(), performance.now()] as const;
    const ours = await this.beginSending(row);
    if (!ours) return;
    // The store was away, or this machine slept: whoever took us for dead may have sent it.
    const waited = Math.max(this.around.now() - asked[0], performance.now() - asked[1]);
    if (waited > FRESH) return this.end({ ...row, state: 'waiting' });
    const outcome = await this.sent(outgoing);
    await this.end(this.markOf(ours, outcome));
    this.around.onOutcome?.(this.channel, outcome, matter);
    if (outcome.kind === 'refused' && outcome.gone && isPersonal(this.channel.kind))
      await this.around.recipients.gone(
        this.channel.kind,
        row.recipient,
        outcome.reason,
        outgoing.to?.address,
      );
  }

  private async sent(outgoing: Outgoing): Promise<Outcome> {
    try {
      return await this.inTime(this.channel.send(outgoing, AbortSignal.timeout(PATIENCE)));
    } catch (error) {
      // A channel does not throw for what its service answers: so nobody knows how far it came.
      await this.around.alarm(
        `channel ${this.channel.name}`,
        `It failed by a mistake of ours: ${messageOf(error)}`,
      );
      return { kind: 'unknown', reason: messageOf(error) };
    }
  }

  private async looked(attempt: Outgoing & { began: Instant; ended: Instant }): Promise<Outcome> {
    const { channel } = this;
    if (channel.idempotent)
      return { kind: 'later', reason: 'its end was unknown, and it is safe to repeat', after: 0 };
    if (!channel.reconcile)
      return { kind: 'unknown', reason: 'its end is unknown, and nobody can look it up' };
    try {
      return await this.inTime(channel.reconcile(attempt, AbortSignal.timeout(PATIENCE)));
    } catch (error) {
      return { kind: 'unknown', reason: messageOf(error) };
    }
  }

  /** @throws Error where nothing is heard of it in time: a channel that hears no signal must not hold up all others. */
  private async inTime<T>(work: Promise<T>): Promise<T> {
    const ms = PATIENCE + GRACE;
    const over = new AbortController();
    const late = this.around.wait(ms, over.signal).then(() => {
      throw new Error(`nothing was heard of it for ${ms / 1000} s`);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      over.abort();
    }
  }

  private markOf(
    { notice, recipient, attempts, looks = 0 }: Row & { looks?: number },
    outcome: Outcome,
  ): Mark {
    const key = { notice, recipient };
    const now = this.around.now();
    switch (outcome.kind) {
      case 'sent':
        return { ...key, state: 'sent', receipt: outcome.receipt && storable(outcome.receipt) };
      case 'refused':
        return { ...key, state: 'refused', reason: storable(outcome.reason) };
      case 'later':
        return {
          ...key,
          state: 'waiting',
          reason: storable(outcome.reason),
          again: now + waitOf(outcome.after ?? backOff(attempts)),
        };
      default: {
        const isLast = !this.channel.reconcile && !this.channel.idempotent;
        const again = now + (isLast ? 0 : backOff(looks + 1));
        return { ...key, state: 'unknown', reason: storable(outcome.reason), again };
      }
    }
  }

  private ageOf(matter: Matter): { isTooOld: boolean; isInDoubt: boolean; minutes: number } {
    const { certain, possible } = this.around.ageOf(matter.published.getTime());
    const isOver = isTooOld(matter, certain, this.around.tooOld);
    return {
      isTooOld: isOver,
      isInDoubt: !isOver && isTooOld(matter, possible, this.around.tooOld),
      minutes: Math.floor(certain / 60_000),
    };
  }

  private async peopleOf(rows: readonly Row[]): Promise<Map<string, Recipient> | undefined> {
    const { kind, reaches } = this.channel;
    if (reaches !== 'subscribers' || !isPersonal(kind)) return undefined;
    return this.around.recipients.addresses(
      kind,
      rows.map(({ recipient }) => recipient),
    );
  }

  private async outgoingOf(
    row: Row,
    { id, incident, contents }: Matter,
    people: Map<string, Recipient> | undefined,
  ): Promise<Outgoing | undefined> {
    const { reaches, name } = this.channel;
    const key = keyOf(id, name, row.recipient);
    if (reaches !== 'subscribers') {
      const content = contentIn(contents, reaches.everybody, this.around);
      return content && { key, content, earlier: await this.outbox.earlier(incident, row) };
    }
    const to = people?.get(row.recipient);
    const content = to && contentIn(contents, to.language, this.around);
    return content && { key, content, to };
  }

  private async mayCost(outgoing: Outgoing): Promise<boolean> {
    const { budget, name } = this.channel;
    if (!budget) return true;
    const { database, now, alarm } = this.around;
    if (await spend(database, name, budget.costOf(outgoing), budget.aDay, now())) return true;
    await alarm(
      `budget of ${name}`,
      `Nothing more goes out on ${name} today: ${budget.aDay} is what may be spent in a day ("most_a_day"). Raise it and start again, or tell people otherwise.`,
    );
    return false;
  }

  private nextDay(): Instant {
    const day = 24 * 60 * 60_000;
    return (Math.floor(this.around.now() / day) + 1) * day;
  }

  /** How a message went is known once and must not be lost because the store was away for a while. */
  private async untilHeard<T>(tell: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + STORE_PATIENCE;
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000))
      try {
        return await tell();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await this.around.wait(pause);
      }
  }
}

/**
 * Whether words that were published so long ago, in ms, help nobody any more.
 * @param tooOld from when on a first notice does not, in ms; all others are worth telling for a day.
 */
export function isTooOld(
  { first, contents }: Pick<Matter, 'first' | 'contents'>,
  age: number,
  tooOld: number,
): boolean {
  const isFirst = first && Object.values(contents).some(({ kind }) => kind === 'update');
  return age > (isFirst ? tooOld : OVER);
}

/** Letters and digits that stand for a message: the same for each attempt, and nobody learns the recipient by them. */
export function keyOf(notice: string, channel: string, recipient: string): string {
  return createHash('sha256')
    .update(JSON.stringify([notice, channel, recipient]))
    .digest('hex')
    .slice(0, 32);
}

function contentIn(
  contents: Contents,
  language: Language,
  { first = language }: Pick<LaneAround, 'first'>,
): Content | undefined {
  return contents[language] ?? contents[first] ?? Object.values(contents)[0];
}

function keyIn({ notice, recipient }: Pick<Row, 'notice' | 'recipient'>): string {
  return `${notice} ${recipient}`;
}

function backOff(attempts: number): number {
  return Math.min(BACK_OFF.first * 2 ** Math.max(0, attempts - 1), BACK_OFF.last);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a service said, as the store can keep it: PostgreSQL has no letter 0, and no half of a pair. */
function storable(words: string): string {
  return words.slice(0, LONGEST_WORDS).replaceAll('\0', ' ').toWellFormed();
}

function waitOf(said: number): number {
  return Number.isNaN(said) ? BACK_OFF.last : Math.min(Math.max(said, 0), LONGEST_WAIT);
}

/**
 * Works on all, at most `atOnce` at a time, in their order.
 * @throws what the first that failed threw, once none is under way any more: whoever goes on after that may count on it.
 */
async function forEach<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const rest = items.entries();
  const hand = async () => {
    for (const [index, item] of rest) await work(item, index);
  };
  const hands = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, hand));
  const failed = hands.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
