import type { Outcome } from './channel.ts';

/** What a service answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body, cut after `MOST` bytes or where the line dropped. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The same, as UTF-8. */
  text: string;
}

/** There was no answer. Only where nothing had left is it certain that nothing arrived. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly unwritten: boolean;

  constructor(reason: string, unwritten: boolean) {
    super(reason);
    this.unwritten = unwritten;
  }
}

/** A service on the other side, and what its answers mean. */
export interface Service {
  /** What people call it: `Mastodon`. */
  called: string;
  /** Its address as far as it may be shown: where the path is a secret, the origin alone. */
  address: string;
  /** What an operator does about an answer that refuses, as a sentence. */
  remedy(answer: Answer): string;
  /** How it ended, where the status alone does not say. */
  ending?(answer: Answer): Outcome | undefined;
  /** In how many ms it may be asked again, where that stands elsewhere than in `Retry-After`. */
  after?(answer: Answer): number | undefined;
}

/** More of an answer is never kept, in bytes: a hostile server cannot fill the memory. */
export const MOST = 1_000_000;

/** Nobody waits longer than a day because a service asked for it, in ms. */
const LONGEST = 86_400_000;

/**
 * One conversation with a service: a `fetch` that follows no redirect, ends with the signal and reads a bounded
 * answer, and that remembers how the last exchange ended, whatever a client makes of it.
 */
export interface Line {
  fetch: typeof fetch;
  /** How the last exchange ended; `undefined` before there was one. */
  last(): Answer | NoAnswer | undefined;
  /** Forgets it. */
  begin(): void;
}

export function lineOf(around: { fetch: typeof fetch }, signal: AbortSignal): Line {
  let last: Answer | NoAnswer | undefined;
  const exchange: typeof fetch = async (input, init) => {
    // A client may lay a signal of its own into the request: both end it.
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const both = own ? AbortSignal.any([own, signal]) : signal;
    if (both.aborted) {
      last = new NoAnswer('the time was up before anything was sent', true);
      throw last;
    }
    last = undefined;
    try {
      const response = await around.fetch(input, { ...init, redirect: 'manual', signal: both });
      const bytes = await boundedBody(response);
      const text = new TextDecoder().decode(bytes);
      last = { status: response.status, headers: response.headers, bytes, text };
      return againAsResponse(last);
    } catch (error) {
      last = noAnswerOf(error);
      throw last;
    }
  };
  const begin = () => {
    last = undefined;
  };
  return { fetch: exchange, last: () => last, begin };
}

/** How an exchange ended, for a message that is not known to have been taken. */
export function endingOf(ended: Answer | NoAnswer, service: Service): Outcome {
  if (ended instanceof NoAnswer) {
    const reason = `${service.called}: ${ended.message}`;
    return ended.unwritten ? { kind: 'later', reason } : { kind: 'unknown', reason };
  }
  const special = service.ending?.(ended);
  if (special) return special;
  const { status } = ended;
  const reason = said(ended, service);
  // 503 says that it was not handled (RFC 9110, 15.6.4); behind any other 5xx it may have been.
  if (status === 429 || status === 503) return later(reason, service.after?.(ended) ?? retryAfter(ended));
  if (status >= 500 || status === 408) return { kind: 'unknown', reason };
  if (status >= 400) return { kind: 'refused', reason: `${reason}. ${service.remedy(ended)}` };
  if (status >= 300)
    return {
      kind: 'refused',
      reason: `${service.called} answered ${status} and names another address. Write the address at which it ends: nothing is sent on, for whoever answers there may be somebody else.`,
    };
  return { kind: 'unknown', reason: `${service.called} answered ${status} with what cannot be read` };
}

/** The same for a step before the message is sent: whatever happened, nothing has arrived. */
export function endingBefore(ended: Answer | NoAnswer, service: Service): Outcome {
  const ending = endingOf(ended, service);
  return ending.kind === 'unknown' ? { kind: 'later', reason: ending.reason } : ending;
}

/** What a service answered, in one line: the status and its own words. */
export function said(answer: Answer, { called }: Service): string {
  const words = messageIn(answer.text);
  return `${called} answered ${answer.status}${words ? `: ${words}` : ''}`;
}

/** A JSON object or list of an answer; `undefined` where it is none. */
export function jsonOf(answer: Pick<Answer, 'text'>): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** What stands below the keys of a JSON object, one inside the other; a number of a list is a key too. */
export function at(value: unknown, ...keys: (string | number)[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** The same, where a text stands there. */
export function textAt(value: unknown, ...keys: (string | number)[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

/** Not now; in how many ms, bounded, if that was said. */
export function later(reason: string, after?: number): Outcome {
  if (after === undefined || !Number.isFinite(after)) return { kind: 'later', reason };
  return { kind: 'later', reason, after: Math.min(LONGEST, Math.max(0, Math.ceil(after))) };
}

/** `Retry-After` in ms: seconds, or a date that is held against the server's own clock (RFC 9110, 10.2.3). */
export function retryAfter({ headers }: Pick<Answer, 'headers'>): number | undefined {
  const written = headers.get('retry-after');
  if (written === null) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written) * 1000;
  const [until, now] = [Date.parse(written), Date.parse(headers.get('date') ?? '')];
  return Number.isNaN(until - now) ? undefined : until - now;
}

/** Where services put what they have to say, the plainest first. */
const MESSAGES = [
  ['error', 'message'],
  ['errors', 0, 'message'],
  ['errors', 0, 'detail'],
  ['error_description'],
  ['detail'],
  ['message'],
  ['error'],
];

/** The service's own words, one short line. */
function messageIn(text: string): string {
  const json = jsonOf({ text });
  const words = MESSAGES.map((path) => textAt(json, ...path)).find((one) => one !== undefined) ?? text;
  const line = words
    .slice(0, 1000)
    .replace(/<[^>]*>|\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

async function boundedBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part.subarray(0, MOST - size));
      size += part.length;
      // Leaving the loop lets go of the line.
      if (size >= MOST) break;
    }
  } catch {
    // The status has come: that the rest has not changes nothing of what it says.
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Statuses that no `Response` with a body may have. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

function againAsResponse({ status, headers, bytes }: Answer): Response {
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) kept.delete(name);
  return new Response(WITHOUT_BODY.has(status) ? null : bytes, { status, headers: kept });
}

/** Errors of the system and of TLS that come before the first byte of a request is written. */
const UNWRITTEN =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_INVALID_URL)$/;

function noAnswerOf(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const codes = codesIn(error);
  const unwritten = codes.length > 0 && codes.every((code) => UNWRITTEN.test(code));
  if (unwritten) return new NoAnswer(`it could not be reached (${codes.join(', ')})`, true);
  const { name } = error instanceof Error ? error : { name: '' };
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NoAnswer('no answer came within the time', false);
  return new NoAnswer(
    `the line dropped before an answer came (${codes.join(', ') || 'no reason given'})`,
    false,
  );
}

/** The codes of an error and of what caused it: of each address that was tried, where there were several. */
function codesIn(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  if (error instanceof AggregateError && error.errors.length > 0)
    return [...new Set(error.errors.flatMap((one) => codesIn(one, depth + 1)))];
  const code = textAt(error, 'code');
  return code === undefined ? codesIn(error.cause, depth + 1) : [code];
}
