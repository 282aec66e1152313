import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { iso } from '../../src/domain/time.ts';
import { type Published, readIncidents } from '../../src/incidents/index.ts';
import { nameOf } from '../../src/problems/index.ts';
import { context, file, incidentFile, NOTHING_PUBLISHED, NOW } from './context.ts';

const NAME = '2026-03-01-alerts.md';
const FIRST = 'u-20260301T030000Z';

function told(text: string, published: Partial<Published> = {}) {
  const held = { ...NOTHING_PUBLISHED, files: new Set([NAME]), ...published };
  return readIncidents([file(NAME, text)], { ...context, published: held }).problems;
}

const incidentIn = (text: string) => readIncidents([file(NAME, text)], context).incidents[0];
const body = (...updates: string[]) => updates.map((update) => `## ${update}\nWords.`).join('\n\n');

describe('an update that was written just now', () => {
  const MINUTE = 60_000;
  /** What is said of an update whose time is so many minutes from 03:10. */
  const asked = (minutes: number, closing = '') => {
    const at = iso(NOW + minutes * MINUTE);
    const text = incidentFile({
      began: closing && 'began: 2026-02-01',
      body: `${body(`Investigating - ${at}`)}\n\n${closing}`,
    });
    const known = new Set(closing ? ['over'] : []);
    const [problem] = told(text, { everPublished: new Map([[NAME, known]]) });
    return problem && { ...problem, meant: /Did you mean (\S+)\?/.exec(problem.remedy)?.[1] };
  };

  for (const minutes of [5, 0, -30])
    test(`is near now, ${minutes} minutes away`, () => assert.equal(asked(minutes), undefined));

  for (const [minutes, meant] of [
    [-31, undefined],
    [-50, '2026-03-01T02:20-01:00'],
    [-60, '2026-03-01T02:10-01:00'],
    [-90, undefined],
    [-205, '2026-02-28T23:45-03:30'],
    [-570, '2026-02-28T17:40-09:30'],
    [-720, '2026-02-28T15:10-12:00'],
    [-734, '2026-02-28T14:56-12:00'],
    [-736, undefined],
    [-780, undefined],
  ] as const)
    test(`is far from now, ${minutes} minutes away, and an offset may explain it: ${meant ?? 'none'}`, () => {
      const problem = asked(minutes);
      assert.equal(problem?.name, 'time-far-from-now');
      assert.equal(problem?.meant, meant);
      const at = iso(NOW + minutes * MINUTE);
      assert.ok(problem?.remedy.startsWith(`You wrote ${at}, it is 2026-03-01T03:10Z.`), problem?.remedy);
      assert.ok(problem?.remedy.endsWith(' If it was said then, leave it.'));
      if (meant === undefined) assert.match(problem?.remedy as string, /03:10Z\. If it was said then/);
    });

  test('that lies ahead is a mistake of another kind, and is told of once', () =>
    assert.equal(asked(60)?.name, 'time-in-future'));

  test('of an incident that is over is only asked about where an offset would explain it', () => {
    const closing = '## Resolved - 2026-03-01T03:10Z {#over}\nOver.';
    assert.equal(asked(-300, closing)?.meant, '2026-02-28T22:10-05:00');
    assert.equal(asked(-90, closing), undefined);
    assert.equal(asked(-6_000, closing), undefined);
  });

  test('is the only one that is asked about', () => {
    const text = incidentFile({ began: '', body: body('Investigating - 2026-02-28T22:10Z') });
    const known = new Map([[NAME, new Set(['u-20260228T221000Z'])]]);
    assert.deepEqual(told(text, { everPublished: known }), []);
  });
});

describe('an update that was published', () => {
  const gone = (mayGo: Published['mayGo'], text = incidentFile()) =>
    told(text, { everPublished: new Map([[NAME, new Set(['old', FIRST])]]), mayGo });

  test('and is gone is told of at the first that is new, or else at the top', () => {
    const [problem] = gone(() => false);
    assert.deepEqual(
      [problem?.name, problem?.found, problem?.place?.line],
      ['published-update-vanished', 'old', 1],
    );
    const [beside] = gone(
      () => false,
      incidentFile({ body: body('Investigating - 2026-03-01T03:00Z', 'Update - 2026-03-01T03:09Z') }),
    );
    assert.equal(beside?.place?.line, 11);
  });

  test('may go where somebody has said why, by its own address', () =>
    assert.deepEqual(
      gone((address) => address === 'incidents/2026-03-01-alerts/#old'),
      [],
    ));

  test('is held against what was there before only if it is the only news', () => {
    const two = body('Investigating - 2026-03-01T03:00Z', 'Update - 2026-03-01T03:05Z');
    const before = incidentIn(incidentFile({ body: two }));
    const known = new Map([[NAME, new Set([FIRST, 'u-20260301T030500Z'])]]);
    const changed = two.replace(/Words\.$/, 'Other words.');
    const [problem] = told(incidentFile({ body: changed }), { everPublished: known, before: () => before });
    assert.deepEqual(
      [problem?.name, problem?.found, problem?.place?.line],
      ['changed-without-update', 'the text of an update', 11],
    );
    assert.equal(
      problem?.remedy,
      'Add "## Update - <now>", or "## Correction - <now>" if something was wrong, and say what changed. Without it nobody is told.',
    );
    const more = `${changed}\n\n${body('Update - 2026-03-01T03:09Z')}`;
    assert.deepEqual(told(incidentFile({ body: more }), { everPublished: known, before: () => before }), []);
  });
});

describe('a file that was published', () => {
  const gone = (mayGo: Published['mayGo']) =>
    readIncidents([], {
      ...context,
      published: { ...NOTHING_PUBLISHED, everPublished: new Map([[NAME, new Set([FIRST])]]), mayGo },
    }).problems;

  test('and is gone is told of, unless somebody has said why it may go', () => {
    assert.deepEqual(
      gone(() => false).map(({ name, source }) => [name, nameOf(source)]),
      [['published-file-vanished', NAME]],
    );
    assert.deepEqual(
      gone((address) => address === 'incidents/2026-03-01-alerts/'),
      [],
    );
  });
});

describe('a window of announced work', () => {
  const work = (from: string, until: string) => `---
kind: maintenance
title: Work
scheduled: { from: ${from}, until: ${until} }
impact:
  follow-alerts: under_maintenance
---
## Scheduled - 2026-02-26T10:00Z
Words.`;
  const announced = incidentIn(work('2026-03-02T02:00Z', '2026-03-02T03:00Z'));
  const known = new Map([[NAME, new Set(['u-20260226T100000Z'])]]);
  const held = (from: string, until: string, toldIn: Published['toldIn'] = () => announced) =>
    told(work(from, until), { everPublished: known, toldIn }).map(({ name, found }) => `${name}: ${found}`);

  test('is the one that the newest update announced', () => {
    assert.deepEqual(held('2026-03-02T02:00Z', '2026-03-02T03:00Z'), []);
    for (const [from, until] of [
      ['2026-03-02T02:00Z', '2026-03-02T04:00Z'],
      ['2026-03-02T01:00Z', '2026-03-02T03:00Z'],
    ] as const)
      assert.deepEqual(held(from, until), [`scheduled-moved: ${from} to ${until}`]);
  });

  test('is not held against what nobody knows, or against what was no announced work then', () => {
    assert.deepEqual(
      held('2026-03-02T02:00Z', '2026-03-02T04:00Z', () => undefined),
      [],
    );
    assert.deepEqual(
      held('2026-03-02T02:00Z', '2026-03-02T04:00Z', () => incidentIn(incidentFile())),
      [],
    );
    const known2 = new Map([[NAME, new Set([FIRST])]]);
    assert.deepEqual(told(incidentFile(), { everPublished: known2, toldIn: () => announced }), []);
  });
});
