import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPage } from './page.ts';

type Scale = typeof import('../../src/browser/scale.ts');

const DRAWING = `<figure class="drawing"><svg>
  <text class="day" data-t="2026-03-01T00:00Z" y="1">1 Mar</text><text class="hour" data-t="2026-03-01T00:00Z" y="2">00:00</text>
  <text class="hour" data-t="2026-03-01T06:30Z" y="2">06:30</text>
  <text data-t="2026-03-01T02:10Z" data-u="2026-03-01T03:10Z">1 Mar, 02:10–03:10</text>
  </svg><span data-zone-name>UTC</span></figure>`;

describe('the times of a drawing', () => {
  const read = async (language: string, ...languages: string[]) => {
    const page = openPage(`<html lang="${language}"><body>${DRAWING}</body></html>`, {
      zone: 'America/New_York',
      languages,
    });
    const { ownZone } = await page.load<Scale>('scale.ts');
    ownZone(page.document);
    const texts = [...page.document.querySelectorAll('text')].map(({ textContent }) => textContent);
    return [...texts, page.text('[data-zone-name]')].map((text) => text?.replaceAll(/\s/g, ' '));
  };

  test('are written with the clock of the reader, as the words beside it are', async () => {
    assert.deepEqual(await read('en', 'en-US'), [
      ...['Feb 28', '7 PM', 'Mar 1', '1:30'],
      ...['Feb 28, 9:10 PM–10:10 PM', 'EST'],
    ]);
    assert.deepEqual(await read('en', 'en-GB'), [
      ...['28 Feb', '19:00', '1 Mar', '01:30'],
      ...['28 Feb, 21:10–22:10', 'GMT-5'],
    ]);
  });

  test('say which half of the day it is on pages in Spanish to those whose clocks do, as closely as there is room', async () => {
    for (const locale of ['es-MX', 'es-CO']) {
      const [, first, , second, label] = await read('es', locale);
      assert.deepEqual([first, second], ['7 p.m.', '1:30']);
      assert.match(label ?? '', /9:10 p\.m\.–10:10 p\.m\.$/);
    }
    assert.equal((await read('es', 'es-ES'))[1], '19:00');
  });

  test('have twenty-four hours where the drawing has no room for more', async () => {
    assert.equal((await read('de', 'de-US'))[1], '19:00');
  });
});
