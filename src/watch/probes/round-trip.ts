import { randomUUID } from 'node:crypto';
import { UserError } from '../../problems/errors.ts';
import type { Around, Check, Looked, Request } from '../check.ts';
import { failed, WELL } from '../check.ts';
import { type Answer, ask, READ } from './request.ts';
import { wordsFor } from './words.ts';

type RoundTrip = NonNullable<Check['roundTrip']>;

/** How often it is read, in ms. */
const PAUSE = 1_000;

/**
 * Writes a word that was never used before at one end, and reads at the other until it stands there: what is read from
 * a cache, or from yesterday, does not have it. One reading that fails or hangs is no failure, for the next may go well.
 * @param timeout how long one request may take, in seconds.
 */
export async function lookAtRoundTrip(
  { write, read, within }: RoundTrip,
  timeout: number,
  around: Around & { clock(): number },
): Promise<Looked> {
  const token = randomUUID();
  const request = (asked: Request, limit: number) => {
    const signal = AbortSignal.any([around.signal, AbortSignal.timeout(Math.max(1, Math.ceil(limit)))]);
    return said(asked, { ...around, signal }, token, around.signal);
  };
  const written = await request(write, timeout * 1000);
  if (!('status' in written)) return failed(`could not be written: ${written.why}`);
  if (!isWell(written)) return failed(`could not be written: answered ${written.status}`);
  const end = around.clock() + within * 1000;
  let told: Answer | { why: string } | undefined;
  for (;;) {
    const left = end - around.clock();
    const answer = await request(read, Math.min(timeout * 1000, left));
    if ('status' in answer && isWell(answer) && answer.text.includes(token)) return WELL;
    // A reading that our own end cut short says less than the one before it.
    if (told === undefined || 'status' in answer || left >= timeout * 1000) told = answer;
    if (around.clock() + PAUSE > end) return failed(`${whyOf(told)} after ${within} s`);
    await around.wait(PAUSE, around.signal);
  }
}

const isWell = ({ status }: Answer) => status >= 200 && status <= 299;

function whyOf(answer: Answer | { why: string }): string {
  if (!('status' in answer)) return `could not be read: ${answer.why}`;
  if (!isWell(answer)) return `could not be read: answered ${answer.status}`;
  return `does not show what was written${answer.isCut ? ` in its first ${READ}` : ''}`;
}

/** What was answered, or in words why nothing was. */
async function said(
  request: Request,
  around: Around,
  token: string,
  whole: AbortSignal,
): Promise<Answer | { why: string }> {
  try {
    return await ask(request, around, token);
  } catch (error) {
    whole.throwIfAborted();
    if (error instanceof UserError) throw error;
    return { why: wordsFor(error) };
  }
}
