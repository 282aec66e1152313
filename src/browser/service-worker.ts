import { isWhole } from '../domain/whole.ts';

/**
 * Keeps the pages that were seen last, and shows them when the network does not answer. What tells whether a
 * page is fresh is never kept: an old page can only say "unknown". VERSION, BASE and KEEP are filled in
 * when it is bundled.
 */
interface WorkerScope {
  addEventListener(name: string, listener: (event: WorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  registration: { unregister(): Promise<boolean> };
}

interface WorkerEvent extends Event {
  request: Request;
  waitUntil(promise: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

declare const VERSION: string;
declare const BASE: string;
declare const KEEP: boolean;

const CUT = '';
/** How long a page that is kept waits for the network, in ms: an old answer now, marked so, beats none for a minute. */
const PATIENCE = 4_000;

const worker = globalThis as unknown as WorkerScope;
const cacheName = `nightlight-${VERSION}`;

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forget().then(() => (KEEP ? undefined : worker.registration.unregister())));
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { pathname } = new URL(url);
  const isPage = mode === 'navigate' && method === 'GET' && pathname.startsWith(BASE);
  const isAsset = pathname.startsWith(`${BASE}_astro/`) || pathname === `${BASE}icon.svg`;
  if (!KEEP || !(isPage || isAsset)) return;
  const network = isPage ? pageFromNetwork(event) : assetFromNetwork(event);
  event.waitUntil(network.catch(() => undefined));
  event.respondWith(firstOf(event.request, network));
});

/** The network's answer if it comes in time and whole; else what was kept; else the network's, however late. */
async function firstOf(request: Request, network: Promise<Answer>): Promise<Response> {
  const inTime = await Promise.race([
    network.catch(() => undefined),
    new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE)),
  ]);
  if (inTime?.whole) return inTime.response;
  return (await kept(request)) ?? (await network).response;
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

/** What was kept, else the first page, which says what it does not know. A page is marked as kept: it says "unknown" at once. */
async function kept(request: Request): Promise<Response | undefined> {
  const isPage = request.mode === 'navigate';
  try {
    const cache = await caches.open(cacheName);
    const found = (await cache.match(request)) ?? (isPage ? await cache.match(BASE) : undefined);
    if (!found || !isPage) return found;
    const html = await found.text();
    const headers = new Headers(found.headers);
    for (const name of ['content-encoding', 'content-length']) headers.delete(name);
    return new Response(html.replace('<html ', '<html data-kept '), { headers });
  } catch {
    return undefined;
  }
}

/** Removes what other versions kept. */
async function forget(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('nightlight-') && (name !== cacheName || !KEEP));
  await Promise.all(old.map((name) => caches.delete(name)));
}
