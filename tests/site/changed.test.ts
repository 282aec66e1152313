import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, HOUR } from '../../src/domain/time.ts';
import type { Reuse } from '../../src/release/reuse.ts';
import { changedIn } from '../../src/site/changed.ts';
import { outage, said } from '../domain/generators.ts';
import { shipped } from '../sites.ts';

const NOW = Date.UTC(2026, 2, 1);

/** An outage that was told when it began, and that nobody spoke of again before it was long over. */
function over(id: string, from: number, to: number): Incident {
  const change = { id, began: exactly(from), ended: exactly(to) };
  return outage({
    ...change,
    updates: [said('investigating', exactly(from)), said('resolved', exactly(from + HOUR))],
  });
}

/** Builds one after another, each of which keeps what the one before left. */
function builds() {
  let left = new Map<string, string>();
  return (incidents: Incident[], texts: Record<string, string>) => {
    const written = new Map<string, string>();
    const isReused = (group: string, text: string) => {
      written.set(group, text);
      return left.get(group) === text;
    };
    const snapshot = takeSnapshot(shipped, incidents, NOBODY, NOW);
    const { years, replays } = changedIn(snapshot, new Map(Object.entries(texts)), { isReused } as Reuse);
    left = written;
    return { years: [...years].toSorted(), replays: replays.map(({ id }) => id) };
  };
}

describe('the page of a year', () => {
  const overNewYear = over('over-new-year', Date.UTC(2023, 11, 30), Date.UTC(2024, 0, 5));
  const later = over('later', Date.UTC(2024, 5, 1), Date.UTC(2024, 5, 2));
  const recent = over('recent', Date.UTC(2025, 5, 1), Date.UTC(2025, 5, 2));

  test('is kept while nothing that is drawn in it changes', () => {
    const build = builds();
    const texts = { 'over-new-year': '1', later: '1', recent: '1' };
    assert.deepEqual(build([overNewYear, later, recent], texts).years, [2023, 2024, 2025]);
    assert.deepEqual(build([overNewYear, later, recent], texts).years, []);
    assert.deepEqual(build([overNewYear, later, recent], { ...texts, recent: '2' }).years, [2025]);
  });

  test('is printed again when an incident of the year before changes that is drawn in it too', () => {
    const build = builds();
    const texts = { 'over-new-year': '1', later: '1', recent: '1' };
    build([overNewYear, later, recent], texts);
    assert.deepEqual(
      build([overNewYear, later, recent], { ...texts, 'over-new-year': '2' }).years,
      [2023, 2024],
    );
  });

  test('is printed each time while an incident that reaches into it is open', () => {
    const build = builds();
    const open = outage({
      id: 'open',
      began: exactly(Date.UTC(2023, 11, 30)),
      updates: [said('investigating', exactly(Date.UTC(2023, 11, 30)))],
    });
    const texts = { open: '1', later: '1' };
    build([open, later], texts);
    assert.deepEqual(build([open, later], texts).years, [2023, 2024]);
  });
});

describe('a replay', () => {
  const [began, ended] = [Date.UTC(2025, 5, 1), Date.UTC(2025, 5, 2)];
  const played = { ...over('played', began, ended), replay: true };
  const beside = over('beside', began + HOUR, ended);
  const elsewhere = over('elsewhere', Date.UTC(2025, 8, 1), Date.UTC(2025, 8, 2));
  const all = [played, beside, elsewhere];
  const texts = { played: '1', beside: '1', elsewhere: '1' };

  test('is kept while its incident and all else of its time stay as they are', () => {
    const build = builds();
    assert.deepEqual(build(all, texts).replays, ['played']);
    assert.deepEqual(build(all, texts).replays, []);
    assert.deepEqual(build(all, { ...texts, elsewhere: '2' }).replays, []);
  });

  test('is printed again when its incident changes, or one that went on beside it', () => {
    const build = builds();
    build(all, texts);
    assert.deepEqual(build(all, { ...texts, played: '2' }).replays, ['played']);
    assert.deepEqual(build(all, { ...texts, played: '2', beside: '2' }).replays, ['played']);
  });
});
