import type { Session } from '../delivery/store/database.ts';
import type { Language } from '../domain/site.ts';
import { type Around, newId } from './around.ts';
import { confirmed } from './confirmed.ts';
import { languageIn } from './choices.ts';
import { meaningOf } from './keywords.ts';
import { write } from './ledger.ts';
import { take } from './limits.ts';
import type { Request, Subscriber } from './people.ts';

/** What somebody says by a text, and what is answered. */
export class Texts {
  private readonly around: Around;

  constructor(around: Around) {
    this.around = around;
  }

  /**
   * Answers a text.
   * @param receipt what the provider calls it.
   * @returns the answer, if there is one to give.
   */
  async heard(number: string, text: string, receipt: string): Promise<string | undefined> {
    const { database, people, says, site, limits, budget, now, log } = this.around;
    const { said, language: wordsOf } = meaningOf(text);
    let isStranger = true;
    const answer = await database.transaction(async (session) => {
      const subscriber = await people.find(session, 'sms', number);
      const request = await people.requestFor(session, 'sms', number, now());
      isStranger = subscriber === undefined && request === undefined;
      const language =
        subscriber?.language ?? request?.language ?? languageIn(site.languages, wordsOf) ?? site.languages[0];
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
    // An answer has the price of a text: a stranger is answered within the same bounds.
    return isStranger && !(await budget.take(number, words)) ? undefined : words;
  }

  private async stopped({ session, number, subscriber, request, language, receipt }: Heard): Promise<Answer> {
    const { people, now } = this.around;
    const isNews = subscriber?.state === 'active' || !(subscriber?.stopped ?? false);
    const id = subscriber?.id ?? request?.id ?? newId(this.around);
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
      await confirmed(this.around, session, request, 'text', receipt);
      return { what: 'confirmed', language: request.language };
    }
    // Who left is silent ground; who is told already has said it before.
    if (subscriber) return undefined;
    return { what: 'unknown', language, link: this.around.links.to('/subscribe') };
  }

  /** Their own link would make it a text of two parts: the page that sends it stands there instead. */
  private helped({ subscriber, language }: Heard): Answer {
    const page = subscriber?.state === 'active' ? '/access' : '/subscribe';
    return { what: 'help', language, link: this.around.links.to(page) };
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
  | { what: 'confirmed' | 'help' | 'stopped' | 'unknown'; language: Language; link?: string }
  | undefined;

async function hasConfirmed(session: Session, id: string): Promise<boolean> {
  const rows = await session.query(
    `select 1 from nightlight.consents where subscriber = $1 and what in ('confirmed', 'resumed') limit 1`,
    [id],
  );
  return rows.length > 0;
}
