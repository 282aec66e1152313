import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPage } from './page.ts';

type Memory = typeof import('../../src/browser/memory.ts');
type Settings = typeof import('../../src/browser/bedside/settings.ts');

/** A private window: it has storage, and refuses to use it. */
const REFUSES = {
  getItem: () => {
    throw new Error('refused');
  },
  setItem: () => {
    throw new Error('refused');
  },
};

describe("the server's time", () => {
  test('is remembered over a reload, in whole ms and nothing else', async () => {
    const page = openPage('<p>');
    const { recall, remember } = await page.load<Memory>('memory.ts');
    remember(1_772_334_000_000.4);
    assert.deepEqual({ ...page.storage }, { 'nightlight-time': '1772334000000' });
    assert.equal(recall(), 1_772_334_000_000);
  });

  test('that is not known overwrites nothing', async () => {
    const { recall, remember } = await openPage('<p>').load<Memory>('memory.ts');
    assert.equal(recall(), undefined);
    remember(5);
    remember(undefined);
    assert.equal(recall(), 5);
  });

  for (const text of ['yesterday', 'Infinity', '{}'])
    test(`is not read from "${text}"`, async () => {
      const page = openPage('<p>');
      const { recall } = await page.load<Memory>('memory.ts');
      page.storage.setItem('nightlight-time', text);
      assert.equal(recall(), undefined);
    });

  test('is not remembered in a private window, and nothing else fails', async () => {
    const page = openPage('<p>', { has: { localStorage: REFUSES } });
    const { recall, remember } = await page.load<Memory>('memory.ts');
    remember(5);
    assert.equal(recall(), undefined);
  });
});

describe('what was chosen for the night', () => {
  const chosen = { components: ['follow-alerts'], patience: 5 };

  test('is there again the next evening', async () => {
    const { loadSettings, saveSettings } = await openPage('<p>').load<Settings>('bedside/settings.ts');
    assert.equal(loadSettings(), undefined);
    saveSettings(chosen);
    assert.deepEqual(loadSettings(), chosen);
  });

  test('is found by the name under which earlier releases kept it', async () => {
    const page = openPage('<p>');
    const { loadSettings } = await page.load<Settings>('bedside/settings.ts');
    page.storage.setItem('nightlight-bedside', JSON.stringify(chosen));
    assert.deepEqual(loadSettings(), chosen);
  });

  const broken: [what: string, stored: string][] = [
    ['text that is no JSON', 'x'],
    ['no list of components', '{"components":"follow-alerts","patience":5}'],
    ['no patience', '{"components":["follow-alerts"]}'],
    ['a patience of nothing, which would sound at once', '{"components":["follow-alerts"],"patience":0}'],
    ['a patience that is past', '{"components":["follow-alerts"],"patience":-5}'],
    ['nothing', 'null'],
  ];
  for (const [what, stored] of broken)
    test(`is chosen anew where ${what} was kept`, async () => {
      const page = openPage('<p>');
      const { loadSettings } = await page.load<Settings>('bedside/settings.ts');
      page.storage.setItem('nightlight-bedside', stored);
      assert.equal(loadSettings(), undefined);
    });

  test('is not kept in a private window, and the night begins all the same', async () => {
    const page = openPage('<p>', { has: { localStorage: REFUSES } });
    const { loadSettings, saveSettings } = await page.load<Settings>('bedside/settings.ts');
    saveSettings(chosen);
    assert.equal(loadSettings(), undefined);
  });
});
