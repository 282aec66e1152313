import type { Outcome } from '../delivery/channel.ts';
import type { Database, Session } from '../delivery/store/database.ts';
import { type Language, ORIGINAL } from '../domain/site.ts';
import type { FormKind } from '../domain/subscribe-form.ts';
import { DAY, type Instant, MINUTE } from '../domain/time.ts';
import type { Choices } from './choices.ts';
import type { Courier } from './courier.ts';
import type { Errands } from './errands.ts';
import { type KeyRing, digestOf } from './keys.ts';
import { meaningOf } from './keywords.ts';
import { forgetReceipts, type How, keepWords, linesOf, write } from './ledger.ts';
import { forgetCounts, type Limits, take } from './limits.ts';
import type { Links } from './links.ts';
import type { People, Request, Subscriber } from './people.ts';
import type { Says } from './says.ts';
import type { TextBudget } from './text-budget.ts';

/** Says what happened, with nothing in it by which a person could be told. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;

export interface Around {
  database: Database;
  keys: KeyRing;
  people: People;
  courier: Courier;
  says: Says;
  links: Links;
  limits: Limits;
  budget: TextBudget;
  errands: Errands;
  now(): Instant;
  random(bytes: number): Uint8Array;
  log: Log;
}

/** What somebody asks for by the form. */
export interface Asked extends Choices {
  kind: FormKind;
  address: string;
  minor: boolean;
  guardian: string | undefined;
  /** Where the words of consent were shown. */
  page: string;
}

/** A message to confirm is tried so often, and not again before this has passed, in ms. */
const TRIES = 5;
const PATIENCE = 2 * MINUTE;

/** After leaving, the keyed hash is kept for so long, in ms: as long as somebody can claim not to have agreed (28 U.S.C. 1658). */
const KEPT = 4 * 365 * DAY;
/** What an incident has reached is of use for so long after its last update, in ms. */
const REACHED = 400 * DAY;

/** Everything that can happen to somebody who asks to be told, whichever way they say it. */
export class Desk {
  private readonly around: Around;

  constructor(around: Around) {
    this.around = around;
  }

  /**
   * Takes a request, and sends what asks for its confirmation. What is done, and how long it takes, does not depend on
   * whether somebody is told at that address already.
   * @returns `false` where texts cannot be sent now.
   */
  async ask(asked: Asked): Promise<boolean> {
    const { database, people, now, limits } = this.around;
    const { kind, address, language, minor, guardian, page } = asked;
    const stage = minor ? 'guardian' : 'person';
    const traces = [people.traceOf(kind, address)];
    if (guardian !== undefined) traces.push(people.traceOf('email', guardian));
    for (const trace of traces)
      if (!(await take(database, `address ${trace}`, limits.address, now()))) {
        this.around.log('address limit reached', { kind });
        return true;
      }
    if (kind === 'sms' && stage === 'person' && !(await this.mayText(address, 'ask', language))) return false;
    const token = this.token();
    const { id, stopped } = await database.transaction(async (session) => {
      const before = await people.find(session, kind, address);
      const id = before?.id ?? this.id();
      await people.ask(session, { ...asked, id, stage }, digestOf(token), now());
      const words = await keepWords(session, {
        language,
        kind,
        words: this.around.says.consent(kind, language),
      });
      await write(session, { at: now(), subscriber: id, kind, what: 'asked', how: 'form', words, page });
      // Who said STOP by a text is not written to because a form says so.
      const stopped = kind === 'sms' && stage === 'person' && before?.stopped === true;
      if (stopped) await people.settle(session, id);
      return { id, stopped };
    });
    this.around.log('asked', { kind, id, stage });
    if (!stopped) this.around.errands.run(() => this.sendRequest({ ...asked, id, stage, tries: 0 }));
    return true;
  }

  /** Whether a link to confirm works still. Looking changes nothing: scanners of mail open links. */
  async waiting(token: string): Promise<Request | undefined> {
    return this.around.people.requestBy(this.around.database, digestOf(token), this.around.now());
  }

  /** Confirms by a link. @returns who is told from now on. */
  async confirm(token: string): Promise<Subscriber | undefined> {
    const { database, people, now } = this.around;
    return database.transaction(async (session) => {
      const request = await people.requestBy(session, digestOf(token), now());
      if (request?.stage !== 'person' || request.kind === 'sms') return undefined;
      return this.confirmed(session, request, 'link');
    });
  }

  /** A guardian agrees, which is written down first; only then the phone is asked. @returns `busy` where texts cannot be sent now. */
  async agree(token: string, page: string): Promise<'agreed' | 'busy' | undefined> {
    const { database, people, now, says } = this.around;
    const seen = await this.waiting(token);
    if (seen?.stage !== 'guardian') return undefined;
    if (!(await this.mayText(seen.address, 'ask', seen.language))) return 'busy';
    const { request, stopped } = await database.transaction(async (session) => {
      const found = await people.requestBy(session, digestOf(token), now());
      if (found?.stage !== 'guardian') return { request: undefined, stopped: false };
      const { id, kind, language } = found;
      const words = await keepWords(session, { language, kind: 'guardian', words: says.guardian(language) });
      await write(session, { at: now(), subscriber: id, kind, what: 'guardian', how: 'link', words, page });
      await people.agreed(session, id, digestOf(this.token()), now());
      const before = await people.subscriber(session, id);
      if (before?.stopped) await people.settle(session, id);
      return {
        request: { ...found, stage: 'person' as const, guardian: undefined },
        stopped: before?.stopped,
      };
    });
    if (!request) return undefined;
    this.around.log('guardian agreed', { id: request.id });
    if (!stopped) this.around.errands.run(() => this.sendRequest(request));
    return 'agreed';
  }

  /** Whose link this is, while they are told and did not leave since it was made. */
  async owner(token: string): Promise<Subscriber | undefined> {
    const whose = this.around.links.read('preferences', token);
    const found = whose && (await this.around.people.subscriber(this.around.database, whose.id));
    return found?.state === 'active' && found.epoch === whose?.epoch ? found : undefined;
  }

  /** Whose link to leave this is, whenever it was made. @returns `left` where nothing is sent to them anyway. */
  async leaver(token: string): Promise<Subscriber | 'left' | undefined> {
    const whose = this.around.links.read('leave', token);
    if (!whose) return undefined;
    const found = await this.around.people.subscriber(this.around.database, whose.id);
    return found?.state === 'active' ? found : 'left';
  }

  async choose({ id, kind }: Subscriber, choices: Choices): Promise<void> {
    const { database, people, now } = this.around;
    await database.transaction(async (session) => {
      await people.choose(session, id, choices);
      await write(session, { at: now(), subscriber: id, kind, what: 'changed', how: 'link' });
    });
  }

  /** Ends it at once, by whichever way. */
  async leave({ id, kind }: Pick<Subscriber, 'id' | 'kind'>, how: How, who?: string): Promise<void> {
    const { database, people, now } = this.around;
    const ended = await database.transaction(async (session) => {
      await people.forgetRequest(session, id);
      const ended = await people.end(session, id, { state: 'left', stopped: false, now: now() });
      if (ended) await write(session, { at: now(), subscriber: id, kind, what: 'revoked', how, who });
      return ended;
    });
    if (ended) this.around.log('left', { kind, id, how });
  }

  /**
   * The same for an address, as an operator or a letter says it. What waits there for an answer is forgotten too.
   * @param confirm whether it is confirmed once. Who wrote a letter is easily made up, and whoever relies on being told
   * must not fall silent without a word.
   * @returns whether somebody was told there.
   */
  async leaveAt(
    kind: FormKind,
    address: string,
    how: How,
    { confirm = false, who }: { confirm?: boolean; who?: string } = {},
  ): Promise<boolean> {
    const { database, people, says, links, courier, errands, log, now } = this.around;
    const found = await people.find(database, kind, address);
    const waiting = await people.requestFor(database, kind, address, now());
    if (waiting) await people.forgetRequest(database, waiting.id);
    if (found?.state !== 'active') return false;
    await this.leave(found, how, who);
    const { id, language, address: to } = found;
    if (confirm && kind === 'email' && to !== undefined)
      errands.run(async () => {
        const words = says.letter('left', language, links.to('/subscribe'));
        const outcome = await courier.email(to, words, `left-${id}-${found.epoch}`);
        log('message sent', { kind, id, outcome: outcome.kind });
      });
    return true;
  }

  /**
   * The address is not there any more. What the channel says of it may hold the address, and is not kept.
   * @param address the one it is about: who has another one by now is told there.
   */
  async gone(kind: FormKind, id: string, address?: string): Promise<void> {
    const { database, people, now } = this.around;
    await database.transaction(async (session) => {
      if (address !== undefined && (await people.subscriber(session, id))?.address !== address) return;
      if (await people.end(session, id, { state: 'gone', stopped: false, now: now() }))
        await write(session, { at: now(), subscriber: id, kind, what: 'gone', how: 'channel' });
    });
    this.around.log('gone', { kind, id });
  }

  async goneAt(kind: FormKind, address: string): Promise<void> {
    const found = await this.around.people.find(this.around.database, kind, address);
    if (found?.state === 'active') await this.gone(kind, found.id);
  }

  /** Sends somebody a test, as they asked. @returns whether there was one left for today. */
  async test(subscriber: Subscriber): Promise<boolean> {
    const { database, limits, now, says, links } = this.around;
    const { id, kind, language, address = '' } = subscriber;
    if (!(await take(database, `test ${id}`, limits.tests, now()))) return false;
    if (kind === 'sms' && !(await this.mayText(address, 'test', language))) return false;
    const { leave, preferences } = links.of(subscriber);
    this.around.errands.run(() =>
      this.carry(subscriber, {
        email: says.letter('test', language, preferences, leave),
        sms: says.text('test', language),
        push: says.note('test', language, preferences, links.renewal(subscriber, address)),
      }),
    );
    return true;
  }

  /** Tells a browser, without a sound, that it is told at its new endpoint; whoever else has it learns how to leave. */
  sayRenewed(subscriber: Subscriber): void {
    const { says, links, courier, errands, log } = this.around;
    const { id, kind, language, address = '' } = subscriber;
    const note = says.note(
      'renewed',
      language,
      links.of(subscriber).preferences,
      links.renewal(subscriber, address),
    );
    errands.run(async () => {
      const outcome = await courier.push(
        address,
        note,
        `renewed-${id}-${Buffer.from(this.around.random(6)).toString('hex')}`,
      );
      log('message sent', { kind, id, outcome: outcome.kind });
      if (outcome.kind === 'refused' && outcome.gone) await this.gone(kind, id, address);
    });
  }

  /** Sends a link to whoever is told at an address, if somebody is. It is looked up after the answer was given. */
  async access(kind: Exclude<FormKind, 'web-push'>, address: string): Promise<void> {
    const { database, people, limits, now, links, says } = this.around;
    if (!(await take(database, `address ${people.traceOf(kind, address)}`, limits.address, now()))) return;
    this.around.errands.run(async () => {
      const found = await people.find(database, kind, address);
      if (found?.state !== 'active') return;
      const link = links.short('preferences', found, DAY);
      if (kind === 'sms' && !(await this.mayText(address, 'access', found.language, link))) return;
      await this.carry(found, {
        email: says.letter('access', found.language, link, links.of(found).leave),
        sms: says.text('access', found.language, link),
        push: says.note('access', found.language, link),
      });
    });
  }

  /** Who is told at an address, or was: an operator asks. */
  async at(kind: FormKind, address: string): Promise<Subscriber | undefined> {
    return this.around.people.find(this.around.database, kind, address);
  }

  /** All that is kept about one person. */
  async exported(subscriber: Subscriber, how: How = 'link', who?: string): Promise<Record<string, unknown>> {
    const { database, now, people } = this.around;
    const { id, kind, address = '', since, language, components, least, loud, drills, minor } = subscriber;
    const waiting = await people.requestFor(database, kind, address, now());
    await write(database, { at: now(), subscriber: id, kind, what: 'exported', how, who });
    return {
      exported_at: new Date(now()).toISOString(),
      subscription: {
        id,
        kind,
        address: kind === 'web-push' && address !== '' ? JSON.parse(address) : address,
        state: subscriber.state,
        since: new Date(since).toISOString(),
        ended: subscriber.ended === undefined ? null : new Date(subscriber.ended).toISOString(),
        language,
        components: components ?? 'all',
        least,
        sound: loud ? 'loud' : 'quiet',
        drills,
        minors_phone: minor,
      },
      waiting_for_confirmation: waiting
        ? { language: waiting.language, components: waiting.components ?? 'all', least: waiting.least }
        : null,
      consent: await linesOf(database, id),
      messages: await this.messagesTo(id),
    };
  }

  /** What the outbox has of somebody: which update was sent to them when. */
  private async messagesTo(id: string): Promise<unknown[]> {
    return this.around.database.query(
      `select notices.id as update, outbox.channel, outbox.state, outbox.ended as at, outbox.receipt
       from nightlight.outbox join nightlight.notices on notices.number = outbox.notice
       where outbox.recipient = $1 order by notices.number`,
      [id],
    );
  }

  /** Everything that leads to a person goes, in one step. The lines of the ledger stay, and lead to nobody. */
  async erase(subscriber: Subscriber, how: How = 'link', who?: string): Promise<void> {
    const { database, people, now } = this.around;
    const { id, kind, address } = subscriber;
    const trace = address === undefined ? undefined : people.traceOf(kind, address);
    await database.transaction(async (session) => {
      await write(session, { at: now(), subscriber: id, kind, what: 'erased', how, who });
      await people.erase(session, subscriber);
      await forgetReceipts(session, id);
      await session.query('update nightlight.outbox set receipt = null where recipient = $1', [id]);
      await session.query('delete from nightlight.sign_up_counts where name = any($1::text[])', [
        [`test ${id}`, ...(trace === undefined ? [] : [`address ${trace}`, `answers ${trace}`])],
      ]);
    });
    this.around.log('erased', { kind, id });
  }

  /**
   * Answers a text.
   * @param receipt what the provider calls it.
   * @returns the answer, if there is one to give.
   */
  async heard(number: string, text: string, receipt: string): Promise<string | undefined> {
    const { database, people, says, limits, budget, now, log } = this.around;
    const { said, language: wordsOf } = meaningOf(text);
    let isStranger = true;
    const answer = await database.transaction(async (session) => {
      const subscriber = await people.find(session, 'sms', number);
      const request = await people.requestFor(session, 'sms', number, now());
      isStranger = subscriber === undefined && request === undefined;
      const language = subscriber?.language ?? request?.language ?? wordsOf ?? ORIGINAL;
      const told = { session, number, subscriber, request, language, receipt };
      log('text heard', { said });
      if (said === 'stop') return this.stopped(told);
      if (said === 'start') return this.started(told);
      if (said === 'yes') return this.agreedByText(told);
      if (said === 'help') return this.helped(told);
      return subscriber?.state === 'active' || request ? this.helped(told) : undefined;
    });
    if (answer === undefined) return undefined;
    const trace = people.traceOf('sms', number);
    const mayAnswer = await take(database, `answers ${trace}`, limits.answers, now());
    if (!mayAnswer) return undefined;
    const words = says.text(answer.what, answer.language, answer.link);
    // An answer costs as much as any other text: who never asked for one is answered within the same bounds.
    return isStranger && !(await budget.take(number, words)) ? undefined : words;
  }

  private async stopped({ session, number, subscriber, request, language, receipt }: Heard): Promise<Answer> {
    const { people, now } = this.around;
    const isNews = subscriber?.state === 'active' || !(subscriber?.stopped ?? false);
    const id = subscriber?.id ?? request?.id ?? this.id();
    if (request) await people.forgetRequest(session, request.id);
    if (subscriber) await people.end(session, id, { state: 'left', stopped: true, now: now() });
    else await people.block(session, id, 'sms', number, language, now());
    if (!isNews) return undefined;
    await write(session, { at: now(), subscriber: id, kind: 'sms', what: 'revoked', how: 'text', receipt });
    this.around.log('left', { kind: 'sms', id, how: 'text' });
    return { what: 'stopped', language };
  }

  private async started(heard: Heard): Promise<Answer> {
    const { session, number, subscriber, request, language, receipt } = heard;
    const { people, now, links } = this.around;
    if (request?.stage === 'person') return this.agreedByText(heard);
    if (subscriber?.state === 'active') return { what: 'confirmed', language };
    if (!subscriber || !(await hasConfirmed(session, subscriber.id))) {
      if (subscriber) await people.unblock(session, subscriber.id);
      return { what: 'unknown', language, link: links.to('/subscribe') };
    }
    await people.resume(session, subscriber, number, now());
    const line = { at: now(), subscriber: subscriber.id, kind: 'sms' as const };
    await write(session, { ...line, what: 'resumed', how: 'text', receipt });
    this.around.log('resumed', { kind: 'sms', id: subscriber.id });
    return { what: 'confirmed', language };
  }

  private async agreedByText({ session, subscriber, request, language, receipt }: Heard): Promise<Answer> {
    if (request?.stage === 'person') {
      await this.confirmed(session, request, 'text', receipt);
      return { what: 'confirmed', language: request.language };
    }
    // Who left is silent ground; who is told already has said it before.
    if (subscriber) return undefined;
    return { what: 'unknown', language, link: this.around.links.to('/subscribe') };
  }

  private async helped({ subscriber, language }: Heard): Promise<Answer> {
    const { links } = this.around;
    const isTold = subscriber?.state === 'active';
    const link = isTold ? links.short('preferences', subscriber, DAY) : links.to('/subscribe');
    return { what: 'help', language, link };
  }

  private async confirmed(
    session: Session,
    request: Request,
    how: How,
    receipt?: string,
  ): Promise<Subscriber> {
    const { people, now, log } = this.around;
    const { kind } = request;
    const subscriber = await people.confirm(session, request, now());
    const line = { at: now(), subscriber: subscriber.id, kind, what: 'confirmed' as const };
    await write(session, { ...line, how, receipt });
    log('confirmed', { kind, id: subscriber.id, how });
    return subscriber;
  }

  /**
   * What time does: requests that nobody answered go, those whose message did not leave are tried again, and what
   * was kept for long enough goes. Called every minute or so, by one process.
   */
  async tidy(): Promise<void> {
    const { database, people, now } = this.around;
    const [at, kept, reached] = [now(), now() - KEPT, now() - REACHED].map((instant) => new Date(instant));
    await database.query('delete from nightlight.requests where expires <= $1', [at ?? null]);
    await database.query('delete from nightlight.subscribers where ended < $1', [kept ?? null]);
    await database.query('delete from nightlight.reached where at < $1', [reached ?? null]);
    await database.query('delete from nightlight.replies where at < $1', [new Date(now() - 2 * DAY)]);
    await forgetCounts(database, now());
    const open = await people.unsent(database, { before: now() - PATIENCE, now: now(), most: TRIES });
    for (const request of open) await this.sendRequest(request);
  }

  /** Sends what asks for an answer: of the guardian, or of whoever has the address. */
  private async sendRequest(request: Request): Promise<void> {
    const { database, people, now, says, links, courier, log } = this.around;
    const { id, kind, stage, language, address, guardian } = request;
    const token = this.token();
    if (!(await people.trying(database, id, digestOf(token), { now: now(), before: now() - PATIENCE })))
      return;
    const key = `ask-${id}-${digestOf(token)
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 12)}`;
    const link = links.to(stage === 'guardian' ? `/guardian/${token}` : `/confirm/${token}`);
    const outcome =
      stage === 'guardian'
        ? await courier.email(guardian ?? '', says.letter('guardian', language, link), key)
        : kind === 'email'
          ? await courier.email(address, says.letter('confirm', language, link), key)
          : kind === 'sms'
            ? await courier.sms(address, says.text('ask', language), key)
            : await courier.push(
                address,
                says.note('confirm', language, link, await this.renewalOf(request)),
                key,
              );
    log('request sent', { kind, id, stage, outcome: outcome.kind });
    if (outcome.kind === 'later') return;
    await database.transaction(async (session) => {
      // An end that nobody knows is not tried again: it would be the second message.
      await people.settle(session, id);
      if (outcome.kind === 'refused') await people.forgetRequest(session, id);
      else await this.writeMessage(session, request, outcome);
    });
  }

  /** The proof for a browser that is asked, as it will be good once it has confirmed. */
  private async renewalOf({ id, address }: Request): Promise<string> {
    const before = await this.around.people.subscriber(this.around.database, id);
    return this.around.links.renewal({ id, epoch: before?.epoch ?? 0 }, address);
  }

  private async carry(
    { id, kind, address = '' }: Subscriber,
    by: { email: Parameters<Courier['email']>[1]; sms: string; push: Parameters<Courier['push']>[1] },
  ): Promise<void> {
    const { courier, database, log } = this.around;
    const key = `own-${id}-${Buffer.from(this.around.random(6)).toString('hex')}`;
    const outcome =
      kind === 'email'
        ? await courier.email(address, by.email, key)
        : kind === 'sms'
          ? await courier.sms(address, by.sms, key)
          : await courier.push(address, by.push, key);
    log('message sent', { kind, id, outcome: outcome.kind });
    if (outcome.kind === 'sent') await this.writeMessage(database, { id, kind }, outcome);
    if (outcome.kind === 'refused' && outcome.gone) await this.gone(kind, id, address);
  }

  private async writeMessage(
    session: Session,
    { id, kind }: { id: string; kind: FormKind },
    outcome: Outcome,
  ): Promise<void> {
    const receipt = outcome.kind === 'sent' ? outcome.receipt : undefined;
    await write(session, {
      at: this.around.now(),
      subscriber: id,
      kind,
      what: 'message',
      how: 'channel',
      receipt,
    });
  }

  private mayText(
    number: string,
    what: 'ask' | 'test' | 'access',
    language: Language,
    link?: string,
  ): Promise<boolean> {
    return this.around.budget.take(number, this.around.says.text(what, language, link));
  }

  private id(): string {
    return Buffer.from(this.around.random(16)).toString('hex');
  }

  private token(): string {
    return Buffer.from(this.around.random(32)).toString('base64url');
  }
}

/** A text that was heard, and what is known of whoever sent it. */
interface Heard {
  session: Session;
  number: string;
  subscriber: Subscriber | undefined;
  request: Request | undefined;
  language: Language;
  receipt: string;
}

type Answer =
  { what: 'confirmed' | 'help' | 'stopped' | 'unknown'; language: Language; link?: string } | undefined;

async function hasConfirmed(session: Session, id: string): Promise<boolean> {
  const rows = await session.query(
    `select 1 from nightlight.consents where subscriber = $1 and what in ('confirmed', 'resumed') limit 1`,
    [id],
  );
  return rows.length > 0;
}
