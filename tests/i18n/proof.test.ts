import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { channelCalled, speedInWords, toldInWords } from '../../src/i18n/proof.ts';
import { proofWords } from '../../src/i18n/proof-words.ts';

const en = proofWords('en');

const email = {
  channel: 'email',
  kind: 'email',
  median_seconds: 48.2,
  p99_seconds: 130,
  owed: { about: 1200 },
  sent: { about: 1200 },
  failed: { fewer_than: 20 },
};
const post = { channel: 'mastodon-es', kind: 'mastodon', median_seconds: 8, p99_seconds: 8 };

describe('how fast people were told', () => {
  test('is a sentence for each channel, in the language of the page', () => {
    assert.equal(
      toldInWords(en, { channel: email, after: 20 }),
      'E-mail: first message after 20 seconds; half were out after 49 seconds, 99 of 100 after 3 minutes; due: about 1,200; sent: about 1,200; failed: fewer than 20.',
    );
    assert.match(
      toldInWords(proofWords('es'), { channel: email, after: 20 }),
      /^Correo electrónico: primer mensaje al cabo de 20 segundos; .* previstos: unos 1200;/,
    );
  });

  test('says no half of one message, and no number where nothing left', () => {
    assert.equal(
      toldInWords(en, { channel: post, after: 8 }),
      'Mastodon (mastodon-es): first message after 8 seconds.',
    );
    assert.equal(
      toldInWords(en, { channel: post, after: undefined }),
      'Mastodon (mastodon-es): no message went out.',
    );
  });

  test('is never faster in words than it was', () => {
    for (const [seconds, words] of [
      [0, '1 second'],
      [0.2, '1 second'],
      [57.1, '58 seconds'],
      [58.1, '1 minute'],
      [60.5, '2 minutes'],
      [3599, '1 hour'],
      [3601, '1 hour 1 minute'],
    ] as const)
      assert.equal(
        toldInWords(en, { channel: post, after: seconds }),
        `Mastodon (mastodon-es): first message after ${words}.`,
      );
  });

  test('in a year is the usual and the slowest, and of how many updates nothing left', () => {
    const speed = { updates: 12, untold: 0, usual: 48, slowest: 244 };
    assert.equal(
      speedInWords(en, speed),
      'usually 48 seconds after it appeared here, 5 minutes at the slowest (measured: 12 updates)',
    );
    assert.equal(
      speedInWords(en, { ...speed, untold: 11 }),
      'usually 48 seconds after it appeared here, 5 minutes at the slowest (measured: 1 update); for 11 updates, no message went out at all',
    );
    assert.equal(
      speedInWords(en, { updates: 1, untold: 1, usual: undefined, slowest: undefined }),
      'for 1 update, no message went out at all',
    );
  });

  test('calls a kind that nobody knows yet by its own name', () => {
    assert.equal(channelCalled(en, 'pigeon', 'loft'), 'loft');
    assert.equal(channelCalled(en, 'constructor', 'loft'), 'loft');
  });
});
