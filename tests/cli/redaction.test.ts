import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PAIR, siteWithSecrets } from './secrets.ts';

/** The name that must go. */
const NAME = 'Zebulonquist';
const WHOLE = '2025-12-30-alerts';
const ONE = '2026-01-10-sharing';

const whole = (name: string, more = '') => `---
title: Followers of ${name} get no alerts
began: 2025-12-30T02:10Z
impact:
  follow-alerts: major_outage
works: [follow-glucose]
advice: Do as ${name} did.
scope: Where ${name} lives
cause: ${name} found it.
disputed: ${name} says otherwise.
sources:
  - { title: What ${name} wrote, url: 'https://example.org/' }
${more}---
${name} told us.

## Investigating - 2025-12-30T02:30Z - post by ${name} {#first}
${name} hears no alerts.

## Resolved - 2026-01-02T04:30Z {#over}
Alerts reach ${name} again.
`;
const one = (words: string, more = '') => `---
title: Nothing is shared
began: 2026-01-10T02:10Z
impact:
  follow-glucose: major_outage
${more}---
## Investigating - 2026-01-10T02:30Z {#first}
${words}

## Resolved - 2026-01-10T04:30Z {#over}
Readings are shared again.
`;
const TRANSLATION = `---
title: No se comparte nada
---
## first
${NAME} no ve nada.
`;
const entry = (what: string) => `redactions:
  - ${what}
    on: 2026-03-02
    because: it named a patient
`;

describe('words that were taken out', () => {
  const site = siteWithSecrets([], PAIR);
  let said = '';
  let picture: Buffer;

  before(async () => {
    site.commit('2025-12-01T00:00:00Z');
    site.write(`incidents/${WHOLE}.md`, whole(NAME, 'replay: true\n'));
    site.write(`incidents/${ONE}.md`, one(`${NAME} sees no readings.`));
    site.write(`incidents/${ONE}.es.md`, TRANSLATION);
    site.commit('2026-01-12T00:00:00Z');
    site.write(`incidents/${WHOLE}.md`, whole(NAME, 'replay: true\npinned: true\n'));
    site.commit('2026-01-13T00:00:00Z');
    await site.deploy('2026-03-01T03:10Z');
    picture = site.bytes(`incidents/${ONE}/first.png`);
  });
  after(site.remove);

  test('stand in every kind of file before', () => {
    const files = site.filesWith(NAME);
    for (const file of [
      'history.rss',
      'feed.json',
      'api/v2/incidents.json',
      `incidents/${WHOLE}.json`,
      `incidents/${WHOLE}/index.html`,
      `replay/${WHOLE}/index.html`,
      'history/2025/index.html',
      `es/incidents/${ONE}/index.html`,
    ])
      assert.ok(files.includes(file), `${file} is among ${files.join(' ')}`);
  });

  test('stand in no byte of the next release: no page, version, feed, picture or file', async () => {
    site.write(`incidents/${WHOLE}.md`, whole('somebody', entry('version: earlier')));
    site.write(`incidents/${ONE}.md`, one('Somebody sees no readings.', entry('update: first')));
    site.commit('2026-03-02T00:00:00Z');
    said = await site.deploy('2026-03-02T03:10Z');
    assert.deepEqual(site.filesWith(NAME), []);
    assert.notDeepEqual(site.bytes(`incidents/${ONE}/first.png`), picture);
  });

  test('are said to be gone wherever they stood, with the day and the reason', () => {
    const sentence = 'emoved on 2 March 2026, because it named a patient.';
    const behind = 'Words were removed here on 2 March 2026, because it named a patient.';
    const versions = site.filesWith(sentence).filter((path) => path.includes('/revisions/'));
    assert.equal(versions.length, 3, versions.join(' '));
    for (const file of [`incidents/${ONE}/index.html`, `incidents/${ONE}.json`, 'history.atom', 'feed.json'])
      assert.ok(site.read(file).includes(behind), file);
    assert.ok(
      site.read(`es/incidents/${ONE}/index.html`).includes(behind),
      'the original stands for a translation',
    );
    assert.ok(site.read('versions.txt').includes(`${ONE}.md`));
  });

  test('keep their times, their speakers and the verdicts about them', () => {
    const data = JSON.parse(site.read(`incidents/${ONE}.json`)) as { updates: Record<string, unknown>[] };
    assert.deepEqual(
      data.updates.map(({ id, published, said_by: speaker }) => [id, published, speaker]),
      [
        ['first', '2026-01-12T00:00:00Z', 'operator'],
        ['over', '2026-01-12T00:00:00Z', 'operator'],
      ],
    );
    assert.ok(
      Date.parse(data.updates[0]?.changed as string) > Date.parse('2026-03-02T00:00:00Z'),
      'feeds hear of it',
    );
    assert.match(site.read('pledge/index.html'), new RegExp(ONE));
  });

  test('are taken for no change that should have been told', () =>
    assert.doesNotMatch(said, /warning|error/));

  test('stay gone where the translation is looked at again, which then stands in its own words', async () => {
    site.write(`incidents/${ONE}.es.md`, TRANSLATION.replace(NAME, 'Alguien'));
    site.commit('2026-03-03T00:00:00Z');
    await site.deploy('2026-03-03T03:10Z');
    assert.deepEqual(site.filesWith(NAME), []);
    assert.match(
      site.read(`es/incidents/${ONE}/index.html`),
      /Alguien no ve nada\.[\s\S]*Motivo: it named a patient\./,
    );
  });
});
