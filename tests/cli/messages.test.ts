import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import sharp from 'sharp';
import { call } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const site = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(site, { recursive: true }));
cpSync(join(ENGINE, 'tests/fixtures/sites/live.yaml'), join(site, 'nightlight.yaml'));
mkdirSync(join(site, 'incidents'));
const write = (name: string, text: string) => writeFileSync(join(site, 'incidents', name), text);
write(
  '2026-03-01-alerts.md',
  `---
title: Followers get no alerts
began: 2026-03-01T02:10Z
impact:
  follow-alerts: major_outage
advice: Set a clock and look at the glucose yourself.
---
## Investigating - 2026-03-01T02:30Z
Alerts do not reach followers.

## Identified - 2026-03-01T02:55Z
The service that sends alerts has stopped.
`,
);
const env = { NIGHTLIGHT_NOW: '2026-03-01T03:10Z' };
const messages = (...argv: string[]) => call(['messages', ...argv], { cwd: site, env });

test('the example in docs/messages.md is what is printed of its file; `UPDATE_GOLDEN=1 npm test -- unit` writes it anew', async () => {
  const path = join(ENGINE, 'docs/messages.md');
  const [head = ''] = readFileSync(path, 'utf8').split('<!-- messages -->');
  const [, file = ''] = head.split('<!-- file -->');
  const place = mkdtempSync(join(tmpdir(), 'nightlight-'));
  try {
    cpSync(join(site, 'nightlight.yaml'), join(place, 'nightlight.yaml'));
    mkdirSync(join(place, 'incidents'));
    const [, text = ''] = /```markdown\n(.*?)```/s.exec(file) ?? [];
    writeFileSync(join(place, 'incidents/2026-03-01-alerts.md'), text);
    const printed = await call(['messages', '--language', 'en'], {
      cwd: place,
      env: { ...env, SITE_URL: 'https://status.example.org' },
    });
    assert.equal(printed.err, '');
    const page = `${head}<!-- messages -->\n\n\`\`\`\n$ nightlight messages --language en\n${printed.out}\`\`\`\n`;
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, page);
    assert.equal(readFileSync(path, 'utf8'), page);
  } finally {
    rmSync(place, { recursive: true });
  }
});

describe('nightlight messages', () => {
  test('prints the newest update as every channel would tell it, in every language', async () => {
    const { code, out, err } = await messages();
    assert.equal(code, 0);
    const heads = [...out.matchAll(/^== (\S+) \((\w+)\)/gm)].map(([, channel, language]) => [
      channel,
      language,
    ]);
    const pasted = ['sms', 'web-push', 'email', 'bluesky', 'mastodon', 'x', 'facebook', 'instagram'];
    assert.deepEqual(
      heads.filter(([channel]) => channel !== 'picture'),
      ['en', 'es'].flatMap((language) => pasted.map((channel) => [channel, language])),
    );
    assert.match(out, /^2026-03-01-alerts\/u-20260301T025500Z/);
    assert.match(
      out,
      /^== sms \(en\): \d+ of GSM-7, 2 segments\nNightlight: Cause identified\. Set a clock/m,
    );
    assert.match(out, /^== picture \(en\) for bluesky, mastodon, x, facebook: 1200 x 630\nhttps:\S+\.png$/m);
    assert.equal(err, 'It does not say where, or for whom (scope).\n');
  });

  test('prints one channel of one update in one language, for a program too', async () => {
    const { code, out } = await messages(
      '2026-03-01-alerts/u-20260301T023000Z',
      '--channel=x',
      '--language=es',
      '--json',
    );
    assert.equal(code, 0);
    const { update, missing, messages: list } = JSON.parse(out);
    assert.equal(update, '2026-03-01-alerts/u-20260301T023000Z');
    // Without git nobody knows what an older update had beside it.
    assert.deepEqual(missing, ['guidance', 'location']);
    assert.equal(list.length, 1);
    assert.deepEqual([list[0].channel, list[0].language], ['x', 'es']);
    assert.match(list[0].size, /^\d+ of 280$/);
    assert.match(list[0].text, /^Nightlight: Quienes siguen no reciben alertas/);
    assert.match(list[0].picture.url, /\.png$/);
  });

  test('draws the pictures of an update where it is asked for, wide and upright', async () => {
    const folder = join(site, 'drawn');
    const { code, out } = await messages('--channel', 'instagram', '--language', 'en', '--pictures', 'drawn');
    assert.equal(code, 0);
    const found = readdirSync(folder).map((name) => join(folder, name));
    assert.deepEqual(
      found.map((path) => path.split('.').at(-1)),
      ['jpg', 'png'],
    );
    for (const path of found) assert.ok(out.includes(path), `${path} is named`);
    const { width, height } = await sharp(found[1]).metadata();
    assert.deepEqual([width, height], [1200, 630]);
  });

  test('prints what no person pastes where it is asked for', async () => {
    for (const channel of ['slack', 'discord', 'teams', 'webhook']) {
      const { out } = await messages('--channel', channel, '--language', 'en', '--json');
      const [{ text }] = JSON.parse(out).messages;
      assert.equal(typeof JSON.parse(text), 'object', channel);
    }
  });

  test('names the incident or the update that was probably meant', async () => {
    const wrong = await messages('2026-03-01-alert');
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /Did you mean "2026-03-01-alerts"\?/);
    const update = await messages('2026-03-01-alerts/u-20260301T02300Z');
    assert.equal(update.code, 2);
    assert.match(update.err, /Did you mean "2026-03-01-alerts\/u-20260301T023000Z"\?/);
  });

  test('prints nothing of files that have errors, and says where there is nothing to print', async () => {
    write('2026-03-01-broken.md', '---\ntitle: x\n---\n');
    const broken = await messages();
    assert.equal(broken.code, 1);
    assert.match(broken.err, /2026-03-01-broken\.md/);
    rmSync(join(site, 'incidents'), { recursive: true });
    mkdirSync(join(site, 'incidents'));
    const empty = await messages();
    assert.equal(empty.code, 1);
    assert.match(empty.err, /Nothing has been said yet/);
  });
});
