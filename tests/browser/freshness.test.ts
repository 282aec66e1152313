import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOW, openPage } from './page.ts';
import { iso, LIMITS, MINUTE, openSite, SAID, UNKNOWN, VOUCHED } from './site.ts';

const HEARTBEAT = '/heartbeat.json';
const HEART = {
  build: SAID.build,
  built_at: iso(NOW),
  valid_until: iso(NOW + MINUTE),
  vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + MINUTE) },
};

/** Which of the parts for known and for unknown are shown. */
const shows = ({ document }: Pick<Awaited<ReturnType<typeof openSite>>, 'document'>) =>
  ['known', 'unknown'].filter((when) =>
    [...document.querySelectorAll<HTMLElement>(`[data-when="${when}"]`)].every(({ hidden }) => !hidden),
  );

describe('a page that speaks of now', () => {
  test('is neutral until the server was heard, and then says what somebody vouches for', async () => {
    const page = await openSite();
    page.site.instead[HEARTBEAT] = 'never';
    assert.equal(page.mark(), 'vouched');
    assert.equal(page.text('[data-headline]'), VOUCHED);
    assert.deepEqual(page.asked, [HEARTBEAT]);
  });

  test('says nothing more than was reported where nobody vouches, nor after somebody did', async () => {
    const page = await openSite();
    page.site.beat = { vouched: { by: 'nobody', at: null, until: null } };
    await page.happens('focus');
    assert.equal(page.mark(), 'proved');
    assert.equal(page.text('[data-headline]'), SAID.headline);
    assert.match(page.text('[data-who]') ?? '', /^Nobody checks this automatically/);
    assert.equal(page.text('#_announce'), '');
  });

  test('is neutral, and says nothing else, while the first answer is awaited', async () => {
    const page = await openSite({ first: 'never' });
    assert.equal(page.mark(), 'waiting');
    assert.deepEqual(shows(page), ['known']);
    await page.clock.pass(14_000);
    assert.equal(page.mark(), 'waiting');
  });

  test('that the server does not answer in a quarter of a minute says "unknown", and why', async () => {
    const page = await openSite({ first: 'never' });
    await page.clock.pass(15_100);
    assert.equal(page.mark(), 'unknown');
    assert.deepEqual(shows(page), ['unknown']);
    assert.equal(page.text('[data-why]'), 'The connection or this site may be down.');
    assert.equal(page.document.title, `Unknown · ${SAID.title}`);
  });

  test('is known again as soon as the server is heard, and its title with it', async () => {
    const page = await openSite({ first: undefined });
    await page.clock.pass(1_000);
    assert.equal(page.mark(), 'unknown');
    page.mends();
    await page.clock.pass(10_000);
    assert.equal(page.mark(), 'vouched');
    assert.deepEqual(shows(page), ['known']);
    assert.equal(page.document.title, SAID.title);
  });

  const failures: [what: string, answer: Parameters<typeof openSite>[0]][] = [
    ['an error of the server', { first: { body: HEART, status: 500 } }],
    ['the page of a hotel', { first: { body: '<html>Log in</html>' } }],
    ['a heartbeat of another shape', { first: { body: { build: SAID.build } } }],
    ['a network that is down', { first: undefined }],
  ];
  for (const [what, given] of failures)
    test(`is not proved by ${what}`, async () => {
      const page = await openSite(given);
      assert.equal(page.mark(), 'unknown');
    });

  test('counts how long an answer was kept on its way', async () => {
    const body = { ...HEART, valid_until: iso(NOW + 10_000) };
    for (const [headers, mark] of [
      [{}, 'vouched'],
      [{ age: '15' }, 'unknown'],
    ] as const)
      assert.equal((await openSite({ first: { body, headers } })).mark(), mark);
  });

  test('that was kept on the device is unknown at once', async () => {
    const page = await openSite({ kept: true, first: 'never' });
    assert.equal(page.mark(), 'unknown');
  });

  test('asks each minute, past every cache, and each time at another address', async () => {
    const page = await openSite();
    await page.clock.pass(3 * MINUTE + 5_000);
    assert.deepEqual(page.asked, new Array(4).fill(HEARTBEAT));
    assert.ok(page.fetched.every(({ cache }) => cache === 'no-store'));
    assert.ok(page.fetched.every(({ address }) => /\/heartbeat\.json\?[0-9a-z]+$/.test(address)));
    assert.equal(new Set(page.fetched.map(({ address }) => address)).size, 4);
  });

  test('that is looked at again, or finds the network again, asks at once', async () => {
    const page = await openSite();
    for (const name of ['pageshow', 'online', 'focus']) {
      await page.clock.pass(5_000);
      const before = page.asked.length;
      await page.happens(name);
      assert.equal(page.asked.length, before + 1, name);
    }
    await page.isSeen(false);
    assert.equal(page.asked.length, 4);
    await page.isSeen(true);
    assert.equal(page.asked.length, 5);
  });

  test("remembers the server's time over a reload, and believes no answer that is older", async () => {
    const page = await openSite();
    await page.clock.pass(MINUTE + 5_000);
    const remembered = Number(page.storage.getItem('nightlight-time'));
    assert.ok(remembered > NOW + MINUTE, String(remembered));
    const reloaded = await openSite({ remembered: NOW + 60 * MINUTE, date: NOW });
    assert.equal(reloaded.mark(), 'waiting');
    await reloaded.clock.pass(15_100);
    assert.equal(reloaded.mark(), 'unknown');
  });

  test('says what both clocks say where they contradict each other', async () => {
    const page = await openSite({ date: NOW - 90 * MINUTE });
    await page.clock.pass(MINUTE);
    assert.match(
      page.text('[data-why]') ?? '',
      /^This device says it is 1 March 2026 at 03:00 UTC, the server says 1 March 2026 at 01:30 UTC\./,
    );
  });

  test('is unknown in the second in which the word of whoever checks the service grows old', async () => {
    const page = await openSite();
    page.site.beat = { vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + 3 * MINUTE - 20_000) } };
    await page.clock.pass(3 * MINUTE - 21_000);
    assert.equal(page.mark(), 'vouched');
    await page.clock.pass(1_100);
    assert.equal(page.mark(), 'unknown');
    assert.match(
      page.text('[data-why]') ?? '',
      /^It has been too long since anyone confirmed that the service works\.$/,
    );
  });

  test("of trouble needs nobody's word", async () => {
    const page = await openSite({ said: { ...SAID, tone: 'trouble' } });
    page.site.beat = { vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + MINUTE) } };
    await page.clock.pass(10 * MINUTE);
    assert.equal(page.mark(), 'proved');
  });

  test('believes no heartbeat that promises more than the site can', async () => {
    const page = await openSite();
    for (const beat of [
      { valid_until: iso(NOW + LIMITS.validFor + 30 * MINUTE) },
      { vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + LIMITS.vouchFor + 30 * MINUTE) } },
    ]) {
      page.site.beat = beat;
      await page.happens('focus');
      assert.equal(page.mark(), 'unknown');
    }
  });
});

describe('the times of a page', () => {
  const timeIn = (page: Awaited<ReturnType<typeof openSite>>, place: string) => {
    const time = page.find(`${place} time`) as HTMLTimeElement;
    return { text: time.textContent, iso: time.dateTime, from: time.dataset.from };
  };

  test('say when it was last confirmed, and when somebody last saw that the service works', async () => {
    const page = await openSite();
    const checked = NOW - 7 * MINUTE;
    page.site.beat = { vouched: { by: 'watch', at: iso(checked), until: iso(NOW + 10 * MINUTE) } };
    const parts: unknown[] = [];
    page.window.addEventListener('nightlight:part', (event) => {
      const { time, who } = (event as unknown as CustomEvent<HTMLElement>).detail.dataset ?? {};
      parts.push(time === undefined ? who : 'confirmed');
    });
    await page.clock.pass(2 * MINUTE + 10_000);
    const at = iso(NOW + 2 * MINUTE);
    assert.deepEqual(timeIn(page, '[data-time]'), { text: '03:02 UTC', iso: at, from: at });
    assert.deepEqual(timeIn(page, '[data-who]'), {
      text: '02:53 UTC',
      iso: iso(checked),
      from: iso(checked),
    });
    assert.deepEqual(parts, ['confirmed', 'watch', 'watch', 'confirmed']);
    assert.equal(page.text('[data-who] .age'), '9 minutes ago');
    const words = [...page.document.querySelectorAll('[data-who]')].map((one) => one.textContent);
    assert.deepEqual(words, new Array(2).fill('Checked automatically 02:53 UTC9 minutes ago'));
  });

  test("grow older by the server's clock", async () => {
    const page = await openSite();
    assert.equal(page.text('[data-when="known"] .age'), '');
    await page.clock.pass(2 * MINUTE + 30_000);
    assert.equal(page.text('[data-when="known"] .age'), '2 minutes ago');
  });
});

describe('those who listen to a page', () => {
  const said = (page: Awaited<ReturnType<typeof openSite>>) => page.text('#_announce');

  test('hear nothing while all stays as it was', async () => {
    const page = await openSite();
    await page.clock.pass(5 * MINUTE);
    assert.equal(said(page), '');
  });

  test('hear that it is unknown, and why, once that has stood for a moment', async () => {
    const page = await openSite({ first: undefined });
    await page.clock.pass(1_400);
    assert.equal(said(page), '');
    await page.clock.pass(200);
    assert.equal(said(page), `${UNKNOWN} The connection or this site may be down.`);
  });

  test('are not told again what they were told: the words stay as they are', async () => {
    const page = await openSite({ first: undefined });
    await page.clock.pass(2_000);
    const [why, region] = ['[data-why]', '#_announce'].map((place) => page.find(place).firstChild);
    await page.clock.pass(3 * MINUTE);
    assert.ok(page.find('[data-why]').firstChild === why);
    assert.ok(page.find('#_announce').firstChild === region);
  });

  test('hear of it on a page without a place for the reason too', async () => {
    const page = await openSite({ first: 'never' });
    page.find('[data-why]').remove();
    await page.clock.pass(17_000);
    assert.equal(said(page), `${UNKNOWN} The connection or this site may be down.`);
  });

  test('hear the answer when it is known again', async () => {
    const page = await openSite({ first: undefined });
    await page.clock.pass(1_600);
    page.mends();
    await page.happens('online');
    assert.match(said(page) ?? '', /^Unknown/);
    await page.clock.pass(1_600);
    assert.equal(said(page), VOUCHED);
  });

  test('are not troubled by a phone that wakes and is unknown for a moment', async () => {
    const page = await openSite({ first: undefined });
    await page.clock.pass(1_000);
    page.mends();
    await page.happens('online');
    await page.clock.pass(MINUTE);
    assert.equal(said(page), '');
  });
});

describe('what is said of a page', () => {
  type Announce = typeof import('../../src/browser/announce.ts');
  type Freshness = typeof import('../../src/browser/freshness.ts');

  test('is its answer, and nothing where it has none', async () => {
    const saidIn = async (html: string) => {
      const { headline, plainHeadline } = await openPage(html).load<Announce>('announce.ts');
      return [headline(), plainHeadline()];
    };
    const other = '<h1 data-headline>Other</h1>';
    const answer = (more = '') =>
      `<section id="answer"><h1 data-headline${more}>No alerts</h1></section>${other}`;
    assert.deepEqual(await saidIn(answer()), ['No alerts', 'No alerts']);
    assert.deepEqual(await saidIn(answer(' data-plain="As sent"')), ['No alerts', 'As sent']);
    assert.deepEqual(await saidIn(other), ['', '']);
  });

  test('is not said again, and needs a place to be said', async () => {
    const page = openPage('<div id="_announce"><b>All works</b></div>');
    const { announce } = await page.load<Announce>('announce.ts');
    announce('All works');
    assert.equal(page.count('#_announce b'), 1);
    page.find('#_announce').remove();
    announce('Nothing works');
    assert.equal(page.text('body'), '');
  });

  test('is not its title where the page has no answer', async () => {
    const page = openPage(
      '<html data-freshness="unknown"><head><title>Uptime</title></head><body></body></html>',
    );
    const { applyFreshness } = await page.load<Freshness>('freshness.ts');
    applyFreshness(page.document);
    assert.equal(page.document.title, 'Uptime');
  });
});
