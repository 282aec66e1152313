import { isoSeconds } from '../../domain/time.ts';
import { UserError } from '../../problems/errors.ts';
import type { Around, Request as Asked } from '../check.ts';
import { withVariables } from './secrets.ts';

/** What was answered, no more of it than a check needs. */
export interface Answer {
  status: number;
  text: string;
  /** More was answered than is read: what stands behind it is not known. */
  isCut: boolean;
}

/** The most that is read of an answer, in bytes: a service that answers without end must not fill the memory. */
const MOST = 1_048_576;

/** So much is read of an answer, as a person reads it. */
export const READ = `${MOST / 1024} kB`;

/**
 * Asks once: no redirect is followed, for a check that was sent elsewhere has not seen what it looks at, and no
 * connection is kept.
 * @param token what stands for `{token}`.
 * @throws UserError where a variable is not set, or what it holds cannot be sent; any other error is what the network
 * said.
 */
export async function ask(request: Asked, around: Around, token = ''): Promise<Answer> {
  const { url, method, headers, body } = request;
  const now = around.now();
  const words: Record<string, string> = {
    '{token}': token,
    '{now}': isoSeconds(now),
    '{now_ms}': `${Math.trunc(now)}`,
  };
  const filled = (text: string, code = (word: string) => word) =>
    withVariables(text, around.env).replace(/\{(?:token|now|now_ms)\}/g, (word) => code(words[word] ?? word));
  const address = filled(url, encodeURIComponent);
  const sent: RequestInit = {
    method,
    headers: [['Connection', 'close'], ...headers.map((line) => headerIn(filled(line)))],
    ...(body !== undefined && { body: filled(body) }),
    redirect: 'manual',
    cache: 'no-store',
    signal: around.signal,
  };
  around.signal.throwIfAborted();
  mustBeSendable(address, sent);
  const answer = await around.fetch(address, sent).catch((error: unknown) => {
    if (error instanceof TypeError && error.cause instanceof Error && error.cause.message === 'bad port')
      throw new UserError(
        `A check asks port ${new URL(address).port} by http, which no browser would. Let the service listen elsewhere, or look at it by tcp.`,
      );
    throw error;
  });
  return { status: answer.status, ...(await textOf(answer)) };
}

/** What cannot be sent at all is a mistake here and no outage there; the error would say again what it may hold. */
function mustBeSendable(address: string, sent: RequestInit): void {
  try {
    void new Request(address, sent);
  } catch {
    throw new UserError(
      'What a check asks cannot be sent. Look at its address and headers, and at the variables that stand in them: an address is whole and has no password in it, and a header is one line.',
    );
  }
}

function headerIn(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1)
    throw new UserError(`A header of a check is "${line.slice(0, 20)}". Write it as 'Name: value'.`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

async function textOf(answer: Response): Promise<Omit<Answer, 'status'>> {
  const reader = answer.body?.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let isCut = false;
  while (reader && !isCut) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    isCut = bytes > MOST;
  }
  if (isCut) await reader?.cancel();
  // A mark at the beginning that says UTF-8 is no part of the text.
  return { text: new TextDecoder().decode(Buffer.concat(parts).subarray(0, MOST)), isCut };
}
