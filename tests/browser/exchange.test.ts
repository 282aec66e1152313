import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOW } from './page.ts';
import { answerPart, EXCHANGE, htmlOf, iso, MINUTE, openSite, SAID, VOUCHED } from './site.ts';

type Site = Awaited<ReturnType<typeof openSite>>;

/** The server publishes something, and the page hears of it. */
async function publish(page: Site, change: Partial<Site['site']['said']>): Promise<void> {
  Object.assign(page.site.said, change);
  await page.happens('online');
}

/** The parts that were told to be new, by their ids or names. */
function newIn(page: Site): string[] {
  const told: string[] = [];
  page.window.addEventListener('nightlight:part', (event) => {
    const { id, nodeName } = (event as unknown as CustomEvent<Element>).detail;
    told.push(id || nodeName);
  });
  return told;
}

/** Whether the script of the exchange, asked by itself, takes the page of the outage. */
async function taken(page: Site): Promise<boolean> {
  await page.load('exchange.ts');
  return new Promise((done) => {
    const enhance = () => assert.fail('something is new');
    const detail = { build: OUTAGE.build, pristine: new Map(), enhance, done };
    page.window.dispatchEvent(new page.window.CustomEvent('nightlight:take', { detail }));
  });
}

const announced = (page: Site) => page.text('#_announce');
const OUTAGE = { build: 'b2', tone: 'trouble', headline: 'Followers get no alerts.' };

describe('a page whose server has another build', () => {
  test('shows it without a reload, and is proved by it', async () => {
    const page = await openSite();
    await publish(page, { ...OUTAGE, title: 'Outage · Follow' });
    assert.equal(page.text('[data-headline]'), OUTAGE.headline);
    assert.equal(page.find('meta[name="nightlight-build"]').getAttribute('content'), 'b2');
    assert.equal(page.document.title, 'Outage · Follow');
    assert.equal(page.text('#_built'), 'Built b2');
    assert.equal(page.mark(), 'proved');
    assert.deepEqual(page.asked, ['/heartbeat.json', '/heartbeat.json', EXCHANGE, '/']);
    assert.equal(page.fetched.at(-1)?.cache, 'no-store');
  });

  test('takes from it how far a heartbeat may reach', async () => {
    const page = await openSite();
    const validFor = 3 * SAID.validFor;
    const vouched = { by: 'nobody', at: null, until: null };
    page.site.beat = { valid_until: iso(NOW + validFor), vouched };
    await publish(page, { ...OUTAGE, validFor });
    assert.equal(page.mark(), 'proved');
  });

  test('asks for it once', async () => {
    const page = await openSite();
    await publish(page, OUTAGE);
    await page.clock.pass(3 * MINUTE);
    assert.equal(page.asked.filter((path) => path === '/').length, 1);
  });

  test('reads the new answer out to those who listen', async () => {
    const page = await openSite();
    await publish(page, OUTAGE);
    assert.equal(announced(page), OUTAGE.headline);
  });

  test('reads nothing out where the answer stays as it was', async () => {
    const page = await openSite();
    await publish(page, { build: 'b2', parts: { recent: 'Something older was corrected.' } });
    assert.equal(page.text('#recent'), 'Something older was corrected.');
    assert.equal(announced(page), '');
  });

  test('leaves what did not change, with what a reader did to it', async () => {
    const page = await openSite({ said: { ...SAID, parts: { one: 'One', two: 'Two' } } });
    page.find('#one').dataset.opened = 'yes';
    page.find('#two').dataset.opened = 'yes';
    await publish(page, { build: 'b2', parts: { one: 'One', two: 'Two, changed' } });
    assert.equal(page.find('#one').dataset.opened, 'yes');
    assert.equal(page.find('#two').dataset.opened, undefined);
    assert.equal(page.text('#two'), 'Two, changed');
  });

  test('compares the next build with this one, and not with the one before', async () => {
    const page = await openSite({ said: { ...SAID, parts: { one: 'One' } } });
    await publish(page, { build: 'b2', parts: { one: 'Two' } });
    page.find('#one').dataset.opened = 'yes';
    await publish(page, { build: 'b3', parts: { one: 'Two' } });
    assert.equal(page.find('#one').dataset.opened, 'yes');
    await publish(page, { build: 'b4', parts: { one: 'One' } });
    assert.equal(page.text('#one'), 'One');
  });

  test('takes everything where there are other parts than before', async () => {
    const page = await openSite();
    await publish(page, { ...OUTAGE, parts: { open: 'No alerts since 03:00', recent: 'Recent' } });
    assert.equal(page.text('#open'), 'No alerts since 03:00');
    assert.equal(page.text('[data-headline]'), OUTAGE.headline);
    assert.equal(page.mark(), 'proved');
    await publish(page, { build: 'b3', parts: { recent: 'Recent', open: 'No alerts since 03:00' } });
    const order = [...page.document.querySelectorAll('main > section')].map(({ id }) => id);
    assert.deepEqual(order, ['answer', 'recent', 'open']);
  });

  test('tells the other scripts of each part that is new, so that they add to it', async () => {
    const page = await openSite();
    const told = newIn(page);
    await publish(page, { build: 'b2', parts: { recent: 'News' } });
    assert.ok(told.includes('_content'), told.join());
    assert.ok(!told.includes('#document'), told.join());
    await publish(page, { build: 'b3', parts: { other: 'News' } });
    assert.ok(told.includes('#document'), told.join());
  });

  test('shows in new parts what is known only, with ages', async () => {
    const page = await openSite();
    await page.clock.pass(3 * MINUTE + 1_000);
    await publish(page, OUTAGE);
    assert.equal(page.find('#answer [data-when="unknown"]').hidden, true);
    assert.equal(page.text('#answer [data-when="known"] .age'), '3 minutes ago');
  });

  const refusals: [
    what: string,
    answer: (whole: string) => Parameters<typeof htmlOf>[0] | string | undefined,
  ][] = [
    ['cut short on its way', (whole) => whole.slice(0, -60)],
    ['without one of its parts', (whole) => whole.replace(' data-part', '')],
    ['of the build before', () => htmlOf(SAID)],
    ['of nobody, as in a hotel', () => '<html><body>Log in</body></html>'],
    ['not there', () => undefined],
  ];
  for (const [what, answer] of refusals)
    test(`takes nothing of a page that is ${what}, and says soon that something new could not be loaded`, async () => {
      const page = await openSite();
      const body = answer(htmlOf({ ...SAID, ...OUTAGE }));
      page.site.instead['/'] = typeof body === 'string' ? { body } : undefined;
      assert.equal(await taken(page), false);
      await publish(page, OUTAGE);
      await page.clock.pass(6_000);
      assert.equal(page.text('[data-headline]'), VOUCHED);
      assert.equal(page.find('meta[name="nightlight-build"]').getAttribute('content'), 'b1');
      assert.equal(page.mark(), 'unknown');
      assert.match(page.text('[data-why]') ?? '', /^Something new was published/);
    });

  test('takes nothing of an error of the server, even one that looks like the page', async () => {
    const page = await openSite();
    page.site.instead['/'] = { body: htmlOf({ ...SAID, ...OUTAGE }), status: 500 };
    assert.equal(await taken(page), false);
    await publish(page, OUTAGE);
    assert.equal(page.text('[data-headline]'), VOUCHED);
  });

  test('says soon that something new could not be loaded where what takes it does not come, and takes it once that does', async () => {
    const page = await openSite();
    page.breaks([EXCHANGE]);
    await publish(page, OUTAGE);
    await page.clock.pass(6_000);
    assert.equal(page.mark(), 'unknown');
    assert.match(page.text('[data-why]') ?? '', /^Something new was published/);
    assert.equal(page.text('[data-headline]'), VOUCHED);
    page.mends();
    await page.clock.pass(MINUTE);
    assert.equal(page.text('[data-headline]'), OUTAGE.headline);
    assert.equal(page.mark(), 'proved');
    assert.equal(page.asked.filter((path) => path === '/').length, 1);
  });

  test('fetches what takes it once, however many builds come', async () => {
    const page = await openSite();
    await publish(page, OUTAGE);
    await publish(page, { build: 'b3', tone: 'neutral', headline: 'All is well again.' });
    assert.equal(page.find('meta[name="nightlight-build"]').getAttribute('content'), 'b3');
    assert.equal(page.asked.filter((path) => path === EXCHANGE).length, 1);
  });

  test('stays unknown in its new parts and its title too, where whoever checks the service has fallen silent', async () => {
    const page = await openSite();
    page.site.beat = { vouched: { by: 'watch', at: iso(NOW), until: iso(NOW + MINUTE) } };
    await page.clock.pass(2 * MINUTE);
    assert.equal(page.mark(), 'unknown');
    await publish(page, { build: 'b2', headline: 'Everything works again.' });
    assert.match(page.text('[data-headline]') ?? '', /again/);
    assert.equal(page.mark(), 'unknown');
    assert.match(page.document.title, /^Unknown · /);
    assert.equal(page.find('#answer h1').hidden, true);
  });

  test('lets strips and charts of new parts be fetched when a reader comes near them', async () => {
    const near: string[] = [];
    class IntersectionObserver {
      observe = ({ id }: Element) => near.push(id);
    }
    const chart = (id: string) => ({ chart: `<div id="${id}" data-chart></div>` });
    const page = await openSite({ has: { IntersectionObserver }, said: { ...SAID, parts: chart('old') } });
    assert.deepEqual(near, ['old']);
    await publish(page, { build: 'b2', parts: chart('new') });
    assert.ok(near.includes('new'));
    await page.happens('keydown', 'body', { key: 'Tab' });
    assert.equal(page.find('script[src]').getAttribute('src'), '/strips.js');
  });

  test('waits a quarter of a minute for it, and asks again', async () => {
    const page = await openSite();
    page.site.instead['/'] = 'never';
    await publish(page, OUTAGE);
    page.mends();
    await page.clock.pass(14_000);
    assert.equal(page.text('[data-headline]'), VOUCHED);
    await page.clock.pass(10_000);
    assert.equal(page.text('[data-headline]'), OUTAGE.headline);
    assert.equal(page.mark(), 'proved');
  });
});

describe('a keyboard that stands in a part that is exchanged', () => {
  const parts = (more = '') => ({
    one: `${more}<a href="/a/">A</a> <a href="/b/">B</a> <button id="c">C</button> <a href="/d/" tabindex="0">D</a>`,
    two: '<a href="/b/">B elsewhere</a>',
  });
  const stands = async (selector: string, change = parts('News. ')) => {
    const page = await openSite({ said: { ...SAID, parts: parts() } });
    page.find(selector).focus();
    await publish(page, { build: 'b2', parts: change });
    const { activeElement } = page.document;
    assert.equal(page.mark(), 'vouched');
    return `${activeElement?.closest('[data-part]')?.id ?? ''} ${activeElement?.textContent ?? ''}`;
  };

  test('stands on the same link again', async () => {
    assert.equal(await stands('#one [href="/b/"]'), 'one B');
  });

  test('stands on the same control again', async () => {
    assert.equal(await stands('#c'), 'one C');
  });

  test('stays where it was if that did not change', async () => {
    assert.equal(await stands('#two a'), 'two B elsewhere');
  });

  test('is let go where the link is gone', async () => {
    assert.match(await stands('#one [href="/d/"]', { ...parts(), one: 'Nothing' }), /^ /);
  });
});

describe('a reading that was announced', () => {
  const AT = NOW + 5 * MINUTE + 30_000;
  const next = {
    at: AT,
    html: `${answerPart({ tone: 'maintenance', headline: 'Work has begun.' })}<i id="w">under maintenance</i><b id="loose">As announced</b><i id="gone">not on this page</i>`,
  };
  const said = { ...SAID, next, parts: { group: '<b id="w">works</b>', recent: 'Recent' } };

  test("is shown in its second by the server's clock, without another build", async () => {
    const page = await openSite({ said });
    await page.clock.pass(5 * MINUTE + 29_000);
    assert.equal(page.text('[data-headline]'), VOUCHED);
    assert.equal(page.text('#w'), 'works');
    await page.clock.pass(1_100);
    assert.equal(page.text('[data-headline]'), 'Work has begun.');
    assert.equal(page.text('#w'), 'under maintenance');
    assert.equal(page.count('#gone'), 0);
    assert.equal(page.text('#loose'), 'As announced');
    assert.equal(page.mark(), 'proved');
    assert.equal(announced(page), 'Work has begun.');
    assert.equal(page.count('template'), 0);
  });

  test('is shown once', async () => {
    const page = await openSite({ said });
    await page.clock.pass(6 * MINUTE);
    page.find('#answer').dataset.opened = 'yes';
    await page.clock.pass(6 * MINUTE);
    assert.equal(page.find('#answer').dataset.opened, 'yes');
  });

  test('gets what scripts add, as every new part', async () => {
    const page = await openSite({ said });
    const told = newIn(page);
    await page.clock.pass(5 * MINUTE + 31_000);
    assert.ok(told.includes('_content') && told.includes('group'), told.join());
    assert.equal(page.text('#answer [data-when="known"] .age'), '5 minutes ago');
    assert.equal(page.find('#answer [data-when="unknown"]').hidden, true);
  });

  test('is not shown by a page whose proof has lapsed', async () => {
    const page = await openSite({ said: { ...said, next: { ...next, at: NOW + 45 * MINUTE } } });
    page.breaks();
    await page.clock.pass(50 * MINUTE);
    assert.equal(page.text('[data-headline]'), VOUCHED);
    assert.equal(page.mark(), 'unknown');
  });

  test('is not shown by a page that heard nothing', async () => {
    const page = await openSite({ said, first: 'never' });
    await page.clock.pass(7 * MINUTE);
    assert.equal(page.text('[data-headline]'), SAID.headline);
  });

  test("goes by the server's clock where the device's is wrong", async () => {
    const page = await openSite({ said, date: NOW + 6 * MINUTE });
    assert.equal(page.text('[data-headline]'), 'Work has begun.');
  });

  test('gives way to the next build, even one that says again what stood there before', async () => {
    const page = await openSite({ said });
    await page.clock.pass(6 * MINUTE);
    await publish(page, { build: 'b2', next: undefined });
    assert.equal(page.text('[data-headline]'), VOUCHED);
    assert.equal(page.text('#w'), 'works');
  });

  test('needs no word of whoever checks the service, if it is of trouble', async () => {
    const page = await openSite({ said });
    page.site.beat = { vouched: { by: 'watch', at: '2026-03-01T03:00:00Z', until: '2026-03-01T03:06:00Z' } };
    await page.clock.pass(8 * MINUTE);
    assert.equal(page.mark(), 'proved');
  });

  test('that changes nothing in the answer is not read out', async () => {
    const page = await openSite({
      said: { ...said, next: { at: AT, html: '<i id="w">under maintenance</i>' } },
    });
    await page.clock.pass(6 * MINUTE);
    assert.equal(page.text('#w'), 'under maintenance');
    assert.equal(announced(page), '');
  });
});
