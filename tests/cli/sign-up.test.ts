import assert from 'node:assert/strict';
import { test } from 'node:test';
import { footerOf } from '../../src/cli/sign-up.ts';

const SITE = {
  languages: ['de', 'en'] as const,
  links: {
    header: [{ text: { de: 'Laden', en: 'Shop' }, address: 'https://example.org/' }],
    footer: [
      { text: { de: 'AGB', en: 'Terms' }, address: 'https://example.org/agb' },
      { text: { de: 'Recht', en: 'Law' }, address: 'mailto:law@example.org' },
      { text: { de: 'Verlauf', en: 'History' }, address: '/history/' },
    ],
  },
  ownPages: [{ name: 'impressum', navigation: 'footer' as const, order: 0, called: { de: 'Impressum' } }],
};

test('what stands at the foot of the site leads there from the host of the service too', () => {
  const origin = { url: 'https://status.example.org', base: '/up/' };
  assert.deepEqual(
    footerOf(SITE, origin, 'en').map(({ address, original }) => [address, original]),
    [
      ['https://status.example.org/up/en/impressum/', 'de'],
      ['https://example.org/agb', undefined],
      ['mailto:law@example.org', undefined],
      ['https://status.example.org/up/en/history/', undefined],
    ],
  );
});
