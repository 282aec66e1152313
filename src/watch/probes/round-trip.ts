import { randomUUID } from 'node:crypto';
import type { Around, Check, Looked } from '../check.ts';
import { failed, WELL } from '../check.ts';
import { ask } from './request.ts';

type RoundTrip = NonNullable<Check['roundTrip']>;

/** How often it is read, in ms. */
const PAUSE = 1_000;

/**
 * Writes a word that was never used before at one end, and reads at the other until it stands there: what is read from
 * a cache, or from yesterday, does not have it.
 */
export async function lookAtRoundTrip({ write, read, within }: RoundTrip, around: Around): Promise<Looked> {
  const token = randomUUID();
  const written = await ask(write, around, token);
  if (written.status < 200 || written.status > 299)
    return failed(`could not be written: answered ${written.status}`);
  let last = '';
  for (let waited = 0; ; waited += PAUSE) {
    const { status, text } = await ask(read, around, token);
    const isRead = status >= 200 && status <= 299;
    if (isRead && text.includes(token)) return WELL;
    last = isRead ? 'what was written cannot be read' : `reading answered ${status}`;
    if (waited + PAUSE > within * 1000) return failed(`${last} after ${within} s`);
    await around.wait(PAUSE, around.signal);
  }
}
