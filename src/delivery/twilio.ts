import twilio from 'twilio';
import type { Around } from './channel.ts';
import type { Secrets } from './secrets.ts';
import { type Answer, type Line, lineOf, NoAnswer, jsonOf } from './wire.ts';

/** The account, and with what it is opened: a key of its own, or the token of the account. */
export interface TwilioAccount {
  sid: string;
  user: string;
  password: string;
}

/** What an account keeps in variables. A key (`TWILIO_API_KEY`) can be taken back without touching the account. */
export function wantedOf({ env }: Pick<Around, 'env'>) {
  const account = {
    ACCOUNT_SID: {
      is: 'AC and 32 letters',
      like: /^AC[\da-f]{32}$/i,
      open: true as const,
      from: 'The console of Twilio shows it on its first page.',
    },
  };
  if (!env.TWILIO_API_KEY?.trim())
    return {
      ...account,
      AUTH_TOKEN: {
        is: 'the token of the account',
        from: 'The console of Twilio shows it below the account’s SID. To send, a key of its own does as well (TWILIO_API_KEY and TWILIO_API_SECRET); what comes in is believed by the token alone.',
      },
    };
  return {
    ...account,
    API_KEY: { is: 'SK and 32 letters', like: /^SK[\da-f]{32}$/i, open: true as const, from: KEYS },
    API_SECRET: { is: 'the secret of that key', from: KEYS },
  };
}

const KEYS = 'Make a standard key in the console of Twilio, below "API keys"; its secret is shown once.';

export function accountIn({ of }: Pick<Secrets<string>, 'of'>): TwilioAccount {
  const { ACCOUNT_SID = '', AUTH_TOKEN = '', API_KEY = '', API_SECRET = '' } = of;
  return API_KEY === ''
    ? { sid: ACCOUNT_SID, user: ACCOUNT_SID, password: AUTH_TOKEN }
    : { sid: ACCOUNT_SID, user: API_KEY, password: API_SECRET };
}

/** A conversation with Twilio: its own client, which never tries anything a second time. */
export interface TwilioTalk {
  client: twilio.Twilio;
  /** How the last request ended, whatever the client made of it. */
  last(): Answer | NoAnswer | undefined;
}

export function talkWith(
  { sid, user, password }: TwilioAccount,
  around: Pick<Around, 'fetch'>,
  signal: AbortSignal,
): TwilioTalk {
  const line = lineOf(around, signal);
  const httpClient = new Requests(line);
  const client = new twilio.Twilio(user, password, { accountSid: sid, httpClient, autoRetry: false });
  return { client, last: line.last };
}

/** What the client asks for. */
interface Wanted {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, unknown>;
  params?: object;
  data?: unknown;
}

/** The client's requests over our own line: it ends with the signal and follows no redirect. */
class Requests extends twilio.RequestClient {
  readonly #line: Line;

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  override async request({ method, uri, username = '', password = '', ...wanted }: Wanted) {
    const url = new URL(uri);
    for (const [name, value] of fieldsOf(wanted.params)) url.searchParams.append(name, value);
    const headers = new Headers(fieldsOf(wanted.headers));
    headers.set('Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
    const form = fieldsOf(wanted.data);
    const response = await this.#line.fetch(url, {
      method: method.toUpperCase(),
      headers,
      ...(form.length > 0 && { body: new URLSearchParams(form) }),
    });
    const answer = this.#line.last();
    const body = answer && !(answer instanceof NoAnswer) ? jsonOf(answer) : undefined;
    return new Taken(response.status, body ?? {});
  }
}

/** An answer as the client reads it. */
class Taken {
  readonly headers = {};
  readonly statusCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: the client takes an answer for whatever it asked for
  readonly body: any;

  constructor(statusCode: number, body: unknown) {
    this.statusCode = statusCode;
    this.body = body;
  }
}

/** Fields of a form or a query: a list is the same name several times, and what is absent is left out. */
function fieldsOf(values: unknown): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (one === undefined ? [] : [[name, String(one)]])),
  );
}
