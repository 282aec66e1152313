import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outage, Update } from '../../src/domain/incident.ts';
import { movedBeginning, movedUpdate } from '../../src/domain/moved.ts';
import { incidentHistory, type Revision } from '../../src/domain/git-history.ts';
import { exactly } from '../../src/domain/time.ts';
import { outage } from './generators.ts';
import { first, minute, second, version } from './versions.ts';

const began = (count: number, change: Partial<Revision> = {}, at = exactly(minute(count))) =>
  version(0, outage({ began: at, updates: [first] }), change);
/** What became of the beginning in versions that were published minute by minute. */
const moved = (...versions: (Revision | undefined)[]) =>
  movedBeginning(
    incidentHistory(
      versions.map((one, index) => ({ ...version(index + 1, undefined), ...one, at: minute(index + 1) })),
    ),
  );

describe('a beginning', () => {
  test('has moved where it is not what was first published, and was changed when that could first be read', () => {
    assert.deepEqual(moved(began(-9), began(-5)), { was: exactly(minute(-9)), changed: minute(2) });
    assert.deepEqual(moved(began(-9), began(-5, { live: minute(7) }))?.changed, minute(7));
    assert.deepEqual(moved(began(-9), began(-5), began(-5)), {
      was: exactly(minute(-9)),
      changed: minute(2),
    });
    assert.deepEqual(moved(began(-9), began(-5), began(-4)), {
      was: exactly(minute(-9)),
      changed: minute(3),
    });
  });

  test('has moved too where it is only known more or less exactly than before', () => {
    const between = { earliest: minute(-9), latest: minute(-5) };
    assert.deepEqual(moved(began(-9), began(0, {}, between))?.changed, minute(2));
    assert.deepEqual(moved(began(0, {}, between), began(-5)), { was: between, changed: minute(2) });
  });

  test('has not moved where it stands as it did, or was not known, or was never published otherwise', () => {
    const unknown = version(0, outage({ began: undefined, updates: [first] }));
    for (const versions of [
      [],
      [began(-9)],
      [began(-9), began(-9)],
      [began(-9), began(-5), began(-9)],
      [unknown, began(-9)],
      [began(-9), unknown, undefined, began(-9)],
      [began(-9, { imported: true }), began(-5, { imported: true })],
      [began(-9), began(-5, { imported: true })],
    ])
      assert.equal(moved(...versions), undefined);
    assert.equal(movedBeginning(undefined), undefined);
  });

  test('that was brought along and then changed has moved from what was brought', () => {
    const brought = [began(-9, { imported: true }), began(-5, { imported: true }), began(-1)];
    assert.deepEqual(moved(...brought), { was: exactly(minute(-5)), changed: minute(3) });
  });
});

test('the time of an update has moved by its own words, whatever becomes of the others', () => {
  const at = (count: number, update: Update): Update => ({ ...update, at: exactly(minute(count)) });
  const told = (...updates: Update[]): Outage => outage({ updates });
  const history = incidentHistory([
    version(1, told(at(-9, first), at(-3, second))),
    version(2, told(at(-3, second))),
    version(3, told(at(-5, first), at(-3, second))),
  ]);
  assert.deepEqual(movedUpdate(history, 'first'), { was: exactly(minute(-9)), changed: minute(3) });
  assert.equal(movedUpdate(history, 'second'), undefined);
  assert.equal(movedUpdate(history, 'nobody said this'), undefined);
});
