import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { subscriptionWordsOf, wordsOf } from '../../src/i18n/index.ts';
import { mustHave } from '../../src/release/verify.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { ROOT } from '../tour/situations.ts';

/** How heavy the first page of a maker of devices may be, in bytes after gzip as `docs/deploying.md` sets it. */
const BOUND = 20_000;
const LANGUAGES = ['en', 'es', 'de', 'fr', 'it', 'nl', 'pt'];
const REGIONS = {
  us: ['United States', 'Estados Unidos', 'USA', 'États-Unis', 'Stati Uniti', 'Verenigde Staten', 'EUA'],
  eu: ['Europe', 'Europa', 'Europa', 'Europe', 'Europa', 'Europa', 'Europa'],
  jp: ['Japan', 'Japón', 'Japan', 'Japon', 'Giappone', 'Japan', 'Japão'],
  au: ['Australia', 'Australia', 'Australien', 'Australie', 'Australia', 'Australië', 'Austrália'],
};
const THINGS = [
  ...['readings', 'alarms', 'sharing', 'reports', 'sign-in', 'updates', 'orders', 'returns', 'invoices'],
  ...['support', 'pumps', 'sensors', 'watches', 'trends', 'exports', 'clinics', 'schools', 'partners'],
  ...['coaching', 'diaries', 'meals', 'exercise', 'insulin', 'research', 'training', 'accounts', 'payments'],
  ...['insurance', 'shipping', 'warranty'],
];
/** As long as people write them: the name of a thing, that it works and that it does not. */
const SAID: Record<string, [name: string, works: string, fails: string]> = {
  en: ['Everything about your', 'people can use and see their', 'nobody can use or see their'],
  es: ['Todo lo que tiene que ver con', 'la gente puede usar y ver', 'nadie puede usar ni ver'],
  de: [
    'Alles rund um Ihre Geräte und',
    'alle können benutzen und sehen:',
    'niemand kann benutzen oder sehen:',
  ],
  fr: [
    'Tout ce qui concerne vos',
    'chacun peut utiliser et voir ses',
    'personne ne peut utiliser ni voir ses',
  ],
  it: ['Tutto quello che riguarda', 'tutti possono usare e vedere', 'nessuno può usare né vedere'],
  nl: ['Alles over uw apparaten en', 'iedereen kan gebruiken en zien:', 'niemand kan gebruiken of zien:'],
  pt: ['Tudo o que diz respeito a', 'todos podem usar e ver', 'ninguém pode usar nem ver'],
};

const inEach = (say: (language: string, index: number) => string) =>
  Object.fromEntries(LANGUAGES.map((language, index) => [language, say(language, index)]));
const worded = (part: 0 | 1 | 2, thing: string) =>
  inEach((language) => `${SAID[language]?.[part] ?? ''} ${thing}`);

const SITE = {
  languages: LANGUAGES,
  name: inEach(() => 'The maker'),
  service: inEach(() => 'the service'),
  url: 'https://status.example.org',
  tag: { authority: 'status.example.org', year: 2026 },
  operator: { name: 'The maker', contact: 'mailto:us@example.org' },
  report: 'https://example.org/report',
  advice: inEach(() => 'Look at the device itself.'),
  pledge: { first_notice: 30, update_every: 120 },
  groups: ['device', 'sharing', 'shop', 'clinics', 'others'].map((id) => ({ id, name: inEach(() => id) })),
  regions: Object.entries(REGIONS).map(([id, names]) => ({
    id,
    name: inEach((_, index) => names[index] ?? ''),
  })),
  components: THINGS.map((thing, index) => ({
    id: thing,
    name: worded(0, thing),
    description: worded(1, thing),
    sentences: { works: worded(1, thing), fails: worded(2, thing) },
    group: ['device', 'sharing', 'shop', 'clinics', 'others'][index % 5],
    regions: Object.keys(REGIONS).slice(0, 1 + (index % 4)),
    headline: index < 12,
    since: '2025-01-01',
  })),
};

const DELIVERY = {
  service: 'https://notify.example.org',
  email: { from: 'The maker <status@example.org>', postal_address: 'The maker, 1 Main Street, Springfield' },
};

const REHEARSALS = [
  {
    ...{ at: '2026-02-01T03:10:00Z', incident: null, passed: true },
    steps: [
      { step: 'notice live', seconds: 31, known: 'measured', says: '' },
      { step: 'told by sms', seconds: 9, known: 'measured', says: '' },
    ],
  },
  { at: '2026-02-08T03:10:00Z', incident: null, passed: false, steps: [] },
];

/** Three that are open, each in regions of its own, and some that are past. */
function incidents(): Record<string, string> {
  const open = (title: string, impact: string) => `---
title: ${title}
began: 2026-03-01T02:10Z
impact:
${impact}advice: Look at the device itself, and keep it where you can hear it.
---
## Investigating - 2026-03-01T02:30Z
We look at it, and speak again within two hours. Nothing else is known to be affected.
`;
  const past = (day: number) => `---
title: Orders were late on one day
began: 2026-01-${day}T02:10Z
impact:
  orders: { status: partial_outage, regions: [us] }
---
## Resolved - 2026-01-${day}T04:30Z
It is over.
`;
  return {
    '2026-03-01-europe.md': open(
      'Sharing does not work in Europe',
      '  sharing: { status: major_outage, regions: [eu] }\n  sign-in: degraded_performance\n',
    ),
    '2026-03-01-states.md': open(
      'Reports are late in the United States',
      '  reports:\n    - { from: 2026-03-01T02:10Z, status: major_outage, regions: [us, eu] }\n    - { from: 2026-03-01T02:20Z, status: partial_outage, regions: [eu] }\n',
    ),
    '2026-03-01-pumps.md': open(
      'Pumps cannot be paired',
      '  pumps: { status: major_outage, regions: [us, eu, jp] }\n',
    ),
    ...Object.fromEntries([11, 13, 15, 17, 19].map((day) => [`2026-01-${day}-orders.md`, past(day)])),
  };
}

describe('a maker of devices with thirty components, four regions and seven languages', () => {
  let folder = '';
  const page = (path: string) => readFileSync(join(folder, 'out', path, 'index.html'), 'utf8');
  const rootOf = (language: string) => (language === 'en' ? '' : language);

  before(async () => {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    folder = mkdtempSync(join(ROOT, '.cache/large-'));
    mkdirSync(join(folder, 'incidents'));
    mkdirSync(join(folder, 'public'));
    writeFileSync(join(folder, 'public/rehearsals.json'), JSON.stringify({ rehearsals: REHEARSALS }));
    const watch = {
      vouch_for: 30,
      checks: [{ id: 'sharing', http: { url: 'https://api.example.org/' }, fails: ['sharing'] }],
    };
    const publish = { rebuild_every: 10, cache_age: 5 };
    writeFileSync(
      join(folder, 'nightlight.yaml'),
      stringify({ site: SITE, look: { pictures: 'none' }, watch, publish, delivery: DELIVERY }),
    );
    for (const [name, text] of Object.entries(incidents()))
      writeFileSync(join(folder, 'incidents', name), text);
    await sharedBuilder().build({
      NIGHTLIGHT_SITE: folder,
      NIGHTLIGHT_CONFIG: join(folder, 'nightlight.yaml'),
      NIGHTLIGHT_INCIDENTS: join(folder, 'incidents'),
      NIGHTLIGHT_OUT: join(folder, 'out'),
      NIGHTLIGHT_NOW: '2026-03-01T03:10Z',
      BASE_PATH: '/',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('weighs no more than it may on its first page, in any of them', () => {
    const weights = LANGUAGES.map((language) => {
      const bytes = gzipSync(page(rootOf(language)), { level: 6 }).length;
      return { language, bytes };
    });
    assert.deepEqual(
      weights.filter(({ bytes }) => bytes > BOUND),
      [],
    );
    if (process.env.WEIGHTS) console.log(weights);
  });

  test('lets whoever signs up say in which regions, and asks for all of them if nothing is said', () => {
    for (const [index, language] of LANGUAGES.entries()) {
      const form = page(join(rootOf(language), 'subscribe'));
      assert.ok(form.includes(subscriptionWordsOf(language).form.where.legend), language);
      assert.match(form, /<input type="radio" name="where" value="all" checked>/);
      for (const [id, names] of Object.entries(REGIONS))
        assert.match(
          form,
          new RegExp(`<input type="checkbox" name="region" value="${id}">\\s*<span>${names[index]}</span>`),
        );
    }
  });

  test('does not say in any of them that nobody checks, for a check does, which may be silent for a while', () => {
    for (const language of LANGUAGES) {
      const { answer, bedside } = wordsOf(language);
      const [first, night] = [page(rootOf(language)), page(join(rootOf(language), 'bedside'))];
      assert.ok(first.includes(answer.checkedBy.unconfirmed), language);
      assert.ok(!first.includes(answer.checkedBy.nobody), language);
      assert.ok(night.includes(bedside.unconfirmed), language);
      assert.ok(!night.includes(bedside.nobody), language);
    }
  });

  test('says on its pledge in how much time a check knows of a failure, and what hangs on the host', () => {
    const said = LANGUAGES.map((language) => {
      const sentence = /<p id="watched">([^<]*)/.exec(page(join(rootOf(language), 'pledge')))?.[1] ?? '';
      return [language, sentence.match(/\d+/g)?.join(' ')];
    });
    // 30 seconds until it looks, a look of 10, and two more 15 apart; then the cache of the host.
    assert.deepEqual(
      said,
      LANGUAGES.map((language) => [language, '70 5']),
    );
  });

  test('says on its pledge what was rehearsed, the newest first, and where each step stands', () => {
    const text = page('de/pledge')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    const rows = /Tag Auf dieser Seite nach.*?(8\. Februar 2026.*?)Jeder Schritt als Daten/
      .exec(text)?.[1]
      ?.trim();
    assert.equal(
      rows,
      '8. Februar 2026 nicht erreicht nicht erreicht nein 1. Februar 2026 31 Sekunden 40 Sekunden ja',
    );
    assert.ok(page('de/pledge').includes('href="/rehearsals.json"'));
    assert.ok(readFileSync(join(folder, 'out/rehearsals.json')).length > 0);
  });

  test('says whose trouble it is before what it is, and leads to each region', () => {
    const headline = /data-headline[^>]*>([^<]*)/.exec(page('de'))?.[1]?.trim();
    assert.equal(
      headline,
      'Europa: Niemand kann benutzen oder sehen: sharing. 3 weitere Dinge sind betroffen.',
    );
    for (const region of Object.keys(REGIONS)) assert.ok(page('').includes(`href="/regions/${region}/"`));
  });

  test('has a page for each region, on which nothing is of another', () => {
    const australia = page('de/regions/au');
    assert.ok(australia.includes('Kein Problem gemeldet: the service.'));
    assert.ok(!australia.includes('Pumps cannot be paired'));
    assert.ok(page('de/regions/jp').includes('Pumps cannot be paired'));
    const must = mustHave({
      languages: LANGUAGES as [string, ...string[]],
      regions: Object.keys(REGIONS).map((id) => ({ id, name: {} })),
    });
    for (const file of must.filter((one) => one.includes('regions/')))
      assert.ok(readFileSync(join(folder, 'out', file)).length > 0, file);
  });
});
