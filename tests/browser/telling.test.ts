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
  <p data-written="2026-03-01T02:00:00Z">Numbers of 1 March 2026, 02:00 UTC.</p>
  <ul><li hidden><a href="/">New</a><ul data-told="new"></ul></li>
  <li><a href="/">Old</a><ul data-told="old"><li>E-mail: first message after 1 hour.</li></ul></li></ul>
  <p data-speed="email">not measured yet</p><p data-speed="sms">usually 5 minutes</p>
  <script type="application/json" id="_telling">${JSON.stringify(data)}</script></body></html>`;

const opened = async (answer: Answer | undefined, data: object = {}) => {
  const words = proofWords('en');
  const writtenAt = 'Numbers of {date}, {time}.';
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
    assert.equal(page.text('[data-written]'), 'Numbers of 1 March 2026, 03:10 UTC.');
    assert.equal(
      page.text('[data-told="new"]'),
      'E-mail: first message after 9 seconds; half had left after 30 seconds, 99 of 100 after 2 minutes; to be told: about 100; left: about 100; failed: fewer than 20.',
    );
    assert.equal(page.count('li[hidden]'), 1, 'what has no number any more is not shown with an empty list');
    assert.equal(
      page.text('[data-speed="email"]'),
      'usually 30 seconds, at the slowest 2 minutes after it stood here (measured: 1 update).',
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
      assert.equal(page.text('[data-written]'), 'Numbers of 1 March 2026, 02:00 UTC.');
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
