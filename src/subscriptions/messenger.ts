import type { Outcome } from '../delivery/channel.ts';
import type { Session } from '../delivery/store/database.ts';
import type { Language } from '../domain/site.ts';
import type { FormKind } from '../domain/subscribe-form.ts';
import { MINUTE } from '../domain/time.ts';
import { type Around, newToken } from './around.ts';
import type { Courier } from './courier.ts';
import { digestOf } from './keys.ts';
import { write } from './ledger.ts';
import type { Request, Subscriber } from './people.ts';

/** A message to confirm is tried so often, and not again before this has passed, in ms. */
export const TRIES = 5;
export const PATIENCE = 2 * MINUTE;

/** What the service itself says to one person: it sends, and writes down that it was sent. */
export class Messenger {
  private readonly around: Around;
  /** Ends what somebody gets at an address that turned out to be dead. */
  private readonly gone: (kind: FormKind, id: string, address: string) => Promise<void>;

  constructor(around: Around, gone: Messenger['gone']) {
    this.around = around;
    this.gone = gone;
  }

  /** Sends what asks for an answer: of the guardian, or of whoever has the address. */
  async sendRequest(request: Request): Promise<void> {
    const { database, people, now, says, links, courier, log } = this.around;
    const { id, kind, stage, language, address, guardian } = request;
    const token = newToken(this.around);
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

  /** Sends somebody words by the way that they are told. An address that turns out to be dead is ended. */
  async carry(
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

  /** Whether a text of the service may be sent to a number now. */
  mayText(
    number: string,
    what: 'ask' | 'test' | 'access',
    language: Language,
    link?: string,
  ): Promise<boolean> {
    return this.around.budget.take(number, this.around.says.text(what, language, link));
  }
}
