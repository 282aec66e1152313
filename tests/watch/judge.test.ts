import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from '../../src/config/index.ts';
import { type Finding, isNewerWord } from '../../src/watch/finding.ts';
import { judge, type Rule, type Verdict } from '../../src/watch/judge.ts';
import { heardAs, judgedAs } from '../../src/watch/rules.ts';
import fc from '../chance.ts';
import { often } from '../thorough.ts';
import { configWith } from './config.ts';

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
/** Up still, and its newest look failed. */
const DOUBTED: Verdict = { ...UP, isDoubted: true };

describe('a check', () => {
  test('fails once three looks in a row failed, since the first of them', () => {
    assert.deepEqual(judge(RULE, looks('here', '+---'), UP, NOW), {
      ...{ check: 'sharing', state: 'down', why: 'answered 502' },
      ...{ since: NOW - 60_000, lastGood: NOW - 90_000 },
    });
  });

  test('stays as it was while looks say otherwise by turns', () => {
    assert.deepEqual(judge(RULE, looks('here', '+-+-'), UP, NOW), DOUBTED);
    const failing: Verdict = { check: 'sharing', state: 'down', since: NOW - 300_000 };
    assert.equal(judge(RULE, looks('here', '-+-+'), failing, NOW), failing);
  });

  test('is confirmed by nobody while the newest looks of too few places went well', () => {
    assert.deepEqual(judge(RULE, looks('here', '+++-'), UP, NOW), DOUBTED);
    assert.deepEqual(judge(RULE, looks('here', '++--'), DOUBTED, NOW), DOUBTED);
    assert.deepEqual(judge(RULE, looks('here', '+--+'), DOUBTED, NOW), UP);
    const two = { ...RULE, quorum: 2 };
    const places = (third: string) => [
      ...looks('here', '+++'),
      ...looks('there', '+++'),
      ...looks('elsewhere', third),
    ];
    assert.equal(judge(two, places('+--'), UP, NOW), UP, 'two of three are enough');
    assert.deepEqual(judge(two, [...looks('here', '+++'), ...looks('there', '++-')], UP, NOW), DOUBTED);
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
    assert.deepEqual(judge(two, [...looks('here', '---'), ...looks('there', '+++')], UP, NOW), DOUBTED);
    assert.equal(judge(two, [...looks('here', '---'), ...looks('there', '---')], UP, NOW).state, 'down');
  });

  test('is unknown once nobody was heard of late', () => {
    const long = looks('here', '+++', NOW - 121_000);
    assert.deepEqual(judge(RULE, long, UP, NOW), { check: 'sharing', state: 'unknown', since: NOW });
  });

  test('is judged by a look that is as old as it may be, and by one whose clock is ahead by a little', () => {
    const [old, ahead] = [looks('here', '---', NOW - 60_000), looks('here', '---', NOW + 30_000)];
    assert.equal(judge(RULE, old, UP, NOW).state, 'down', 'the first of three is 120 seconds old');
    assert.deepEqual(judge(RULE, old, UP, NOW + 1), DOUBTED, 'one of three is too old to count');
    assert.equal(judge(RULE, ahead, UP, NOW).state, 'down');
  });

  test('failed last behind the newest look that went well', () => {
    const failing = judge({ ...RULE, heardWithin: 600_000 }, looks('here', '++---'), UP, NOW);
    assert.equal(failing.lastGood, NOW - 90_000);
  });

  test('works again by looks, where somebody looks, and not by an alert that ended long before', () => {
    const ended = { check: 'sharing', place: 'alerts', at: NOW - 3_600_000, ok: true, holds: NOW + 60_000 };
    const failing: Verdict = { check: 'sharing', state: 'down', since: NOW - 300_000 };
    const judged = (went: string, before: Verdict) =>
      judge(RULE, [ended, ...looks('here', went)], before, NOW);
    assert.equal(judged('---+', failing), failing, 'one look that went well is not enough');
    assert.deepEqual(judged('+++', failing), { ...UP, since: NOW - 60_000 });
    assert.deepEqual(judged('+++-', UP), DOUBTED);
    assert.equal(
      judge(RULE, [ended], failing, NOW).state,
      'up',
      'where nobody looks, its end is all there is',
    );
  });

  test('is judged by an alert until it lapses, and not in that instant', () => {
    const alert = { check: 'sharing', place: 'alerts', at: NOW - 60_000, ok: false, holds: NOW };
    assert.equal(judge(RULE, [alert], UP, NOW - 1).state, 'down');
    assert.equal(judge(RULE, [alert], UP, NOW).state, 'unknown');
  });

  test('may miss two looks, with what each may take beyond its limit, before it is unknown', () => {
    const { config } = readConfig(
      configWith(
        "{ id: sharing, fails: [follow-alerts], every: 30, timeout: 10, http: { url: 'https://a.example.org' } }",
      ),
      'nightlight.yaml',
      NOW,
      ['en', 'es'],
    );
    const [check] = config?.watch.checks ?? [];
    assert.ok(check);
    const { rule } = judgedAs(check, { failures: 3, quorum: 1 });
    assert.equal(rule.heardWithin, 5 * 35_000);
    const heard = heardAs(
      { id: 'sharing', fails: [], confirms: [], status: 'major_outage' },
      { failures: 3, quorum: 1 },
    );
    const look = { check: 'sharing', place: 'here', at: NOW - 1_000, ok: true };
    assert.equal(judge({ ...heard.rule, failures: 1 }, [look], undefined, NOW).state, 'unknown');
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

describe('of two words about one alert', () => {
  const word = (at: number, ok: boolean, holds = NOW): Finding => ({
    ...{ check: 'sharing', place: 'alerts', at, ok, holds },
  });
  test('the later holds, of one moment the failure, and of the same the one that holds longer', () => {
    assert.equal(isNewerWord(word(NOW, true), word(NOW - 1, false)), true);
    assert.equal(isNewerWord(word(NOW - 1, false), word(NOW, true)), false);
    assert.equal(isNewerWord(word(NOW, false), word(NOW, true)), true);
    assert.equal(isNewerWord(word(NOW, true), word(NOW, false)), false);
    assert.equal(isNewerWord(word(NOW, false, NOW + 1), word(NOW, false)), true);
    assert.equal(isNewerWord(word(NOW, false), word(NOW, false)), false, 'the same once more is no news');
  });
});
