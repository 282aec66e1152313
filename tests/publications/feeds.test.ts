import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { toAtom } from '../../src/publications/feeds/atom.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toRss } from '../../src/publications/feeds/rss.ts';
import site from '../../src/site.config.ts';
import live from '../fixtures/sites/live.config.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);
const ORIGIN = { url: 'https://status.example.org', base: '/repo/' };
const FIXTURES = join(import.meta.dirname, '../fixtures');

async function feed(name: string, language: 'en' | 'es', config = live, origin = ORIGIN) {
  const files = await readFolder(join(FIXTURES, 'sites', name, 'incidents'));
  const { incidents } = readIncidents(files, { site: config, now: NOW });
  const snapshot = takeSnapshot(config, incidents, { by: 'nobody', at: null }, NOW);
  return feedOf(snapshot, language, origin, 'history.atom');
}

/** `UPDATE_GOLDEN=1 npm run test:unit` writes what is printed now; read the difference before you commit it. */
function assertGolden(name: string, text: string): void {
  const path = join(FIXTURES, 'golden', name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
}

describe('feeds are printed byte for byte', () => {
  for (const [name, situation, language, config] of [
    ['one-incident.en', 'one-incident', 'en', live],
    ['one-incident.es', 'one-incident', 'es', live],
    ['hostile.en', 'hostile', 'en', live],
    ['demonstration.en', 'demonstration', 'en', site],
    ['empty.en', 'empty', 'en', live],
  ] as const) {
    test(name, async () => {
      const printed = await feed(situation, language, config);
      assertGolden(`${name}.rss`, toRss(printed));
      assertGolden(`${name}.atom`, toAtom(printed));
    });
  }
});

describe('an entry', () => {
  test('keeps its id when the site moves to another host or path', async () => {
    const here = await feed('one-incident', 'en');
    const there = await feed('one-incident', 'en', live, { url: 'https://elsewhere.example', base: '/' });
    assert.deepEqual(
      here.entries.map(({ id }) => id),
      there.entries.map(({ id }) => id),
    );
    assert.notEqual(here.entries[0]?.url, there.entries[0]?.url);
  });

  test('stands for one update, newest first, with its state in the title', async () => {
    const { entries } = await feed('one-incident', 'en');
    assert.equal(entries.length, 7);
    assert.equal(entries[0]?.title, 'Cause identified: Followers get no alerts');
    assert.deepEqual(
      entries.map(({ updated }) => updated),
      entries.map(({ updated }) => updated).toSorted((one, other) => other - one),
    );
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
  });

  test('of a demonstration or a drill says so in its title', async () => {
    assert.match(
      (await feed('demonstration', 'en', site)).entries[0]?.title as string,
      /^Demonstration, not a live status · /,
    );
    assert.match((await feed('drill', 'en')).entries[0]?.title as string, /^DRILL · /);
  });
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
