import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/time.ts';

/** What is looked for, and with what. */
export interface Looking {
  /** The address of the JSON Feed. */
  feed: string;
  /** `<incident>/<update>`. */
  id: string;
  /** For how long, in ms. */
  patience: number;
  fetch: typeof fetch;
  now(): Instant;
  wait(ms: number): Promise<void>;
}

/** Whether the public page says it, and after how long, in ms; or why not, and whether it is no use to look any longer. */
export type Seen = { after: number } | { why: string; isHopeless?: boolean };

/** How often one looks, in ms. */
const PAUSE = 2_000;
/** What a machine that is online says of a name that there is not: it says so in no time, and again. */
const NO_SUCH_NAME = 'ENOTFOUND';
/** After how many such answers nobody waits any more. */
const NAMELESS = 3;
/** How long one answer is waited for, in ms. */
const ANSWER = 15_000;

/** Looks at the public feed until it has an update, for it is what a reader's program asks. */
export async function untilLive({ feed, id, patience, fetch, now, wait }: Looking): Promise<Seen> {
  const begun = now();
  for (let nameless = 0; ; ) {
    const looked = await lookOnce(feed, id, fetch);
    const passed = now() - begun;
    if (looked === undefined) return { after: passed };
    nameless = looked.code === NO_SUCH_NAME ? nameless + 1 : 0;
    if (nameless === NAMELESS)
      return {
        why: `Nobody knows the name ${new URL(feed).hostname}, so from here it cannot be seen whether the page says it`,
        isHopeless: true,
      };
    if (passed + PAUSE > patience) return { why: looked.why };
    await wait(PAUSE);
  }
}

/** @returns why it is not there yet; nothing where it is. */
async function lookOnce(
  feed: string,
  id: string,
  ask: typeof fetch,
): Promise<{ why: string; code?: string | undefined } | undefined> {
  const url = new URL(feed);
  // What a cache between us and the page still has says nothing of the page.
  url.searchParams.set('fresh', randomUUID());
  try {
    const answer = await ask(url, { signal: AbortSignal.timeout(ANSWER), cache: 'no-store' });
    if (!answer.ok) return { why: `${feed} answers ${answer.status}` };
    const { items } = (await answer.json()) as { items?: { _nightlight?: { id?: string } }[] };
    return items?.some((item) => item._nightlight?.id === id)
      ? undefined
      : { why: `${feed} does not have it yet` };
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { why: `${feed} cannot be read (${cause?.code ?? message})`, code: cause?.code };
  }
}
