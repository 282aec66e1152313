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

/** Whether the public page says it, and after how long, in ms; or why not. */
export type Seen = { after: number } | { why: string };

/** How often one looks, in ms. */
const PAUSE = 2_000;
/** How long one answer is waited for, in ms. */
const ANSWER = 15_000;

/** Looks at the public feed until it has an update, for it is what a reader's program asks. */
export async function untilLive({ feed, id, patience, fetch, now, wait }: Looking): Promise<Seen> {
  const begun = now();
  for (;;) {
    const why = await lookOnce(feed, id, fetch);
    const passed = now() - begun;
    if (why === undefined) return { after: passed };
    if (passed + PAUSE > patience) return { why };
    await wait(PAUSE);
  }
}

/** @returns why it is not there yet. */
async function lookOnce(feed: string, id: string, ask: typeof fetch): Promise<string | undefined> {
  const url = new URL(feed);
  // What a cache between us and the page still has says nothing of the page.
  url.searchParams.set('fresh', randomUUID());
  try {
    const answer = await ask(url, { signal: AbortSignal.timeout(ANSWER), cache: 'no-store' });
    if (!answer.ok) return `${feed} answers ${answer.status}`;
    const { items } = (await answer.json()) as { items?: { _nightlight?: { id?: string } }[] };
    return items?.some((item) => item._nightlight?.id === id) ? undefined : `${feed} does not have it yet`;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return `${feed} cannot be read (${cause?.code ?? message})`;
  }
}
