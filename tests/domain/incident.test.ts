import assert from 'node:assert/strict';
import { test } from 'node:test';
import { courseOf, type Maintenance, type Update } from '../../src/domain/incident.ts';
import { exactly, HOUR } from '../../src/domain/time.ts';
import { NOW, outage, said } from './generators.ts';

const at = (hours: number) => exactly(NOW + hours * HOUR);
const happening = (change: Parameters<typeof outage>[0]) =>
  courseOf(outage({ began: at(-9), ...change }), NOW);

function work(...updates: Update[]) {
  const { began: _, ended: __, lastKnown: ___, ...shared } = outage({ updates });
  const scheduled = { from: at(1).earliest, until: at(2).earliest };
  return courseOf({ ...shared, kind: 'maintenance', scheduled } satisfies Maintenance, NOW);
}

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
  assert.equal(work(said('scheduled', at(-8)), said('cancelled', at(-7))), 'cancelled');
  assert.equal(work(said('scheduled', at(-8)), said('completed', at(-7))), 'over');
});
