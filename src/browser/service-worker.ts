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
  if (KEEP && (isPage || isAsset)) event.respondWith(networkFirst(event.request));
});

/** The network's answer, kept for later; else what was kept; else the first page, which says what it does not know. */
async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept =
      (await cache.match(request)) ?? (request.mode === 'navigate' ? await cache.match(BASE) : undefined);
    if (kept) return kept;
    throw error;
  }
}

/** Removes what other versions kept. */
async function forget(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('nightlight-') && (name !== cacheName || !KEEP));
  await Promise.all(old.map((name) => caches.delete(name)));
}

export {};
