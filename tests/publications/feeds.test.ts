import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toAtom } from '../../src/publications/feeds/atom.ts';
import { paths } from '../../src/domain/addresses.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { archivesOf, closedYears, feedOf } from '../../src/publications/feeds/entries.ts';
import { incidentHistory } from '../../src/domain/git-history.ts';
import { pictureOfUpdate } from '../../src/publications/picture.ts';
import { outage, said as saidAt } from '../domain/generators.ts';
import { live } from '../sites.ts';
import { toJsonFeed } from '../../src/publications/feeds/json.ts';
import { toRss } from '../../src/publications/feeds/rss.ts';
import { assertGolden, ORIGIN, snapshotOf } from './printing.ts';

const feed = async (name: string, language: 'en' | 'es', origin = ORIGIN) =>
  feedOf(await snapshotOf(name), language, origin, 'history.atom');

describe('feeds are printed byte for byte', () => {
  for (const [name, situation, language] of [
    ['one-incident.en', 'one-incident', 'en'],
    ['one-incident.es', 'one-incident', 'es'],
    ['hostile.en', 'hostile', 'en'],
    ['demonstration.en', 'demonstration', 'en'],
    ['empty.en', 'empty', 'en'],
  ] as const) {
    test(name, async () => {
      const printed = await feed(situation, language);
      assertGolden(`${name}.rss`, toRss(printed));
      assertGolden(`${name}.atom`, toAtom(printed));
      assertGolden(`${name}.feed.json`, toJsonFeed(printed));
    });
  }
});

describe('an entry', () => {
  test('keeps its id when the site moves to another host or path', async () => {
    const here = await feed('one-incident', 'en');
    const there = await feed('one-incident', 'en', { url: 'https://elsewhere.example', base: '/' });
    assert.deepEqual(
      here.entries.map(({ id }) => id),
      there.entries.map(({ id }) => id),
    );
    assert.notEqual(here.entries[0]?.told.links.update, there.entries[0]?.told.links.update);
  });

  test('stands for one update, newest first, with its state in the title', async () => {
    const { entries } = await feed('one-incident', 'en');
    assert.equal(entries.length, 7);
    assert.equal(entries[0]?.title, 'Cause identified: Followers get no alerts');
    assert.deepEqual(
      entries.map(({ told }) => told.changed),
      entries.map(({ told }) => told.changed).toSorted((one, other) => other - one),
    );
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
  });

  test('begins its title with the news, and ends it by saying that it is a demonstration; a drill says so first', async () => {
    assert.match(
      (await feed('demonstration', 'en')).entries[0]?.title as string,
      /^(?:Investigating|Cause identified): .* · Demonstration, not a live status$/,
    );
    assert.match((await feed('drill', 'en')).entries[0]?.title as string, /^DRILL · /);
  });
});

test('what was brought along of something closed confirms nothing for now, in feed and picture', () => {
  const update = saidAt('update', exactly(Date.UTC(2019, 3, 24)));
  const closed = { ended: 'unknown' as const, lastKnown: exactly(Date.UTC(2019, 3, 10)) };
  const printed = (imported: boolean) => {
    const incident = outage({ works: ['follow-glucose'], updates: [update], ...closed });
    const version = { blob: 'b1', commit: 'c1', at: update.at.latest, imported, incident };
    const incidents = new Map([[incident.id, incidentHistory([version])]]);
    const attestation = { by: 'nobody', at: null } as const;
    const now = Date.UTC(2026, 2, 1);
    const snapshot = takeSnapshot(live, [incident], attestation, now, { kind: 'git', incidents });
    const { entries } = feedOf(snapshot, 'en', ORIGIN, 'history.atom');
    return [
      entries[0]?.html ?? '',
      JSON.stringify(pictureOfUpdate(incident, update, snapshot, 'en', ORIGIN)),
    ];
  };
  for (const text of printed(true)) assert.match(text, /What kept working/);
  for (const text of printed(false)) assert.match(text, /Still working/);
});

test('a feed holds nothing that XML may not hold', async () => {
  const printed = await feed('one-incident', 'en');
  const dirty = {
    ...printed,
    title: 'a\u0000b\u000b\ud800',
    entries: printed.entries.map((entry) => ({ ...entry, html: 'x\u0001\ufffe]]>' })),
  };
  for (const xml of [toRss(dirty), toAtom(dirty)]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe]/);
    assert.ok(xml.isWellFormed());
  }
});

describe('what nobody has translated', () => {
  test('stands in a feed of another language marked as what it is', async () => {
    const [identified, investigating] = (await feed('one-incident', 'es')).entries;
    assert.match(
      identified?.html as string,
      /^<p><em>Parte de esto está en el idioma original\.<\/em><\/p>\n<div lang="en">.*The service that sends alerts/s,
    );
    assert.doesNotMatch(investigating?.html as string, /lang=/);
  });

  test('is told to programs text by text', async () => {
    const { items } = JSON.parse(toJsonFeed(await feed('one-incident', 'es'))) as {
      items: { language: string; _nightlight: { languages: object } }[];
    };
    assert.equal(items[0]?.language, 'en');
    assert.deepEqual(items[0]?._nightlight.languages, {
      ...{ title: 'es', text: 'en', advice: 'es' },
      ...{ scope: null, said_in: 'en', pictures: 'en' },
    });
    assert.equal(items[1]?.language, 'es');
  });
});

describe('a feed of one component', () => {
  test('holds its updates alone, under the ids they have everywhere', async () => {
    const snapshot = await snapshotOf('several');
    const component = snapshot.site.components.find(({ id }) => id === 'sign-in');
    if (!component) throw new Error('no sign-in');
    const own = feedOf(snapshot, 'en', ORIGIN, 'components/sign-in/history.atom', { component });
    assert.deepEqual(
      own.entries.map(({ id }) => id),
      ['tag:nightlight.example,2026:2026-03-01-sign-in/u-20260301T024000Z/en'],
    );
    assert.match(own.title, /^Sign-in · /);
  });
});

describe('archives', () => {
  test('hold what was said in a year that is over, and are linked from newest to oldest', async () => {
    const snapshot = await snapshotOf('one-incident');
    assert.deepEqual(closedYears(snapshot), [2025]);
    const archive = feedOf(snapshot, 'en', ORIGIN, 'history/2025.atom', { year: 2025 });
    assert.equal(archive.entries.length, 3);
    assert.match(toAtom(archive), /<fh:archive\/>/);
    assert.match(
      toAtom(await feed('one-incident', 'en')),
      /<link rel="prev-archive" href="https:\/\/status\.example\.org\/repo\/history\/2025\.atom"\/>/,
    );
  });
});

describe('a busy year', () => {
  const NOW = Date.UTC(2026, 10, 20);
  const BUSY = 1183;
  /** An incident for each day of the year, with as many updates as make up the number; and two of the year before. */
  const told = (count: number) =>
    Array.from({ length: count + 2 }, (_, index) => {
      const said = Date.UTC(2025, 11, 31, 23) + index * 30 * MINUTE;
      return {
        id: `i-${Math.floor(index / 4)}`,
        update: { ...saidAt('update', exactly(said)), id: `u-${index}` },
      };
    });
  const snapshotWith = (count: number) => {
    const incidents = [...Map.groupBy(told(count), ({ id }) => id)].map(([id, updates]) => {
      const own = updates.map(({ update }) => update);
      const [first, ...rest] = own;
      return outage({ id, updates: first ? [{ ...first, state: 'investigating' }, ...rest] : [] });
    });
    return takeSnapshot(live, incidents, { by: 'nobody', at: null }, NOW);
  };
  const printed = (snapshot: Snapshot) =>
    new Map(
      archivesOf(snapshot).map((archive) => {
        const path = paths.archive(archive);
        return [
          `https://status.example.org/repo/${path}`,
          toAtom(feedOf(snapshot, 'en', ORIGIN, path, archive)),
        ];
      }),
    );
  const idsIn = (xml: string) => [...xml.matchAll(/<id>(tag:[^<]*\/u-\d+\/en)<\/id>/g)].map(([, id]) => id);

  test('is found whole by whoever follows prev-archive, the year before too', () => {
    const snapshot = snapshotWith(BUSY);
    const archives = printed(snapshot);
    let xml: string | undefined = toAtom(feedOf(snapshot, 'en', ORIGIN, 'history.atom'));
    const found = new Set<string | undefined>();
    let steps = 0;
    for (; xml; steps++) {
      for (const id of idsIn(xml)) found.add(id);
      const previous: string | undefined = /rel="prev-archive" href="([^"]*)"/.exec(xml)?.[1];
      xml = previous === undefined ? undefined : archives.get(previous);
      assert.ok(previous === undefined || xml !== undefined, `${previous} is there`);
    }
    assert.equal(found.size, BUSY + 2);
    assert.equal(steps, 1 + 11 + 1);
  });

  test('never changes an archive that is there, whatever comes later', () => {
    const before = printed(snapshotWith(BUSY));
    const after = printed(snapshotWith(BUSY + 250));
    assert.ok(after.size > before.size);
    for (const [address, xml] of before) assert.equal(after.get(address), xml, address);
  });
});

test('a message finds all it needs in the JSON Feed', async () => {
  const { items } = JSON.parse(toJsonFeed(await feed('one-incident', 'es'))) as {
    items: Record<string, Record<string, unknown>>[];
  };
  assert.deepEqual(items[0]?._nightlight, {
    about: 'https://status.example.org/repo/schema/notification.json',
    id: '2026-03-01-alerts/u-20260301T025500Z',
    incident: '2026-03-01-alerts',
    update: 'u-20260301T025500Z',
    kind: 'incident',
    title: 'Quienes siguen no reciben alertas',
    text: 'The service that sends alerts has stopped. We are starting it again.',
    state: 'identified',
    state_name: 'Causa identificada',
    state_then: 'identified',
    incident_state: 'identified',
    open: true,
    first: false,
    newest: true,
    closes: false,
    all_clear: false,
    imported: false,
    said_by: 'operator',
    said_in: 'status page',
    said_at: { earliest: '2026-03-01T02:55:00Z', latest: '2026-03-01T02:55:00Z' },
    published: '2026-03-01T02:55:00Z',
    changed: '2026-03-01T02:55:00Z',
    impact: [
      {
        component: 'follow-alerts',
        status: 'major_outage',
        status_name: 'No funciona',
        sentence: 'Quienes siguen no reciben alertas',
        worst: 'major_outage',
        status_before: 'major_outage',
        since: { earliest: '2026-03-01T02:10:00Z', latest: '2026-03-01T02:10:00Z', before: false },
      },
    ],
    works: ['device-readings', 'device-alarms', 'follow-glucose'],
    names: {
      'follow-alerts': 'Quienes siguen reciben alertas',
      'device-readings': 'Lecturas en el dispositivo de quien lleva el sensor',
      'device-alarms': 'Alarmas en el dispositivo de quien lleva el sensor',
      'follow-glucose': 'Quienes siguen ven la glucosa',
    },
    short_names: {
      'follow-alerts': 'Alertas para quienes siguen',
      'device-readings': 'Lecturas del dispositivo',
      'device-alarms': 'Alarmas del dispositivo',
      'follow-glucose': 'Glucosa para quienes siguen',
    },
    advice:
      'Mire usted la glucosa y ponga un despertador. Tenga el teléfono de quien lo lleva donde pueda oírlo.',
    advice_by: 'operator',
    scope: null,
    data: null,
    began: { earliest: '2026-03-01T02:10:00Z', latest: '2026-03-01T02:10:00Z' },
    ended: null,
    last_known: null,
    scheduled: null,
    next_update: '2026-03-01T06:55:00Z',
    drill: false,
    demonstration: false,
    site: {
      name: 'Nightlight',
      service: 'el uso compartido de glucosa',
      operator: 'The Nightlight project',
      url: 'https://status.example.org/repo/es/',
    },
    authority: 'nightlight.example',
    url: 'https://status.example.org/repo/es/incidents/2026-03-01-alerts/#u-20260301T025500Z',
    incident_url: 'https://status.example.org/repo/es/incidents/2026-03-01-alerts/',
    pictures: {
      wide: {
        url: 'https://status.example.org/repo/incidents/2026-03-01-alerts/u-20260301T025500Z.png',
        width: 1200,
        height: 630,
      },
      tall: null,
    },
    language: 'es',
    languages: { title: 'es', text: 'en', advice: 'es', scope: null, said_in: 'en', pictures: 'en' },
  });
});
