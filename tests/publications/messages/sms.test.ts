import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countSms, smsOf } from '../../../src/publications/messages/index.ts';
import { allClear, first, planned } from './samples.ts';

const lines = (...text: string[]) => text.join('\n');

describe('how a text message is counted', () => {
  const count = (text: string) => Object.values(countSms(text));

  test('160 letters of GSM-7 are one part, 161 are two, and each part of several holds 153', () => {
    assert.deepEqual(count('a'.repeat(160)), ['gsm-7', 160, 1]);
    assert.deepEqual(count('a'.repeat(161)), ['gsm-7', 161, 2]);
    assert.deepEqual(count('a'.repeat(306)), ['gsm-7', 306, 2]);
    assert.deepEqual(count('a'.repeat(307)), ['gsm-7', 307, 3]);
  });

  test('one letter outside of GSM-7 makes it 70 a part, or 67', () => {
    assert.deepEqual(count('á'.repeat(70)), ['ucs-2', 70, 1]);
    assert.deepEqual(count(`${'a'.repeat(70)}—`), ['ucs-2', 71, 2]);
    assert.deepEqual(count('á'.repeat(134)), ['ucs-2', 134, 2]);
    assert.deepEqual(count('á'.repeat(135)), ['ucs-2', 135, 3]);
  });

  test('extended letters count two', () => {
    assert.deepEqual(count('€'.repeat(80)), ['gsm-7', 160, 1]);
    assert.deepEqual(count('^{}\\[~]|€\f'), ['gsm-7', 20, 1]);
  });

  test('no part ends in the middle of an extended letter or of an emoji', () => {
    // 152 letters and one of two septets do not fill a part of 153, and so on to the end.
    const euros = `${'a'.repeat(152)}€${'a'.repeat(151)}`;
    assert.deepEqual(count(euros), ['gsm-7', 305, 2]);
    assert.deepEqual(count(`${euros}a`), ['gsm-7', 306, 3]);
    assert.deepEqual(count(`${'á'.repeat(66)}😀${'á'.repeat(65)}`), ['ucs-2', 133, 2]);
    assert.deepEqual(count(`${'á'.repeat(66)}😀${'á'.repeat(66)}`), ['ucs-2', 134, 3]);
  });
});

describe('a text message', () => {
  test('says who speaks, what to do, what failed, where, since when and when more is said, in this order', () => {
    assert.deepEqual(smsOf(first, { stop: true }), {
      text: lines(
        'Nightlight: Set a clock and look at the glucose yourself.',
        'Followers get no alerts.',
        'Where: Europe. Since 1 Mar, 02:10 UTC. Next update by 04:30 UTC on 1 Mar.',
        'Still working: Device alarms.',
        'https://status.example.org/incidents/2026-03-01-alerts/',
        'Reply STOP to end',
      ),
      encoding: 'gsm-7',
      segments: 2,
      language: 'en',
    });
  });

  test('is one part when it is over, and repeats no advice that was for the outage', () => {
    assert.deepEqual(smsOf(allClear, { stop: true }), {
      text: lines(
        'Nightlight: Resolved.',
        'Followers get alerts again.',
        'Where: Europe. Over since 1 Mar, 04:10 UTC. No data was lost.',
        'https://status.example.org/',
        'Reply STOP to end',
      ),
      encoding: 'gsm-7',
      segments: 1,
      language: 'en',
    });
  });

  test('of announced work has its window', () => {
    assert.equal(
      smsOf(planned, { stop: false }).text,
      lines(
        'Nightlight: Planned maintenance: Follow alerts.',
        'Where: Europe. When: from 02:00 to 03:00 UTC on 2 Mar.',
        'Set a clock and look at the glucose yourself.',
        'We replace the servers that send alerts.',
        'https://status.example.org/incidents/2026-03-01-alerts/',
      ),
    );
  });
});
