import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { type Plain, remove, set } from '../../src/config/edit.ts';
import { readConfig } from '../../src/config/index.ts';
import { LANGUAGES } from '../languages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const shipped = readFileSync(join(ROOT, 'nightlight.yaml'), 'utf8');

/** As it would be for a service: without the demonstration, built again every ten minutes. */
const live = changed(
  remove(shipped, ['site', 'demonstration']).replace('$schema=docs', '$schema=../../../docs'),
  [
    [['publish', 'rebuild_every'], 10],
    [['watch', 'vouch_for'], 20],
  ],
);

/** The public half of a pair of which nobody has the other. */
const PUSH_KEY = 'BO1RB8XloEOxnzb759ImAEHxjSzlOGezuFVBjtTRvk4oHKpJfjzls5B93z7T5UuoVNFFaL1m-z5R1dWxSLcC1iQ';

/** The configs of the tests, each made from the one that ships. */
const CONFIGS: Record<string, string> = {
  live,
  'without-pictures': changed(live, [[['look', 'pictures'], 'none']]),
  // Nobody listens there: a test answers for it.
  elsewhere: changed(live, [[['publish', 'heartbeat'], 'http://127.0.0.1:40009/follow.json']]),
  // People are told in every way that the page offers. Nobody listens there: a test answers for it.
  telling: changed(live, [
    [
      ['delivery'],
      {
        service: 'http://127.0.0.1:40010',
        terms: 'https://nightlight.example/terms',
        privacy: 'https://nightlight.example/privacy',
        programme: { en: 'Nightlight', es: 'Nightlight' },
        email: {
          from: 'Nightlight <status@nightlight.example>',
          postal_address: 'Nightlight, 1 Main Street, Springfield',
        },
        minors: true,
        sms: { from: '+15555550100', countries: ['US', 'CA'], price: 0.0083, most_a_day: 200 },
        web_push: { contact: 'mailto:push@nightlight.example', public_key: PUSH_KEY },
        mastodon: [
          { instance: 'https://mastodon.example', address: 'https://mastodon.example/@nightlight' },
          {
            name: 'mastodon-es',
            language: 'es',
            instance: 'https://mastodon.example',
            address: 'https://mastodon.example/@nightlight_es',
          },
        ],
      },
    ],
  ]),
  // The service is otherwise in one part of the world than in another; a device is everywhere alike.
  regions: changed(live, [
    [
      ['site', 'regions'],
      [
        { id: 'us', name: { en: 'United States', es: 'Estados Unidos' } },
        { id: 'eu', name: { en: 'Europe', es: 'Europa' } },
        { id: 'jp', name: { en: 'Japan', es: 'Japón' } },
      ],
    ],
    [
      [...component('share-upload'), 'regions'],
      ['us', 'eu', 'jp'],
    ],
    [
      [...component('follow-glucose'), 'regions'],
      ['us', 'eu', 'jp'],
    ],
    [
      [...component('follow-alerts'), 'regions'],
      ['us', 'eu', 'jp'],
    ],
    [
      [...component('sign-in'), 'regions'],
      ['us', 'eu'],
    ],
    [[...component('reports'), 'regions'], ['us']],
  ]),
  // A page that will be public in a time nobody lives to see.
  ahead: changed(live, [[['site', 'published_since'], '9999-12-31']]),
  // All that a site may add to what it must say.
  furnished: changed(live, [
    [['site', 'time_zone'], 'Europe/Berlin'],
    [['site', 'groups', 0, 'description'], { en: 'Needs no network.', es: 'No necesita red.' }],
    [['site', 'groups', 0, 'fold'], true],
    [
      ['site', 'groups', 2, 'links'],
      [
        {
          name: { en: 'When clinics are reached', es: 'Cuándo se llega a las clínicas' },
          url: 'https://www.example.org/clinics',
        },
      ],
    ],
    [['site', 'groups', 2, 'fold'], true],
    [[...component('sign-in'), 'link'], 'https://app.example.org/sign-in'],
    [['look', 'accent'], '#00696b'],
    [['look', 'logo'], 'icon.svg'],
    [['forge', 'repository'], 'https://github.com/example/status'],
    [['forge', 'links'], true],
    [
      ['watch', 'checks'],
      [
        {
          id: 'alerts',
          http: { url: 'https://api.example.org/alerts' },
          fails: ['follow-alerts', 'device-readings'],
        },
      ],
    ],
  ]),
  // A component got a new id and another was retired.
  renamed: changed(live, [
    [[...component('follow-alerts'), 'formerly'], ['follow-alerts']],
    [[...component('follow-alerts'), 'id'], 'alerts'],
    [[...component('reports'), 'until'], '2026-01-31'],
  ]),
};

function changed(text: string, changes: [path: (string | number)[], value: Plain][]): string {
  return changes.reduce((before, [path, value]) => set(before, path, value), text);
}

function component(id: string): (string | number)[] {
  const bytes = new TextEncoder().encode(shipped);
  const { draft } = readConfig(bytes, 'nightlight.yaml', Date.now(), LANGUAGES);
  return ['site', 'components', draft.site?.components?.findIndex((one) => one?.id === id) ?? -1];
}

describe('a config of the tests is the one that ships, with a few lines changed', () => {
  for (const [name, text] of Object.entries(CONFIGS))
    test(name, () => {
      const path = join(ROOT, `tests/fixtures/sites/${name}.yaml`);
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
      assert.equal(readFileSync(path, 'utf8'), text);
    });
});
