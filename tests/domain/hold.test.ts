import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from '../chance.ts';
import { type Hold, isUntold, NO_HOLD, toldVersions } from '../../src/domain/hold.ts';
import { holdIn, nextTold } from '../../src/incidents/hold.ts';
import { incidentFile } from '../incidents/context.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const at = (publish: number): Hold => ({ draft: false, publish });
const DRAFT: Hold = { draft: true, publish: undefined };

describe('what is held back', () => {
  test('is a draft, and what is told later, until that moment', () => {
    assert.equal(isUntold(NO_HOLD, 5), false);
    assert.equal(isUntold(DRAFT, 5), true);
    assert.equal(isUntold(at(6), 5), true);
    assert.equal(isUntold(at(5), 5), false);
    assert.equal(isUntold({ draft: true, publish: 1 }, 5), true);
  });

  for (const [name, versions, told] of [
    ['a version is told when it was committed', [[1, NO_HOLD]], [[1, 1]]],
    [
      'a draft never was',
      [
        [1, DRAFT],
        [2, NO_HOLD],
      ],
      [[2, 2]],
    ],
    [
      'a draft comes after what was told',
      [
        [1, NO_HOLD],
        [2, DRAFT],
      ],
      [[1, 1]],
    ],
    ['one that waits is told at its moment', [[1, at(4)]], [[1, 4]]],
    ['one that waits longer is not told', [[1, at(9)]], []],
    [
      'one that was replaced before its moment never was',
      [
        [1, at(4)],
        [3, at(4)],
      ],
      [[3, 4]],
    ],
    [
      'one that was replaced at its moment never was',
      [
        [1, at(4)],
        [4, NO_HOLD],
      ],
      [[4, 4]],
    ],
    [
      'one that was replaced after it was',
      [
        [1, at(4)],
        [5, at(4)],
      ],
      [
        [1, 4],
        [5, 5],
      ],
    ],
  ] as [string, [number, Hold][], [number, number][]][])
    test(name, () => {
      const list = versions.map(([time, hold]) => ({ at: time, committed: time, hold }));
      assert.deepEqual(
        toldVersions(list, ({ hold }) => hold, 8).map(({ committed, at }) => [committed, at]),
        told,
      );
    });

  test('is told in the order in which it was committed, and never before its moment', () => {
    const hold = fc.oneof(
      fc.constant(NO_HOLD),
      fc.constant(DRAFT),
      fc.integer({ min: 0, max: 30 }).map((time) => at(time)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), hold)), fc.nat(40), (gaps, now) => {
        let time = 0;
        const list = gaps
          .map(([gap, hold]) => {
            time += gap;
            return { at: time, hold };
          })
          .filter((one) => one.at <= now);
        const told = toldVersions(list, (one) => one.hold, now);
        for (const [index, one] of told.entries()) {
          assert.ok(!isUntold(one.hold, now) && one.at <= now && one.at >= (one.hold.publish ?? one.at));
          assert.ok(one.at >= (told[index - 1]?.at ?? 0));
        }
        const newest = list.at(-1);
        assert.equal(told.at(-1)?.hold === newest?.hold || isUntold(newest?.hold ?? NO_HOLD, now), true);
      }),
    );
  });
});

describe('a front matter', () => {
  for (const [line, hold] of [
    ['', NO_HOLD],
    ['draft: true', DRAFT],
    ['draft: false', NO_HOLD],
    ['"draft" : "true"', DRAFT],
    ['draft: yes', DRAFT],
    ['publish: 2026-03-05T08:00Z', at(Date.UTC(2026, 2, 5, 8))],
    ['publish: 2026-03-05T08:00+01:00', at(Date.UTC(2026, 2, 5, 7))],
    ['publish: soon', at(Number.POSITIVE_INFINITY)],
    ['publish: 2026-03-05', at(Date.UTC(2026, 2, 6) - 1000)],
    ['draft: true\n: [', { draft: true, publish: Number.POSITIVE_INFINITY }],
    ['publish: 2026-03-05T08:00Z\n: [', at(Number.POSITIVE_INFINITY)],
  ] as const)
    test(`that says ${JSON.stringify(line)}`, () =>
      assert.deepEqual(holdIn(bytes(incidentFile({ front: line }))), hold));

  test('alone holds a file back, and not what is said below it', () =>
    assert.deepEqual(
      holdIn(bytes(incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\ndraft: true' }))),
      NO_HOLD,
    ));
});

test('the next instant at which a file is told is that of the first that waits and will come', () => {
  const file = (name: string, lines: string) => ({ name, bytes: bytes(`---\ntitle: A\n${lines}---\n`) });
  const files = [
    file('late.md', 'publish: 2026-03-09T08:00Z\n'),
    file('soon.md', 'publish: 2026-03-05T08:00Z\n'),
    file('told.md', 'publish: 2026-02-05T08:00Z\n'),
    file('draft.md', 'draft: true\npublish: 2026-03-02T08:00Z\n'),
    file('broken.md', 'publish: soon\n'),
    file('plain.md', ''),
  ];
  assert.equal(nextTold(files, Date.parse('2026-03-01T00:00Z')), Date.parse('2026-03-05T08:00Z'));
  assert.equal(nextTold(files, Date.parse('2026-03-05T08:00Z')), Date.parse('2026-03-09T08:00Z'));
  assert.equal(nextTold(files, Date.parse('2026-03-09T08:00Z')), undefined);
});
