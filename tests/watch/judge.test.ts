import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from '../../src/watch/finding.ts';
import { judge, type Rule, type Verdict } from '../../src/watch/judge.ts';
import fc from '../chance.ts';
import { often } from '../thorough.ts';

const NOW = Date.parse('2026-03-01T03:10Z');
const RULE: Rule = { check: 'sharing', failures: 3, of: 3, quorum: 1, heardWithin: 120_000 };

/** Looks of a place, oldest first, half a minute apart, the last just now. */
function looks(place: string, went: string, until = NOW): Finding[] {
  return [...went].map((one, index) => ({
    ...{ check: 'sharing', place, ok: one === '+' },
    at: until - (went.length - 1 - index) * 30_000,
    ...(one === '-' && { why: 'answered 502' }),
  }));
}
const UP: Verdict = { check: 'sharing', state: 'up', since: NOW - 900_000 };

describe('a check', () => {
  test('fails once three looks in a row failed, since the first of them', () => {
    assert.deepEqual(judge(RULE, looks('here', '+---'), UP, NOW), {
      ...{ check: 'sharing', state: 'down', why: 'answered 502' },
      ...{ since: NOW - 60_000, lastGood: NOW - 90_000 },
    });
  });

  test('stays as it was while looks say otherwise by turns', () => {
    assert.equal(judge(RULE, looks('here', '+-+-'), UP, NOW), UP);
    const failing: Verdict = { check: 'sharing', state: 'down', since: NOW - 300_000 };
    assert.equal(judge(RULE, looks('here', '-+-+'), failing, NOW), failing);
  });

  test('works again once three looks in a row went well', () => {
    const failing: Verdict = { check: 'sharing', state: 'down', since: NOW - 300_000 };
    assert.deepEqual(judge(RULE, looks('here', '+++'), failing, NOW), {
      ...{ check: 'sharing', state: 'up', since: NOW - 60_000 },
    });
  });

  test('is not judged by fewer places than the quorum, however sure one is', () => {
    const two = { ...RULE, quorum: 2 };
    assert.equal(judge(two, looks('here', '---'), UP, NOW).state, 'unknown');
    assert.equal(judge(two, [...looks('here', '---'), ...looks('there', '+++')], UP, NOW), UP);
    assert.equal(judge(two, [...looks('here', '---'), ...looks('there', '---')], UP, NOW).state, 'down');
  });

  test('is unknown once nobody was heard of late', () => {
    const long = looks('here', '+++', NOW - 121_000);
    assert.deepEqual(judge(RULE, long, UP, NOW), { check: 'sharing', state: 'unknown', since: NOW });
  });

  test('is not known to work before it was looked at often enough', () => {
    assert.equal(judge(RULE, looks('here', '++'), undefined, NOW).state, 'unknown');
    assert.equal(judge(RULE, [], undefined, NOW).state, 'unknown');
  });

  test('is not judged by looks that a clock puts ahead of now', () => {
    assert.equal(judge(RULE, looks('here', '---', NOW + 3_600_000), undefined, NOW).state, 'unknown');
  });
});

describe('for any looks', () => {
  const look = fc.record({
    check: fc.constantFrom('sharing', 'other'),
    place: fc.constantFrom('here', 'there', 'afar'),
    at: fc.integer({ min: -8, max: 1 }).map((step) => NOW + step * 20_000),
    ok: fc.boolean(),
  });
  const findings = fc.array(look, { maxLength: 24 });
  const before = fc.constantFrom<(Verdict | undefined)[]>(undefined, UP, {
    ...{ check: 'sharing', state: 'down', since: NOW - 300_000 },
  });
  const rule = fc
    .record({ of: fc.integer({ min: 1, max: 4 }), quorum: fc.integer({ min: 1, max: 3 }) })
    .chain(({ of, quorum }) =>
      fc.integer({ min: 1, max: of }).map((failures) => ({ ...RULE, of, quorum, failures })),
    );
  const RUN = { numRuns: often(150, 400) };

  test('neither their order nor one that comes twice matters', () => {
    fc.assert(
      fc.property(rule, findings, before, (by, all, was) => {
        const once = judge(by, all, was, NOW);
        assert.deepEqual(judge(by, [...all, ...all.toReversed()], was, NOW), once);
        assert.deepEqual(judge(by, all.toReversed(), was, NOW).state, once.state);
      }),
      RUN,
    );
  });

  test('what more places must agree on, fewer agree on too', () => {
    fc.assert(
      fc.property(rule, findings, before, (by, all, was) => {
        if (judge({ ...by, quorum: by.quorum + 1 }, all, undefined, NOW).state === 'down')
          assert.equal(judge(by, all, was, NOW).state, 'down');
      }),
      RUN,
    );
  });

  test('one place alone turns nothing where two must agree', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const alone = all.map((one) => ({ ...one, place: 'here' }));
        assert.equal(judge({ ...RULE, quorum: 2 }, alone, UP, NOW).state, 'unknown');
      }),
      RUN,
    );
  });
});
