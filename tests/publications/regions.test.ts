import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { apartBySince, incidentsIn, siteIn, spokenNow } from '../../src/domain/region.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { componentBadge, pageBadge, regionBadge } from '../../src/publications/badge.ts';
import { toAtom } from '../../src/publications/feeds/atom.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { notificationFile, notificationIn } from '../../src/publications/notification.ts';
import { emailOf, smsOf } from '../../src/publications/messages/index.ts';
import { pressParagraph } from '../../src/publications/press.ts';
import { bedsideFile, inRegion } from '../../src/publications/bedside.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { incidentFile } from '../../src/publications/data/incident.ts';
import { toSitemap } from '../../src/publications/sitemap.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiComponent, ApiIncident } from '../../src/publications/statuspage/types.ts';
import { uptimeCsv, uptimeFile } from '../../src/publications/uptime.ts';
import { factsOf, whereIn } from '../../src/publications/rows.ts';
import { regional } from '../sites.ts';
import { at, doing, INCIDENTS, NOW, SNAPSHOT } from './regional.ts';

const ORIGIN = { url: 'https://status.example.org', base: '/' };
const headline = (impact: string, language = 'en') => answerOf(at(doing(impact)), language).headline;

describe('the answer of a service with regions', () => {
  test('begins with whose trouble it is, and says that there is none elsewhere', () => {
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [eu] }'),
      'Europe: followers get no alerts. No problem is reported elsewhere.',
    );
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [us, jp] }', 'es'),
      'Estados Unidos y Japón: quienes siguen no reciben alertas. No se ha comunicado ningún problema en otras regiones.',
    );
  });

  test('has no word of regions where all of them are in trouble, or what is everywhere alike', () => {
    assert.equal(headline('follow-alerts: major_outage'), 'Followers get no alerts.');
    assert.equal(
      headline('follow-alerts: { status: major_outage, regions: [jp, eu, us] }'),
      'Followers get no alerts.',
    );
    assert.equal(
      headline('partner-apps: major_outage'),
      answerOf(at(doing('partner-apps: { status: major_outage }')), 'en').headline,
    );
  });

  test('does not say "no problem elsewhere" where there is one, and counts it', () => {
    assert.equal(
      headline(
        'follow-alerts: [{ status: major_outage, regions: [eu] }, { status: partial_outage, regions: [jp] }]',
      ),
      'Europe: followers get no alerts. 1 more thing is affected.',
    );
    assert.equal(
      headline(
        'follow-alerts: { status: major_outage, regions: [eu] }\n  follow-glucose: { status: major_outage, regions: [us] }',
      ),
      'United States: followers see no glucose. 1 more thing is affected.',
    );
    assert.equal(
      headline(
        'follow-alerts: { status: major_outage, regions: [eu] }\n  partner-apps: degraded_performance',
      ),
      'Europe: followers get no alerts. 1 more thing is affected.',
    );
  });

  test('says of a whole region that nothing works there, and not that nothing works', () =>
    assert.equal(
      headline(
        'share-upload: { status: major_outage, regions: [jp] }\n  follow-glucose: { status: major_outage, regions: [jp] }\n  follow-alerts: { status: major_outage, regions: [jp] }',
      ),
      'Japan: Glucose sharing is not working. No problem is reported elsewhere.',
    ));

  test('names the regions of announced work, of what is reported and of what is being watched', () => {
    const work = doing('follow-alerts: { status: under_maintenance, regions: [eu] }').map((incident) => ({
      ...incident,
      kind: 'maintenance' as const,
      scheduled: { from: NOW - 60_000, until: NOW + 3_600_000 },
    }));
    assert.equal(
      answerOf(at(work), 'en').headline,
      'Europe: Planned maintenance is under way: Alerts for followers.',
    );
    const over = doing(
      'follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage, regions: [eu] }, { from: 2026-03-01T02:20Z, status: operational, regions: [eu] }]',
    );
    assert.equal(
      answerOf(at(over), 'en').headline,
      'Europe: followers get alerts again. A fix is in place and is being watched.',
    );
  });

  test('of one region is that of its own, and none of another’s trouble', () => {
    const headlineIn = (region: string) => {
      const site = siteIn(regional, region);
      const snapshot = takeSnapshot(site, incidentsIn(regional, INCIDENTS, region), NOBODY, NOW);
      return answerOf(snapshot, 'en').headline;
    };
    assert.equal(headlineIn('eu'), 'Followers get no alerts. 1 more thing is affected.');
    assert.equal(headlineIn('us'), 'No problem with glucose sharing is reported.');
    assert.equal(headlineIn('jp'), 'Followers get alerts again. A fix is in place and is being watched.');
  });
});

test('a region that failed later says since when it does, and one that is well again is not named', () => {
  const since = (changes: string) => {
    const { statuses } = at(doing(`follow-alerts: [${changes}]`));
    const entry = statuses.find(({ component }) => component.id === 'follow-alerts');
    assert.ok(entry);
    return apartBySince(regional, entry).map((one) => [
      spokenNow(regional, one)
        .where?.map(({ id }) => id)
        .join(' '),
      one.status,
      new Date(one.since?.at.earliest ?? 0).toISOString().slice(11, 16),
    ]);
  };
  const [us, eu, jp] = ['10, us', '40, eu', '40, jp'].map((one) => {
    const [minute, region] = one.split(', ');
    return `{ from: 2026-03-01T02:${minute}Z, status: major_outage, regions: [${region}] }`;
  });
  assert.deepEqual(since(`${us}, ${eu}`), [
    ['us', 'major_outage', '02:10'],
    ['eu', 'major_outage', '02:40'],
  ]);
  assert.deepEqual(since(`${eu}, ${jp}`), [['eu jp', 'major_outage', '02:40']]);
  const again = '{ from: 2026-03-01T02:50Z, status: operational, regions: [us] }';
  assert.deepEqual(since(`${us}, ${eu}, ${again}`), [['eu', 'major_outage', '02:40']]);
  assert.deepEqual(since('{ from: 2026-03-01T02:10Z, status: major_outage }'), [
    [undefined, 'major_outage', '02:10'],
  ]);
});

test('a region has a badge of its own, without a word of what is elsewhere alone', () => {
  const said = (id: string) => {
    const region = regional.regions.find((one) => one.id === id);
    assert.ok(region);
    const { label, message } = regionBadge(
      at(doing('follow-alerts: { status: major_outage, regions: [eu] }')),
      region,
      'en',
    );
    return `${label}: ${message}`;
  };
  assert.equal(said('eu'), 'glucose sharing (Europe): Followers get no alerts');
  assert.equal(said('us'), 'glucose sharing (United States): No problem reported');
});

test('badges name the regions', () => {
  assert.equal(pageBadge(SNAPSHOT, 'en').message, 'Europe: followers get no alerts, and 1 more thing');
  const alerts = SNAPSHOT.statuses.find(({ component }) => component.id === 'follow-alerts');
  assert.ok(alerts);
  assert.equal(componentBadge(SNAPSHOT, alerts, 'en').message, 'Not working (Europe)');
});

test('a row, the paragraph for the press and the entries of feeds say where it was', () => {
  const [alerts, signIn, upload] = SNAPSHOT.incidents;
  assert.ok(alerts && signIn && upload);
  assert.deepEqual(
    [alerts, signIn, upload].map((incident) => whereIn(incident, regional, 'en')),
    ['Europe and Japan', 'United States', undefined],
  );
  assert.equal(factsOf(signIn, SNAPSHOT, 'en').lost.text, 'United States: some people cannot sign in.');
  assert.match(pressParagraph(signIn, SNAPSHOT, 'en'), /United States: some people cannot sign in/);
  const { entries } = feedOf(SNAPSHOT, 'en', ORIGIN, 'history.atom');
  assert.deepEqual(
    entries.map(({ title }) => title),
    [
      'Cause identified: Followers in Europe get no alerts · Europe and Japan',
      'Investigating: Followers in Europe get no alerts · Europe and Japan',
      'Resolved: Some people in the United States could not sign in · United States',
      'Investigating: Some people in the United States could not sign in · United States',
      'Resolved: Readings did not leave the phone',
      'Investigating: Readings did not leave the phone',
    ],
  );
  assert.match(entries[0]?.html ?? '', /<strong>Regions:<\/strong> Europe and Japan\./);
});

test('a feed names a region by the tag of the site, and by no address of ours', () => {
  const tag = { authority: 'status.example.org', year: 2020 };
  const snapshot = { ...SNAPSHOT, site: { ...SNAPSHOT.site, tag } };
  const atom = toAtom(feedOf(snapshot, 'en', ORIGIN, 'history.atom'));
  assert.match(
    atom,
    /<category scheme="tag:status\.example\.org,2020:region" term="us" label="United States"\/>/,
  );
  assert.doesNotMatch(atom, /nightlight\.example/);
});

describe('a message about one region', () => {
  const [incident] = SNAPSHOT.incidents;
  assert.ok(incident);
  const told = (index: number) =>
    notificationFile(
      notificationIn(
        SNAPSHOT,
        incident,
        incident.updates[index] as (typeof incident.updates)[0],
        'en',
        ORIGIN,
      ),
    );

  test('carries how each region was, and says of each in which it was hurt what it was', () => {
    const [alerts] = told(0).impact;
    assert.equal(
      alerts?.sentence,
      'Europe: followers get no alerts. Japan: followers get alerts late or miss some',
    );
    assert.equal(alerts?.where, 'Europe');
    assert.deepEqual(
      alerts?.regions?.map(({ region, name, status }) => [region, name, status]),
      [
        ['eu', 'Europe', 'major_outage'],
        ['jp', 'Japan', 'degraded_performance'],
      ],
    );
    assert.equal(told(1).impact[0]?.sentence, 'Europe: followers get no alerts');
  });

  test('names the region in a text message and in a letter', () => {
    assert.match(smsOf(told(1), { stop: true }).text, /Europe: followers get no alerts\./);
    const letter = emailOf(told(1), {
      preferencesUrl: 'https://example.org/p',
      unsubscribeUrl: 'https://example.org/u',
      why: 'subscriber',
      postalAddress: '1 Main Street',
    });
    assert.match(letter.text, /Europe: followers get no alerts/);
  });

  test('names it too where there are too many to say in sentences', () => {
    const many = ['share-upload', 'follow-glucose', 'follow-alerts', 'sign-in']
      .map((id) => `${id}: { status: major_outage, regions: [eu] }`)
      .join('\n  ');
    const [all] = doing(many);
    assert.ok(all);
    const snapshot = at([all]);
    const file = notificationFile(
      notificationIn(snapshot, all, all.updates[0] as (typeof all.updates)[0], 'en', ORIGIN),
    );
    assert.match(smsOf(file, { stop: true }).text, /\(Europe\)/);
  });
});

test('a region has a feed of its own, of what touches it, under ids that the entries have everywhere', () => {
  const [us] = regional.regions;
  assert.ok(us);
  const feed = feedOf(SNAPSHOT, 'en', ORIGIN, 'regions/us/history.atom', { region: us });
  assert.equal(feed.title, 'United States · Nightlight: every update');
  assert.equal(feed.home, 'https://status.example.org/regions/us/');
  assert.equal(feed.id, 'tag:nightlight.example,2026:regions/us/en');
  const everywhere = feedOf(SNAPSHOT, 'en', ORIGIN, 'history.atom');
  assert.deepEqual(
    feed.entries.map(({ id }) => id),
    everywhere.entries
      .filter(({ told }) => told.incident !== '2026-03-01-alerts-in-europe')
      .map(({ id }) => id),
  );
});

test('the map of the site has each region', () =>
  assert.match(toSitemap(SNAPSHOT, ORIGIN), /<loc>https:\/\/status\.example\.org\/es\/regions\/jp\/<\/loc>/));

test('the data of an incident says in which regions, of what was written and of what is counted', () => {
  const [alerts] = SNAPSHOT.incidents;
  assert.ok(alerts);
  const { impact, counted } = incidentFile(alerts, SNAPSHOT, ORIGIN);
  assert.deepEqual(
    impact.map(({ component, regions, changes }) => [component, regions, changes.length]),
    [
      ['follow-glucose', ['eu'], 1],
      ['follow-alerts', ['eu'], 2],
      ['follow-alerts', ['jp'], 2],
    ],
  );
  assert.deepEqual(
    counted.map(({ component, stretches }) => [component, stretches.map(({ regions }) => regions)]),
    [
      ['follow-glucose', [['eu']]],
      ['follow-alerts', [['eu'], ['eu'], ['jp'], ['jp']]],
    ],
  );
});

describe('the uptime of a service with regions', () => {
  const seriesOf = (id: string) => uptimeFile(SNAPSHOT).series.find((one) => one.id === id);

  test('is that of the region in which it was worst, by name, with each region beside it', () => {
    const signIn = seriesOf('sign-in');
    assert.deepEqual(signIn?.ranges.ninety.regions, ['us']);
    assert.deepEqual(signIn?.ranges.ninety.minutes, { partial_outage: 90 });
    assert.deepEqual(
      signIn?.regions?.map(({ id, ranges }) => [id, ranges.ninety.percent, ranges.ninety.minutes]),
      [
        ['us', signIn?.ranges.ninety.percent, { partial_outage: 90 }],
        ['eu', 100, {}],
      ],
    );
  });

  test('names no region where it was the same in all, and has none of what is everywhere alike', () => {
    assert.equal(seriesOf('share-upload')?.ranges.ninety.regions, undefined);
    assert.equal(seriesOf('partner-apps')?.regions, undefined);
  });

  test('of all together is that of the region in which all together were worst, and not of all regions', () => {
    const { ranges, regions } = seriesOf('overall') ?? {};
    assert.deepEqual(ranges?.ninety.regions, ['eu']);
    // The United States had the upload and sign-in, Europe the upload and the alerts: nobody had all three.
    assert.deepEqual(
      regions?.map(({ id, ranges: own }) => [
        id,
        own.ninety.minutes.major_outage,
        own.ninety.minutes.partial_outage,
      ]),
      [
        ['us', 45, 90],
        ['eu', 85, undefined],
        ['jp', 45, undefined],
      ],
    );
  });

  test('has a column for the region in its table, the last one', () => {
    const rows = uptimeCsv(SNAPSHOT).split('\r\n');
    assert.match(rows[0] ?? '', /,region$/);
    assert.ok(rows.some((row) => /^sign-in,2026-02,99\.\d+,0,90,.*,us$/.test(row)));
    assert.ok(rows.some((row) => /^sign-in,2026-02,100,0,0,.*,eu$/.test(row)));
    assert.ok(rows.some((row) => /^sign-in,2026-02,99\.\d+,0,90,.*,$/.test(row)));
  });
});

test('the API says in the first language of the site what is so in which region', () => {
  const spanish: typeof SNAPSHOT.site = { ...SNAPSHOT.site, languages: ['es', 'en'] };
  const summary: unknown = statuspageFiles({ ...SNAPSHOT, site: spanish }, ORIGIN).summary?.();
  const { components } = summary as { components: ApiComponent[] };
  const said = components.map(({ description }) => description ?? '').join('\n');
  assert.match(said, /^Europa: /m);
  assert.doesNotMatch(said, /Europe|[Nn]ot everywhere|[Uu]nknown/);
});

test('the API has a group for each region, and components in them under ids of their own', () => {
  const files = statuspageFiles(SNAPSHOT, ORIGIN);
  const summary: unknown = files.summary?.();
  const { components, incidents } = summary as { components: ApiComponent[]; incidents: ApiIncident[] };
  const named = (name: string) => components.find((one) => one.name === name);
  assert.equal(named('Followers get alerts')?.status, 'major_outage');
  assert.match(named('Followers get alerts')?.description ?? '', /^Europe: followers get no alerts\. /);
  assert.equal(named('Followers get alerts (Europe)')?.status, 'major_outage');
  assert.equal(named('Followers get alerts (Japan)')?.status, 'operational');
  assert.equal(named('Europe')?.status, 'major_outage');
  assert.equal(named('United States')?.status, 'operational');
  assert.deepEqual(
    named('Japan')?.components?.map((id) => components.find((one) => one.id === id)?.name),
    ['Uploading from the wearer’s phone', 'Followers see glucose', 'Followers get alerts'].map(
      (name) => `${name} (Japan)`,
    ),
  );
  assert.equal(new Set(components.map(({ id }) => id)).size, components.length);
  const updates = incidents[0]?.incident_updates ?? [];
  assert.deepEqual(
    updates[0]?.affected_components?.map(({ name }) => name),
    ['Followers see glucose (Europe)', 'Followers get alerts (Europe)'],
  );
});

test('the night table is told how each component is in each region, and by what', () => {
  const { components, incidents } = bedsideFile(SNAPSHOT, 'b1', '/');
  const id = (region?: string) =>
    apiId('component', region === undefined ? 'follow-alerts' : inRegion('follow-alerts', region));
  const statusOf = (one: string) => components.find((known) => known.id === one)?.status;
  assert.deepEqual([id(), id('us'), id('eu'), id('jp')].map(statusOf), [
    'major_outage',
    'operational',
    'major_outage',
    'operational',
  ]);
  const [alerts] = incidents;
  assert.ok(alerts);
  assert.ok(alerts.hurts.includes(id('eu')) && !alerts.hurts.includes(id('jp')));
  assert.ok(alerts.touches.includes(id('jp')) && !alerts.touches.includes(id('us')));
  assert.ok(!components.some((one) => one.id === apiId('component', inRegion('partner-apps', 'eu'))));
});
