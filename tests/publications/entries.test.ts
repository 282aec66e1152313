import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Translation, Update } from '../../src/domain/incident.ts';
import type { Language } from '../../src/domain/site.ts';
import { type Instant, MINUTE } from '../../src/domain/time.ts';
import {
  type About,
  archivesOf,
  closedYears,
  feedOf,
  toldInYear,
} from '../../src/publications/feeds/entries.ts';
import { shipped } from '../sites.ts';
import { outage, said } from '../domain/generators.ts';
import { at, committed, ORIGIN, snapshotAt } from './printing.ts';

type Change = Parameters<typeof snapshotAt>[1];

const feed = (incidents: Incident[], change: Change = {}, about?: About, language: Language = 'en') =>
  feedOf(snapshotAt(incidents, change), language, ORIGIN, 'history.atom', about);

const opened = said('investigating', at(2, 10));

/** As many incidents with one update each, an hour apart, the newest first. */
const updates = (count: number, newest: Instant) =>
  Array.from({ length: count }, (_, index) => {
    const time = newest - index * 60 * MINUTE;
    const moment = { earliest: time, latest: time };
    return outage({ id: `i-${index}`, began: moment, updates: [said('investigating', moment)] });
  });

describe('a feed', () => {
  test('says what it is about, where it stands and whose it is', () => {
    const { title, description, home, self, id, author, license, current, archive } = feed([]);
    assert.equal(title, 'Nightlight: every update');
    assert.equal(description, 'Every update about glucose sharing, one entry each, newest first.');
    assert.equal(home, 'https://status.example.org/repo/');
    assert.equal(self, 'https://status.example.org/repo/history.atom');
    assert.equal(current, 'https://status.example.org/repo/history.atom');
    assert.equal(id, 'tag:nightlight.example,2026:history/en');
    assert.deepEqual(
      [author, license, archive],
      ['The Nightlight project', 'https://spdx.org/licenses/MIT.html', false],
    );
  });

  test('of a component is headed by its name, leads to its page, has an id of its own and no archives', () => {
    const component = shipped.components.find(({ id }) => id === 'sign-in');
    assert.ok(component);
    const old = outage({
      began: undefined,
      updates: [said('resolved', { earliest: Date.UTC(2024, 1, 1), latest: Date.UTC(2024, 1, 1) })],
      impact: [{ component: 'sign-in', status: 'major_outage' }],
    });
    const { title, home, id, previous } = feed([old], {}, { component }, 'es');
    assert.match(title, /^Inicio de sesión · Nightlight/);
    assert.equal(home, 'https://status.example.org/repo/es/components/sign-in/');
    assert.equal(id, 'tag:nightlight.example,2026:components/sign-in/es');
    assert.equal(previous, undefined);
    assert.equal(feed([old]).previous, 'https://status.example.org/repo/history/2024.atom');
  });

  test('of a demonstration says so behind its title and before its description', () => {
    const { title, description } = feed([], { site: shipped });
    assert.match(title, /^Nightlight: .* · Demonstration, not a live status$/);
    assert.match(description, /^This page is a demonstration .* runs it\. Every update about/);
  });

  test('was updated when the newest of its entries was, and an empty one at the beginning of its tag', () => {
    assert.equal(feed([]).updated, Date.UTC(2026, 0, 1));
    const incident = outage({ updates: [opened] });
    const git = committed([incident], at(2, 40).latest);
    assert.equal(feed([incident], { git }).updated, at(2, 40).latest);
    const two = [
      outage({ id: 'a', updates: [opened] }),
      outage({ id: 'b', updates: [said('resolved', at(3))] }),
    ];
    assert.equal(feed(two).updated, at(3).latest);
  });

  test('keeps the newest hundred updates, the newest first', () => {
    const { entries } = feed(updates(120, at(3).latest));
    assert.equal(entries.length, 100);
    assert.deepEqual([entries[0]?.told.incident, entries.at(-1)?.told.incident], ['i-0', 'i-99']);
  });
});

describe('of what was published in one go', () => {
  const order = (...incidents: Incident[]) =>
    feed(incidents, { git: committed(incidents, at(3).latest) }).entries.map(
      ({ told }) => `${told.incident} ${told.state}`,
    );

  test('what was said last stands first, whichever incident it is of', () => {
    const [early, late] = [said('investigating', at(2, 10)), said('resolved', at(2, 40))];
    const between = said('identified', at(2, 20));
    assert.deepEqual(
      order(outage({ id: 'a', updates: [early, late] }), outage({ id: 'b', updates: [between] })),
      ['a resolved', 'b identified', 'a investigating'],
    );
  });

  test('of what was said at one time the newest incident by its name, its last word first', () => {
    const both = [said('investigating', at(2)), said('resolved', at(2))];
    const [a, b, c] = ['a', 'b', 'c'].map((id) => outage({ id, updates: both })) as [
      Incident,
      Incident,
      Incident,
    ];
    const expected = ['c', 'b', 'a'].flatMap((id) => [`${id} resolved`, `${id} investigating`]);
    for (const incidents of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ])
      assert.deepEqual(order(...incidents), expected);
  });
});

describe('an archive', () => {
  const NEXT = { now: Date.UTC(2027, 0, 2) };
  const name = ({ year, part }: { year: number; part?: number | undefined }) => [year, part];

  test('there is one of each year that is over, and one of each full hundred of any year', () => {
    const busy = updates(250, at(3).latest);
    assert.deepEqual(archivesOf(snapshotAt(busy)).map(name), [
      [2026, 1],
      [2026, 2],
    ]);
    assert.deepEqual(archivesOf(snapshotAt(busy, NEXT)).map(name), [
      [2026, undefined],
      [2026, 1],
      [2026, 2],
    ]);
    assert.deepEqual(closedYears(snapshotAt(busy)), []);
    assert.deepEqual(archivesOf(snapshotAt(updates(99, at(3).latest))).map(name), []);
    assert.deepEqual(archivesOf(snapshotAt(updates(100, at(3).latest))).map(name), [[2026, 1]]);
  });

  test('years that are over are named oldest first, by when something was published in them', () => {
    const of = (id: string, year: number) => {
      const time = Date.UTC(year, 5, 1);
      return outage({ id, began: undefined, updates: [said('resolved', { earliest: time, latest: time })] });
    };
    const incidents = [of('b', 2024), of('c', 2025), of('a', 2023), of('d', 2024)];
    assert.deepEqual(closedYears(snapshotAt(incidents)), [2023, 2024, 2025]);
    const git = committed(incidents, Date.UTC(2026, 1, 1));
    assert.deepEqual(closedYears(snapshotAt(incidents, { git })), []);
    assert.deepEqual(
      toldInYear(snapshotAt(incidents), 2024)
        .map(({ id }) => id)
        .toSorted(),
      ['b', 'd'],
    );
  });

  test('has the year, or its part of it, in its title and id, and leads to the one before it', () => {
    const busy = updates(250, at(3).latest);
    const change = { now: Date.UTC(2026, 2, 2) };
    const second = feed(busy, change, { year: 2026, part: 2 });
    assert.match(second.title, /^2026\.2 · Nightlight/);
    assert.equal(second.id, 'tag:nightlight.example,2026:history/2026.2/en');
    assert.equal(second.previous, 'https://status.example.org/repo/history/2026.1.atom');
    assert.equal(second.archive, true);
    assert.equal(second.entries.length, 100);
    assert.equal(second.entries.at(-1)?.told.incident, 'i-149');
    assert.equal(feed(busy, change, { year: 2026, part: 1 }).previous, undefined);
    assert.equal(feed(busy, change).previous, 'https://status.example.org/repo/history/2026.2.atom');
    const whole = feed(busy, NEXT, { year: 2026 });
    assert.match(whole.title, /^2026 · /);
    assert.deepEqual([whole.entries.length, whole.previous], [250, undefined]);
    assert.equal(feed(busy, NEXT).previous, 'https://status.example.org/repo/history/2026.atom');
  });
});

describe('what an entry says', () => {
  const prose = (text: string) => ({ markdown: text, html: `<p>${text}</p>`, text, words: text });
  const update: Update = { ...opened, prose: prose('None arrive.') };
  const incident = outage({ works: ['reports', 'sign-in'], advice: 'Set a <clock>.', updates: [update] });
  const es: Translation = {
    ...{ title: 'Un incidente', advice: 'Ponga un despertador.', scope: undefined, cause: undefined },
    ...{ disputed: undefined, summary: undefined, updates: { [update.id]: prose('No llega.') }, places: {} },
  };
  const htmlOf = (one: Incident, language: Language = 'en', change: Change = {}) =>
    feed([one], change, undefined, language).entries[0]?.html;

  test('stands alone: its words, what still works and what to do', () => {
    assert.equal(
      htmlOf(incident),
      [
        '<p>None arrive.</p>',
        '<p><strong>Still working:</strong> Reports for clinics, Sign-in.</p>',
        '<p><strong>What to do:</strong> Set a &lt;clock&gt;.</p>',
      ].join('\n'),
    );
    assert.equal(htmlOf(outage({ updates: [update] })), '<p>None arrive.</p>');
  });

  test('says in another language what is not translated, and nothing of it where all is', () => {
    assert.equal(
      htmlOf({ ...incident, works: [] }, 'es'),
      [
        '<p><em>Parte de esto está en el idioma original.</em></p>',
        '<div lang="en"><p>None arrive.</p></div>',
        '<p><strong>Qué hacer:</strong> <span lang="en">Set a &lt;clock&gt;.</span></p>',
      ].join('\n'),
    );
    assert.equal(
      htmlOf({ ...incident, works: [], translations: { es } }, 'es'),
      '<p>No llega.</p>\n<p><strong>Qué hacer:</strong> Ponga un despertador.</p>',
    );
  });

  test('in a demonstration begins with that', () => {
    assert.match(
      htmlOf(incident, 'en', { site: shipped }) ?? '',
      /^<p>This page is a demonstration .*<\/p>\n<p>N/,
    );
  });

  test('says when it was said, where it was published a minute or more from that', () => {
    const textAt = (published: Instant) =>
      feed([incident], { git: committed([incident], published) }).entries[0]?.text;
    const { latest } = opened.at;
    assert.equal(textAt(latest + MINUTE - 1), 'None arrive.');
    assert.equal(textAt(latest - MINUTE + 1), 'None arrive.');
    for (const published of [latest + MINUTE, latest - MINUTE])
      assert.equal(textAt(published), 'None arrive.\n\nSaid: 1 March 2026, 02:10 UTC.');
    assert.equal(feed([incident]).entries[0]?.text, 'None arrive.');
  });
});
