import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPage } from './page.ts';

/** The page of the banner, with a page around it or without; a test says how high it is. */
async function banner(around: 'a page' | 'nothing') {
  const told: unknown[] = [];
  const watching: (() => void)[] = [];
  class ResizeObserver {
    constructor(tell: () => void) {
      watching.push(tell);
    }
    observe() {}
  }
  const has: Record<string, unknown> = { ResizeObserver };
  const top = { postMessage: (...message: unknown[]) => told.push(message) };
  if (around === 'nothing') Object.assign(has, { window: top });
  const page = openPage('<html><body>Banner</body></html>', { has: { ...has, parent: top } });
  await page.load('frame.ts');
  return {
    told,
    watching,
    grow: (height: number) => {
      page.document.body.getBoundingClientRect = () => ({ height }) as DOMRect;
      for (const tell of watching) tell();
    },
  };
}

describe('the banner in a frame', () => {
  test('tells the page around it how high it is, whenever that changes, in whole pixels', async () => {
    const { told, grow } = await banner('a page');
    grow(101.2);
    grow(80);
    assert.deepEqual(told, [
      [{ type: 'nightlight:height', height: 102 }, '*'],
      [{ type: 'nightlight:height', height: 80 }, '*'],
    ]);
  });

  test('tells nobody where no page is around it', async () => {
    assert.equal((await banner('nothing')).watching.length, 0);
  });
});
