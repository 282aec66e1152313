import { ADMIN } from '../domain/addresses.ts';
import { isWhole } from '../domain/whole.ts';
import { ended, open, show, type Unsaid, type WorkerClients } from './notify.ts';
import { type Changed, keepProof, PROOFS, renew } from './renewal.ts';

/**
 * Keeps the pages that were seen last, and shows them when the network does not answer. What tells whether a
 * page is fresh is never kept: an old page can only say "unknown". Where people are told by notifications, it shows
 * them. VERSION, BASE, KEEP and PUSH are filled in when it is bundled.
 */
interface WorkerScope {
  addEventListener(name: string, listener: (event: WorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
  clients: WorkerClients;
}

interface WorkerEvent extends Event, Changed {
  request: Request;
  /** Of a push: what was sent. */
  data?: { text(): string } | null;
  /** Of a touch on a notification. */
  notification?: Notification;
  waitUntil(promise: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

declare const VERSION: string;
declare const BASE: string;
declare const KEEP: boolean;
/** What is shown where a message says nothing; null where nobody is told by notifications. */
declare const PUSH: Unsaid | null;

const CUT = '';
/** What pages that are kept ask for besides. */
const ASSETS = ['icon.svg', 'later.js', 'print.css'];
/** How long a page that is kept waits for the network, in ms: an old answer now, marked so, beats none for a minute. */
const PATIENCE = 4_000;
/** How long a page that is not kept waits before the first page stands in for it, in ms: a slow network opens it all the same. */
const LONG = 11_000;

const worker = globalThis as unknown as WorkerScope;
const cacheName = `nightlight-${VERSION}`;

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forget().then(() => (KEEP || PUSH ? undefined : worker.registration.unregister())));
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { pathname } = new URL(url);
  const isPage =
    mode === 'navigate' &&
    method === 'GET' &&
    pathname.startsWith(BASE) &&
    !pathname.startsWith(BASE + ADMIN);
  const isAsset = pathname.startsWith(`${BASE}_astro/`) || ASSETS.some((file) => pathname === BASE + file);
  if (!KEEP || !(isPage || isAsset)) return;
  const network = isPage ? pageFromNetwork(event) : assetFromNetwork(event);
  event.waitUntil(network.catch(() => undefined));
  event.respondWith(firstOf(event.request, network));
});

if (PUSH) {
  const unsaid = PUSH;
  worker.addEventListener('push', (event) => {
    const sent = event.data?.text();
    event.waitUntil(show(sent, unsaid, worker.registration));
    event.waitUntil(keepProof(sent, BASE, worker.registration.pushManager));
  });
  worker.addEventListener('notificationclick', (event) => {
    if (event.notification) event.waitUntil(open(event.notification, unsaid, worker.clients));
  });
  worker.addEventListener('pushsubscriptionchange', (event) => {
    const { registration } = worker;
    event.waitUntil(
      renew(BASE, unsaid.renewal, event, registration.pushManager).then((isTold) =>
        isTold ? undefined : ended(unsaid, registration),
      ),
    );
  });
}

/**
 * The network's answer if it comes in time and whole; else what was kept of this very page; else the first page,
 * once the network has failed or was waited for long enough; else the network's answer, however late.
 */
async function firstOf(request: Request, network: Promise<Answer>): Promise<Response> {
  const comes = network.catch(() => undefined);
  const inTime = await Promise.race([comes, after(PATIENCE)]);
  if (inTime?.whole) return inTime.response;
  const own = await cached(request, request.url);
  if (own) return own;
  const late = await Promise.race([comes, after(LONG)]);
  if (late?.whole) return late.response;
  const first = request.mode === 'navigate' ? await cached(request, BASE) : undefined;
  return first ?? (await network).response;
}

function after(ms: number): Promise<undefined> {
  return new Promise((done) => setTimeout(() => done(undefined), ms));
}

/** What came over the network, and whether it is all that was asked for. */
interface Answer {
  response: Response;
  whole: boolean;
}

/**
 * A page of ours is kept if it came whole. One that was cut short gives way to what was kept; anything else is
 * handed on and never kept: the login page of a hotel, which a reader may need, an error, a redirect.
 */
async function pageFromNetwork(event: WorkerEvent): Promise<Answer> {
  const response = await fetch(event.request);
  if (!response.ok || response.redirected) return { response, whole: true };
  const html = await response
    .clone()
    .text()
    .catch(() => CUT);
  if (isWhole(html)) event.waitUntil(keep(event.request, response.clone()));
  const foreign = html !== CUT && !html.includes('name="nightlight-');
  return { response, whole: isWhole(html) || foreign };
}

async function assetFromNetwork(event: WorkerEvent): Promise<Answer> {
  const response = await fetch(event.request);
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (response.ok && !isPage) event.waitUntil(keep(event.request, response.clone()));
  return { response, whole: response.ok };
}

/** A full phone can keep nothing; the reader has the answer all the same. */
async function keep(request: Request, response: Response): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    await cache.put(request, response);
  } catch {
    return;
  }
}

/** What was kept at an address. A page is marked as kept: it says "unknown" at once. */
async function cached(request: Request, address: string): Promise<Response | undefined> {
  try {
    const cache = await caches.open(cacheName);
    const found = await cache.match(address, { ignoreVary: true });
    if (!found || request.mode !== 'navigate') return found;
    const html = await found.text();
    const headers = new Headers(found.headers);
    for (const name of ['content-encoding', 'content-length']) headers.delete(name);
    return new Response(html.replace('<html ', '<html data-kept '), { headers });
  } catch {
    return undefined;
  }
}

/** Removes what other versions kept, and what proves who is told where nobody is. */
async function forget(): Promise<void> {
  const names = await caches.keys();
  const isOld = (name: string) =>
    name === PROOFS ? !PUSH : name.startsWith('nightlight-') && (name !== cacheName || !KEEP);
  const old = names.filter(isOld);
  await Promise.all(old.map((name) => caches.delete(name)));
}
