import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesToTell, editsOfIncident, editsOfUpdate } from '../../src/domain/edits.ts';
import type { Maintenance, Outage, Update } from '../../src/domain/incident.ts';
import { differenceBetween, isSame } from '../../src/publications/difference.ts';
import { exactly } from '../../src/domain/time.ts';
import { outage, said, START } from './generators.ts';

const prose = (text: string) => ({ markdown: text, html: `<p>${text}</p>`, text, words: text });

/** For each field of an incident, a value that it does not have in `outage()`. */
const OTHER: Record<Exclude<keyof Outage, 'id' | 'kind' | 'updates' | 'translations'>, unknown> = {
  language: 'es',
  title: 'Another title',
  draft: true,
  publish: exactly(START + 60_000),
  drill: true,
  began: exactly(START + 1000),
  ended: 'unknown',
  lastKnown: exactly(START + 60_000),
  impact: [{ component: 'sign-in', status: 'major_outage' }],
  works: ['device-alarms'],
  advice: 'Look.',
  adviceBy: 'editors',
  scope: 'Everywhere',
  nextUpdate: exactly(START + 60_000),
  data: 'lost',
  cause: 'A certificate ran out.',
  causeCertainty: 'suspected',
  disputed: 'The time',
  reportedBy: 'press',
  sources: [{ title: 'A post', url: 'https://example.org/' }],
  importedFrom: 'another page',
  redactions: [
    { update: 'first', version: undefined, on: exactly(START + 60_000), because: 'it named a patient' },
  ],
  pinned: true,
  replay: true,
  summary: prose('In short.'),
};

describe('an edit', () => {
  for (const [field, value] of Object.entries(OTHER))
    test(`of "${field}" is one, is shown as a difference, and is the only one`, () => {
      const before = outage();
      const after = outage({ [field]: value });
      assert.deepEqual(
        editsOfIncident(before, after).map((edit) => edit.field),
        [field],
      );
      const difference = differenceBetween(before, after);
      assert.deepEqual(
        difference.fields.map((one) => one.field),
        [field],
      );
      assert.ok(difference.fields[0]?.words.some(({ kind }) => kind !== 'same'));
      assert.equal(isSame(difference), false);
      assert.equal(isSame(differenceBetween(after, structuredClone(after))), true);
    });

  test('is shown as the file has it, and as nothing where it has nothing', () => {
    const [start, minute] = ['2025-12-01T00:00Z', '2025-12-01T00:01Z'];
    const shown: Record<keyof typeof OTHER, [was: string, is: string]> = {
      language: ['en', 'es'],
      title: ['An incident', 'Another title'],
      draft: ['', 'true'],
      publish: ['', minute],
      drill: ['', 'true'],
      began: [start, '2025-12-01T00:00:01Z'],
      ended: ['', 'unknown'],
      lastKnown: ['', minute],
      impact: ['follow-alerts major_outage', 'sign-in major_outage'],
      works: ['', 'device-alarms'],
      advice: ['', 'Look.'],
      adviceBy: ['operator', 'editors'],
      scope: ['', 'Everywhere'],
      nextUpdate: ['', minute],
      data: ['', 'lost'],
      cause: ['', 'A certificate ran out.'],
      causeCertainty: ['', 'suspected'],
      disputed: ['', 'The time'],
      reportedBy: ['', 'press'],
      sources: ['', 'A post <https://example.org/>'],
      importedFrom: ['', 'another page'],
      redactions: ['', `first on ${minute}, because it named a patient`],
      pinned: ['', 'true'],
      replay: ['', 'true'],
      summary: ['', 'In short.'],
    };
    for (const [field, [was, is]] of Object.entries(shown)) {
      const after = outage({ [field]: OTHER[field as keyof typeof OTHER] });
      assert.deepEqual(editsOfIncident(outage(), after), [{ field, was, is }]);
      assert.deepEqual(editsOfIncident(after, outage()), [{ field, was: is, is: was }]);
    }
  });

  test('of a list shows all of it, and of a time as exactly as it is known', () => {
    const is = (change: Partial<Outage>) => editsOfIncident(outage(), outage(change)).map((edit) => edit.is);
    const [noon, one] = [Date.UTC(2026, 2, 1, 12), Date.UTC(2026, 2, 1, 13)];
    const day = {
      earliest: Date.UTC(2026, 2, 1),
      latest: Date.UTC(2026, 2, 1, 23, 59, 59),
      wholeDay: true,
    } as const;
    assert.deepEqual(is({ works: ['a', 'b'] }), ['a, b']);
    const sources = ['one', 'two'].map((title) => ({ title, url: `https://${title}.example/` }));
    assert.deepEqual(is({ sources }), ['one <https://one.example/>; two <https://two.example/>']);
    const changes = [
      { from: exactly(noon), status: 'major_outage' as const },
      { from: { earliest: noon, latest: one }, status: 'operational' as const },
    ];
    assert.deepEqual(
      is({
        impact: [
          { component: 'sign-in', changes },
          { component: 'app', status: 'not_known' },
        ],
      }),
      [
        'sign-in major_outage from 2026-03-01T12:00Z, operational from 2026-03-01T12:00Z/2026-03-01T13:00Z; app not_known',
      ],
    );
    assert.deepEqual(is({ began: day }), ['2026-03-01']);
    assert.deepEqual(is({ ended: { ...day, latest: day.latest + 86_400_000 } }), ['2026-03-01/2026-03-02']);
    const update = said('investigating', exactly(noon));
    const press = { ...update, said: { speaker: 'press' as const, place: 'a newspaper' } };
    assert.deepEqual(editsOfUpdate(update, press), [
      { field: 'said', was: 'operator', is: 'press: a newspaper' },
    ]);
  });

  test('is not that a list stands in another order, or that a line is broken elsewhere', () => {
    const [one, other] = [
      { component: 'sign-in', status: 'major_outage' as const },
      { component: 'app', status: 'partial_outage' as const },
    ];
    assert.deepEqual(editsOfIncident(outage({ impact: [one, other] }), outage({ impact: [other, one] })), []);
    const update = said('investigating', exactly(START));
    const saying = (text: string, html = `<p>${text}</p>`) => ({
      ...update,
      prose: { ...prose(text), html },
    });
    assert.deepEqual(editsOfUpdate(saying('No alerts.'), saying('No alerts.', '<p>No\n  alerts.</p>')), []);
    assert.equal(editsOfUpdate(saying('No alerts.'), saying('No alerts.', '<p>Noalerts.</p>')).length, 1);
    assert.deepEqual(editsOfUpdate(saying('No alerts.'), saying('No data.')), [
      { field: 'prose', was: 'No alerts.', is: 'No data.' },
    ]);
    assert.equal(editsOfIncident(outage({ works: ['ab', 'c'] }), outage({ works: ['a', 'bc'] })).length, 1);
  });

  test('must be told where it changes what a reader should do: of some fields only while people are owed a word', () => {
    const [opened, over] = [said('investigating', exactly(START)), said('resolved', exactly(START + 60_000))];
    const names = (before: Outage, after: Outage) => changesToTell(before, after);
    const [open, closed] = [[opened], [opened, over]];
    const scope = { name: 'scope', update: undefined };
    const wider = { scope: 'Everywhere' };
    assert.deepEqual(names(outage({ updates: open }), outage({ updates: open, ...wider })), [scope]);
    assert.deepEqual(names(outage({ updates: open }), outage({ updates: closed, ...wider })), [scope]);
    assert.deepEqual(names(outage({ updates: closed }), outage({ updates: open, ...wider })), [scope]);
    assert.deepEqual(names(outage({ updates: closed }), outage({ updates: closed, ...wider })), []);
    const title = { name: 'title', update: undefined };
    assert.deepEqual(names(outage({ updates: closed }), outage({ updates: closed, title: 'Other' })), [
      title,
    ]);
    assert.deepEqual(names(outage(), outage({ cause: 'A certificate ran out.' })), []);
  });

  test('of an update must be told with the update it is in; one that came or went is told by itself', () => {
    const [one, two] = [said('investigating', exactly(START)), said('identified', exactly(START + 60_000))];
    const reworded = { ...two, prose: prose('Other words.') };
    assert.deepEqual(changesToTell(outage({ updates: [one, two] }), outage({ updates: [one, reworded] })), [
      { name: 'the text of an update', update: two.id },
    ]);
    assert.deepEqual(changesToTell(outage({ updates: [one] }), outage({ updates: [one, two] })), []);
    assert.deepEqual(changesToTell(outage({ updates: [one, two] }), outage({ updates: [one] })), []);
  });

  test('of a beginning must be told, but for the first time that it is known', () => {
    const known = outage({ began: exactly(START) });
    const told = (before: Outage, after: Outage) => changesToTell(before, after).map(({ name }) => name);
    assert.deepEqual(told(outage({ began: undefined }), known), []);
    assert.deepEqual(told(known, outage({ began: exactly(START + 1000) })), ['began']);
  });

  test('of a window is one', () => {
    const { began: _began, ended: _ended, lastKnown: _known, ...shared } = outage();
    const work = (until: number): Maintenance => ({
      ...shared,
      kind: 'maintenance',
      scheduled: { from: START, until },
    });
    assert.deepEqual(
      editsOfIncident(work(START + 60_000), work(START + 120_000)).map(({ field, is }) => [field, is]),
      [['scheduled', '2025-12-01T00:00Z/2025-12-01T00:02Z']],
    );
  });

  test('of any field of an update is one, and the order of what works is none', () => {
    const update = said('investigating', exactly(START));
    const changes: Partial<Update>[] = [
      { state: 'identified' },
      { at: exactly(START - 3_600_000) },
      { said: { speaker: 'community', place: undefined } },
      { said: { speaker: 'operator', place: 'Facebook' } },
      { prose: prose('Other words.') },
    ];
    for (const change of changes) {
      const after = { ...update, ...change };
      assert.deepEqual(
        editsOfUpdate(update, after).map(({ field }) => field),
        Object.keys(change),
      );
      const [shown] = differenceBetween(outage({ updates: [update] }), outage({ updates: [after] })).updates;
      assert.equal(shown?.kind, 'changed');
      assert.ok(shown?.fields[0]?.words.some(({ kind }) => kind !== 'same'));
    }
    assert.deepEqual(editsOfIncident(outage({ works: ['a', 'b'] }), outage({ works: ['b', 'a'] })), []);
  });

  test('of emphasis alone is shown too', () => {
    const plain = said('investigating', exactly(START));
    const [one, other] = ['No alerts.', '<del>No</del> alerts.'].map((html) => ({
      ...plain,
      prose: { markdown: '', html, text: 'No alerts.', words: '' },
    }));
    if (!one || !other) throw new Error('two');
    const [shown] = differenceBetween(outage({ updates: [one] }), outage({ updates: [other] })).updates;
    assert.ok(shown?.fields[0]?.words.some(({ kind }) => kind === 'added'));
  });
});
