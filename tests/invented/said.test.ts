import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { html } from 'hono/html';
import { ORIGINAL, speakAlso } from '../../src/i18n/index.ts';
import { page } from '../../src/subscriptions/frame.ts';
import { INVENTED, longer, mirrored, wordsIn } from './languages.ts';

speakAlso(new Map(INVENTED.map((one) => [one.tag, wordsIn(one, ORIGINAL)])));
after(() => speakAlso(new Map()));

describe('In a language from right to left', () => {
  test('a page of the service says so', async () => {
    const parts = { title: 'A', body: html`<p>B</p>`, foot: html`<p>C</p>` };
    assert.match(String(await page(mirrored.tag, parts)), /<html lang="ar-XB" dir="rtl">/);
    assert.match(String(await page(longer.tag, parts)), /<html lang="en-XA" dir="ltr">/);
  });
});
