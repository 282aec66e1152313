import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { readAnnouncements } from '../../src/own-pages/announcements.ts';
import { announcementsAtom } from '../../src/publications/feeds/announcements.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toSitemap } from '../../src/publications/sitemap.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import { live, shipped } from '../sites.ts';
import { situation } from '../tour/situations.ts';
import { assertGolden, ORIGIN, snapshotAt } from './printing.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/sites/furnished/announcements');
const { now } = situation('furnished');
const { announcements } = readAnnouncements(
  readdirSync(FOLDER).map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) })),
  live,
);
const announced = snapshotAt([], { site: { announcements }, now });
const silent = snapshotAt([], { now });

describe('the feed of announcements', () => {
  for (const language of live.languages.slice(0, 2))
    test(`is printed byte for byte: ${language}`, () => {
      assertGolden(`announcements.${language}.atom`, announcementsAtom(announced, language, ORIGIN));
    });

  test('tells what has begun, the newest first, and nothing ahead', () => {
    const titles = (at: number) =>
      [...announcementsAtom({ ...announced, now: at }, 'en', ORIGIN).matchAll(/<entry>\s*<id>([^<]*)/g)].map(
        ([, id]) => id?.split('/').at(-2),
      );
    assert.deepEqual(titles(now), ['phone-closed', 'nuevo-nombre']);
    assert.deepEqual(titles(now + 3_600_000), ['new-terms', 'phone-closed', 'nuevo-nombre']);
    assert.deepEqual(titles(0), []);
  });

  test('says of one that was taken back that it was, and nothing of one that had not begun', () => {
    const [one] = announcements;
    assert.ok(one);
    const printed = (from: number) => {
      const site = { ...live, announcements: [{ ...one, from, withdrawn: true }] };
      return announcementsAtom({ ...announced, site }, 'en', ORIGIN);
    };
    assert.match(printed(now - 3_600_000), /<title>[^<]* \(Withdrawn\)<\/title>/);
    assert.doesNotMatch(printed(now + 3_600_000), /<entry>/);
  });

  test('says when the text in its language was corrected, and never a time before it was told', () => {
    const [one] = announcements;
    assert.ok(one);
    const updated = (changed: number) => {
      const texts = new Map([...one.texts].map(([language, text]) => [language, { ...text, changed }]));
      const site = { ...live, announcements: [{ ...one, texts }] };
      const atom = announcementsAtom({ ...announced, site, now: one.from + 7_200_000 }, 'en', ORIGIN);
      return [...atom.matchAll(/<updated>([^<]*)/g)].map(([, time]) => Date.parse(time ?? '') - one.from);
    };
    assert.deepEqual(updated(one.from + 3_600_000), [3_600_000, 3_600_000]);
    assert.deepEqual(updated(one.from - 3_600_000), [0, 0]);
  });

  test('keeps its ids when the site moves to another host', () => {
    const idsAt = (url: string) =>
      [...announcementsAtom(announced, 'en', { url, base: '/' }).matchAll(/<id>[^<]*/g)].join();
    assert.equal(idsAt('https://a.example'), idsAt('https://b.example'));
  });

  test('of a demonstration says in its title and in each entry that it is one', () => {
    const atom = announcementsAtom({ ...announced, site: { ...shipped, announcements } }, 'en', ORIGIN);
    assert.match(atom, /<title>Announcements: [^<]* · demonstration[^<]*<\/title>/i);
    assert.equal([...atom.matchAll(/<content type="html">&lt;p&gt;[^&]*demonstration/gi)].length, 2);
  });
});

describe('announcements', () => {
  test('are found by a search: their list, and each', () => {
    const addresses = (xml: string) => [...xml.matchAll(/repo\/([^<]*)<\/loc>/g)].map(([, path]) => path);
    const before = new Set(addresses(toSitemap(silent, ORIGIN)));
    assert.deepEqual(
      addresses(toSitemap(announced, ORIGIN)).filter((one) => !before.has(one) && !one?.startsWith('es/')),
      ['', 'phone-closed/', 'new-terms/', 'nuevo-nombre/'].map((one) => `announcements/${one}`),
    );
  });

  test('stand in no feed of updates and in nothing of Statuspage’s API', () => {
    assert.deepEqual(
      feedOf(announced, 'en', ORIGIN, 'history.atom'),
      feedOf(silent, 'en', ORIGIN, 'history.atom'),
    );
    const files = (snapshot: Snapshot) =>
      Object.entries(statuspageFiles(snapshot, ORIGIN)).map(([name, print]) => [name, print()]);
    assert.deepEqual(files(announced), files(silent));
  });
});
