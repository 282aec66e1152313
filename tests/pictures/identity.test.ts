import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import { LAMP } from '../../src/publications/lamp.ts';
import { badgeText } from '../../src/publications/badge.ts';
import { identityFiles, lying } from './identity.ts';

const files = await identityFiles();

describe('the lamp is drawn once', () => {
  test('the icon in public/ is the one that is drawn; `npm run pictures` renews it', () => {
    assert.equal(lying('icon.svg').toString(), files.get('icon.svg')?.toString());
  });

  for (const name of ['icon-180.png', 'icon-512.png', 'share.png'])
    test(`${name} shows what is drawn; \`npm run pictures\` renews it`, async () => {
      const [drawn, there] = await Promise.all([files.get(name), lying(name)].map(pixels));
      assert.deepEqual(there?.info, drawn?.info);
      // Libraries for other processors round a few edges otherwise.
      const apart = there?.data.filter((value, index) => Math.abs(value - (drawn?.data[index] ?? 0)) > 24);
      assert.ok((apart?.length ?? 1) / (drawn?.data.length ?? 1) < 0.002, name);
    });

  test('and stands in the badge, unlit: a picture cannot turn stale by itself', () => {
    const badge = badgeText({ label: 'Sign-in', message: 'unknown', tone: 'neutral' }, 'svg', 'now', 'en');
    assert.ok(badge.includes(LAMP.shade));
    assert.ok(!badge.includes('#ffd479'));
  });
});

async function pixels(bytes: Buffer | undefined) {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, info: [info.width, info.height] };
}
