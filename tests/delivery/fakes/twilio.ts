import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { at, textAt } from '../../../src/delivery/wire.ts';
import type { Reply, Seen, Vendor } from './service.ts';

export interface Message {
  sid: string;
  to: string;
  body: string;
  form: Record<string, string>;
  created: number;
  direction: 'outbound-api' | 'inbound';
}

export interface Account extends Vendor {
  readonly messages: Message[];
  /** How it answers the next request to send, in place of taking it. */
  answering: Reply | undefined;
  status: 'active' | 'suspended';
  type: 'Full' | 'Trial';
  numbers: { phone_number: string; sms: boolean; sms_url?: string }[];
  /** How many of a list stand on one page, whatever is asked for. */
  page: number;
}

/** What Twilio publishes of its interface: requests and answers of the fake are held to it. */
const CONTRACT: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/contracts/twilio.json'), 'utf8'),
);

const anything = () => true;
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  coerceTypes: true,
  formats: {
    'phone-number': /^(?:\+[1-9]\d{1,14}|\d{3,8}|[A-Za-z0-9 ]{1,11})$/,
    uri: (text: string) => URL.canParse(text, 'https://api.twilio.com'),
    'date-time': anything,
    'date-time-rfc-2822': (text: string) => !Number.isNaN(Date.parse(text)),
    'uri-map': anything,
    currency: anything,
    int64: anything,
    'phone-number-capabilities': anything,
    'http-method': anything,
  },
});
ajv.addSchema({ $id: 'twilio', components: at(CONTRACT, 'components') });

/** Where the number of the tests tells what comes in. */
export const HOOK = 'https://notify.example.org/base/hooks/twilio/inbound';

const SID = /^AC[0-9a-f]{32}$/;
const MESSAGES = '/2010-04-01/Accounts/{AccountSid}/Messages.json';
const ACCOUNT = '/2010-04-01/Accounts/{Sid}.json';
const NUMBERS = '/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json';

/** An account at Twilio, which takes and says only what the vendor's own OpenAPI file allows. */
export function twilioAccount(sid: string, user: string, password: string): Account {
  const account: Account = {
    messages: [],
    answering: undefined,
    status: 'active',
    type: 'Full',
    numbers: [{ phone_number: '+15555550100', sms: true, sms_url: HOOK }],
    page: 1000,
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': { status: 429, headers: { 'Retry-After': '3' }, body: refusal(20429, 'Too many requests') },
      broken: { status: 500, body: refusal(20500, 'Internal server error') },
      refusing: { status: 400, body: refusal(21614, "'To' number +15555550123 is not a mobile number") },
    },
    answer: (seen) => {
      const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      if (seen.headers.authorization !== basic)
        return { status: 401, body: refusal(20003, `Authenticate ${password}`) };
      const path = seen.path.replace(sid, SID.test(sid) ? '{}' : '');
      if (path === ACCOUNT.replace('{Sid}', '{}'))
        return held('get', ACCOUNT, { sid, status: account.status, type: account.type });
      if (path === NUMBERS.replace('{AccountSid}', '{}')) return numbersOf(account, seen);
      if (path !== MESSAGES.replace('{AccountSid}', '{}'))
        return { status: 404, body: refusal(20404, `The requested resource ${seen.path} was not found`) };
      return seen.method === 'POST' ? take(account, sid, seen) : list(account, sid, seen);
    },
  };
  return account;
}

function take(account: Account, sid: string, seen: Seen): Reply {
  if (account.answering) return account.answering;
  const form = Object.fromEntries(new URLSearchParams(seen.bytes.toString()));
  const type = 'application/x-www-form-urlencoded';
  assert.equal(seen.headers['content-type']?.split(';')[0], type);
  holds(['paths', MESSAGES, 'post', 'requestBody', 'content', type, 'schema'], { ...form }, true);
  assert.ok(form.From !== undefined || form.MessagingServiceSid !== undefined, 'a message has a sender');
  const validity = Number(form.ValidityPeriod);
  assert.ok(validity >= 1 && validity <= 36_000, 'the validity period has bounds');
  const message: Message = {
    sid: `SM${String(account.messages.length + 1).padStart(32, '0')}`,
    to: form.To ?? '',
    body: form.Body ?? '',
    form,
    created: Date.now(),
    direction: 'outbound-api',
  };
  account.messages.push(message);
  return held('post', MESSAGES, written(message, sid), 201);
}

function list(account: Account, sid: string, seen: Seen): Reply {
  const asked = Object.fromEntries(seen.query);
  heldQuery(MESSAGES, asked);
  const size = Math.min(account.page, Number(asked.PageSize ?? 50));
  const page = Number(asked.Page ?? 0);
  const all = account.messages.filter(({ to }) => to === asked.To).toReversed();
  const shown = all.slice(page * size, (page + 1) * size);
  const more = all.length > (page + 1) * size;
  const query = new URLSearchParams({ ...asked, Page: String(page + 1), PageToken: `PA${page}` });
  return held('get', MESSAGES, {
    page,
    page_size: size,
    next_page_uri: more ? `${seen.path}?${query}` : null,
    messages: shown.map((message) => written(message, sid)),
  });
}

function numbersOf(account: Account, seen: Seen): Reply {
  const asked = Object.fromEntries(seen.query);
  heldQuery(NUMBERS, asked);
  const found = account.numbers.filter(({ phone_number }) => phone_number === asked.PhoneNumber);
  return held('get', NUMBERS, {
    page: 0,
    next_page_uri: null,
    incoming_phone_numbers: found.map(({ phone_number, sms, sms_url = '' }) => ({
      phone_number,
      sms_url,
      capabilities: { sms, mms: false, voice: false, fax: false },
    })),
  });
}

function written({ sid, to, body, created, direction, form }: Message, account: string) {
  return {
    sid,
    account_sid: account,
    to,
    from: form.From ?? null,
    messaging_service_sid: form.MessagingServiceSid ?? null,
    body,
    direction,
    // What waits in the queue has no date of sending.
    status: 'queued',
    date_sent: null,
    date_created: new Date(created).toUTCString().replace('GMT', '+0000'),
    date_updated: new Date(created).toUTCString().replace('GMT', '+0000'),
    num_segments: '1',
    num_media: '0',
    error_code: null,
    error_message: null,
  };
}

/** An error as https://www.twilio.com/docs/usage/twilios-response writes one. */
export function refusal(code: number, message: string): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 };
}

function held(method: 'get' | 'post', path: string, body: object, status = 200): Reply {
  holds(
    ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'],
    body,
    false,
  );
  return { status, body };
}

function heldQuery(path: string, asked: Record<string, string>): void {
  const parameters = at(CONTRACT, 'paths', path, 'get', 'parameters');
  assert.ok(Array.isArray(parameters));
  const properties = Object.fromEntries(
    parameters
      .filter((one) => textAt(one, 'in') === 'query')
      .map((one) => [textAt(one, 'name') ?? '', at(one, 'schema')]),
  );
  check(ajv.compile({ $id: undefined, type: 'object', properties, additionalProperties: false }), {
    ...asked,
  });
}

const compiled = new Map<string, ValidateFunction>();

/** Holds a value to a schema of the contract; what is sent may have no field that the vendor does not know. */
function holds(path: string[], value: object, closed: boolean): void {
  const key = path.join(' ');
  const schema = at(CONTRACT, ...path);
  assert.ok(typeof schema === 'object' && schema !== null, `the contract has ${key}`);
  const told: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"twilio#/components'));
  const validate =
    compiled.get(key) ??
    ajv.compile({
      ...(typeof told === 'object' ? told : {}),
      ...(closed && { additionalProperties: false }),
    });
  compiled.set(key, validate);
  check(validate, value);
}

function check(validate: ValidateFunction, value: object): void {
  assert.ok(validate(value), `${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`);
}
