import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wordsOf } from '../../src/i18n/index.ts';
import { openPage } from './page.ts';

const WORDS = `<script type="application/json" id="_words">${JSON.stringify({ locale: 'en-GB', local: wordsOf('en').local })}</script>`;

describe('every page', () => {
  const TIME = '<time data-from="2026-03-01T06:05:00Z">06:05 UTC</time>';
  const opened = async () => {
    const page = openPage(`<p id="old">${TIME}</p><p data-printed="Printed {time}"></p>${WORDS}`, {
      zone: 'Asia/Tokyo',
    });
    await page.load('plain.ts');
    await page.load('later.ts');
    return page;
  };

  test("gets the reader's own time, and the time of a print, in its language", async () => {
    const page = await opened();
    assert.equal(page.text('#old'), '15:05 GMT+9 (06:05 UTC)');
    await page.happens('beforeprint');
    assert.equal(page.text('[data-printed]'), 'Printed 1 March 2026 at 03:00 UTC');
  });

  test('gets them in a part that came later', async () => {
    const page = await opened();
    const part = page.document.createElement('p');
    part.id = 'new';
    part.innerHTML = TIME;
    page.document.body.append(part);
    await page.happens('nightlight:part', undefined, { detail: part });
    assert.equal(page.text('#new'), '15:05 GMT+9 (06:05 UTC)');
  });
});

describe('a page with something to quote', () => {
  test('gets buttons that copy, in a part that came later too', async () => {
    const BUTTON = '<p>a</p><p><button hidden data-copy-quote data-copied="Copied">Copy</button></p>';
    const page = openPage(`<div id="old">${BUTTON}</div>`, {
      navigator: { clipboard: { writeText: async () => undefined } },
    });
    await page.load('incident.ts');
    const part = page.document.createElement('div');
    part.id = 'new';
    part.innerHTML = BUTTON;
    page.document.body.append(part);
    await page.happens('nightlight:part', undefined, { detail: part });
    for (const id of ['old', 'new']) {
      await page.happens('click', `#${id} button`);
      assert.equal(page.text(`#${id} button`), 'Copied');
    }
  });
});

describe('a page that is left open over midnight', () => {
  test('says the day of what was today', async () => {
    const page = openPage(`<time data-from="2026-03-01T02:10:00Z">02:10 UTC</time>${WORDS}`, {
      zone: 'America/New_York',
      languages: ['en-US'],
    });
    await page.load('plain.ts');
    await page.load('later.ts');
    const text = () => page.text('time')?.replaceAll('\u202f', ' ');
    assert.equal(text(), '9:10 PM EST (02:10 UTC)');
    await page.clock.pass(1 * 3_600_000 + 59 * 60_000);
    assert.equal(text(), '9:10 PM EST (02:10 UTC)');
    await page.clock.pass(2 * 60_000);
    assert.equal(text(), 'Feb 28, 9:10 PM EST (1 Mar, 02:10 UTC)');
  });
});

describe('the worker for the time without a network', () => {
  const opened = async (html: string, navigator: object) => {
    const page = openPage(html, { navigator: navigator as Record<string, unknown> });
    await page.load('offline.ts');
    return page;
  };
  const PAGE = '<meta name="nightlight-worker" content="/repo/sw.js">';

  test('is registered once the page has loaded, so that the answer does not wait for it', async () => {
    const registered: string[] = [];
    const register = async (address: string) => registered.push(address);
    const page = await opened(PAGE, { serviceWorker: { register } });
    assert.deepEqual(registered, []);
    await page.happens('load');
    assert.deepEqual(registered, ['/repo/sw.js']);
  });

  test('may be refused: the page goes on', async () => {
    let asked = false;
    const register = async () => {
      asked = true;
      throw new Error('refused');
    };
    const page = await opened(PAGE, { serviceWorker: { register } });
    await page.happens('load');
    assert.equal(asked, true);
  });

  test('is not asked for where the browser has none, or the site wants none', async () => {
    await (await opened(PAGE, {})).happens('load');
    const registered: string[] = [];
    const register = async (address: string) => registered.push(address);
    await (await opened('<p>', { serviceWorker: { register } })).happens('load');
    assert.deepEqual(registered, []);
  });
});
