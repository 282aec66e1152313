import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readConfig, siteOf } from '../../src/config/index.ts';
import { DEFAULT_WEIGHTS } from '../../src/domain/site.ts';
import { parse, said, SMALL, withLine } from './reading.ts';
import { LANGUAGES } from '../languages.ts';

/** The names of the problems of the small config with another line. */
const names = (beginning: string, line: string) =>
  parse(withLine(beginning, line)).problems.map(({ name }) => name);

describe('a config', () => {
  test('is read again as it was before, with every mistake, and another one anew', () => {
    const broken = SMALL.replace(/^ {2}rebuild_every: .*$/m, '  rebuild_every: often');
    const first = said(broken);
    assert.match(first.join(), /often/);
    assert.deepEqual(said(broken), first);
    // As long as the one before.
    assert.match(said(broken.replace('often', 'never')).join(), /never/);
  });

  test('that ships has nothing to mend', () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../nightlight.yaml'));
    assert.deepEqual(readConfig(bytes, 'nightlight.yaml', Date.now(), LANGUAGES).problems, []);
  });

  test('is made ready: days are instants, and what is left out has its default', () => {
    const { config, problems } = parse(SMALL);
    assert.deepEqual(problems, []);
    assert.ok(config);
    assert.deepEqual(config.look, {
      accent: undefined,
      logo: undefined,
      logoDark: undefined,
      styles: undefined,
      pictures: 'recent',
      offline: true,
    });
    assert.equal(config.site.publishedSince, undefined);
    assert.deepEqual(config.site.weights, DEFAULT_WEIGHTS);
    assert.deepEqual(siteOf(config).components, [
      {
        id: 'alerts',
        name: { en: 'Alerts', es: 'Alertas' },
        short: { en: 'Alerts', es: 'Alertas' },
        description: { en: 'Alerts arrive.', es: 'Llegan alertas.' },
        sentences: { works: undefined, fails: undefined, partly: undefined, slowly: undefined },
        group: 'follow',
        link: undefined,
        regions: [],
        headline: true,
        since: Date.UTC(2018, 0, 1),
        until: Number.POSITIVE_INFINITY,
        formerly: [],
      },
    ]);
  });

  test('is taken at its word where it says more', () => {
    const { config, problems } = parse(`${SMALL.replace(
      '      headline: true\n',
      `      headline: true
      short: { en: Alarm, es: Alarma }
      sentences: { fails: { en: no alarm comes., es: no llega ninguna alarma } }
      until: 2024-06-30
      formerly: [older]
`,
    ).replace('  groups:', '  published_since: 2026-03-01\n  weights: { partial_outage: 1 }\n  groups:')}look:
  pictures: none
  offline: false
`);
    assert.deepEqual(problems, []);
    assert.ok(config);
    const site = siteOf(config);
    assert.deepEqual([site.pictures, site.offline], ['none', false]);
    assert.equal(site.publishedSince, Date.UTC(2026, 2, 1));
    assert.deepEqual(site.weights, { ...DEFAULT_WEIGHTS, partial_outage: 1 });
    const [one] = site.components;
    assert.deepEqual(one?.short, { en: 'Alarm', es: 'Alarma' });
    // A sentence may have to go on: its stop is ours to write.
    assert.deepEqual(one?.sentences.fails, { en: 'no alarm comes', es: 'no llega ninguna alarma' });
    assert.deepEqual([one?.until, one?.formerly], [Date.UTC(2024, 5, 30), ['older']]);
  });

  test('is read the same with the line ends of Windows and with comments behind its words', () => {
    const commented = SMALL.replaceAll(/^( +(?:url|group|vouch_for): .*)$/gm, '$1 # ours').replaceAll(
      '\n',
      '\r\n',
    );
    assert.deepEqual(parse(commented), parse(SMALL));
  });

  test('tells every mistake at once, in their order', () => {
    const broken = withLine('url:', '  url: status.example.org').replace('cache_age: 5', 'cache_age: -1');
    assert.deepEqual(said(broken), [
      '5:8 address-malformed: status.example.org | the host alone, such as https://status.example.org | Write https:// and the host. A sub-path goes into BASE_PATH.',
      '24:14 number-out-of-range: -1 | a number of minutes, 0 or more | Write a number within that range.',
    ]);
    assert.equal(parse(broken).config, undefined);
  });
});

describe('a key', () => {
  test('that must be there and is not is told where it belongs, a whole section with its first line', () => {
    assert.deepEqual(said(SMALL.replace('  vouch_for: 20\n', '')), [
      '20:1 key-missing: no "vouch_for" | vouch_for: 40 | Add a line such as "vouch_for: 40".',
    ]);
    assert.deepEqual(said(SMALL.replace('watch:\n  vouch_for: 20\n', '')), [
      '1:1 key-missing: no "watch" | watch: and its keys below it | Add "watch:" and below it, indented, a line such as "vouch_for: 40"; docs/config.md has them all.',
    ]);
    assert.deepEqual(
      parse('{}')
        .problems.map(({ found }) => found)
        .toSorted(),
      ['no "publish"', 'no "site"', 'no "watch"'],
    );
  });

  test('that nobody has is told with the one that was meant, or with the section it belongs to', () => {
    assert.ok(
      said(withLine('report:', '  raport: https://example.org/')).some((line) =>
        line.endsWith('Take it out, or see docs/config.md. Did you mean "report"?'),
      ),
    );
    assert.match(
      said(SMALL.replace('watch:\n', 'watch:\n  pictures: all\n'))[0] ?? '',
      /Write it below "look:", as "pictures"\.$/,
    );
    assert.match(
      said(`${SMALL}rebuildEvery: 10\n`)[0] ?? '',
      /Write it below "publish:", as "rebuild_every"\.$/,
    );
    assert.match(
      said(SMALL.replace('watch:\n', 'watch:\n  every: 5\n'))[0] ?? '',
      /Write it in an item of "checks:", as "every"\.$/,
    );
    assert.match(said(`${SMALL}lok: {}\n`)[0] ?? '', /Did you mean "look"\?$/);
  });

  test('stands once', () => {
    assert.deepEqual(names('report:', '  url: https://example.org'), ['key-missing', 'key-duplicate']);
  });
});

describe('words', () => {
  test('stand in every language of the site', () => {
    assert.deepEqual(said(withLine('advice:', '  advice: { en: Look at the device. }')), [
      '9:3 language-missing: no "es" | words in each language of the site: en, es | Add a line "es: ..." below it. Readers in that language would see nothing here.',
    ]);
    assert.deepEqual(names('description:', '      description: { en: Alerts arrive. }'), [
      'language-missing',
    ]);
    assert.deepEqual(names('advice:', '  advice:'), ['language-missing', 'language-missing']);
    assert.deepEqual(names('advice:', "  advice: { en: Look., es: '' }"), ['value-not-text']);
    assert.deepEqual(names('advice:', '  advice: [Look.]'), ['value-shape']);
  });

  test('in a language that the site does not have, and what a comment cuts off, are told', () => {
    assert.match(
      said(withLine('advice:', '  advice: { en: Look., es: Mire., fr: Regardez. }'))[0] ?? '',
      /^9:35 key-unknown: fr \| one of en, es \| Take it out, or add "fr" to "languages" of "site"\.$/,
    );
    assert.deepEqual(names('advice:', '  advice: { en: Look., es: Mire # el dispositivo\n  }'), [
      'value-comment',
    ]);
  });
});

describe('components and groups', () => {
  const twice = (second: string) =>
    `${SMALL.replace(
      'watch:',
      `    - id: ${second}
      name: { en: Data, es: Datos }
      description: { en: Data arrive., es: Llegan datos. }
      group: follow
      since: 2018-01-01
watch:`,
    )}`;

  test('have ids that an address can hold', () => {
    for (const id of ['Alerts', 'alerts!', "'!alerts'", 'a b'])
      assert.deepEqual(names('- id: alerts', `    - id: ${id}`), ['id-malformed'], id);
    assert.deepEqual(names('group: follow', '      group: follow\n      formerly: [OLD]'), ['id-malformed']);
  });

  test('have ids that nothing else has or had', () => {
    assert.deepEqual(parse(twice('data')).problems, []);
    assert.deepEqual(said(twice('alerts')), [
      '20:11 id-duplicate: alerts | an id that nothing else has or had | It stands in line 14 already. Ids are never used twice: choose another word.',
    ]);
    const former = twice('data').replace('headline: true', 'headline: true\n      formerly: [old, data]');
    assert.deepEqual(
      parse(former).problems.map(({ name, place }) => [name, place?.line, place?.column]),
      [['id-duplicate', 21, 11]],
    );
  });

  test('belong to a group that is there', () => {
    assert.deepEqual(said(withLine('group: follow', '      group: folow')), [
      '17:14 group-unknown: folow | one of follow | Write one of those, or add it to "groups". Did you mean "follow"?',
    ]);
  });

  test('are in regions that are there, each of them once', () => {
    const REGIONS = `  regions:
    - { id: us, name: { en: United States, es: Estados Unidos } }
    - { id: eu, name: { en: Europe, es: Europa } }
  components:`;
    const inRegions = (regions: string) =>
      withLine('group: follow', `      group: follow\n      regions: ${regions}`);
    const withRegions = (regions: string) => inRegions(regions).replace('  components:', REGIONS);
    const { config, problems } = parse(withRegions('[eu, us]'));
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.site.components[0]?.regions, ['eu', 'us']);
    assert.deepEqual(said(withRegions('[us, uk]')), [
      '21:21 region-unknown: uk | one of us, eu | Write one of those, or add it to "regions" of "site". Did you mean "us"?',
    ]);
    assert.deepEqual(said(inRegions('[us]')), [
      '18:17 region-unknown: us | a region of the site, which has none | Add it to "regions" of "site".',
    ]);
    assert.deepEqual(said(withRegions('[us, us]')), [
      '21:21 id-duplicate: us | an id that nothing else has or had | It stands in line 21 already. Ids are never used twice: choose another word.',
    ]);
    assert.deepEqual(
      said(withRegions('[us, eu]').replace('id: eu', 'id: us')).map((one) => one.split(' ', 2)[1]),
      ['id-duplicate:', 'region-unknown:'],
    );
  });

  test('have at least one on which the answer rests', () => {
    assert.deepEqual(names('headline:', '      headline: false'), ['headline-missing']);
    assert.deepEqual(names('headline:', '      headline: yes'), ['value-not-allowed']);
  });

  test('are in service for a day at least', () => {
    const until = (day: string) => names('headline:', `      headline: true\n      until: ${day}`);
    assert.deepEqual(until('2017-12-31'), ['until-before-since']);
    assert.deepEqual(until('2018-01-01'), ['until-before-since']);
    assert.deepEqual(until('2018-01-02'), []);
  });
});

describe('a value', () => {
  test('that is a day is written as one', () => {
    for (const day of ['2018', '2018-01-01T00:00Z', 'never', '2018-13-01', '2018-01-01/2018-01-02'])
      assert.deepEqual(names('since:', `      since: ${day}`), ['day-malformed'], day);
    assert.match(said(withLine('since:', '      since: 2018/1/1'))[0] ?? '', /Did you mean "2018-01-01"\?$/);
  });

  test('of the pledge are one, or a list of them in their order, each from a day on', () => {
    const promise = '{ since: 2026-01-01, first_notice: 60, update_every: 240 }';
    const later = promise.replace('2026-01-01', '2027-01-01');
    const pledge = (text: string) => withLine('pledge:', `  pledge: ${text}`);
    assert.deepEqual(names('pledge:', `  pledge: [${promise}, ${later}]`), []);
    assert.deepEqual(parse(pledge(`[${promise}, ${later}]`)).config?.site.pledge, [
      { since: Date.UTC(2026, 0, 1), firstNotice: 60, updateEvery: 240 },
      { since: Date.UTC(2027, 0, 1), firstNotice: 60, updateEvery: 240 },
    ]);
    assert.deepEqual(parse(pledge('{ first_notice: 15, update_every: 60 }')).config?.site.pledge, [
      { since: Number.NEGATIVE_INFINITY, firstNotice: 15, updateEvery: 60 },
    ]);
    for (const [list, name] of [
      [`[${later}, ${promise}]`, 'pledge-order'],
      [`[${promise}, ${promise}]`, 'pledge-order'],
      ['[]', 'pledge-order'],
      ['[{ first_notice: 60, update_every: 240 }]', 'key-missing'],
      [promise, 'key-unknown'],
      ['soon', 'value-shape'],
    ] as const)
      assert.deepEqual(names('pledge:', `  pledge: ${list}`), [name], list);
  });

  test('that counts minutes is a number of minutes that pass', () => {
    for (const wrong of ['0', '-1', '.nan', '.inf', '15 minutes', "'15'"]) {
      assert.deepEqual(
        names('pledge:', `  pledge: { first_notice: ${wrong}, update_every: 60 }`),
        ['number-out-of-range'],
        wrong,
      );
      assert.deepEqual(names('rebuild_every:', `  rebuild_every: ${wrong}`), ['number-out-of-range'], wrong);
    }
    assert.deepEqual(names('cache_age:', '  cache_age: 0'), []);
  });

  test('that weighs a minute is a part of it, and only what nobody knows can be left out', () => {
    const weigh = (weight: string) => names('groups:', `  weights: { ${weight} }\n  groups:`);
    for (const wrong of ['-0.1', '1.1', 'left out'])
      assert.deepEqual(weigh(`partial_outage: ${wrong}`), ['number-out-of-range'], wrong);
    for (const wrong of ['-0.1', '1.1'])
      assert.deepEqual(weigh(`not_known: ${wrong}`), ['number-out-of-range']);
    assert.deepEqual(weigh('not_known: half'), ['value-not-allowed']);
    for (const right of ['partial_outage: 0.3', 'not_known: left out', 'not_known: 0.5'])
      assert.deepEqual(weigh(right), []);
  });

  test('that leads readers somewhere is an address that a device can open', () => {
    for (const wrong of ['us@example.org', "'javascript:alert(1)'", 'x mailto:us@example.org', 'tel:1 2'])
      assert.deepEqual(names('report:', `  report: ${wrong}`), ['address-malformed'], wrong);
    for (const right of ['http://example.org', 'HTTPS://example.org', 'tel:+1', 'sms:+1', 'mailto:us@x.org'])
      assert.deepEqual(names('report:', `  report: ${right}`), [], right);
    for (const wrong of ['CC BY 4.0', 'see https://example.org/', 'https://example.org/ or so'])
      assert.deepEqual(names('groups:', `  license: ${wrong}\n  groups:`), ['address-malformed'], wrong);
  });

  test('that is a time zone knows when clocks change, and has the name that every machine knows', () => {
    const at = (zone: string) => said(withLine('groups:', `  time_zone: ${zone}\n  groups:`));
    for (const right of ['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'UTC'])
      assert.deepEqual(at(right), [], right);
    for (const wrong of ['CET', '+01:00', 'europe/berlin', 'Europe/Berlln', 'Europe/Atlantis', '2', '""'])
      assert.equal(at(wrong).length, 1, wrong);
    assert.match(at('europe/berlin')[0] ?? '', /value-not-allowed: europe.*Did you mean "Europe\/Berlin"/);
    assert.match(at('Europe/Berlln')[0] ?? '', /Did you mean "Europe\/Berlin"/);
    assert.deepEqual(names('groups:', '  clock: 12\n  groups:'), []);
    assert.deepEqual(names('groups:', '  clock: 13\n  groups:'), ['value-not-allowed']);
  });

  test('that says where the heartbeat is renewed can be named by a policy and asked by a page', () => {
    const at = (address: string) => names('rebuild_every:', `  heartbeat: ${address}\n  rebuild_every: 10`);
    for (const wrong of [
      'beat.example.org',
      'http://beat.example.org/heartbeat.json',
      'https://beat.example.org/?a',
      '"https://beat.example.org/; script-src *"',
      "'https://'",
    ])
      assert.deepEqual(at(wrong), ['address-malformed'], wrong);
    for (const right of ['https://beat.example.org/follow.json', 'http://127.0.0.1:8080/heartbeat.json'])
      assert.deepEqual(at(right), [], right);
  });

  test('that says where the site stands is the host alone', () => {
    for (const wrong of [
      'https://example.org/status',
      'ftp://example.org',
      'at https://example.org',
      'https://',
    ])
      assert.deepEqual(names('url:', `  url: '${wrong}'`), ['address-malformed'], wrong);
    for (const right of ['https://example.org/', 'http://localhost:4321'])
      assert.deepEqual(names('url:', `  url: ${right}`), [], right);
  });

  test('that says since when the page is public has come', () => {
    const since = (day: string) => names('groups:', `  published_since: ${day}\n  groups:`);
    assert.deepEqual(since('2026-03-01'), []);
    assert.deepEqual(since('2026-03-02'), ['published-since-ahead']);
    assert.deepEqual(since('2026-03-01T00:00Z'), []);
    assert.deepEqual(since('2026-03-01T23:59+01:00'), ['published-since-ahead']);
    assert.deepEqual(since('2026-03-01T00:00'), ['day-malformed']);
  });
});

describe('templates for those who write', () => {
  test('may name only components that there are', () => {
    const writing = 'writing:\n  templates:\n    - { component: alert, works: [alerts, glucos] }\n';
    assert.deepEqual(
      said(`${SMALL}${writing}`).map((one) => one.replace(/ \| one of .*? \|/, ' |')),
      [
        '27:20 component-unknown: alert | Write the id of a component of this site. Did you mean "alerts"?',
        '27:43 component-unknown: glucos | Write the id of a component of this site.',
      ],
    );
  });
});

describe('a word that must hold until the next one is heard', () => {
  test('is refused with the arithmetic where it cannot, and with both ways out', () => {
    assert.deepEqual(said(withLine('vouch_for:', '  vouch_for: 10')), [
      '21:14 vouch-too-short: 10 minutes | at least rebuild_every + cache_age = 10 + 5 = 15 minutes | The next word comes only then: the page would say "unknown" for up to 5 minutes before each. Set vouch_for to 15 or more, or rebuild_every to 5 or less (and rebuild that often).',
    ]);
    assert.match(said(withLine('vouch_for:', '  vouch_for: 5'))[0] ?? '', /Set vouch_for to 15 or more\.$/);
    assert.deepEqual(said(withLine('vouch_for:', '  vouch_for: 15')), []);
  });
});
