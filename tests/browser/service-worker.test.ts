import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from './clock.ts';
import { openPage } from './page.ts';
import { htmlOf, SAID } from './site.ts';

const HOME = 'https://status.example.org/repo/';
const PAGE = `${HOME}incidents/one/`;
const SCRIPT = `${HOME}_astro/page.js`;

/** The network's answer: after so many ms, or never. */
interface Network {
  body?: string | (() => Response);
  status?: number;
  headers?: Record<string, string>;
  redirected?: boolean;
  after?: number;
}

/** What a browser gives to a worker; a page asks through it. */
async function worker({
  version = 'b1',
  keep = true,
  caches = storage(),
  full = false,
  push = null as object | null,
  endpoints = ['https://push.example/1'] as (string | null)[],
  open = [] as string[],
} = {}) {
  const listeners = new Map<string, (event: object) => void>();
  const scope = {
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    skipWaiting: async () => told.push('skips waiting'),
    registration: {
      unregister: async () => told.push('unregistered'),
      pushManager: {
        getSubscription: async () => subscriptionAt(endpoints[0]),
        subscribe: async (options: { applicationServerKey: Uint8Array }) => {
          told.push(`subscribed with ${[...options.applicationServerKey]}`);
          endpoints.shift();
          if (endpoints.length === 0) throw new Error('permission was taken back');
          return subscriptionAt(endpoints[0]);
        },
      },
      showNotification: async (title: string, options: object) => shown.push({ title, ...options }),
    },
    clients: {
      matchAll: async () => open.map((url) => ({ url, focus: async () => told.push(`focused ${url}`) })),
      openWindow: async (url: string) => told.push(`opened ${url}`),
    },
  };
  const shown: object[] = [];
  const told: string[] = [];
  const network = { answers: {} as Record<string, Network | undefined>, asked: [] as string[] };
  if (full) caches.refuses = true;
  const page = openPage('<p>', {
    has: {
      globalThis: scope,
      caches,
      fetch: async (request: string | { url: string }, init?: { body: URLSearchParams }) => {
        const url = typeof request === 'string' ? request : request.url;
        network.asked.push(init ? `${url}?${init.body}` : url);
        const answer = network.answers[url];
        if (!answer) throw new TypeError('no network');
        if (answer.after !== undefined)
          await new Promise<void>((done) => page.clock.setTimeout(done, answer.after));
        const { body = '', status = 200, headers = {}, redirected = false } = answer;
        const response = typeof body === 'string' ? new Response(body, { status, headers }) : body();
        return redirected ? Object.defineProperty(response, 'redirected', { value: true }) : response;
      },
    },
  });
  await page.load('service-worker.ts', { VERSION: version, BASE: '/repo/', KEEP: keep, PUSH: push });

  const happens = async (name: string, more: object = {}) => {
    const waits: Promise<unknown>[] = [];
    let answer: Promise<Response> | undefined;
    listeners.get(name)?.({
      waitUntil: (wait: Promise<unknown>) => waits.push(wait),
      respondWith: (response: Promise<Response>) => {
        answer = response;
        response.catch(() => undefined);
      },
      ...more,
    });
    await settled();
    return { waits, answer };
  };
  return {
    ...page,
    told,
    shown,
    network,
    caches,
    happens,
    /** A page or a part of it asks; the answer's text, or why there is none. */
    asks: async (url: string, { mode = 'navigate', method = 'GET', within = 0 } = {}): Promise<string> => {
      const { answer } = await happens('fetch', { request: { url, mode, method } });
      if (!answer) return 'left to the browser';
      let said = 'nothing yet';
      void answer.then(
        async (response) => {
          said = `${response.status} ${await response.text()}`;
        },
        () => {
          said = 'no answer';
        },
      );
      await page.clock.pass(within);
      return said;
    },
  };
}

/** What a browser keeps for a worker. */
function storage() {
  const kept = new Map<string, Map<string, Response>>();
  return {
    refuses: false,
    kept,
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
    async open(name: string) {
      if (this.refuses) throw new Error('full');
      const cache = kept.get(name) ?? new Map<string, Response>();
      kept.set(name, cache);
      return {
        put: async (request: string | { url: string }, response: Response) =>
          cache.set(typeof request === 'string' ? new URL(request, HOME).href : request.url, response),
        match: async (address: string) => cache.get(new URL(address, HOME).href)?.clone(),
      };
    },
    /** The addresses that are kept under a name. */
    under: (name: string) => [...(kept.get(name)?.keys() ?? [])],
  };
}

/** A subscription of a browser, if it has one. */
function subscriptionAt(endpoint: string | null | undefined) {
  return endpoint ? { endpoint, toJSON: () => ({ endpoint, keys: { p256dh: 'k', auth: 'a' } }) } : null;
}

const html = (headline: string) => htmlOf({ ...SAID, headline });
const marked = (page: string) => page.replace('<html ', '<html data-kept ');

describe('the worker', () => {
  test('takes over at once', async () => {
    const { happens, told } = await worker();
    const { waits } = await happens('install');
    await Promise.all(waits);
    assert.deepEqual(told, ['skips waiting']);
  });

  test('forgets what its earlier versions kept, and nothing that is not its own', async () => {
    const caches = storage();
    for (const name of ['nightlight-b0', 'nightlight-b1', 'other']) await caches.open(name);
    const { happens, told } = await worker({ caches });
    await Promise.all((await happens('activate')).waits);
    assert.deepEqual(await caches.keys(), ['nightlight-b1', 'other']);
    assert.deepEqual(told, []);
  });

  test('of a site that wants none forgets everything and goes', async () => {
    const caches = storage();
    for (const name of ['nightlight-b0', 'nightlight-b1', 'other']) await caches.open(name);
    const { happens, told, asks } = await worker({ caches, keep: false });
    await Promise.all((await happens('activate')).waits);
    assert.deepEqual(await caches.keys(), ['other']);
    assert.deepEqual(told, ['unregistered']);
    assert.equal(await asks(PAGE), 'left to the browser');
  });

  const strangers: [what: string, url: string, how?: { mode?: string; method?: string }][] = [
    ['what tells whether a page is fresh', `${HOME}heartbeat.json`, { mode: 'cors' }],
    ['a page that a script takes', HOME, { mode: 'cors' }],
    ['a form that is sent', PAGE, { method: 'POST' }],
    ['a page beside the site', 'https://status.example.org/other/'],
    ['a script beside the site', 'https://status.example.org/_astro/page.js', { mode: 'no-cors' }],
    ["the chart's script, which is of one build", `${HOME}chart.js`, { mode: 'no-cors' }],
  ];
  for (const [what, url, how] of strangers)
    test(`leaves ${what} to the browser`, async () => {
      const { asks, network } = await worker();
      assert.equal(await asks(url, how), 'left to the browser');
      assert.deepEqual(network.asked, []);
    });
});

describe('a page that is asked through the worker', () => {
  test('comes from the network, and is kept', async () => {
    const { asks, network, caches } = await worker();
    network.answers[PAGE] = { body: html('One') };
    assert.equal(await asks(PAGE), `200 ${html('One')}`);
    assert.deepEqual(caches.under('nightlight-b1'), [PAGE]);
  });

  test('comes as it was kept, and marked so, where there is no network', async () => {
    const { asks, network } = await worker();
    network.answers[PAGE] = {
      body: html('One'),
      headers: { 'content-encoding': 'gzip', 'content-length': '7', 'content-type': 'text/html' },
    };
    await asks(PAGE);
    network.answers[PAGE] = undefined;
    assert.equal(await asks(PAGE), `200 ${marked(html('One'))}`);
  });

  test('that was kept no longer says how it was packed', async () => {
    const { asks, network, happens } = await worker();
    const headers = { 'content-encoding': 'gzip', 'content-length': '7', 'content-type': 'text/html' };
    network.answers[PAGE] = { body: html('One'), headers };
    await asks(PAGE);
    network.answers[PAGE] = undefined;
    const { answer } = await happens('fetch', { request: { url: PAGE, mode: 'navigate', method: 'GET' } });
    assert.deepEqual(Object.fromEntries((await answer)?.headers ?? []), { 'content-type': 'text/html' });
  });

  test('comes as it was kept where the network takes longer than four seconds, and the new one is kept when it comes', async () => {
    const { asks, network, clock } = await worker();
    network.answers[PAGE] = { body: html('One') };
    await asks(PAGE);
    network.answers[PAGE] = { body: html('Two'), after: 6_000 };
    assert.equal(await asks(PAGE, { within: 3_900 }), 'nothing yet');
    await clock.pass(60_000);
    network.answers[PAGE] = { body: html('Three'), after: 6_000 };
    assert.equal(await asks(PAGE, { within: 4_100 }).then((said) => said.includes('Two')), true);
  });

  test('comes as it was kept where the network cuts it short, and that is not kept', async () => {
    const { asks, network } = await worker();
    network.answers[PAGE] = { body: html('One') };
    await asks(PAGE);
    network.answers[PAGE] = { body: html('Two').slice(0, -80) };
    assert.equal(await asks(PAGE), `200 ${marked(html('One'))}`);
    network.answers[PAGE] = undefined;
    assert.equal(await asks(PAGE), `200 ${marked(html('One'))}`);
  });

  test('comes as it was kept where the network breaks off in the middle', async () => {
    const { asks, network } = await worker();
    network.answers[PAGE] = { body: html('One') };
    await asks(PAGE);
    const breaks = () =>
      new Response(new ReadableStream({ start: (stream) => stream.error(new Error('broken')) }));
    network.answers[PAGE] = { body: breaks };
    assert.equal(await asks(PAGE), `200 ${marked(html('One'))}`);
  });

  const foreign: [what: string, answer: Network][] = [
    ['the login page of a hotel', { body: '<html>Log in</html>' }],
    ['a redirect', { body: html('Elsewhere'), redirected: true }],
    ['an error', { body: html('Broken'), status: 502 }],
  ];
  for (const [what, answer] of foreign)
    test(`gives way to ${what}, which is not kept`, async () => {
      const { asks, network } = await worker();
      network.answers[PAGE] = { body: html('One') };
      await asks(PAGE);
      network.answers[PAGE] = answer;
      assert.equal(await asks(PAGE), `${answer.status ?? 200} ${answer.body as string}`);
      network.answers[PAGE] = undefined;
      assert.equal(await asks(PAGE), `200 ${marked(html('One'))}`);
    });

  test('that was never kept gives way to the first page, marked so, where there is no network', async () => {
    const { asks, network } = await worker();
    network.answers[HOME] = { body: html('First') };
    await asks(HOME);
    assert.equal(await asks(PAGE), `200 ${marked(html('First'))}`);
  });

  test('that was never kept is waited for, for a quarter of a minute', async () => {
    const { asks, network } = await worker();
    network.answers[HOME] = { body: html('First') };
    await asks(HOME);
    network.answers[PAGE] = { body: html('One'), after: 14_000 };
    assert.equal(await asks(PAGE, { within: 14_100 }), `200 ${html('One')}`);
    const other = `${HOME}other/`;
    network.answers[other] = { body: html('Other'), after: 60_000 };
    assert.equal(await asks(other, { within: 14_900 }), 'nothing yet');
    assert.equal(await asks(`${HOME}third/`, { within: 15_100 }), `200 ${marked(html('First'))}`);
  });

  test('comes however late, or cut short, where nothing was ever kept', async () => {
    const { asks, network } = await worker();
    network.answers[PAGE] = { body: html('One'), after: 40_000 };
    assert.equal(await asks(PAGE, { within: 40_100 }), `200 ${html('One')}`);
    const cut = html('Cut').slice(0, -80);
    network.answers[`${HOME}cut/`] = { body: cut };
    assert.equal(await asks(`${HOME}cut/`, { within: 20_000 }), `200 ${cut}`);
  });

  test('has no answer where there is no network and nothing was kept', async () => {
    const { asks } = await worker();
    assert.equal(await asks(PAGE), 'no answer');
  });

  test('comes from the network where the device is full', async () => {
    const { asks, network } = await worker({ full: true });
    network.answers[PAGE] = { body: html('One') };
    assert.equal(await asks(PAGE), `200 ${html('One')}`);
    network.answers[PAGE] = undefined;
    assert.equal(await asks(PAGE), 'no answer');
  });
});

describe('a script or a style that is asked through the worker', () => {
  const how = { mode: 'no-cors' };

  for (const url of [SCRIPT, `${HOME}icon.svg`, `${HOME}later.js`])
    test(`is kept as it came: ${url.slice(HOME.length)}`, async () => {
      const { asks, network } = await worker();
      network.answers[url] = { body: '<html of a script' };
      assert.equal(await asks(url, how), '200 <html of a script');
      network.answers[url] = undefined;
      assert.equal(await asks(url, how), '200 <html of a script');
    });

  test('is not kept where a page or an error stands in its place', async () => {
    const { asks, network, caches } = await worker();
    network.answers[SCRIPT] = { body: 'Log in', headers: { 'content-type': 'text/html; charset=utf-8' } };
    await asks(SCRIPT, how);
    network.answers[SCRIPT] = { body: 'gone', status: 404 };
    assert.equal(await asks(SCRIPT, { ...how, within: 20_000 }), '404 gone');
    assert.deepEqual(caches.under('nightlight-b1'), []);
  });

  test('comes as it was kept where the server has it no longer', async () => {
    const { asks, network } = await worker();
    network.answers[SCRIPT] = { body: 'script', headers: { 'content-type': 'text/javascript' } };
    await asks(SCRIPT, how);
    network.answers[SCRIPT] = { body: 'gone', status: 404 };
    assert.equal(await asks(SCRIPT, how), '200 script');
  });

  test('is never answered with the first page', async () => {
    const { asks, network } = await worker();
    network.answers[HOME] = { body: html('First') };
    await asks(HOME);
    assert.equal(await asks(SCRIPT, how), 'no answer');
  });
});

const RENEW = 'https://notify.example.org/renew';

describe('a notification', () => {
  const UNSAID = {
    base: '/repo/',
    title: 'Status',
    unread: 'There is news.',
    ended: 'Nothing will come any more.',
    subscribe: '/repo/subscribe/',
    lang: 'en',
    renewal: { address: RENEW, key: 'BAEC_-8' },
  };
  const SENT = {
    title: 'Status: Followers get no alerts',
    body: 'Set a clock.',
    url: `${PAGE}#u-1`,
    tag: 'one',
    lang: 'es',
    dir: 'ltr',
  };
  const pushed = async (text: string | undefined) => {
    const { happens, shown } = await worker({ push: UNSAID });
    await happens('push', { data: text === undefined ? null : { text: () => text } });
    return shown;
  };

  test('shows what was sent, and stays until it is seen; the next word about the incident takes its place', async () => {
    assert.deepEqual(await pushed(JSON.stringify(SENT)), [
      {
        title: SENT.title,
        body: SENT.body,
        lang: 'es',
        dir: 'ltr',
        icon: '/repo/icon-180.png',
        silent: false,
        requireInteraction: true,
        data: { url: SENT.url },
        tag: 'one',
        renotify: true,
      },
    ]);
  });

  test('that need not wake anybody makes no sound, and does not stay', async () => {
    const [shown] = await pushed(JSON.stringify({ ...SENT, silent: true }));
    const { silent, requireInteraction, renotify } = shown as Record<string, unknown>;
    assert.deepEqual([silent, requireInteraction, renotify], [true, false, false]);
  });

  for (const [what, text] of [
    ['nothing at all', undefined],
    ['no JSON', 'oops'],
    ['a list', '[]'],
    ['other kinds of values', '{"title":3,"body":{},"tag":false,"url":7}'],
  ] as const)
    test(`says that there is news where ${what} was sent: silence would be worse`, async () => {
      assert.deepEqual(await pushed(text), [
        {
          title: 'Status',
          body: 'There is news.',
          lang: 'en',
          dir: 'ltr',
          icon: '/repo/icon-180.png',
          silent: false,
          requireInteraction: true,
          data: { url: '/repo/' },
        },
      ]);
    });

  const touched = async (url: unknown, open: string[] = []) => {
    const { happens, told } = await worker({ push: UNSAID, open });
    await happens('notificationclick', {
      notification: { close: () => told.push('closed'), data: { url } },
    });
    return told;
  };

  test('leads to the update, in the page that is open there or in a new one', async () => {
    assert.deepEqual(await touched(PAGE), ['closed', `opened ${PAGE}`]);
    assert.deepEqual(await touched(PAGE, [HOME, PAGE]), ['closed', `focused ${PAGE}`]);
  });

  test('never opens anything but a page', async () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//elsewhere.example/', 7, undefined])
      assert.deepEqual(await touched(url), ['closed', 'opened https://status.example.org/repo/']);
  });

  test('says it when none will come any more', async () => {
    const { happens, shown } = await worker({ push: UNSAID });
    await happens('pushsubscriptionchange');
    const [{ body, data } = {}] = shown as { body?: string; data?: object }[];
    assert.deepEqual([body, data], ['Nothing will come any more.', { url: '/repo/subscribe/' }]);
  });

  /** A browser that was told something, with a proof, loses its endpoint. */
  const changed = async (
    answers: Network | undefined,
    given: Parameters<typeof worker>[0] & { more?: object } = {},
  ) => {
    const one = await worker({
      push: UNSAID,
      endpoints: ['https://push.example/1', 'https://push.example/2', 'https://push.example/3'],
      ...given,
    });
    await one.happens('push', { data: { text: () => JSON.stringify({ ...SENT, renewal: 'proof-1' }) } });
    one.shown.length = 0;
    one.network.answers[RENEW] = answers;
    await one.happens('pushsubscriptionchange', given.more);
    return one;
  };
  const saidIn = (asked: string | undefined) =>
    Object.fromEntries(new URLSearchParams(asked?.slice(`${RENEW}?`.length)));

  test('goes on by itself where the browser gets another address: nobody need do anything', async () => {
    const { told, shown, network, happens } = await changed({ body: 'proof-2' });
    assert.deepEqual(told, ['subscribed with 4,1,2,255,239']);
    assert.deepEqual(network.asked.map(saidIn), [
      {
        token: 'proof-1',
        before: 'https://push.example/1',
        push: '{"endpoint":"https://push.example/2","keys":{"p256dh":"k","auth":"a"}}',
      },
    ]);
    assert.deepEqual(shown, [], 'it is no news');
    await happens('pushsubscriptionchange');
    const { token, before } = saidIn(network.asked[1]);
    assert.deepEqual(
      [token, before],
      ['proof-2', 'https://push.example/2'],
      'and again, with the next proof',
    );
  });

  test('takes the subscription that the browser made by itself', async () => {
    const { told, network } = await changed(
      { body: 'proof-2' },
      { more: { newSubscription: subscriptionAt('https://push.example/9') } },
    );
    assert.deepEqual(told, []);
    assert.match(saidIn(network.asked[0]).push ?? '', /push\.example\/9/);
  });

  const isSaid = (shown: object[]) => (shown as { body?: string }[]).map(({ body }) => body);

  test('says that none will come where the service knows nothing of it, at once', async () => {
    const { network, shown } = await changed({ status: 410 });
    assert.equal(network.asked.length, 1);
    assert.deepEqual(isSaid(shown), [UNSAID.ended]);
  });

  for (const [what, answer] of [
    ['cannot be reached', undefined],
    ['fails', { status: 500 }],
    ['has heard too much', { status: 429 }],
  ] as const)
    test(`tries again where the service ${what}, and says so after the third time`, async () => {
      const { network, shown, clock } = await changed(answer);
      assert.deepEqual([network.asked.length, shown.length], [1, 0]);
      await clock.pass(3_000);
      assert.deepEqual([network.asked.length, shown.length], [2, 0]);
      await clock.pass(12_000);
      assert.deepEqual([network.asked.length, isSaid(shown)], [3, [UNSAID.ended]]);
    });

  test('says that none will come where the browser may not be told any more, or could keep no proof', async () => {
    const { shown } = await changed({ body: 'proof-2' }, { endpoints: ['https://push.example/1'] });
    assert.deepEqual(isSaid(shown), [UNSAID.ended]);
    const full = await changed({ body: 'proof-2' }, { full: true });
    assert.deepEqual([isSaid(full.shown), full.network.asked], [[UNSAID.ended], []]);
  });

  test('is shown whatever becomes of the proof, and the proof outlives a new version of the worker', async () => {
    const caches = storage();
    const { happens, shown } = await worker({ push: UNSAID, caches, endpoints: [null] });
    await happens('push', { data: { text: () => JSON.stringify({ ...SENT, renewal: 'proof-1' }) } });
    assert.equal(shown.length, 1);
    assert.deepEqual(caches.under('told-by-nightlight'), [], 'without an endpoint it is proof of nothing');
    await changed({ body: 'proof-2' }, { caches });
    for (const [push, kept] of [
      [UNSAID, [`${HOME}renewal`]],
      [null, []],
    ] as const) {
      const next = await worker({ version: 'b2', push, caches });
      await next.happens('activate');
      assert.deepEqual(caches.under('told-by-nightlight'), kept);
    }
  });

  test('keeps the worker where pages are not kept, and only there where people are told so', async () => {
    for (const [push, told] of [
      [UNSAID, []],
      [null, ['unregistered']],
    ] as const) {
      const { happens, told: heard } = await worker({ push, keep: false });
      await happens('activate');
      assert.deepEqual(heard, told);
    }
  });
});
