import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  affects,
  beginningOf,
  closingUpdate,
  countedEnd,
  courseOf,
  endOf,
  filedAt,
  isAllClear,
  isClosing,
  isOpen,
  isReal,
  isSeenThroughout,
  keepsState,
  type Maintenance,
  newestFirst,
  type State,
  stateOf,
  type Update,
  updateId,
} from '../../src/domain/incident.ts';
import { exactly, HOUR } from '../../src/domain/time.ts';
import { NOW, outage, said } from './generators.ts';

const at = (hours: number) => exactly(NOW + hours * HOUR);
const happening = (change: Parameters<typeof outage>[0]) =>
  courseOf(outage({ began: at(-9), ...change }), NOW);

function announced(...updates: Update[]): Maintenance {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage({ updates });
  return { ...shared, kind: 'maintenance', scheduled: { from: at(1).earliest, until: at(2).earliest } };
}

const work = (...updates: Update[]) => courseOf(announced(...updates), NOW);
/** An incident in which these states were told, an hour apart. */
const told = (...states: State[]) =>
  outage({ updates: states.map((state, index) => said(state, at(index - 9))) });

test('whether an incident is over is said of what has ended, and of nothing else', () => {
  const updates = [said('investigating', at(-8))];
  assert.equal(happening({ updates }), 'open');
  assert.equal(happening({ updates, ended: at(-7) }), 'watched');
  assert.equal(happening({ updates: [...updates, said('resolved', at(-6))] }), 'over');
  assert.equal(happening({ updates, ended: 'unknown', lastKnown: at(-6) }), 'unknown');
  assert.equal(happening({ updates: [...updates, said('withdrawn', at(-6))] }), 'withdrawn');
});

test('announced work that has not begun is not open, and what was cancelled never was', () => {
  assert.equal(work(said('scheduled', at(-8))), 'ahead');
  assert.equal(work(said('scheduled', at(-8)), said('in_progress', at(-1))), 'open');
  assert.equal(courseOf(announced(said('scheduled', at(-8))), at(1).earliest), 'open', 'its time has come');
  assert.equal(work(said('scheduled', at(-8)), said('cancelled', at(-7))), 'cancelled');
  assert.equal(work(said('scheduled', at(-8)), said('completed', at(-7))), 'over');
});

describe('the state of the work', () => {
  test('is what was told last, and updates, corrections and postmortems keep it', () => {
    assert.equal(stateOf(told('investigating', 'identified', 'update', 'correction')), 'identified');
    assert.equal(stateOf(told('investigating', 'resolved', 'postmortem')), 'resolved');
    assert.equal(stateOf(told('update')), 'update', 'a file that begins so is a mistake, and has that state');
    const keeping = ['update', 'correction', 'postmortem'] as const;
    for (const state of keeping) assert.equal(keepsState(said(state, at(0))), true, state);
    for (const state of ['investigating', 'monitoring', 'resolved', 'scheduled', 'withdrawn'] as const)
      assert.equal(keepsState(said(state, at(0))), false, state);
  });

  test('owes people something until it is closed, and again when it was opened again', () => {
    for (const state of ['resolved', 'completed', 'cancelled', 'withdrawn'] as const) {
      assert.equal(isOpen(told('investigating', state)), false, state);
      assert.equal(isClosing(said(state, at(0))), true, state);
    }
    assert.equal(isOpen(told('investigating', 'monitoring')), true);
    assert.equal(isClosing(said('monitoring', at(0))), false);
    assert.equal(isOpen(told('investigating', 'resolved', 'identified')), true);
    assert.equal(isOpen({ ...told('investigating'), ended: 'unknown' }), false, 'nobody will say more');
    assert.equal(isReal(told('investigating')), true);
    assert.equal(isReal({ ...told('investigating'), drill: true }), false);
    assert.equal(isReal(told('investigating', 'withdrawn', 'postmortem')), false);
  });

  test('is an all-clear from the update on that told it is over, and until it was opened again', () => {
    const incident = told('investigating', 'resolved', 'postmortem', 'investigating', 'withdrawn');
    assert.deepEqual(
      incident.updates.map((update) => isAllClear(incident, update)),
      [false, true, true, false, false],
    );
    for (const state of ['completed', 'cancelled'] as const) {
      const over = announced(said('scheduled', at(-3)), said(state, at(-2)));
      assert.equal(isAllClear(over, over.updates[1] as Update), true, state);
    }
    assert.equal(isAllClear(incident, said('resolved', at(5))), false, 'it is of another incident');
  });
});

describe('the end', () => {
  const [first, last] = [said('resolved', at(-7)), said('resolved', at(-5))];
  const again = outage({ updates: [said('investigating', at(-8)), first, said('identified', at(-6)), last] });

  test('is what the file says, else the last word that it is over', () => {
    assert.equal(closingUpdate(again), last);
    assert.equal(endOf(again), last.at);
    assert.deepEqual(endOf({ ...again, ended: at(-4) }), at(-4));
    assert.equal(endOf({ ...again, updates: again.updates.slice(0, 3) }), undefined, 'it is open again');
    assert.equal(closingUpdate(told('investigating', 'withdrawn')), undefined, 'it never was');
    for (const state of ['completed', 'cancelled'] as const) {
      const over = said(state, at(-1));
      assert.equal(endOf(announced(said('scheduled', at(-8)), over)), over.at, state);
    }
    assert.equal(endOf(announced(said('scheduled', at(-8)))), undefined);
  });

  test('that nobody knows is none, and sums count to when it was last known to go on', () => {
    const unknown = outage({ ...again, ended: 'unknown', lastKnown: at(-4) });
    assert.equal(endOf(unknown), undefined);
    assert.deepEqual(countedEnd(unknown), at(-4));
    assert.equal(countedEnd(again), last.at);
    assert.deepEqual(countedEnd({ ...again, ended: at(-4), lastKnown: at(-3) }), at(-4));
    const over = said('completed', at(-1));
    assert.equal(countedEnd(announced(said('scheduled', at(-8)), over)), over.at);
  });
});

describe('the beginning', () => {
  test('is what the file says; announced work begins when it was told to, else as announced', () => {
    assert.equal(beginningOf(outage({ began: undefined })), undefined);
    assert.deepEqual(beginningOf(outage({ began: at(-3) })), at(-3));
    assert.deepEqual(beginningOf(announced(said('scheduled', at(-8)))), at(1));
    const early = announced(
      said('scheduled', at(-8)),
      said('in_progress', at(-1)),
      said('in_progress', at(0)),
    );
    assert.deepEqual(beginningOf(early), at(-1));
  });

  test('files an incident under its time, the newest first, and the id decides between equals', () => {
    const [one, two] = [outage({ id: 'a', began: at(-3) }), outage({ id: 'b', began: at(-3) })];
    const vague = outage({ id: 'c', began: undefined, updates: [said('investigating', at(-2))] });
    assert.equal(filedAt(vague), at(-2).earliest);
    const between = outage({ id: 'd', began: { earliest: at(-9).earliest, latest: at(0).latest } });
    assert.equal(filedAt(between), at(-9).earliest);
    for (const list of [
      [one, two, vague, between],
      [between, two, one, vague],
      [two, vague, between, one],
    ])
      assert.deepEqual(
        list.toSorted(newestFirst).map(({ id }) => id),
        ['c', 'b', 'a', 'd'],
      );
  });
});

test('what was hurt is known throughout where it has one status, or no change into what nobody knows', () => {
  const impact = (...statuses: ('major_outage' | 'not_known')[]) => ({
    component: 'follow-alerts',
    changes: statuses.map((status) => ({ from: at(0), status })),
  });
  assert.equal(isSeenThroughout(outage()), true);
  assert.equal(isSeenThroughout(outage({ impact: [impact('major_outage')] })), true);
  assert.equal(isSeenThroughout(outage({ impact: [impact('major_outage', 'not_known')] })), false);
  assert.equal(isSeenThroughout(outage({ impact: [impact('not_known'), impact('major_outage')] })), true);
  assert.equal(isSeenThroughout(outage({ impact: [] })), false);
});

test('an incident affects the components that it names', () => {
  const both = outage({ impact: [...outage().impact, { component: 'app', status: 'major_outage' }] });
  assert.equal(affects(both, 'follow-alerts') && affects(both, 'app'), true);
  assert.equal(affects(outage(), 'sign-in'), false);
});

test('an update is named for the earliest second at which it was said', () => {
  const between = { earliest: Date.UTC(2019, 10, 30, 15, 30), latest: Date.UTC(2019, 10, 30, 16, 30) };
  assert.equal(updateId(between), 'u-20191130T153000Z');
});
