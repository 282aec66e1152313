import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import sharp from 'sharp';
import { type Drawn, identityFile } from '../../src/pictures/identity.ts';
import { identityOf } from '../../src/publications/identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-identity-'));
after(() => rmSync(folder, { recursive: true }));

const HOSTING: Drawn = identityOf(
  { languages: ['de', 'en'], name: { de: 'Nordhost Status', en: 'Nordhost status' } },
  'https://status.nordhost.example/',
);
const TEAL = { day: '#00696b', night: '#76c8c9' };
const square = {
  bytes: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#c00"/></svg>',
  ),
  width: 8,
  height: 8,
};
const wide = { ...square, width: 32 };
const drawn = (name: string, site: Drawn) => identityFile(name, site, folder);

describe('what tells whose page it is', () => {
  test('is said in the first language, with the address as people read it', () => {
    assert.equal(HOSTING.name, 'Nordhost Status');
    assert.equal(HOSTING.questions, 'Funktioniert es? Seit wann? Was ist zu tun?');
    assert.equal(HOSTING.address, 'status.nordhost.example');
    const below = identityOf({ languages: ['en'], name: { en: 'A' } }, 'https://example.org/status/');
    assert.equal(below.address, 'example.org/status');
  });

  test('a shared link shows another picture for each name, and is drawn once', async () => {
    const one = await drawn('share.png', HOSTING);
    const { width, height } = await sharp(one).metadata();
    assert.deepEqual([width, height], [1200, 630]);
    const kept = readdirSync(join(folder, 'identity'));
    assert.deepEqual(await drawn('share.png', HOSTING), one);
    assert.deepEqual(readdirSync(join(folder, 'identity')), kept);
    assert.notDeepEqual(await drawn('share.png', { ...HOSTING, name: 'Another' }), one);
  });

  test('a name that is a line of a hundred letters still fits', async () => {
    const name =
      'Statusseite der Genossenschaft für Rechenzentren und Netze im Norden und an der Küste eG Flensburg';
    assert.ok(await drawn('share.png', { ...HOSTING, name, logo: wide, accent: TEAL }));
  });

  test('icons are ours until there is an accent or a logo', async () => {
    assert.equal(await drawn('icon.svg', HOSTING), undefined);
    const lamp = String(Buffer.from((await drawn('icon.svg', { ...HOSTING, accent: TEAL })) ?? []));
    assert.ok(lamp.includes(`stroke="${TEAL.night}"`) && lamp.includes(`fill="${TEAL.night}"`));
  });

  test('a logo that is as wide as high is the icon, and a long one leaves the lamp', async () => {
    const middle = async (site: Drawn) => {
      const bytes = await drawn('icon-180.png', site);
      const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      return [...data.subarray((180 * 90 + 90) * 3, (180 * 90 + 90) * 3 + 3)];
    };
    assert.deepEqual(await middle({ ...HOSTING, logo: square }), [204, 0, 0]);
    const [red = 0, , blue = 0] = await middle({ ...HOSTING, logo: wide });
    assert.ok(red < blue);
  });

  test('nothing else of public/ is drawn', async () => {
    assert.equal(await drawn('_headers', { ...HOSTING, accent: TEAL }), undefined);
  });
});
