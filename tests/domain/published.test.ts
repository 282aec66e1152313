import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Translation } from '../../src/domain/incident.ts';
import {
  changedAt,
  entryChangedAt,
  heardAt,
  historyOfIncident,
  incidentChangedAt,
  type IncidentHistory,
  incidentHistory,
  isTranslationOlder,
  publishedAt,
  type Revision,
  standingRevision,
} from '../../src/domain/git-history.ts';
import { outage } from './generators.ts';
import { first, minute, prose, second, version } from './versions.ts';

describe('the time of an update', () => {
  const between = { ...first, at: { earliest: minute(0), latest: minute(3) } };
  const published = (count: number) => incidentHistory([version(count, outage({ updates: [between] }))]);
  const stranger = { ...between, id: 'stranger' };

  test('that git does not know is the latest at which it was said', () => {
    for (const history of [undefined, published(10)]) {
      assert.equal(publishedAt(history, stranger), minute(3));
      assert.equal(changedAt(history, stranger), minute(3));
      assert.equal(entryChangedAt(history, stranger, 'es'), minute(3));
      assert.deepEqual(heardAt(history, stranger), stranger.at);
    }
    const brought = incidentHistory([version(10, outage({ updates: [between] }), { imported: true })]);
    assert.equal(publishedAt(brought, between), minute(3));
    assert.deepEqual(heardAt(brought, between), between.at);
  });

  test('is that of its publication, and a promise is measured by the later of said and published', () => {
    assert.equal(publishedAt(published(10), between), minute(10));
    assert.deepEqual(heardAt(published(10), between), { earliest: minute(10), latest: minute(10) });
    assert.deepEqual(heardAt(published(2), between), { earliest: minute(2), latest: minute(3) });
    assert.deepEqual(heardAt(published(-5), between), between.at, 'nobody is heard before he speaks');
  });

  test('moves with an edit, and that of its entry with the title and the translation too', () => {
    const one = outage({ updates: [between] });
    const reworded = outage({ updates: [{ ...between, prose: prose('Other words.') }] });
    const edited = incidentHistory([version(1, one), version(10, reworded)]);
    assert.equal(changedAt(edited, between), minute(10));
    assert.equal(entryChangedAt(edited, between, 'es'), minute(10));
    assert.equal(incidentChangedAt(edited, one), minute(10));
    const retitled = incidentHistory([
      version(1, one),
      version(10, outage({ updates: [between], title: 'B' })),
    ]);
    assert.equal(changedAt(retitled, between), minute(1));
    assert.equal(entryChangedAt(retitled, between, 'es'), minute(10));
    assert.equal(incidentChangedAt(retitled, one), minute(10));
    assert.equal(incidentChangedAt(undefined, one), minute(3));
  });
});

describe('a translation', () => {
  const words = (title: string | undefined, updates: Record<string, string>): Translation => ({
    ...{
      title,
      advice: undefined,
      scope: undefined,
      cause: undefined,
      disputed: undefined,
      summary: undefined,
    },
    updates: Object.fromEntries(Object.entries(updates).map(([id, text]) => [id, prose(text)])),
    places: {},
  });
  const translated = (count: number, es: Translation | undefined, more: Partial<Revision> = {}) =>
    version(count, outage({ updates: [first], translations: es ? { es } : {} }), more);
  const original = [version(1, outage({ updates: [first] }))];

  test('is dated by when its title, and its words for each update, last changed', () => {
    const { translations } = incidentHistory(original, {
      es: [
        translated(2, words('Uno', { first: 'Hola', second: 'Ya' })),
        translated(3, undefined),
        version(4, undefined),
        translated(5, words('Uno', { first: 'Adiós', second: 'Ya' })),
        translated(6, words('Dos', { first: 'Adiós', second: 'Ya' }), { live: minute(8) }),
      ],
    });
    assert.deepEqual(translations.es, {
      lastCommitted: minute(6),
      updates: new Map([
        ['first', minute(5)],
        ['second', minute(2)],
      ]),
      title: minute(8),
    });
  });

  test('that was brought along has no time until it changes', () => {
    const brought = translated(2, words('Uno', { first: 'Hola' }), { imported: true });
    const history = (...later: Revision[]) =>
      incidentHistory(original, { es: [brought, ...later] }).translations.es;
    assert.deepEqual(history(), { lastCommitted: minute(2), updates: new Map(), title: undefined });
    assert.deepEqual(history(translated(3, words('Uno', { first: 'Hola' }))), {
      ...{ lastCommitted: minute(3), updates: new Map(), title: undefined },
    });
    const later = translated(3, words('Dos', { first: 'Adiós' }));
    const known = { lastCommitted: minute(4), updates: new Map([['first', minute(3)]]), title: minute(3) };
    const again = translated(4, words('Tres', { first: 'Adiós' }), { imported: true });
    assert.deepEqual(history(later, again), known);
  });

  test('of words moves an entry in its own language only, and stands in for the words of the original', () => {
    const reworded = version(10, outage({ updates: [{ ...first, prose: prose('Other words.') }] }));
    const history = incidentHistory([...original, reworded], {
      es: [translated(4, words('Uno', { first: 'Hola' })), translated(6, words('Dos', { first: 'Hola' }))],
    });
    assert.equal(entryChangedAt(history, first, 'en'), minute(10));
    assert.equal(entryChangedAt(history, first, 'es'), minute(6), 'the Spanish entry says what it said');
  });

  test('is older than what changed after it was last touched, and not than what changed with it', () => {
    const reworded = outage({ updates: [{ ...first, prose: prose('Other words.') }, second] });
    const facts = { ...reworded, title: 'Another' };
    const versions = [...original, version(5, reworded), version(9, facts)];
    const isOlder = (count: number, id?: string) =>
      isTranslationOlder(incidentHistory(versions, { es: [translated(count, words('Uno', {}))] }), 'es', id);
    assert.deepEqual(
      [4, 5, 8, 9].map((count) => isOlder(count, 'first')),
      [true, false, false, false],
    );
    assert.deepEqual(
      [4, 5, 8, 9].map((count) => isOlder(count)),
      [true, true, true, false],
    );
    assert.equal(isOlder(4, 'nobody said this'), false);
    assert.equal(isTranslationOlder(incidentHistory(versions), 'es'), false, 'there is none');
  });
});

test('the version that stands is the newest, unless the file has changed since or git is not there', () => {
  const history = incidentHistory([version(1, outage()), version(2, outage())]);
  const git = (more: Partial<IncidentHistory> = {}) =>
    ({ kind: 'git', incidents: new Map([['a', { ...history, ...more }]]) }) as const;
  assert.equal(standingRevision(git(), 'a')?.blob, 'blob-2');
  assert.equal(standingRevision(git({ uncommitted: true }), 'a'), undefined);
  assert.equal(standingRevision(git(), 'b'), undefined);
  assert.equal(standingRevision({ kind: 'shallow' }, 'a'), undefined);
  assert.equal(historyOfIncident({ kind: 'none' }, 'a'), undefined);
});
