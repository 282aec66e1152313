import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Impact, Maintenance, Outage, Update } from '../../src/domain/incident.ts';
import type { Status } from '../../src/domain/status.ts';
import { exactly, MINUTE, type TimeRange } from '../../src/domain/time.ts';
import {
  begunBy,
  flatten,
  isOverrun,
  type ImpactInterval,
  intervalsByComponent,
  intervalsOf,
  statusAt,
} from '../../src/domain/timeline.ts';
import { outage, said, START } from './generators.ts';

const NEVER = Number.POSITIVE_INFINITY;
const minute = (count: number) => START + count * MINUTE;
const at = (earliest: number, latest = earliest): TimeRange => ({
  earliest: minute(earliest),
  latest: minute(latest),
});
const inMinutes = (instant: number) => (instant - START) / MINUTE;

/** What an incident does to the one component it names: from, to, status, and since when, in minutes. */
const segments = (incident: Outage | Maintenance) =>
  (intervalsOf(incident).get('follow-alerts') ?? []).map(({ from, to, status, since }) => [
    ...[inMinutes(from), inMinutes(to), status],
    `${since.before ? 'before' : 'since'} ${inMinutes(since.at.earliest)}`,
  ]);

const resolved = said('resolved', at(100, 110));
const lasting = (change: Partial<Outage>) =>
  outage({ began: at(0, 10), updates: [said('investigating', at(20)), resolved], ...change });
const changing = (...changes: [from: TimeRange, status: Status][]): { impact: Impact[] } => ({
  impact: [{ component: 'follow-alerts', changes: changes.map(([from, status]) => ({ from, status })) }],
});

describe('an incident', () => {
  test('does what it does from the earliest it can have begun to the latest it can have ended', () => {
    assert.deepEqual(segments(lasting({})), [[0, 110, 'major_outage', 'since 0']]);
    assert.deepEqual(segments(lasting({ ended: at(50, 60) })), [[0, 60, 'major_outage', 'since 0']]);
    const open = lasting({ updates: [said('investigating', at(20))] });
    assert.deepEqual(segments(open), [[0, NEVER, 'major_outage', 'since 0']]);
    const unknown = lasting({ ended: 'unknown', lastKnown: at(70, 80) });
    assert.deepEqual(segments(unknown), [[0, 80, 'major_outage', 'since 0']]);
  });

  test('counts from its first update where nobody knows the beginning, and says that it was before', () => {
    assert.deepEqual(segments(lasting({ began: undefined })), [[20, 110, 'major_outage', 'before 20']]);
  });

  test('that ended before it began has no length, but its instant', () => {
    assert.deepEqual(segments(lasting({ ended: at(-20) })), [[0, 0, 'major_outage', 'since 0']]);
  });

  test('gets worse at the earliest and better at the latest that it can have', () => {
    const worse = changing(
      [at(0), 'partial_outage'],
      [at(20, 30), 'major_outage'],
      [at(40, 50), 'degraded_performance'],
    );
    assert.deepEqual(segments(lasting(worse)), [
      [0, 20, 'partial_outage', 'since 0'],
      [20, 50, 'major_outage', 'since 20'],
      [50, 110, 'degraded_performance', 'since 40'],
    ]);
  });

  test('begins as early as its first change can have been, and each change waits for all before it', () => {
    const changes = changing(
      ...([
        [at(20, 30), 'major_outage'],
        [at(40, 60), 'partial_outage'],
        [at(50), 'major_outage'],
        [at(55), 'not_known'],
      ] as [TimeRange, Status][]),
    );
    assert.deepEqual(
      segments(lasting(changes)).map(([from]) => from),
      [20, 60, 60, 60],
    );
  });

  test('does not run backwards where two changes may have come in another order', () => {
    const mixed = changing([at(0), 'major_outage'], [at(20, 60), 'partial_outage'], [at(30), 'major_outage']);
    assert.deepEqual(segments(lasting(mixed)), [
      [0, 60, 'major_outage', 'since 0'],
      [60, 60, 'partial_outage', 'since 20'],
      [60, 110, 'major_outage', 'since 30'],
    ]);
  });

  test('does nothing before its beginning nor after its end, whatever its changes say', () => {
    const outside = changing(
      ...([
        [at(-30), 'partial_outage'],
        [at(-10), 'major_outage'],
        [at(50), 'partial_outage'],
        [at(120), 'major_outage'],
      ] as [TimeRange, Status][]),
    );
    assert.deepEqual(segments(lasting(outside)), [
      [0, 50, 'major_outage', 'since 0'],
      [50, 110, 'partial_outage', 'since 50'],
    ]);
    const early = changing([at(-30), 'partial_outage'], [at(0), 'major_outage']);
    assert.deepEqual(segments(lasting(early)), [[0, 110, 'major_outage', 'since 0']]);
    const unbegun = segments(lasting({ ...early, began: undefined }));
    assert.deepEqual(unbegun, [
      [-30, 0, 'partial_outage', 'since -30'],
      [0, 110, 'major_outage', 'since 0'],
    ]);
  });

  test('keeps a change of no length where it lies in it, and loses it outside', () => {
    const blink = (count: number) =>
      segments(lasting(changing([at(count), 'major_outage'], [at(count), 'operational']))).filter(
        ([, , status]) => status === 'major_outage',
      );
    for (const count of [0, 50, 110])
      assert.deepEqual(blink(count), [[count, count, 'major_outage', `since ${count}`]], String(count));
    for (const count of [-1, 111]) assert.deepEqual(blink(count), [], String(count));
  });

  test('that is a drill or was withdrawn does nothing', () => {
    assert.equal(intervalsOf(lasting({ drill: true })).size, 0);
    assert.equal(intervalsOf(lasting({ updates: [said('withdrawn', at(1))] })).size, 0);
  });

  test('adds to what others do to the same component, and to what it says of it twice', () => {
    const twice = lasting({
      impact: [...lasting({}).impact, { component: 'follow-alerts', status: 'not_known' }],
    });
    assert.deepEqual(
      segments(twice).map(([, , status]) => status),
      ['major_outage', 'not_known'],
    );
    const all = intervalsByComponent([lasting({ id: 'a' }), lasting({ id: 'b' })]);
    assert.deepEqual([...all.keys()], ['follow-alerts']);
    assert.deepEqual(
      all.get('follow-alerts')?.map(({ incident, told }) => [incident, told]),
      [
        ['a', true],
        ['b', true],
      ],
    );
  });
});

describe('announced work', () => {
  const work = (change: Partial<Outage>, ...updates: Update[]): Maintenance => {
    const {
      began: _,
      ended: __,
      lastKnown: ___,
      ...shared
    } = outage({
      updates: [said('scheduled', at(-100)), ...updates],
      impact: [{ component: 'follow-alerts', status: 'under_maintenance' }],
      ...change,
    });
    return { ...shared, kind: 'maintenance', scheduled: { from: minute(0), until: minute(60) } };
  };
  const window = (from: number, to: number) => [from, to, 'under_maintenance', `since ${from}`];

  test('shields until its end, and what goes on after that is an outage', () => {
    assert.deepEqual(segments(work({})), [window(0, 60), [60, NEVER, 'major_outage', 'since 60']]);
    assert.equal(intervalsOf(work({})).get('follow-alerts')?.[0]?.told, false);
  });

  test('begins when it was told to, and ends when it was', () => {
    const started = said('in_progress', at(-10, -5));
    assert.deepEqual(segments(work({}, started, said('completed', at(30, 40)))), [window(-10, 40)]);
    assert.deepEqual(segments(work({}, said('completed', at(60)))), [window(0, 60)]);
    assert.deepEqual(segments(work({}, said('completed', at(70)))), [
      ...[window(0, 60), [60, 70, 'major_outage', 'since 60']],
    ]);
  });

  test('that was begun after its end was late from the start', () => {
    assert.deepEqual(segments(work({}, said('in_progress', at(80)))), [
      ...[window(80, 80), [80, NEVER, 'major_outage', 'since 80']],
    ]);
  });

  test('that was cancelled before it began never was', () => {
    assert.deepEqual(segments(work({}, said('cancelled', at(-50)))), []);
    assert.deepEqual(segments(work({}, said('cancelled', at(0)))), []);
  });

  test('weighs, when it runs over, as much as the file says', () => {
    const overrun = (impact: Impact) => segments(work({ impact: [impact] })).at(-1)?.[2];
    const component = 'follow-alerts';
    assert.equal(overrun({ component, status: 'degraded_performance' }), 'degraded_performance');
    const from = at(0);
    const changes = (...list: Status[]) => ({ component, changes: list.map((status) => ({ from, status })) });
    const list = ['not_known', 'major_outage', 'partial_outage'] as const;
    assert.equal(overrun(changes(...list)), 'partial_outage', 'the last of them counts');
    assert.equal(overrun(changes('partial_outage', 'under_maintenance')), 'major_outage');
    assert.equal(overrun(changes()), 'major_outage');
  });

  test('runs over from its end until somebody says that it is done', () => {
    assert.equal(isOverrun(work({}), minute(60) - 1), false);
    assert.equal(isOverrun(work({}), minute(60)), true);
    for (const state of ['completed', 'cancelled'] as const)
      assert.equal(isOverrun(work({}, said(state, at(70))), minute(80)), false, state);
  });
});

describe('a clock that runs fast', () => {
  const NOW = minute(0);
  const segment = (from: number, change: Partial<ImpactInterval> = {}): ImpactInterval => ({
    ...{ from: NOW + from, to: NEVER, status: 'major_outage', incident: 'a', told: true },
    since: { at: exactly(NOW), before: false },
    ...change,
  });
  const begun = (...list: ImpactInterval[]) => begunBy(list, NOW).map(({ from }) => from - NOW);

  test('put the beginning of trouble up to five minutes ahead: it has begun', () => {
    assert.deepEqual(begun(segment(1), segment(5 * MINUTE)), [1 - 5 * MINUTE, 0]);
    assert.deepEqual(begun(segment(MINUTE), segment(5 * MINUTE + 1)), [-4 * MINUTE, 5 * MINUTE + 1]);
  });

  test('moves nothing that has begun, that is announced, or that has no length', () => {
    const still = [
      segment(0),
      segment(-MINUTE),
      segment(MINUTE, { told: false }),
      segment(MINUTE, { to: NOW + MINUTE }),
    ];
    assert.equal(begunBy(still, NOW), still);
    assert.deepEqual(begun(...still, segment(MINUTE)), [0, -MINUTE, MINUTE, MINUTE, -4 * MINUTE]);
  });
});

describe('overlapping time', () => {
  const stretch = (from: number, to: number, status: Status = 'major_outage') => ({ from, to, status });

  test('counts once, as the worst of each instant', () => {
    const [all, part] = [stretch(0, 100, 'partial_outage'), stretch(30, 60)];
    const expected = [stretch(0, 30, 'partial_outage'), stretch(30, 60), stretch(60, 100, 'partial_outage')];
    assert.deepEqual(flatten([all, part]), expected);
    assert.deepEqual(flatten([part, all]), expected);
    assert.deepEqual(flatten([part, all, part]), expected);
    assert.deepEqual(flatten([stretch(50, NEVER), stretch(0, NEVER)]), [stretch(0, NEVER)]);
  });

  test('is joined where neighbours have one status, and has gaps where nothing was', () => {
    assert.deepEqual(flatten([stretch(10, 20), stretch(0, 10)]), [stretch(0, 20)]);
    assert.deepEqual(flatten([stretch(30, 40), stretch(0, 10)]), [stretch(0, 10), stretch(30, 40)]);
    assert.deepEqual(flatten([stretch(0, 10), stretch(10, 20, 'not_known')]), [
      stretch(0, 10),
      stretch(10, 20, 'not_known'),
    ]);
  });

  test('leaves out what has no length and what was operational', () => {
    assert.deepEqual(flatten([stretch(10, 10), stretch(20, 10), stretch(0, 50, 'operational')]), []);
    assert.deepEqual(flatten([]), []);
  });

  test('has at each instant the worst that any stretch gives; a stretch ends before its end', () => {
    const list = [stretch(0, 10, 'partial_outage'), stretch(5, 10), stretch(5, 20, 'degraded_performance')];
    assert.deepEqual(
      [-1, 0, 5, 9, 10, 20].map((instant) => statusAt(list, instant)),
      [
        'operational',
        'partial_outage',
        'major_outage',
        'major_outage',
        'degraded_performance',
        'operational',
      ],
    );
  });
});
