import { RENEW_FIELD } from '../domain/subscribe-form.ts';
import { bytesOf } from './push-key.ts';

/** By what a browser is told that it changed its address; filled in when the worker is bundled. */
export interface Renewing {
  /** Where the service takes it. */
  address: string;
  /** With which key a browser signs up. */
  key: string;
}

/** What `pushsubscriptionchange` may bring; some browsers bring nothing. */
export interface Changed {
  oldSubscription?: PushSubscription | null | undefined;
  newSubscription?: PushSubscription | null | undefined;
}

/** The proof that came with a notification, and the endpoint that it was made for. */
interface StoredProof {
  token: string;
  before: string;
}

type Manager = Pick<PushManager, 'subscribe' | 'getSubscription'>;

/** The cache that holds the proof; it is none of those that hold pages. */
export const PROOFS = 'told-by-nightlight';
/** How long is waited before each try, in ms: a browser ends a worker that takes much longer. */
const TRIES = [0, 3_000, 12_000];
/** How long one try may take, in ms. */
const PATIENCE = 10_000;

/**
 * Keeps the proof that a message brought: what this browser shows when its endpoint is another. A full phone keeps
 * none, and a change is then told to the person.
 */
export async function keepProof(sent: string | undefined, base: string, manager: Manager): Promise<void> {
  try {
    const { renewal } = JSON.parse(sent ?? '') as { renewal?: unknown };
    const subscription = await manager.getSubscription();
    if (typeof renewal === 'string' && subscription)
      await keep(base, { token: renewal, before: subscription.endpoint });
  } catch {
    return;
  }
}

/**
 * Signs up anew for what was lost, and tells the service.
 * @returns whether this browser is told again; if not, somebody must be told so.
 */
export async function renew(
  base: string,
  { address, key }: Renewing,
  { newSubscription }: Changed,
  manager: Manager,
): Promise<boolean> {
  try {
    const kept = await proofIn(base);
    if (!kept) return false;
    const now =
      newSubscription ??
      (await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }));
    const next = await said(address, kept, now);
    if (next === undefined) return false;
    await keep(base, { token: next, before: now.endpoint }).catch(() => undefined);
    return true;
  } catch {
    return false;
  }
}

/** @returns the next proof; nothing where the service refuses, or cannot be reached. */
async function said(
  address: string,
  { token, before }: StoredProof,
  now: PushSubscription,
): Promise<string | undefined> {
  const body = new URLSearchParams({
    [RENEW_FIELD.token]: token,
    [RENEW_FIELD.before]: before,
    [RENEW_FIELD.push]: JSON.stringify(now),
  });
  for (const pause of TRIES) {
    if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    const signal = AbortSignal.timeout(PATIENCE);
    const asking = { method: 'POST', body, credentials: 'omit', signal } as const;
    const answer = await fetch(address, asking).catch(() => undefined);
    if (answer?.ok) return answer.text();
    if (answer && answer.status < 500 && answer.status !== 429) return undefined;
  }
  return undefined;
}

async function keep(base: string, kept: StoredProof): Promise<void> {
  const cache = await caches.open(PROOFS);
  await cache.put(placeIn(base), new Response(JSON.stringify(kept)));
}

async function proofIn(base: string): Promise<StoredProof | undefined> {
  const cache = await caches.open(PROOFS);
  const found = await cache.match(placeIn(base));
  return found && ((await found.json()) as StoredProof);
}

/** One for each site of a host. */
function placeIn(base: string): string {
  return `${base}renewal`;
}
