import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exactly } from '../../src/domain/time.ts';
import { type Changes, editIncident, type NewUpdate } from '../../src/incidents/edit.ts';
import { editTranslation, type TranslationChanges } from '../../src/incidents/edit-translation.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file } from './context.ts';

const ID = '2026-03-01-alerts';
const WRITTEN = `---
# written on the night
title: "Followers get no alerts"   
began:  2026-02-28T21:10-05:00 # from the log
impact:
  # the worst first
  follow-alerts:
    - { from: 2026-03-01T02:10Z, status: major_outage }   # all of them
    # half an hour later
    - from: 2026-03-01T02:40Z
      status: partial_outage
  sign-in: degraded_performance

works: [ device-readings,
  device-alarms ]
---

In short.

## Investigating — 2026-03-01T02:30Z · status page  

Alerts do not reach followers.

## Identified - 2026-03-01T02:45Z {#found}

A queue is full.   
`;

const at = (hour: number, minute: number) => exactly(Date.UTC(2026, 2, 1, hour, minute));
const saying = (change: Partial<NewUpdate> = {}): NewUpdate => ({
  state: 'update',
  at: at(3, 0),
  said: { speaker: 'operator', place: undefined },
  markdown: 'More words.',
  ...change,
});

/** The lines that went (`-`) and came (`+`), where all others are as they were. */
function changed(changes: Changes, text = WRITTEN): string[] {
  const edited = editIncident(ID, text, changes, context);
  assert.ok(edited.text !== undefined, JSON.stringify(edited.problems));
  return between(text, edited.text);
}

function between(one: string, other: string): string[] {
  const [before, after] = [one.split('\n'), other.split('\n')];
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before.at(-1 - tail) === after.at(-1 - tail)
  )
    tail++;
  return [
    ...before.slice(head, before.length - tail).map((line) => `-${line}`),
    ...after.slice(head, after.length - tail).map((line) => `+${line}`),
  ];
}

function refused(changes: Changes, text = WRITTEN): string[] {
  const edited = editIncident(ID, text, changes, context);
  assert.equal(edited.text, undefined);
  return edited.problems.map(({ name, found }) => `${name}: ${found}`);
}

describe('an edit of a file that was written by hand', () => {
  test('of a field replaces its value and nothing beside it', () => {
    assert.deepEqual(changed({ facts: { title: 'Followers: no alerts' } }), [
      '-title: "Followers get no alerts"   ',
      "+title: 'Followers: no alerts'   ",
    ]);
    assert.deepEqual(changed({ facts: { began: at(2, 5) } }), [
      '-began:  2026-02-28T21:10-05:00 # from the log',
      '+began:  2026-03-01T02:05Z # from the log',
    ]);
    assert.deepEqual(changed({ facts: { began: at(2, 10) } }), [], 'the same instant, with another offset');
  });

  test('puts a field that is new behind those that come before it in a new file', () => {
    const three = changed({ facts: { ended: at(2, 50), advice: '#1: look', pinned: true } });
    const came = three.filter((line) => line.startsWith('+') && !three.includes(`-${line.slice(1)}`));
    assert.deepEqual(came, ['+ended: 2026-03-01T02:50Z', "+advice: '#1: look'", '+pinned: true']);
    assert.deepEqual(changed({ facts: { drill: true } }), ['+drill: true']);
    assert.deepEqual(changed({ facts: { kind: 'incident', scope: undefined, data: undefined } }), []);
  });

  test('takes a field out with its line, and leaves what stands around it', () => {
    assert.deepEqual(changed({ facts: { works: [] } }), ['-works: [ device-readings,', '-  device-alarms ]']);
    assert.deepEqual(changed({ facts: { began: undefined } }), [
      '-began:  2026-02-28T21:10-05:00 # from the log',
    ]);
  });

  test('of the impact changes the component that it is about, with every comment kept', () => {
    const [alerts, signIn] = [
      {
        component: 'follow-alerts',
        changes: [
          { from: at(2, 10), status: 'major_outage' as const },
          { from: at(2, 40), status: 'partial_outage' as const },
        ],
      },
      { component: 'sign-in', status: 'degraded_performance' as const },
    ];
    const impact = (...list: NonNullable<Changes['facts']>['impact'] & {}) =>
      changed({ facts: { impact: list } });
    assert.deepEqual(impact(alerts, signIn), []);
    assert.deepEqual(impact(alerts, { ...signIn, status: 'major_outage' }), [
      '-  sign-in: degraded_performance',
      '+  sign-in: major_outage',
    ]);
    const over = { from: at(2, 50), status: 'operational' as const };
    assert.deepEqual(impact({ ...alerts, changes: [...alerts.changes, over] }, signIn), [
      '+    - { from: 2026-03-01T02:50Z, status: operational }',
    ]);
    const less = [alerts.changes[0] as typeof over & { status: 'major_outage' }];
    assert.deepEqual(impact({ ...alerts, changes: less }, signIn), [
      '-    - from: 2026-03-01T02:40Z',
      '-      status: partial_outage',
    ]);
    assert.deepEqual(impact(alerts, { component: 'sign-in', changes: [over] }), [
      '-  sign-in: degraded_performance',
      '+  sign-in:',
      '+    - { from: 2026-03-01T02:50Z, status: operational }',
    ]);
    assert.deepEqual(impact(alerts, signIn, { component: 'reports', status: 'not_known' }), [
      '+  reports: not_known',
    ]);
    assert.deepEqual(impact(alerts), ['-  sign-in: degraded_performance']);
  });

  test('of a list changes the items that it is about', () => {
    const works = (...ids: string[]) => changed({ facts: { works: ids } });
    assert.deepEqual(works('device-readings', 'device-alarms', 'reports'), [
      '-  device-alarms ]',
      '+  device-alarms, reports ]',
    ]);
    assert.deepEqual(works('device-readings'), [
      '-works: [ device-readings,',
      '-  device-alarms ]',
      '+works: [ device-readings ]',
    ]);
    assert.deepEqual(works('reports', 'device-readings', 'device-alarms'), [
      '-works: [ device-readings,',
      '+works: [ reports, device-readings,',
    ]);
    assert.deepEqual(works('device-alarms'), [
      '-works: [ device-readings,',
      '-  device-alarms ]',
      '+works: [ device-alarms ]',
    ]);
  });

  test('adds an update where its time belongs, spaced as its neighbour is', () => {
    const added = ['+## Update - 2026-03-01T03:00Z', '+', '+More words.', '+'];
    assert.deepEqual(changed({ add: [saying()] }), added);
    const between = saying({ at: at(2, 40), said: { speaker: 'press', place: 'a paper' }, id: 'told' });
    assert.deepEqual(
      changed({ add: [saying({ at: at(3, 5) }), between] }).filter((line) => line.startsWith('+## Update')),
      ['+## Update - 2026-03-01T02:40Z - press: a paper {#told}', '+## Update - 2026-03-01T03:05Z'],
    );
  });

  test('adds an update at the top of a file that runs newest first, and at its end if it is the oldest', () => {
    const text = `---
title: T
impact: { follow-alerts: major_outage }
---
## Update - 2026-03-01T02:50Z
Two.

## Investigating - 2026-03-01T02:40Z
One.`;
    assert.deepEqual(changed({ add: [saying()] }, text), [
      '+## Update - 2026-03-01T03:00Z',
      '+More words.',
      '+',
    ]);
    assert.deepEqual(changed({ add: [saying({ at: at(2, 30), state: 'investigating' })] }, text), [
      '+',
      '+## Investigating - 2026-03-01T02:30Z',
      '+More words.',
    ]);
  });

  test('of an update changes its words or its heading, and its id stays', () => {
    assert.deepEqual(changed({ updates: { found: { markdown: 'A disk is full.' } } }), [
      '-A queue is full.   ',
      '+A disk is full.',
    ]);
    assert.deepEqual(changed({ updates: { 'u-20260301T023000Z': { at: at(2, 25) } } }), [
      '-## Investigating — 2026-03-01T02:30Z · status page  ',
      '+## Investigating - 2026-03-01T02:25Z - status page {#u-20260301T023000Z}',
    ]);
  });

  test('of the summary replaces it, takes it out or puts one in', () => {
    assert.deepEqual(changed({ summary: 'In few words.\r\n' }), ['-In short.', '+In few words.']);
    const without = editIncident(ID, WRITTEN, { summary: '' }, context).text as string;
    assert.deepEqual(between(WRITTEN, without), ['-In short.', '-']);
    assert.deepEqual(changed({ summary: 'In short.' }, without), ['+In short.', '+']);
    assert.deepEqual(changed({ summary: 'In short.' }, WRITTEN.replace('In short.', 'In short. ')), []);
  });

  test('keeps a byte-order mark, line ends of another system and the lack of one at the end', () => {
    const text = `\uFEFF${WRITTEN.trimEnd().replaceAll('\n', '\r\n')}`;
    assert.deepEqual(changed({ facts: { drill: true } }, text), ['+drill: true\r']);
    assert.deepEqual(changed({ add: [saying()] }, text), [
      '-A queue is full.',
      ...['+A queue is full.\r', '+\r', '+## Update - 2026-03-01T03:00Z\r', '+\r', '+More words.'],
    ]);
  });
});

describe('an edit that cannot be made', () => {
  test('is refused with a named problem, whether the file or the change is wrong', () => {
    assert.deepEqual(refused({}, WRITTEN.replace('sign-in:', 'sing-in:')), ['component-unknown: sing-in']);
    assert.deepEqual(refused({ facts: { began: at(9, 0) } })[0], 'time-in-future: 2026-03-01T09:00Z');
    assert.deepEqual(refused({ facts: { works: ['nobody'] } }), ['component-unknown: nobody']);
    assert.deepEqual(refused({ facts: { title: undefined } }), ['key-missing: no "title"']);
    assert.deepEqual(refused({ facts: { title: ' ' } }), ['value-not-text: an empty text']);
    assert.deepEqual(refused({ facts: { advice: undefined, adviceBy: 'editors' } }), [
      'advice-missing: advice_by: editors',
    ]);
    const scheduled = { from: at(2, 0).earliest, until: at(3, 0).earliest };
    assert.deepEqual(refused({ facts: { scheduled } }), ['key-not-for-kind: scheduled']);
    assert.deepEqual(refused({ updates: { constructor: { markdown: 'x' } } }), [
      'update-unknown: constructor',
    ]);
    assert.deepEqual(
      refused({ add: [saying({ at: at(2, 45), id: 'found' })] })[0],
      'update-id-duplicate: found',
    );
  });

  test('is refused where words would become more than words', () => {
    const words = 'More.\n\n## Resolved - 2026-03-01T03:05Z\nOver.';
    assert.deepEqual(refused({ updates: { found: { markdown: words } } }), [
      'edit-not-exact: another change of found, u-20260301T030500Z',
    ]);
    assert.deepEqual(
      refused({ add: [saying({ markdown: 'More.\n\n## Details\nx' })] })[0],
      'heading-not-an-update: Details',
    );
    const [place] = refused({ add: [saying({ said: { speaker: 'operator', place: 'press: a paper' } })] });
    assert.equal(place, 'edit-not-exact: another change of u-20260301T030000Z');
  });

  test('is refused where it would change what another update says', () => {
    const text = `${WRITTEN}\n[queue]: https://example.org/\n\n## Update - 2026-03-01T02:50Z\nSee [queue].\n`;
    assert.deepEqual(refused({ updates: { found: { markdown: 'A disk is full.' } } }, text), [
      'edit-not-exact: another change of u-20260301T025000Z',
    ]);
  });
});

describe('an edit of a translation', () => {
  const original = readIncidents([file(`${ID}.md`, WRITTEN)], context).incidents[0];
  const TRANSLATED = `---
title: 'Sin alertas' # no
---
## found - foro

La cola.
`.replace(' # no', '');
  const edit = (changes: TranslationChanges, text = TRANSLATED) => {
    assert.ok(original);
    return editTranslation(text, 'es', original, changes, context);
  };
  const lines = (changes: TranslationChanges) => between(TRANSLATED, edit(changes).text as string);

  test('changes what it is told to and leaves the rest', () => {
    assert.deepEqual(lines({}), []);
    assert.deepEqual(lines({ texts: { title: 'Nadie: alertas' } }), [
      "-title: 'Sin alertas'",
      "+title: 'Nadie: alertas'",
    ]);
    assert.deepEqual(lines({ texts: { scope: 'Aquí' } }), ['+scope: Aquí']);
    assert.deepEqual(lines({ texts: { title: undefined, scope: 'Aquí' } }), [
      "-title: 'Sin alertas'",
      '+scope: Aquí',
    ]);
    assert.deepEqual(lines({ summary: 'En breve.' }), ['+En breve.', '+']);
    assert.deepEqual(lines({ updates: { found: { markdown: 'El disco.', place: 'foro' } } }), [
      '-La cola.',
      '+El disco.',
    ]);
    assert.deepEqual(lines({ updates: { found: { markdown: 'La cola.' } } }), [
      '-## found - foro',
      '+## found',
    ]);
  });

  test('reads where nothing at the top is translated, and where something is at last', () => {
    const text = `---\n{}\n---\n## found\n\nLa cola.\n`;
    assert.deepEqual(between(text, edit({ texts: { title: 'Nada', scope: 'Aquí' } }, text).text as string), [
      '-{}',
      '+title: Nada',
      '+scope: Aquí',
    ]);
    const flow = text.replace('{}', '{ title: Nada }');
    assert.deepEqual(
      between(flow, edit({ texts: { title: undefined, scope: 'A, B' } }, flow).text as string),
      ['-{ title: Nada }', "+{ scope: 'A, B',  }"],
    );
  });

  test('puts an update that is new where it belongs', () => {
    assert.deepEqual(
      lines({ updates: { 'u-20260301T023000Z': { markdown: 'No llegan.', place: 'página #' } } }),
      ['+## u-20260301T023000Z - página # ##', '+', '+No llegan.', '+'],
    );
  });

  test('is refused where it names an update that there is not, or would say more', () => {
    const names = (changes: TranslationChanges) => {
      const { text, problems } = edit(changes);
      assert.equal(text, undefined);
      return problems.map(({ name }) => name);
    };
    assert.deepEqual(names({ updates: { fund: { markdown: 'x' } } }), ['translation-update-unknown']);
    assert.deepEqual(names({ updates: { found: { markdown: 'x\n\n## u-20260301T023000Z\ny' } } }), [
      'edit-not-exact',
    ]);
    assert.deepEqual(
      edit({}, 'no front matter').problems.map(({ name }) => name),
      ['front-matter-missing'],
    );
  });
});
