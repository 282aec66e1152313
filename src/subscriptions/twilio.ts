import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import type { Database } from '../delivery/store/database.ts';
import type { Instant } from '../domain/time.ts';
import type { Desk } from './desk.ts';
import { digestOf, type KeyRing } from './keys.ts';

/** A request of the provider, as it came over the wire. */
export interface Hook {
  /** The exact public address that the provider was given, with its query. */
  url: string;
  type: string;
  body: string;
  header(name: string): string | undefined;
}

/**
 * Whether a request was signed by the account whose token we have (HMAC-SHA-1 over the exact address and the fields;
 * a JSON body by its SHA-256 in the address). Without a token nothing is.
 */
export function isSigned({ url, type, body, header }: Hook, token: string | undefined): boolean {
  const signature = header('x-twilio-signature');
  if (token === undefined || token === '' || signature === undefined) return false;
  if (type === FORM) return validateRequest(token, signature, url, grouped(new URLSearchParams(body)));
  return new URL(url).searchParams.has('bodySHA256') && validateRequestWithBody(token, signature, url, body);
}

const FORM = 'application/x-www-form-urlencoded';

/** Fields that come several times are signed together. */
function grouped(form: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name): [string, string | string[]] => {
      const [first = '', ...more] = form.getAll(name);
      return [name, more.length > 0 ? [first, ...more] : first];
    }),
  );
}

/** The fields of a signed request: of a form, or the texts of a JSON object. Unknown ones are nobody's trouble. */
export function fieldsOf({ type, body }: Hook): Map<string, string> {
  if (type === FORM) return new Map(new URLSearchParams(body));
  try {
    const entries = Object.entries(JSON.parse(body) ?? {});
    return new Map(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  } catch {
    return new Map();
  }
}

/** A text that came in. @returns the answer as TwiML. */
export async function inbound(
  hook: Hook,
  { desk, database, keys, now }: { desk: Desk; database: Database; keys: KeyRing; now(): Instant },
): Promise<string> {
  const fields = fieldsOf(hook);
  const [number = '', sid = ''] = [fields.get('From'), fields.get('MessageSid')];
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return twiml(undefined);
  const names = [hook.header('i-twilio-idempotency-token'), sid].filter(
    (name) => name !== undefined && name !== '',
  );
  const tokens = names.map((name) => digestOf(`twilio ${name}`));
  const before = await database.query<{ reply: string | null }>(
    'select reply from nightlight.replies where token = any($1::text[]) limit 1',
    [tokens],
  );
  // A repeat means that the answer did not arrive: it is the same one.
  if (before[0]) return twiml(openedReply(keys, number, before[0].reply));
  // Where the provider's own "Advanced Opt-Out" is on, it has answered already, and says by which word.
  const byProvider = fields.get('OptOutType');
  const reply = await desk.heard(number, byProvider || (fields.get('Body') ?? ''), sid);
  const said = byProvider ? undefined : reply;
  await database.query(
    'insert into nightlight.replies (token, reply, at) select unnest($1::text[]), $2, $3 on conflict do nothing',
    [tokens, sealedReply(keys, number, said), new Date(now())],
  );
  return twiml(said);
}

/** An answer can hold a link that is somebody's own, so it is kept as an address is: encrypted, for one number. */
function sealedReply(keys: KeyRing, number: string, reply: string | undefined): string | null {
  if (reply === undefined) return null;
  const { keyId, sealed } = keys.seal(reply, { kind: 'reply', id: number });
  return `${keyId}:${sealed}`;
}

function openedReply(keys: KeyRing, number: string, kept: string | null): string | undefined {
  const [keyId = '', sealed = ''] = kept?.split(':') ?? [];
  try {
    return kept === null ? undefined : keys.open({ keyId, sealed }, { kind: 'reply', id: number });
  } catch {
    return undefined;
  }
}

/** Errors by which a number is known not to be there, to be no mobile, or to have opted out at the carrier. */
const GONE = new Set(['21211', '21610', '21614', '30005', '30006']);

/** What became of a text that was sent. */
export async function statusHeard(hook: Hook, desk: Desk): Promise<void> {
  const fields = fieldsOf(hook);
  const hasFailed = ['failed', 'undelivered'].includes(fields.get('MessageStatus') ?? '');
  if (hasFailed && GONE.has(fields.get('ErrorCode') ?? '')) await desk.goneAt('sms', fields.get('To') ?? '');
}

function twiml(reply: string | undefined): string {
  const message =
    reply === undefined
      ? ''
      : `<Message>${reply.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</Message>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`;
}
