import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type ComponentConfig,
  DEFAULT_WEIGHTS,
  defineSite,
  findComponent,
  leaseLimitsOf,
  type SiteConfig,
  leaseLength,
} from '../../src/domain/site.ts';
import { MINUTE } from '../../src/domain/time.ts';

const words = (text: string) => ({ en: text, es: text });

const alerts: ComponentConfig = {
  id: 'alerts',
  name: words('Alerts'),
  description: words('Alerts arrive.'),
  group: 'follow',
  headline: true,
  since: '2018-01-01',
};

const config: SiteConfig = {
  name: words('Nightlight'),
  service: words('glucose sharing'),
  url: 'https://status.example.org',
  tag: { authority: 'example.org', year: 2026 },
  operator: { name: 'The operator', contact: 'mailto:us@example.org' },
  report: 'https://example.org/report',
  pledge: { firstNotice: 15, updateEvery: 60 },
  rebuildEvery: 10,
  cacheAge: 5,
  vouchFor: 20,
  groups: [{ id: 'follow', name: words('Follow') }],
  components: [alerts],
  advice: words('Look at the device.'),
};

/** The mistakes that a config with a change is refused with. */
function mistakes(change: object): string[] {
  try {
    defineSite({ ...config, ...change });
    return [];
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n');
    assert.equal(first, 'src/site.config.ts:');
    return rest.map((line) => line.replace(/^ {2}- /, ''));
  }
}

const component = (change: Partial<ComponentConfig>) => mistakes({ components: [{ ...alerts, ...change }] });

describe('the config', () => {
  test('is made ready: days are instants, and what is left out has its default', () => {
    const site = defineSite(config);
    assert.equal(site.pictures, 'all');
    assert.equal(site.publishedSince, undefined);
    assert.deepEqual(site.weights, DEFAULT_WEIGHTS);
    const [one] = site.components;
    assert.deepEqual(one, {
      ...alerts,
      since: Date.UTC(2018, 0, 1),
      until: Number.POSITIVE_INFINITY,
      formerly: [],
    });
  });

  test('is taken at its word where it says more', () => {
    const retired = { ...alerts, id: 'old', until: '2024-06-30', formerly: ['older'] };
    const site = defineSite({
      ...config,
      pictures: 'none',
      publishedSince: '2026-03-01',
      weights: { partial_outage: 1 },
      components: [alerts, retired],
    });
    assert.equal(site.pictures, 'none');
    assert.equal(site.publishedSince, Date.UTC(2026, 2, 1));
    assert.deepEqual(site.weights, { ...DEFAULT_WEIGHTS, partial_outage: 1 });
    assert.equal(site.components[1]?.until, Date.UTC(2024, 5, 30));
    assert.equal(findComponent(site, 'older')?.id, 'old', 'an old file still says the former id');
    assert.equal(findComponent(site, 'oldest'), undefined);
  });

  test('says for how long a build and a word may be believed: three rebuilds and the age of the cache', () => {
    assert.equal(leaseLength(config), 35 * MINUTE);
    assert.deepEqual(leaseLimitsOf(config), { validFor: 35 * MINUTE, vouchFor: 20 * MINUTE });
  });

  test('is refused with every mistake at once', () => {
    assert.deepEqual(mistakes({ url: 'status.example.org', cacheAge: -1, report: 'us@example.org' }), [
      'cacheAge is a number of minutes, 0 or more.',
      'report is an address that begins with https:, http:, mailto:, tel: or sms:.',
      'url is the host alone, such as https://status.example.org; a sub-path goes into BASE_PATH.',
    ]);
  });

  test('names no component twice, now or before, and none with letters that an address cannot hold', () => {
    const letters = (id: string) => [`component "${id}": "${id}" may hold only a-z, 0-9 and "-".`];
    for (const id of ['Alerts', 'alerts!', '!alerts', 'a b', ''])
      assert.deepEqual(component({ id }), letters(id));
    assert.deepEqual(component({ formerly: ['OLD'] }), [
      'component "alerts": "OLD" may hold only a-z, 0-9 and "-".',
    ]);
    const taken = ['component "data": the id "alerts" is taken; ids are never used twice.'];
    const data = { ...alerts, id: 'data' };
    assert.deepEqual(mistakes({ components: [alerts, { ...data, formerly: ['alerts'] }] }), taken);
    assert.deepEqual(
      mistakes({
        components: [
          { ...alerts, id: 'new', formerly: ['alerts'] },
          { ...data, formerly: ['alerts'] },
        ],
      }),
      taken,
    );
  });

  test('puts each component into a group that is there, and one of them into the headline', () => {
    assert.deepEqual(component({ group: 'sensors' }), ['component "alerts": there is no group "sensors".']);
    assert.deepEqual(component({ headline: false }), [
      'Mark at least one component with headline: true; the answer is made from those.',
    ]);
  });

  test('names and describes everything in every language', () => {
    const half = { en: 'Words', es: '' };
    const missing = (what: string) => [`${what} has no words in "es".`];
    assert.deepEqual(component({ description: half }), missing('component "alerts": description'));
    assert.deepEqual(component({ name: half }), missing('component "alerts": name'));
    assert.deepEqual(mistakes({ groups: [{ id: 'follow', name: half }] }), missing('group "follow": name'));
    assert.deepEqual(mistakes({ advice: half }), missing('advice'));
  });

  test('gives a component at least a day of service', () => {
    const since = 'component "alerts": "since" is a day such as 2018-01-01.';
    const until = 'component "alerts": "until" is a day such as 2024-06-30.';
    const before = 'component "alerts": "until" lies before "since".';
    assert.deepEqual(component({ since: '2018' }), [since]);
    assert.deepEqual(component({ since: '2018-01-01T00:00Z' }), [since]);
    assert.deepEqual(component({ until: 'never' }), [until]);
    assert.deepEqual(component({ since: '2018', until: 'never' }), [since, until]);
    assert.deepEqual(component({ until: '2017-12-31' }), [before]);
    assert.deepEqual(component({ until: '2018-01-01' }), [before]);
    assert.deepEqual(component({ until: '2018-01-02' }), []);
  });

  test('counts in minutes that pass', () => {
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const minutes = (name: string) => `${name} is a number of minutes above 0.`;
      const pledge = (name: string) => mistakes({ pledge: { ...config.pledge, [name]: wrong } });
      assert.deepEqual(pledge('firstNotice'), [minutes('pledge.firstNotice')]);
      assert.deepEqual(pledge('updateEvery'), [minutes('pledge.updateEvery')]);
      assert.ok(mistakes({ rebuildEvery: wrong }).includes(minutes('rebuildEvery')));
      assert.ok(mistakes({ vouchFor: wrong }).includes(minutes('vouchFor')));
    }
    for (const cacheAge of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.ok(mistakes({ cacheAge }).includes('cacheAge is a number of minutes, 0 or more.'));
    assert.deepEqual(mistakes({ cacheAge: 0 }), []);
  });

  test('weighs a minute by a part of it, and only what nobody knows can be left out', () => {
    for (const partial_outage of [-0.1, 1.1, 'left out', Number.NaN])
      assert.deepEqual(mistakes({ weights: { partial_outage } }), [
        'weights.partial_outage lies between 0 and 1.',
      ]);
    for (const not_known of [-0.1, 1.1, 'half'])
      assert.deepEqual(mistakes({ weights: { not_known } }), [
        "weights.not_known lies between 0 and 1, or is 'left out'.",
      ]);
    for (const weight of [0, 0.3, 1]) assert.deepEqual(mistakes({ weights: { partial_outage: weight } }), []);
    assert.deepEqual(mistakes({ weights: { not_known: 'left out' } }), []);
  });

  test('begins to publish on a day, under a licence that has an address', () => {
    assert.deepEqual(mistakes({ publishedSince: 'March' }), ['publishedSince is a day such as 2026-03-01.']);
    const licence = [
      'license is the address of a licence, such as https://creativecommons.org/licenses/by/4.0/.',
    ];
    for (const license of ['CC BY 4.0', 'see https://example.org/', 'https://example.org/ or so'])
      assert.deepEqual(mistakes({ license }), licence);
    for (const license of ['https://example.org/', 'http://example.org/'])
      assert.deepEqual(mistakes({ license }), []);
  });

  test('leads readers only to addresses that a device can open', () => {
    const wrong = 'is an address that begins with https:, http:, mailto:, tel: or sms:.';
    for (const address of ['us@example.org', 'javascript:alert(1)', 'x mailto:us@example.org', 'tel:1 2']) {
      assert.deepEqual(mistakes({ report: address }), [`report ${wrong}`]);
      assert.deepEqual(mistakes({ operator: { name: 'x', contact: address } }), [
        `operator.contact ${wrong}`,
      ]);
    }
    for (const report of [
      'http://example.org',
      'HTTPS://example.org',
      'tel:+1',
      'sms:+1',
      'mailto:us@example.org',
    ])
      assert.deepEqual(mistakes({ report }), []);
  });

  test('stands at a host, and the path is told to the build', () => {
    const wrong = [
      'url is the host alone, such as https://status.example.org; a sub-path goes into BASE_PATH.',
    ];
    for (const url of [
      'https://example.org/status',
      'ftp://example.org',
      'at https://example.org',
      'https://',
    ])
      assert.deepEqual(mistakes({ url }), wrong);
    for (const url of ['https://example.org/', 'http://localhost:4321'])
      assert.deepEqual(mistakes({ url }), []);
  });
});
