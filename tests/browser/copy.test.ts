import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPage } from './page.ts';

type Copy = typeof import('../../src/browser/copy.ts');

const PAGE = `
  <blockquote>“No alerts.” Nightlight</blockquote>
  <p><button id="quote" hidden data-copy-quote data-copied="Copied">Copy the quotation</button></p>
  <p><button id="other" hidden>Something else</button></p>`;

const offered = async (clipboard: object | undefined) => {
  const page = openPage(PAGE, { navigator: { clipboard } });
  const { offerCopies } = await page.load<Copy>('copy.ts');
  offerCopies(page.document);
  return { page, offerCopies };
};

describe('the buttons that copy', () => {
  const copied: string[] = [];
  const clipboard = { writeText: async (text: string) => copied.push(text) };

  test('stay hidden where the browser cannot copy', async () => {
    const { page } = await offered(undefined);
    assert.equal(page.count('button[hidden]'), 2);
  });

  test('are shown where it can, and no others with them', async () => {
    const { page } = await offered(clipboard);
    const hidden = [...page.document.querySelectorAll('button[hidden]')].map(({ id }) => id);
    assert.deepEqual(hidden, ['other']);
  });

  test('copy the quotation before them', async () => {
    const { page } = await offered(clipboard);
    await page.happens('click', '#quote');
    assert.equal(copied.pop(), '“No alerts.” Nightlight');
  });

  test('say for two seconds that it is done, and then what they do', async () => {
    const { page } = await offered(clipboard);
    assert.equal(page.text('#quote'), 'Copy the quotation');
    await page.happens('click', '#quote');
    assert.equal(page.text('#quote'), 'Copied');
    await page.clock.pass(1_900);
    assert.equal(page.text('#quote'), 'Copied');
    await page.clock.pass(200);
    assert.equal(page.text('#quote'), 'Copy the quotation');
  });

  test('copy once, however often the page is looked through for new ones', async () => {
    const { page, offerCopies } = await offered(clipboard);
    offerCopies(page.document);
    copied.length = 0;
    await page.happens('click', '#quote');
    assert.equal(copied.length, 1);
  });
});
