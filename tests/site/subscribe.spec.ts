import { chromium } from 'playwright';
import type { BrowserContext } from 'playwright/test';
import { FIELD } from '../../src/domain/subscribe-form.ts';
import { expect, test, testAlone } from './base.ts';
import { launchOf } from './launch.ts';

const SERVICE = 'http://127.0.0.1:40010';
const SUBSCRIPTION = { endpoint: 'https://push.example/1', keys: { p256dh: 'k', auth: 'a' } };

/** In the whole browser: its shell shows no notifications. */
const testWhole = testAlone.extend({
  context: async ({ timezoneId }, use) => {
    const browser = await chromium.launch(launchOf(process.env.WHOLE_CHROMIUM ?? process.env.CHROMIUM));
    await use(await browser.newContext({ timezoneId, serviceWorkers: 'allow' }));
    await browser.close();
  },
});

/** Answers for the service; what was posted to it is kept. */
async function serviceIn(context: BrowserContext): Promise<URLSearchParams[]> {
  const posted: URLSearchParams[] = [];
  await context.route(`${SERVICE}/**`, async (route) => {
    const request = route.request();
    if (request.method() === 'POST') posted.push(new URLSearchParams(request.postData() ?? ''));
    await route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Asked</title><h1>Asked</h1>',
    });
  });
  return posted;
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a parent signs up by text message, for alerts alone and only for the worst', async ({
    page,
    open,
    context,
  }) => {
    const posted = await serviceIn(context);
    await open('fix-watched', 'subscribe/');
    await page.getByText('By text message (SMS)').click();
    const form = page.getByRole('form', { name: 'By text message (SMS)' });
    const consent = form.getByRole('checkbox', { name: /text messages \(SMS\).*HELP.*STOP/ });
    await expect(consent).not.toBeChecked();
    await expect(form.getByLabel('Your own e-mail address: we ask')).toBeHidden();
    await form.getByLabel('Mobile number').fill('+1 202 555 0123');
    const own = form.getByRole('radio', { name: /^It is mine\. I am 18 or older/ });
    await expect(own, 'nobody is taken for an adult who did not say so').not.toBeChecked();
    await own.check();
    await consent.check();
    await form.getByLabel('Only this:').check();
    await form.getByRole('checkbox', { name: 'Followers get alerts' }).check();
    await form.getByRole('radio', { name: /^Only when something/ }).check();
    await form.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Asked' })).toBeVisible();
    const [told] = posted;
    expect(Object.fromEntries(told ?? [])).toMatchObject({
      [FIELD.kind]: 'sms',
      [FIELD.number]: '+1 202 555 0123',
      [FIELD.country]: 'US',
      [FIELD.about]: 'some',
      [FIELD.component]: 'follow-alerts',
      [FIELD.least]: 'major',
      [FIELD.sound]: 'loud',
      [FIELD.whose]: 'own',
      [FIELD.language]: 'en',
      [FIELD.trap]: '',
    });
    expect(told?.get(FIELD.consent)).toMatch(/^\d+-[0-9a-f]{8}$/);
    expect(told?.has(FIELD.drills)).toBe(false);
  });

  test('the browser’s own notifications are not offered, and the page says so', async ({ page, open }) => {
    await open('fix-watched', 'subscribe/');
    await page.getByText('By a notification in this browser').click();
    await expect(page.getByText('This way needs scripts')).toBeVisible();
    await expect(page.getByRole('form', { name: 'By a notification in this browser' })).toHaveCount(0);
  });
});

test.describe('a notification of the browser', () => {
  testWhole(
    'is signed up for by a press, and shown by the worker when it comes',
    async ({ page, open, context }) => {
      const posted = await serviceIn(context);
      // No push service can be reached here.
      await page.addInitScript((given) => {
        PushManager.prototype.subscribe = async () =>
          ({ toJSON: () => given }) as unknown as PushSubscription;
      }, SUBSCRIPTION);
      await context.grantPermissions(['notifications']);
      const server = await open('fix-watched', 'subscribe/');
      await page.getByText('By a notification in this browser').click();
      const form = page.getByRole('form', { name: 'By a notification in this browser' });
      await form.getByRole('checkbox', { name: /^I agree/ }).check();
      await form.getByRole('button', { name: 'Continue' }).click();
      await expect(page.getByRole('heading', { name: 'Asked' })).toBeVisible();
      expect(JSON.parse(posted[0]?.get(FIELD.push) ?? '')).toEqual(SUBSCRIPTION);

      await page.goto(`${server.url}/fix-watched/subscribe/`);
      const [worker] = context.serviceWorkers();
      await worker?.evaluate((given) => {
        const at = (endpoint: string) =>
          ({ endpoint, toJSON: () => ({ ...given, endpoint }) }) as unknown as PushSubscription;
        PushManager.prototype.getSubscription = async () => at(given.endpoint);
        PushManager.prototype.subscribe = async () => at('https://push.example/2');
        // Who asks for what is shown in the moment between keeping and showing it has Chromium forget it.
        const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
        const show = registration.showNotification.bind(registration);
        registration.showNotification = async (...what) => {
          await show(...what);
          Object.assign(self, { hasShown: true });
        };
      }, SUBSCRIPTION);
      const devtools = await context.newCDPSession(page);
      const registered = new Promise<string>((done) => {
        devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          const [one] = registrations;
          if (one) done(one.registrationId);
        });
      });
      await devtools.send('ServiceWorker.enable');
      await devtools.send('ServiceWorker.deliverPushMessage', {
        origin: server.url,
        registrationId: await registered,
        data: JSON.stringify({
          title: 'Followers get no alerts',
          body: 'Set a clock.',
          tag: 'one',
          url: server.url,
          renewal: 'proof-1',
        }),
      });
      const shown = () =>
        page.evaluate(async () => {
          const worker = await navigator.serviceWorker.ready;
          return (await worker.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
        });
      await expect.poll(() => worker?.evaluate(() => 'hasShown' in self)).toBe(true);
      await expect.poll(shown).toEqual(['Followers get no alerts: Set a clock.']);

      // Only a push service can have a browser fire this, so the test does, in the real worker.
      const lose = () =>
        worker?.evaluate(async () => {
          const until: Promise<unknown>[] = [];
          const waitUntil = (work: Promise<unknown>) => void until.push(work);
          dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), { waitUntil }));
          await Promise.all(until);
        });
      posted.length = 0;
      await lose();
      expect(posted.map((one) => [one.get('token'), one.get('before')])).toEqual([
        ['proof-1', 'https://push.example/1'],
      ]);
      expect(JSON.parse(posted[0]?.get('push') ?? '')).toMatchObject({ endpoint: 'https://push.example/2' });
      await expect.poll(shown, 'it is no news').toHaveLength(1);
      await context.unrouteAll();
      await context.route(`${SERVICE}/**`, (route) => route.fulfill({ status: 410 }));
      await lose();
      await expect.poll(shown, 'that nothing will come any more is said').toHaveLength(2);
    },
  );
});

test('the newest numbers are asked of the service, and take the place of older ones', async ({
  page,
  open,
  context,
}) => {
  const channel = { channel: 'email', kind: 'email', first_at: '2026-03-01T03:05:30Z' };
  const told = { ...channel, median_seconds: 40, p99_seconds: 50 };
  const file = {
    written_at: '2026-03-01T03:09:00Z',
    updates: [{ id: '2025-12-20-upload-gap/u-1', published: '2026-03-01T03:05:10Z', channels: [told] }],
  };
  await context.route(`${SERVICE}/proof.json`, (route) =>
    route.fulfill({ json: file, headers: { 'access-control-allow-origin': '*' } }),
  );
  await open('fix-watched', 'pledge/');
  await expect(page.getByText('Numbers as of 1 March 2026, 03:09 UTC.')).toBeVisible();
  await expect(page.getByText('E-mail: first message after 20 seconds')).toBeVisible();
});
