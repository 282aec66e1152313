import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Redaction } from '../../src/domain/incident.ts';
import { committedAt, lackingRedactions, redactionOf, removedFrom } from '../../src/domain/redaction.ts';
import { exactly } from '../../src/domain/time.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const of = (what: Partial<Redaction>, because = 'it named a patient'): Redaction => ({
  ...{ update: undefined, version: undefined, on: exactly(0), because },
  ...what,
});
const ONE = of({ update: 'one' });
const EARLIER = of({ version: 'earlier' });
const incident = (redactions: Redaction[]) => {
  const [read] = readIncidents([file('2026-03-01-alerts.md', incidentFile())], context).incidents;
  assert.ok(read);
  return { ...read, redactions, updates: read.updates.map((update) => ({ ...update, id: 'one' })) };
};
const version = (blob: string, redactions: Redaction[]) => ({ blob, incident: incident(redactions) });

describe('entries about words that were taken out', () => {
  test('are counted, whatever their days and reasons', () => {
    const again = of({ update: 'one' }, 'another name was left');
    assert.deepEqual(lackingRedactions([of({ update: 'one' }, 'said otherwise')], [ONE, again]), [again]);
    assert.deepEqual(lackingRedactions([ONE, again], [ONE]), []);
    assert.deepEqual(lackingRedactions([ONE], [EARLIER, of({ update: 'other' })]).length, 2);
  });

  test('take an update out of each version that was written without them', () => {
    assert.equal(removedFrom(version('a', []), [ONE]).update('one'), ONE);
    assert.equal(removedFrom(version('a', [ONE]), [ONE]).update('one'), undefined);
    assert.equal(removedFrom(version('a', []), [ONE]).update('other'), undefined);
    assert.equal(removedFrom(version('a', []), [ONE]).whole, undefined);
  });

  test('take all words out of every earlier version, or of one by its id', () => {
    assert.equal(removedFrom(version('abc1234f', []), [EARLIER]).whole, EARLIER);
    assert.equal(removedFrom(version('abc1234f', [EARLIER]), [EARLIER]).whole, undefined);
    const named = of({ version: 'abc1234' });
    assert.equal(removedFrom(version('abc1234f', []), [named]).whole, named);
    assert.equal(removedFrom(version('f1234abc', []), [named]).whole, undefined);
    assert.equal(removedFrom({ blob: 'abc1234f', incident: undefined }, [named]).whole, named);
  });

  test('are said of a version once', () => {
    assert.equal(redactionOf(version('a', []), [ONE, EARLIER]), EARLIER);
    assert.equal(redactionOf(version('a', []), [ONE]), ONE);
    assert.equal(redactionOf(version('a', [ONE]), [ONE]), undefined);
  });

  test('were committed with the first version that has them', () => {
    const revisions = [version('a', []), version('b', [ONE]), version('c', [ONE, ONE])].map((one, index) => ({
      ...{ ...one, commit: one.blob, at: index * 1000, imported: false },
    }));
    assert.equal(committedAt(ONE, { redactions: [ONE] }, revisions), 1000);
    const second = of({ update: 'one' }, 'a second');
    assert.equal(committedAt(second, { redactions: [ONE, second] }, revisions), 2000);
    assert.equal(committedAt(EARLIER, { redactions: [EARLIER] }, revisions), undefined);
  });
});
