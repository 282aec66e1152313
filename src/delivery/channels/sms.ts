import { type Problem, problemIn } from '../../problems/index.ts';
import type { Around, Attempt, Channel, Outcome } from '../channel.ts';
import { printedOnce } from '../printed.ts';
import { type Secrets, secretsOf } from '../secrets.ts';
import { accountIn, talkWith, type TwilioTalk, wantedOf } from '../twilio.ts';
import { type Answer, at, jsonOf, later, NoAnswer, retryAfter } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { smsFor } from './words.ts';

const ADDRESS = 'https://api.twilio.com';

/** Twilio gives up a message by itself after so long at the latest, in seconds. */
const LONGEST_VALID = 36_000;

/** What was not listed so soon after an attempt may still be on its way into the list, in ms. */
const SETTLED = 60_000;

/** Twilio dates by the second and by its own clock, in ms. */
const SKEW = 2 * 60_000;

/** A page of the list holds the most it can; so many of them are read, to one number. */
const PAGES = { each: 1000, most: 10 };

/** What a text can be sent to (E.164). */
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** Text messages to each who asked for them, by Twilio. https://www.twilio.com/docs/messaging/api/message-resource */
export async function smsChannels(
  { sms, service }: Pick<DeliveryConfig, 'sms' | 'service'>,
  around: Around,
): Promise<Channel[]> {
  return sms ? [smsChannel(sms, service, around)] : [];
}

type SmsConfig = NonNullable<DeliveryConfig['sms']>;

function smsChannel(config: SmsConfig, service: string | undefined, around: Around): Channel {
  const secrets: Secrets<string> = secretsOf<string>(around, 'twilio', wantedOf(around));
  const account = accountIn(secrets);
  const textOf = printedOnce(smsFor);
  const talk = (signal: AbortSignal) => talkWith(account, around, signal);
  const constant = {
    ...(config.from.startsWith('MG') ? { messagingServiceSid: config.from } : { from: config.from }),
    validityPeriod: Math.min(LONGEST_VALID, Math.max(1, Math.round(config.validFor * 60))),
    // What is listed must be what was sent, letter by letter.
    smartEncoded: false,
    ...(service !== undefined && { statusCallback: new URL('hooks/twilio/status', slashed(service)).href }),
  };

  const post = async (number: string, body: string, signal: AbortSignal): Promise<Outcome> => {
    const [unset] = secrets.unset;
    if (unset) return { kind: 'later', reason: unset.remedy };
    if (!NUMBER.test(number)) return { kind: 'refused', reason: 'It is no number of a phone.', gone: true };
    const { client, last } = talk(signal);
    try {
      const { sid } = await client.messages.create({
        ...constant,
        to: number,
        body,
      });
      return isSid(sid) ? { kind: 'sent', receipt: sid } : UNREADABLE;
    } catch (error) {
      return endingOf(last() ?? thrown(error));
    }
  };

  return {
    kind: 'sms',
    name: 'sms',
    reaches: 'subscribers',
    // At a third of a second for a request, so many keep up with the rate.
    concurrency: Math.min(100, Math.max(2, Math.ceil(config.segmentsPerSecond / 2))),
    perSecond: config.segmentsPerSecond,
    weigh: ({ content }) => textOf(content).segments,
    budget: {
      aDay: config.mostADay,
      costOf: ({ content }) => textOf(content).segments * config.price,
    },
    idempotent: false,
    print: ({ content }) => textOf(content).text,
    send: async ({ content, to }, signal) =>
      to
        ? post(to.address, textOf(content).text, signal)
        : { kind: 'refused', reason: 'Texts go to those who asked for them alone.' },
    carry: async ({ text }, number, _, signal) => post(number, text, signal),
    reconcile: async (attempt, signal) => {
      if (secrets.unset.length > 0 || !attempt.to) return { kind: 'unknown', reason: NOT_SEEN };
      const { client, last } = talk(signal);
      try {
        return await lookFor(attempt, textOf(attempt.content).text, client, around.now());
      } catch (error) {
        const how = last() ?? thrown(error);
        return { kind: 'unknown', reason: `${NOT_SEEN} (${briefly(how)})` };
      }
    },
    check: async (signal) => {
      if (secrets.unset.length > 0) return secrets.unset;
      const { client, last } = talk(signal);
      try {
        return await problemsOf(
          config,
          client,
          service && new URL('hooks/twilio/inbound', slashed(service)).href,
        );
      } catch (error) {
        return [problemWith(last() ?? thrown(error))];
      }
    },
  };
}

const NOT_SEEN = 'The list of what was sent could not be read';
const UNREADABLE: Outcome = { kind: 'unknown', reason: 'Twilio answered with what cannot be read.' };

function isSid(sid: unknown): sid is string {
  return typeof sid === 'string' && /^(?:SM|MM)[\da-f]{32}$/i.test(sid);
}

/** What the client threw by itself; anything but a failed exchange is a mistake of ours. */
function thrown(error: unknown): never {
  throw error;
}

/** Numbers that are no phone that can have texts, and who has said STOP: nobody there wants them, or can. */
const GONE: Record<number, string> = {
  21610: 'They have ended texts from us (STOP)',
  21211: 'It is no number of a phone',
  21217: 'It is no number of a phone',
  21614: 'The number is not of a mobile phone',
  21635: 'The number is of a landline',
  21265: 'The number is a short code',
};

/** What speaks of our sender or account, so that every text would end so: it is waited for, and said. */
const OURS: Record<number, string> = {
  20003: 'The account refuses its token or key',
  20005: 'The account is not active',
  20404: 'There is no such account',
  21212: 'The sender is no number of ours',
  21603: 'The sender is missing',
  21606: 'The sender cannot send texts',
  21611: 'The queue of the sender is full',
  21701: 'There is no such messaging service',
  21703: 'The messaging service has no sender',
  30002: 'The account is suspended',
  63038: 'The account has sent all it may in a day',
};

/** Other refusals that people search for by name. */
const REFUSED: Record<number, string> = {
  21408: 'The account may not send to that country',
  21608: 'A trial account sends to numbers alone that were verified in its console',
  21612: 'The sender cannot reach that number',
  21617: 'The text is too long',
};

/**
 * How a request to send ended that failed. There is no idempotency key: whatever may have been taken is `unknown`,
 * and is looked up. Twilio's own words name the number, so only its code is repeated.
 */
function endingOf(how: Answer | NoAnswer): Outcome {
  if (how instanceof NoAnswer)
    return { kind: how.unwritten ? 'later' : 'unknown', reason: `Twilio: ${how.message}` };
  const { status } = how;
  const code = codeOf(how);
  const reason = (words: Record<number, string>) => `${words[code] ?? 'Twilio refuses'} (${briefly(how)}).`;
  if (status >= 500 || status === 408 || status < 400)
    return { kind: 'unknown', reason: `Nobody knows whether Twilio took it (${briefly(how)}).` };
  if (status === 429) return later(`Twilio wants fewer at a time (${briefly(how)}).`, retryAfter(how));
  if (code in GONE) return { kind: 'refused', reason: reason(GONE), gone: true };
  if (code in OURS || [401, 403, 404].includes(status)) return { kind: 'later', reason: reason(OURS) };
  return { kind: 'refused', reason: reason(REFUSED) };
}

function codeOf(answer: Answer): number {
  const code = at(jsonOf(answer), 'code');
  return typeof code === 'number' ? code : 0;
}

/** An answer by its numbers alone. */
function briefly(how: Answer | NoAnswer): string {
  if (how instanceof NoAnswer) return how.message;
  const code = codeOf(how);
  return code === 0 ? `${how.status}` : `${how.status}, error ${code}`;
}

/**
 * Looks for a text among what was sent to that number: the same words, made while the attempt was under way, and not
 * the one before it. The list is read whole and not by date, because what waits in Twilio's queue has none yet.
 */
async function lookFor(
  { to, began, ended, earlier }: Attempt,
  text: string,
  client: TwilioTalk['client'],
  now: number,
): Promise<Outcome> {
  let page = await client.messages.page({ to: to?.address ?? '', pageSize: PAGES.each });
  for (let read = 1; ; read++) {
    const found = page.instances.find(
      ({ sid, body, direction, dateCreated }) =>
        sid !== earlier &&
        direction !== 'inbound' &&
        isSame(body, text) &&
        dateCreated.getTime() >= began - SKEW &&
        dateCreated.getTime() <= ended + SKEW,
    );
    if (found) return { kind: 'sent', receipt: found.sid };
    const { nextPageUrl } = page;
    if (nextPageUrl === undefined) break;
    if (read === PAGES.most) return { kind: 'unknown', reason: 'The list of what was sent has no end.' };
    page = await client.messages.getPage(nextPageUrl);
  }
  return now < ended + SETTLED
    ? { kind: 'unknown', reason: 'It is not listed yet, and may still come.' }
    : { kind: 'later', reason: 'Twilio has not taken it: it is not listed.' };
}

/** A trial account puts words of its own before a text. */
function isSame(listed: string | null, sent: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  return listed !== null && plain(listed).endsWith(plain(sent));
}

/** What keeps the account and the sender from sending, in the order in which it is mended. */
async function problemsOf(
  { from }: SmsConfig,
  client: TwilioTalk['client'],
  inbound: string | undefined,
): Promise<Problem[]> {
  const { status, type } = await client.api.accounts(client.accountSid).fetch();
  if (status !== 'active')
    return [
      refused(
        `the account is ${status}`,
        'an active account',
        'Open it in the console of Twilio: it says there what it lacks.',
      ),
    ];
  const problems = await senderProblems(from, client, inbound);
  if (type !== 'Trial') return problems;
  const trial = refused(
    'a trial account',
    'an account that sends to everybody',
    'Upgrade it in the console of Twilio: a trial account sends to numbers alone that were verified there.',
  );
  return [trial, ...problems];
}

/** @param inbound where texts that come in are to be told, if people can sign up. */
async function senderProblems(
  from: string,
  client: TwilioTalk['client'],
  inbound: string | undefined,
): Promise<Problem[]> {
  const lacks = (what: string) => [
    refused(
      what,
      `${from} as a sender of the account`,
      'Write in "from" of "sms" a number of the account that can send texts, or the SID of its messaging service.',
    ),
  ];
  if (from.startsWith('MG')) {
    const senders = await client.messaging.v1.services(from).phoneNumbers.list({ limit: 1 });
    if (senders.length > 0) return [];
    const codes = await client.messaging.v1.services(from).shortCodes.list({ limit: 1 });
    return codes.length > 0 ? [] : lacks('a messaging service without a sender');
  }
  if (/^\d+$/.test(from)) {
    const codes = await client.shortCodes.list({ shortCode: from, limit: 1 });
    return codes.length > 0 ? [] : lacks('no such short code');
  }
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: from, limit: 1 });
  if (!number) return lacks('no such number');
  if (!number.capabilities.sms) return lacks('a number that cannot send texts');
  // A messaging service or an application of TwiML that is set for it takes them in its place.
  if (inbound === undefined || number.smsApplicationSid || number.smsUrl === inbound) return [];
  return [
    refused(
      number.smsUrl ? 'texts that come in go to another address' : 'texts that come in go nowhere',
      `that they go to ${inbound}`,
      `Write it in the settings of ${from}, at "A message comes in", as a webhook by POST: else no YES, STOP or HELP is heard.`,
    ),
  ];
}

function refused(found: string, expected: string, remedy: string): Problem {
  return problemIn({ service: ADDRESS }, { name: 'service-refuses', found, expected, remedy });
}

function problemWith(how: Answer | NoAnswer): Problem {
  const found = how instanceof NoAnswer ? how.message : `it answered ${briefly(how)}`;
  if (how instanceof NoAnswer || how.status >= 500 || how.status === 429)
    return problemIn(
      { service: ADDRESS },
      {
        name: 'service-unreachable',
        found,
        expected: 'an answer of Twilio',
        remedy: `Look whether this machine reaches ${ADDRESS}, and whether Twilio itself has trouble. What is owed is sent once it answers.`,
      },
    );
  return refused(
    found,
    'an account that opens with these variables',
    how.status === 401
      ? 'Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN again from the console of Twilio, or make a new key.'
      : `Look up the error at https://www.twilio.com/docs/api/errors/${codeOf(how)}.`,
  );
}

function slashed(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
