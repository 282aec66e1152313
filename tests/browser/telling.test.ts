import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { proofWords } from '../../src/i18n/proof-words.ts';
import { settled } from './clock.ts';
import { type Answer, openPage } from './page.ts';

const ADDRESS = 'https://notify.example.org/proof.json';

const email = (first_at: string) => ({
  channel: 'email',
  kind: 'email',
  first_at,
  median_seconds: 30,
  p99_seconds: 90,
  owed: { about: 100 },
  sent: { about: 100 },
  failed: { fewer_than: 20 },
});

const NEWER = {
  about: 'https://status.example.org/pledge/',
  written_at: '2026-03-01T03:10:00Z',
  updates: [{ id: 'new/u-1', published: '2026-03-01T03:00:00Z', channels: [email('2026-03-01T03:00:09Z')] }],
};

const PAGE = (data: object) => `<html><body>
  <p data-written="2026-03-01T02:00:00Z">Numbers as of 1 March 2026, 02:00 UTC.</p>
  <ul><li hidden><a href="/">New</a><ul data-told="new"></ul></li>
  <li><a href="/">Old</a><ul data-told="old"><li>E-mail: first message after 1 hour.</li></ul></li></ul>
  <p data-speed="email">not measured yet</p><p data-speed="sms">usually 5 minutes</p>
  <script type="application/json" id="_telling">${JSON.stringify(data)}</script></body></html>`;

const opened = async (answer: Answer | undefined, data: object = {}) => {
  const words = proofWords('en');
  const writtenAt = 'Numbers as of {date}, {time}.';
  const page = openPage(PAGE({ proof: { address: ADDRESS, words, writtenAt }, ...data }), {
    server: () => answer,
  });
  await page.load('telling/telling.ts');
  await settled();
  return page;
};

describe('the numbers of delivery on a page', () => {
  test('are renewed by newer ones, for incidents that had none and for each channel', async () => {
    const page = await opened({ body: NEWER });
    assert.deepEqual(page.fetched, [{ address: ADDRESS }]);
    assert.equal(page.text('[data-written]'), 'Numbers as of 1 March 2026, 03:10 UTC.');
    assert.equal(
      page.text('[data-told="new"]'),
      'E-mail: first message after 9 seconds; half were out after 30 seconds, 99 of 100 after 2 minutes; due: about 100; sent: about 100; failed: fewer than 20.',
    );
    assert.equal(page.count('li[hidden]'), 1, 'what has no number any more is not shown with an empty list');
    assert.equal(
      page.text('[data-speed="email"]'),
      'usually 30 seconds after it appeared here, 2 minutes at the slowest (measured: 1 update).',
    );
    assert.equal(page.text('[data-speed="sms"]'), 'usually 5 minutes');
  });

  for (const [how, answer] of [
    ['nobody answers', undefined],
    ['the answer is no file', { body: '<html>' }],
    ['the answer is an error', { body: NEWER, status: 503 }],
    ['they are older', { body: { ...NEWER, written_at: '2026-03-01T01:00:00Z' } }],
  ] as const)
    test(`stay as they are where ${how}`, async () => {
      const page = await opened(answer);
      assert.equal(page.text('[data-written]'), 'Numbers as of 1 March 2026, 02:00 UTC.');
      assert.equal(page.text('[data-told="old"]'), 'E-mail: first message after 1 hour.');
    });

  test('are printed again in a part of the page that is exchanged', async () => {
    const page = await opened({ body: NEWER });
    page.find('[data-told="new"]').replaceChildren();
    await page.happens('nightlight:part');
    assert.match(page.text('[data-told="new"]') ?? '', /after 9 seconds/);
  });

  test('are asked for by no page that does not name where', async () => {
    const page = await opened({ body: NEWER }, { proof: undefined });
    assert.deepEqual(page.fetched, []);
  });
});

const FORM = `<p data-push-state>This way needs scripts.</p>
  <form hidden novalidate action="https://notify.example.org/subscribe" data-push="BAEC_-8">
    <input type="hidden" name="push"><input type="checkbox" name="consent" required>
    <button type="submit">Go on</button>
  </form>`;
const WORDS = {
  unsupported: 'cannot',
  denied: 'denied',
  ready: 'press',
  dismissed: 'again',
  asking: 'wait',
  failed: 'failed',
};
const SUBSCRIPTION = { endpoint: 'https://push.example/1', keys: { p256dh: 'k', auth: 'a' } };

interface Browser {
  permission?: string;
  answers?: string;
  /** What the push service does with each call. */
  subscribes?: ((options: { applicationServerKey: Uint8Array }) => Promise<object>)[];
  has?: boolean;
}

/** A page with the form, in a browser that can show notifications unless it is said that it cannot. */
async function offered({
  permission = 'default',
  answers = 'granted',
  subscribes = [],
  has = true,
}: Browser = {}) {
  const did: string[] = [];
  const steps = [...subscribes];
  const scope = has ? { PushManager: 1, Notification: 1 } : {};
  const page = openPage(
    `<html><body>${FORM}<script type="application/json" id="_telling">${JSON.stringify({
      push: { worker: '/repo/sw.js', words: WORDS },
    })}</script></body></html>`,
    {
      has: {
        globalThis: scope,
        atob,
        Notification: {
          permission,
          requestPermission: async () => {
            did.push('asked for permission');
            return answers;
          },
        },
      },
      navigator: {
        serviceWorker: {
          register: async (address: string) => did.push(`registered ${address}`),
          ready: Promise.resolve({
            pushManager: {
              subscribe: async (options: { applicationServerKey: Uint8Array }) => {
                did.push(`subscribed ${[...options.applicationServerKey]}`);
                return (steps.shift() ?? (async () => SUBSCRIPTION))(options);
              },
              getSubscription: async () => ({ unsubscribe: async () => did.push('gave up the old one') }),
            },
          }),
        },
      },
    },
  );
  const form = page.find('form') as HTMLFormElement;
  form.submit = () => did.push(`sent ${(form.elements.namedItem('push') as HTMLInputElement).value}`);
  await page.load('telling/telling.ts');
  const press = async ({ consent = true } = {}) => {
    (page.find('[name="consent"]') as HTMLInputElement).checked = consent;
    await page.happens('submit', 'form');
  };
  return { ...page, did, press, form, said: () => page.text('[data-push-state]') };
}

describe('notifications of the browser', () => {
  test('are asked for only after a press, with consent; then the form is sent with what the browser gave', async () => {
    const { did, press, form, said } = await offered();
    assert.equal(form.hidden, false);
    assert.deepEqual([said(), did], ['press', []]);
    await press({ consent: false });
    assert.deepEqual([said(), did], ['press', []]);
    await press();
    assert.equal(said(), 'wait');
    assert.deepEqual(did, [
      'asked for permission',
      'registered /repo/sw.js',
      'subscribed 4,1,2,255,239',
      `sent ${JSON.stringify(SUBSCRIPTION)}`,
    ]);
  });

  test('are not offered where the browser cannot, or was told not to, and the page says what to do', async () => {
    const cannot = await offered({ has: false });
    assert.deepEqual([cannot.form.hidden, cannot.said()], [true, 'cannot']);
    const denied = await offered({ permission: 'denied' });
    assert.deepEqual([denied.form.hidden, denied.said()], [true, 'denied']);
  });

  test('can be refused for good, or for now', async () => {
    const denied = await offered({ answers: 'denied' });
    await denied.press();
    assert.deepEqual([denied.form.hidden, denied.said()], [true, 'denied']);
    const later = await offered({ answers: 'default' });
    await later.press();
    assert.deepEqual([later.form.hidden, later.said()], [false, 'again']);
    assert.deepEqual(later.did, ['asked for permission']);
  });

  const fails = async () => {
    throw new Error('InvalidStateError');
  };

  test('give up a subscription of another key, with which nobody can send', async () => {
    const { did, press } = await offered({ subscribes: [fails] });
    await press();
    assert.deepEqual(did.slice(3), [
      'gave up the old one',
      'subscribed 4,1,2,255,239',
      `sent ${JSON.stringify(SUBSCRIPTION)}`,
    ]);
  });

  test('are not signed up where the push service fails or does not answer: it is said, and can be tried again', async () => {
    const broken = await offered({ subscribes: [fails, fails] });
    await broken.press();
    assert.equal(broken.said(), 'failed');
    await broken.press();
    assert.match(broken.did.at(-1) ?? '', /^sent/);
    const silent = await offered({ subscribes: [() => new Promise(() => undefined)] });
    await silent.press();
    assert.equal(silent.said(), 'wait');
    await silent.press();
    await silent.clock.pass(30_000);
    assert.equal(silent.said(), 'failed');
    assert.equal(silent.did.filter((one) => one === 'asked for permission').length, 1);
  });
});
