import type { FormKind } from '../domain/subscribe-form.ts';
import { DAY } from '../domain/time.ts';
import { type Around, newId, newToken } from './around.ts';
import type { Choices } from './choices.ts';
import { confirmed } from './confirmed.ts';
import { digestOf } from './keys.ts';
import { type How, keepWords, write } from './ledger.ts';
import { forgetCounts, take } from './limits.ts';
import { Messenger, PATIENCE, TRIES } from './messenger.ts';
import type { Request, Subscriber } from './people.ts';
import { erase, exported } from './rights.ts';
import { Texts } from './texts.ts';

/** What somebody asks for by the form. */
export interface Asked extends Choices {
  kind: FormKind;
  address: string;
  minor: boolean;
  guardian: string | undefined;
  /** Where the words of consent were shown. */
  page: string;
}

/** After leaving, the keyed hash is kept for so long, in ms: as long as somebody can claim not to have agreed (28 U.S.C. 1658). */
const KEPT = 4 * 365 * DAY;
/** What an incident has reached is of use for so long after its last update, in ms. */
const REACHED = 400 * DAY;

/** Everything that can happen to somebody who asks to be told, whichever way they say it. */
export class Desk {
  private readonly around: Around;
  private readonly messenger: Messenger;
  private readonly texts: Texts;

  constructor(around: Around) {
    this.around = around;
    this.messenger = new Messenger(around, (kind, id, address) => this.gone(kind, id, address));
    this.texts = new Texts(around);
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
    if (kind === 'sms' && stage === 'person' && !(await this.messenger.mayText(address, 'ask', language)))
      return false;
    const token = newToken(this.around);
    const { id, stopped } = await database.transaction(async (session) => {
      const before = await people.find(session, kind, address);
      const id = before?.id ?? newId(this.around);
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
    if (!stopped)
      this.around.errands.run(() => this.messenger.sendRequest({ ...asked, id, stage, tries: 0 }));
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
      return confirmed(this.around, session, request, 'link');
    });
  }

  /** A guardian agrees, which is written down first; only then the phone is asked. @returns `busy` where texts cannot be sent now. */
  async agree(token: string, page: string): Promise<'agreed' | 'busy' | undefined> {
    const { database, people, now, says } = this.around;
    const seen = await this.waiting(token);
    if (seen?.stage !== 'guardian') return undefined;
    if (!(await this.messenger.mayText(seen.address, 'ask', seen.language))) return 'busy';
    const { request, stopped } = await database.transaction(async (session) => {
      const found = await people.requestBy(session, digestOf(token), now());
      if (found?.stage !== 'guardian') return { request: undefined, stopped: false };
      const { id, kind, language } = found;
      const words = await keepWords(session, { language, kind: 'guardian', words: says.guardian(language) });
      await write(session, { at: now(), subscriber: id, kind, what: 'guardian', how: 'link', words, page });
      await people.agreed(session, id, digestOf(newToken(this.around)), now());
      const before = await people.subscriber(session, id);
      if (before?.stopped) await people.settle(session, id);
      return {
        request: { ...found, stage: 'person' as const, guardian: undefined },
        stopped: before?.stopped,
      };
    });
    if (!request) return undefined;
    this.around.log('guardian agreed', { id: request.id });
    if (!stopped) this.around.errands.run(() => this.messenger.sendRequest(request));
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
    if (kind === 'sms' && !(await this.messenger.mayText(address, 'test', language))) return false;
    const { leave, preferences } = links.of(subscriber);
    this.around.errands.run(() =>
      this.messenger.carry(subscriber, {
        email: says.letter('test', language, preferences, leave),
        sms: says.text('test', language),
        push: says.note('test', language, preferences, links.renewal(subscriber, address)),
      }),
    );
    return true;
  }

  /** Sends a link to whoever is told at an address, if somebody is. It is looked up after the answer was given. */
  async access(kind: Exclude<FormKind, 'web-push'>, address: string): Promise<void> {
    const { database, people, limits, now, links, says } = this.around;
    if (!(await take(database, `address ${people.traceOf(kind, address)}`, limits.address, now()))) return;
    this.around.errands.run(async () => {
      const found = await people.find(database, kind, address);
      if (found?.state !== 'active') return;
      const link = links.short('preferences', found, DAY);
      if (kind === 'sms' && !(await this.messenger.mayText(address, 'access', found.language, link))) return;
      await this.messenger.carry(found, {
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
  exported(subscriber: Subscriber, how: How = 'link', who?: string): Promise<Record<string, unknown>> {
    return exported(this.around, subscriber, how, who);
  }

  /** Everything that leads to a person goes, in one step. The lines of the ledger stay, and lead to nobody. */
  erase(subscriber: Subscriber, how: How = 'link', who?: string): Promise<void> {
    return erase(this.around, subscriber, how, who);
  }

  /**
   * Hears a text.
   * @param receipt what the provider calls it.
   * @returns the answer, if there is one to give.
   */
  heard(number: string, text: string, receipt: string): Promise<string | undefined> {
    return this.texts.heard(number, text, receipt);
  }

  /** Tells a browser, without a sound, that it is told at its new endpoint. */
  sayRenewed(subscriber: Subscriber): void {
    this.messenger.sayRenewed(subscriber);
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
    for (const request of open) await this.messenger.sendRequest(request);
  }
}
