import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outage, Update } from '../../src/domain/incident.ts';
import {
  type IncidentHistory,
  incidentHistory,
  type Revision,
  toldBeside,
  versionBefore,
} from '../../src/domain/git-history.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { outage, START } from './generators.ts';
import { first, minute, over, prose, second, version } from './versions.ts';

/** What git knows of two updates and of the incident, in minutes after the start. */
function told(history: IncidentHistory) {
  const after = (instant: number | undefined) => instant && (instant - START) / MINUTE;
  const of = (id: string) => {
    const known = history.updates.get(id);
    return (
      known && {
        entered: after(known.entered),
        published: after(known.firstPublished),
        lastChanged: after(known.lastChanged),
        edited: after(known.edited),
        reworded: after(known.reworded),
        entryChanged: after(known.entryChanged),
      }
    );
  };
  return {
    facts: after(history.factsChanged),
    changed: after(history.changed),
    silently: after(history.changedSilently),
    first: of('first'),
    second: of('second'),
  };
}

const fresh = (count: number) => ({
  entered: count,
  published: count,
  lastChanged: count,
  edited: undefined,
  reworded: undefined,
  entryChanged: undefined,
});

/** What is known after the first version, in the first minute, and a second one, in the tenth. */
function afterChange(before: Partial<Outage>, after: Partial<Outage>, more: Partial<Revision> = {}) {
  const both = { updates: [first, second] };
  return told(
    incidentHistory([
      version(1, outage({ ...both, ...before })),
      version(10, outage({ ...both, ...after }), more),
    ]),
  );
}

const UNCHANGED = { facts: 1, changed: 1, silently: undefined, first: fresh(1), second: fresh(1) };

describe('a version that was published', () => {
  test('changes nothing where it says the same', () => {
    assert.deepEqual(afterChange({}, {}), UNCHANGED);
    const alone = { updates: [first] };
    assert.deepEqual(afterChange(alone, alone), { ...UNCHANGED, second: undefined });
  });

  test('changes an update, its entry and the incident by what it says differently of it', () => {
    const edit = (change: Partial<Update>) => afterChange({}, { updates: [{ ...first, ...change }, second] });
    const edited = { ...UNCHANGED, changed: 10 };
    assert.deepEqual(edit({ prose: prose('Other words.') }), {
      ...edited,
      first: { ...fresh(1), lastChanged: 10, edited: 10, reworded: 10 },
    });
    assert.deepEqual(edit({ state: 'monitoring' }), {
      ...edited,
      first: { ...fresh(1), lastChanged: 10, edited: 10, entryChanged: 10 },
    });
    assert.deepEqual(edit({ at: exactly(minute(-5)) }), {
      ...edited,
      first: { ...fresh(1), edited: 10, entryChanged: 10 },
    });
    assert.deepEqual(edit({ prose: prose('Other words.'), at: exactly(minute(-5)) }), {
      ...edited,
      first: { ...fresh(1), lastChanged: 10, edited: 10, reworded: 10, entryChanged: 10 },
    });
  });

  test('changes every entry by the title, the newest alone by the advice, and none by the cause', () => {
    const silent = { ...UNCHANGED, facts: 10, changed: 10, silently: 10 };
    const moved = { ...fresh(1), entryChanged: 10 };
    assert.deepEqual(afterChange({}, { title: 'Another' }), { ...silent, first: moved, second: moved });
    assert.deepEqual(afterChange({}, { advice: 'Look.' }), { ...silent, second: moved });
    assert.deepEqual(afterChange({}, { cause: 'A certificate ran out.' }), silent);
    assert.deepEqual(afterChange({}, { data: 'lost' }), { ...silent, facts: 1 }, 'no translation repeats it');
  });

  test('changes a fact in silence only where no update came with it, and to be pinned is no fact', () => {
    const [alone, both] = [{ updates: [first] }, { updates: [first, second] }];
    const grown = { ...UNCHANGED, changed: 10, second: fresh(10) };
    assert.deepEqual(afterChange(alone, both), grown);
    assert.deepEqual(afterChange(alone, { ...both, cause: 'Rust.' }), { ...grown, facts: 10 });
    assert.deepEqual(afterChange({}, { pinned: true }), { ...UNCHANGED, changed: 10 });
    assert.deepEqual(afterChange({}, { pinned: true, cause: 'Rust.' }), {
      ...UNCHANGED,
      ...{ facts: 10, changed: 10, silently: 10 },
    });
  });

  test('changes the incident where it takes an update away', () => {
    assert.deepEqual(afterChange({}, { updates: [first] }), { ...UNCHANGED, changed: 10 });
  });

  test('is dated by when it could first be read, but held against commits where a translation is', () => {
    const change = { title: 'Another', updates: [{ ...first, prose: prose('Other words.') }, second] };
    assert.deepEqual(afterChange({}, change, { live: minute(12) }), {
      ...{ facts: 10, changed: 12, silently: 12 },
      first: { ...fresh(1), lastChanged: 10, edited: 12, reworded: 12, entryChanged: 12 },
      second: { ...fresh(1), entryChanged: 12 },
    });
  });

  test('that was brought along tells of no publication', () => {
    const change = { title: 'Another', updates: [{ ...first, prose: prose('Other words.') }, second] };
    assert.deepEqual(afterChange({}, change, { imported: true }), {
      ...UNCHANGED,
      facts: 10,
      first: { ...fresh(1), lastChanged: 10 },
    });
    const brought = incidentHistory([version(1, outage({ updates: [first] }), { imported: true })]);
    assert.deepEqual(told(brought), {
      ...{ facts: 1, changed: undefined, silently: undefined, second: undefined },
      first: { ...fresh(1), published: undefined },
    });
  });

  test('that cannot be read is passed over', () => {
    const [one, other] = [
      outage({ updates: [first, second] }),
      outage({ updates: [first, second], title: 'B' }),
    ];
    const history = incidentHistory([version(1, one), version(5, undefined), version(10, other)]);
    assert.equal(told(history).changed, 10);
    assert.equal(history.revisions.length, 3);
  });
});

describe('what stood beside an update while it was the newest', () => {
  const beside = (...versions: Partial<Outage>[]) =>
    incidentHistory(versions.map((change, index) => version(index + 1, outage(change)))).updates;

  test('keeps its time until what works or what to do changes', () => {
    const updates = [first];
    const same = beside({ updates, advice: 'Look.' }, { updates, advice: 'Look.', title: 'Another' });
    assert.deepEqual(same.get('first')?.told, { works: [], advice: 'Look.', at: minute(1) });
    const advised = beside({ updates }, { updates, advice: 'Look.' });
    assert.deepEqual(advised.get('first')?.told, { works: [], advice: 'Look.', at: minute(2) });
    const confirmed = beside({ updates }, { updates, works: ['sign-in'] });
    assert.deepEqual(confirmed.get('first')?.told, { works: ['sign-in'], advice: undefined, at: minute(2) });
  });

  test('stays as it was once another follows', () => {
    const history = beside(
      { updates: [first], advice: 'Look.' },
      { updates: [first, second], advice: 'Listen.' },
    );
    assert.deepEqual(history.get('first')?.told, { works: [], advice: 'Look.', at: minute(1) });
    assert.deepEqual(history.get('second')?.told, { works: [], advice: 'Listen.', at: minute(2) });
  });

  test('is repeated by an all-clear only where it was written with it', () => {
    const before = outage({ updates: [first], advice: 'Look.', works: ['sign-in'] });
    const clear = (change: Partial<Outage>) => outage({ ...before, updates: [first, over], ...change });
    assert.deepEqual(toldBeside(clear({}), before), { works: [], advice: undefined });
    assert.deepEqual(toldBeside(clear({ advice: 'Sleep.' }), before), { works: [], advice: 'Sleep.' });
    assert.deepEqual(toldBeside(clear({ works: ['app'] }), before), { works: ['app'], advice: undefined });
    assert.deepEqual(toldBeside(clear({}), undefined), { works: [], advice: undefined });
    assert.deepEqual(toldBeside(before, undefined), { works: ['sign-in'], advice: 'Look.' });
  });

  test('is compared with the last version that did not have the update', () => {
    const [one, two] = [outage({ updates: [first] }), outage({ updates: [first], title: 'Two' })];
    const history = incidentHistory([
      ...[version(1, one), version(2, two), version(3, undefined)],
      version(4, outage({ updates: [first, over] })),
    ]);
    assert.equal(versionBefore(history, 'over'), two);
    assert.equal(versionBefore(history, 'first'), undefined);
    assert.equal(versionBefore(undefined, 'first'), undefined);
  });
});
