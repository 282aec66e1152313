import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPage } from './page.ts';

type Left = typeof import('../../src/browser/left.ts');

const PAGE = `
  <a data-left href="https://forge.example/new?filename=YYYY-MM-DD-a.md&value=YYYY-MM-DDThh%3AmmZ">Alerts</a>
  <pre data-left>## Investigating - YYYY-MM-DDThh:mmZ</pre>
  <a id="other" href="https://forge.example/YYYY-MM-DD">Another</a>`;
const filled = async () => {
  const page = openPage(PAGE);
  const { fillsTimes } = await page.load<Left>('left.ts');
  fillsTimes();
  return page;
};
const address = (time: string) =>
  `https://forge.example/new?filename=2026-03-01-a.md&value=2026-03-01T03%3A${time}Z`;

describe('a time that was left to be filled in', () => {
  test('is that of now, in a link and in a text, and nothing else changes', async () => {
    const page = await filled();
    assert.equal(page.find('a').getAttribute('href'), address('00'));
    assert.equal(page.text('pre'), '## Investigating - 2026-03-01T03:00Z');
    assert.equal(page.find('#other').getAttribute('href'), 'https://forge.example/YYYY-MM-DD');
  });

  for (const moment of ['pointerdown', 'focusin'])
    test(`is that of a later now once somebody is about to use it (${moment})`, async () => {
      const page = await filled();
      await page.clock.pass(7 * 60_000);
      await page.happens(moment, 'a');
      assert.equal(page.find('a').getAttribute('href'), address('07'));
      assert.equal(page.text('pre'), '## Investigating - 2026-03-01T03:07Z');
    });

  test('changes in links alone where something is clicked: a text may be marked to be copied', async () => {
    const page = await filled();
    await page.clock.pass(7 * 60_000);
    await page.happens('click', 'a');
    assert.equal(page.find('a').getAttribute('href'), address('07'));
    assert.equal(page.text('pre'), '## Investigating - 2026-03-01T03:00Z');
  });
});
