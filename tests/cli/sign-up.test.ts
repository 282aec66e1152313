import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Io } from '../../src/cli/command.ts';
import { prepare } from '../../src/cli/delivering.ts';
import { footerOf } from '../../src/cli/sign-up.ts';
import { SMALL } from '../config/reading.ts';

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

test('the service has the pages of `pages/` at its foot, which lie beside the config', async (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-foot-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'nightlight.yaml'), SMALL);
  writeFileSync(join(folder, 'pages/imprint.md'), '---\ntitle: Imprint\n---\nWho we are.\n');
  // No channel is configured, so that nothing is asked of the network.
  const io = { now: () => 0 } as Io;
  const { site, origin } = await prepare({
    place: { site: folder, env: {} },
    env: {},
    io,
    from: undefined,
    store: undefined,
  });
  assert.deepEqual(
    footerOf(site, origin, 'es').map(({ address }) => address),
    ['https://status.example.org/es/imprint/'],
  );
});
