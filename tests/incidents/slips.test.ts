import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { editIncident } from '../../src/incidents/edit.ts';
import { holdIn } from '../../src/incidents/hold.ts';
import { printIncident } from '../../src/incidents/print.ts';
import { mended, slipsIn, withDashes } from '../../src/incidents/slips.ts';
import { exactly } from '../../src/domain/time.ts';
import fc from '../chance.ts';
import { live, regional } from '../sites.ts';
import { context, file, incidentFile } from './context.ts';
import { FOLDERS } from './corpus.ts';
import { anyIncident } from './writable.ts';
import { often } from '../thorough.ts';

const RIGHT = `---
title: 'Followers get no alerts: nowhere'
kind: incident
began: 2026-03-01T02:10Z/2026-03-01T02:20Z
impact:
  follow-alerts: major_outage
  follow-glucose: # slow at first
    - { from: 2026-03-01T02:10Z, status: degraded_performance, regions: [us] }
    - { from: 2026-02-28T21:15-05:00, status: partial_outage }
works: [device-alarms, device-readings]
advice: Don’t count on it.
cause_certainty: suspected
pinned: true
---
## Investigating - 2026-03-01T03:00Z - Facebook
We’re looking.

## Update - 2026-03-01T03:05Z/2026-03-01T03:06Z {#more}
Still there.
`;

/** What each keyboard makes of the same file, a line or a word at a time. */
const SLIPS: [what: string, written: string, meant: string][] = [
  ['a fence of a long dash and a short one', '---\ntitle', '—-\ntitle'],
  ['a fence of one long dash, below a blank line', '---\ntitle', '\n—\ntitle'],
  ['a fence of four dashes', 'true\n---', 'true\n----'],
  ['a fence of a long dash at the end, with a space that is none', 'true\n---', 'true\n——\u00a0'],
  ['a key with a capital', 'title:', 'Title:'],
  ['a key as words', 'cause_certainty:', 'Cause certainty:'],
  ['a key with a dash', 'cause_certainty:', 'cause-certainty:'],
  ['no space behind a key', 'advice: Don', 'advice:Don'],
  ['a space that is none behind a key', 'advice: Don', 'advice:\u00a0Don'],
  ['a wide colon', 'advice: Don', 'advice：Don'],
  ['bent double quotes', "'Followers get no alerts: nowhere'", '“Followers get no alerts: nowhere”'],
  ['bent single quotes', "'Followers get no alerts: nowhere'", '‘Followers get no alerts: nowhere’'],
  ['quotes of which one is bent', "'Followers get no alerts: nowhere'", '"Followers get no alerts: nowhere”'],
  [
    'quotes as Germans write them',
    "'Followers get no alerts: nowhere'",
    '„Followers get no alerts: nowhere“',
  ],
  ['a status as words', 'major_outage', 'Major outage'],
  ['a status in capitals with a dash', 'major_outage', 'MAJOR-OUTAGE'],
  ['a status in bent quotes', 'major_outage', '“major outage”'],
  ['a status within braces', 'degraded_performance', 'Degraded Performance'],
  ['a component with a capital', 'follow-alerts:', 'Follow-alerts:'],
  ['a component with a capital in front of a comment', 'follow-glucose:', 'Follow-Glucose:'],
  ['a key within braces', 'regions: [us]', 'Regions: [US]'],
  ['components with capitals', '[device-alarms, device-readings]', '[Device-alarms, Device-readings]'],
  ['a word with a capital', 'suspected', 'Suspected'],
  ['a kind with a capital', 'kind: incident', 'kind: Incident'],
  ['yes with a capital', 'pinned: true', 'pinned: True'],
  ['dashes in a date', '2026-03-01T02:20Z', '2026–03‑01T02:20Z'],
  ['small letters in a time', '2026-03-01T02:20Z', '2026-03-01t02:20z'],
  ['a space in a time', '2026-03-01T02:20Z', '2026-03-01 02:20 UTC'],
  ['one digit for two', '2026-03-01T02:20Z', '2026-3-1 2:20Z'],
  ['a minus sign that is one', '21:15-05:00', '21:15−5:00'],
  ['no space behind the marks of a heading', '## Investigating - ', '##Investigating - '],
  ['a space that is none behind them', '## Investigating - ', '##\u00a0Investigating - '],
  ['a long dash without spaces', '## Investigating - ', '## Investigating—'],
  ['two dashes', '## Investigating - ', '## Investigating -- '],
  ['no dash at all', '## Investigating - ', '## Investigating '],
  ['a time of a heading with a space', '2026-03-01T03:00Z - Facebook', '2026-03-01 03:00Z - Facebook'],
  ['a component by its name', '  follow-alerts: major', '  Followers get ALERTS: major'],
  ['a component by its short name', '  follow-alerts: major', '  “Alerts for followers” : major'],
  [
    'components by their names',
    '[device-alarms, device-readings]',
    "[Alarms on the wearer's device, Device readings]",
  ],
  [
    'components without brackets',
    '[device-alarms, device-readings]',
    'Alarmas del dispositivo, device-readings',
  ],
  ['a time of a change behind another mark', '- { from: 2026-03-01T02:10Z', '• { from: 2026-03-01T02:10Z'],
  ['an interval in a heading', '03:05Z/2026-03-01T03:06Z', '03:05z/2026–03–01T03:06Z'],
];

const told = (text: string, site = regional) =>
  readIncidents([file('2026-03-01-alerts.md', text)], { site, now: context.now });

describe('what a phone makes of a file is read as it is meant', () => {
  for (const [what, right, slipped] of SLIPS)
    test(`where it is ${what}`, () => {
      assert.ok(RIGHT.includes(right), right);
      const written = RIGHT.replace(right, slipped);
      const { incidents, problems } = told(written);
      assert.deepEqual(
        problems.map(({ name, severity }) => [name, severity]),
        [['keyboard-slip', 'note']],
      );
      assert.deepEqual(incidents, told(RIGHT).incidents);
      assert.deepEqual(told(mended(written, regional)), told(RIGHT), 'and is mended so');
      assert.deepEqual(slipsIn(mended(written, regional), regional), []);
    });

  for (const [what, written] of [
    ['without its marks', 'Investigating — 2026-03-01T03:00Z\nWe look.\n\nUpdate-2026-03-01 03:05Z\nWe see.'],
    ['with one mark', '# Investigating - 2026-03-01T03:00Z\nWe look.\nUpdate – 2026-03-01T03:05Z\nWe see.'],
  ] as const)
    test(`where a heading is ${what}`, () => {
      const body = '## Investigating - 2026-03-01T03:00Z\nWe look.\n\n## Update - 2026-03-01T03:05Z\nWe see.';
      const { incidents, problems } = told(incidentFile({ body: written }));
      assert.deepEqual(
        problems.map(({ name }) => name),
        ['keyboard-slip', 'keyboard-slip'],
      );
      const right = told(incidentFile({ body })).incidents;
      const words = (all: typeof incidents) => all[0]?.updates.map(({ id, prose }) => [id, prose.html]);
      assert.deepEqual(words(incidents), words(right));
    });

  for (const mark of ['•', '–', '*', '—'])
    test(`where a list is marked by ${mark}`, () => {
      const list = (one: string) => `works:\n  ${one} device-alarms\n  ${one} Device readings`;
      const { incidents, problems } = told(incidentFile({ front: list(mark) }));
      assert.deepEqual(
        problems.map(({ name, found, expected }) => [name, found, expected]),
        [
          ['keyboard-slip', `${mark} device-alarms`, '- device-alarms'],
          ['keyboard-slip', `${mark} Device readings`, '- device-readings'],
        ],
      );
      assert.deepEqual(incidents[0]?.works, ['device-alarms', 'device-readings']);
    });

  test('where a list in the words of an update is marked by dots, as it is copied from elsewhere', () => {
    const body = (one: string) =>
      `## Investigating - 2026-03-01T03:00Z\nWe know of:\n${one}alerts\n${one}readings`;
    const html = '<p>We know of:</p>\n<ul>\n<li>alerts</li>\n<li>readings</li>\n</ul>';
    for (const mark of ['• ', '•\u00a0', '◦\t', '•', '  ▪ ']) {
      const { incidents, problems } = told(incidentFile({ body: body(mark) }));
      assert.equal(incidents[0]?.updates[0]?.prose.html, html, mark);
      assert.equal(problems[0]?.name, 'keyboard-slip');
      assert.equal(
        withDashes(`Of:\n${mark}alerts`).trim(),
        `Of:\n${mark.startsWith(' ') ? '  ' : ''}- alerts`,
      );
    }
    const code = '```\n• alerts\n```';
    assert.deepEqual(slipsIn(incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${code}` })), []);
    assert.equal(withDashes(code), code);
  });

  test('where there is one component, and its status stands alone', () => {
    const [only] = live.components.filter(({ id }) => id === 'follow-alerts');
    assert.ok(only);
    const alone = { ...live, components: [only] };
    const text = incidentFile().replace('impact:\n  follow-alerts: major_outage', 'impact: Partial outage');
    const { incidents, problems } = told(text, alone);
    assert.deepEqual(
      problems.map(({ name, expected }) => [name, expected]),
      [['keyboard-slip', 'impact: { follow-alerts: partial_outage }']],
    );
    assert.deepEqual(incidents[0]?.impact, [{ component: 'follow-alerts', status: 'partial_outage' }]);
    const [ofMany] = told(text, live).problems;
    assert.equal(ofMany?.name, 'value-shape');
    assert.match(
      ofMany?.remedy ?? '',
      /Say of which component: write "impact:" and below it, indented, "[a-z-]+: partial_outage"/,
    );
  });

  test('and where something else is wrong in that line, that alone is said of it', () => {
    const { problems } = told(RIGHT.replace('kind: incident', 'Kind: Outage'));
    assert.deepEqual(
      problems.map(({ name, place }) => [name, place?.line]),
      [['value-not-allowed', 3]],
    );
  });

  test('also where the name of the file is wrong, and what is wrong within is told beside that', () => {
    const of = (name: string, text: string) =>
      readIncidents([file(name, text)], context).problems.map((problem) => problem.name);
    const text = incidentFile({ front: 'Works: device-alarms\npined: true' });
    assert.deepEqual(of('Alerts.md', text), ['file-name', 'keyboard-slip', 'key-unknown']);
    assert.deepEqual(of('Alerts.md', incidentFile()), ['file-name']);
    assert.deepEqual(of('README.md', '# Notes\n'), ['file-name']);
  });

  test('with a note for each line, which names the line as it stands and as it is meant', () => {
    const { problems } = told(RIGHT.replace('kind: incident', 'Kind: Incident'));
    assert.deepEqual(problems, [
      {
        name: 'keyboard-slip',
        severity: 'note',
        source: { file: '2026-03-01-alerts.md' },
        place: { line: 3, column: 1 },
        found: 'Kind: Incident',
        expected: 'kind: incident',
        remedy: 'It is read as that, and nothing needs to be done. "nightlight mend" writes it so.',
      },
    ]);
  });

  test('in any mixture, and what else is wrong keeps its line and column', () => {
    fc.assert(
      fc.property(fc.subarray(SLIPS, { minLength: 2 }), fc.boolean(), (some, isWindows) => {
        const right = RIGHT.replace('\ncause_certainty', '\npined: true\ncause_certainty');
        let written = right;
        const places = new Set(some.map(([, from]) => from));
        for (const [, from, to] of some) if (places.delete(from)) written = written.replace(from, to);
        if (isWindows) written = written.replaceAll('\n', '\r\n');
        const errors = (text: string) =>
          told(text)
            .problems.filter(({ severity }) => severity === 'error')
            .map(({ name, place, found }) => ({ name, line: place?.line, found }));
        const above = /^\s*\n—/.test(written) ? 1 : 0;
        assert.deepEqual(
          errors(written),
          errors(right).map((one) => ({ ...one, line: (one.line ?? 0) + above })),
        );
        assert.deepEqual(told(mended(written, regional).replaceAll('\r', '')), told(right));
      }),
      { numRuns: often(80, 200) },
    );
  });
});

describe('what may be meant otherwise is left alone', () => {
  const LEFT: [what: string, text: string][] = [
    [
      'words of people, with dashes, quotes and capitals',
      incidentFile({ front: 'advice: Wait — “soon”, they say' }),
    ],
    ['two words in quotes', incidentFile({ front: 'advice: “Share” and “Follow”' })],
    ['a text that has quotes of its own around bent ones', incidentFile({ front: "advice: '“Wait”'" })],
    ['words behind a comment', incidentFile({ front: 'pinned: true # Major Outage' })],
    [
      'a heading within an update',
      incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\n### Update 2026\nWe look.' }),
    ],
    [
      'a line of dashes in the body',
      incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\nWe look.\n\n—\n\nWe do.' }),
    ],
    ['spaces behind a fence', incidentFile().replaceAll('---\n', '---  \n')],
    ['keys and ids in straight quotes', incidentFile({ impact: '"follow-alerts": "major_outage"' })],
    [
      'a block of text',
      incidentFile({ front: 'advice: |\n  Title: Major outage\n  Works: [Device-alarms]' }),
    ],
  ];
  for (const [what, text] of LEFT) test(what, () => assert.deepEqual(slipsIn(text), []));

  test('names that several components have, and that nobody has', () => {
    const both = live.components.map((one) => ({ ...one, short: { en: 'Sharing' } }));
    const named = (called: string) =>
      told(incidentFile({ impact: `${called}: major_outage` }), { ...live, components: both }).problems;
    for (const called of ['Sharing', 'Share'])
      assert.deepEqual(
        named(called).map(({ name, place }) => [name, place?.line]),
        [['component-unknown', 5]],
      );
  });

  test('a line like the heading of an update in a block of code, in a quotation, or with words behind it', () => {
    for (const line of [
      '```\nUpdate - 2026-03-01T03:05Z\n```',
      '> Update - 2026-03-01T03:05Z',
      'Update - 2026-03-01T03:05Z was when we knew.',
      'Soon - 2026-03-01T03:05Z',
    ])
      assert.deepEqual(slipsIn(incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${line}` })), []);
  });

  test('every file of the record and of the tour', () => {
    let count = 0;
    for (const { files } of FOLDERS)
      for (const { text } of files) {
        assert.deepEqual(slipsIn(text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''), regional), []);
        count++;
      }
    assert.ok(count > 70);
  });

  test('whatever an incident says that a program prints, quotes and dashes among it', () => {
    fc.assert(
      fc.property(anyIncident, fc.constantFrom('“', '”', '‘', '’', '„', '—'), (incident, letter) => {
        const bent = { ...incident, title: `${letter}Alerts”`, advice: `‘${incident.advice ?? ''}’` };
        assert.deepEqual(slipsIn(printIncident(bent, live), live), []);
      }),
      { numRuns: often(40, 100) },
    );
  });

  test('a time without its zone, and a date whose order nobody knows', () => {
    for (const time of ['2026-03-01 02:10', '03-01-2026 02:10Z', '2026-13-01 02:10Z']) {
      const { problems } = told(RIGHT.replace('2026-03-01T02:10Z/2026-03-01T02:20Z', time));
      assert.ok(
        problems.some(({ severity }) => severity === 'error'),
        time,
      );
    }
  });
});

test('a draft is none that is told, however its key is written', () => {
  for (const line of ['Draft: true', 'DRAFT：True', 'draft:true', 'Publish: 2027-01-01 08:00Z']) {
    const text = RIGHT.replace('pinned: true', line);
    assert.notDeepEqual(
      holdIn(new TextEncoder().encode(text)),
      holdIn(new TextEncoder().encode(RIGHT)),
      line,
    );
  }
});

test('an edit of a file that a phone wrote puts it right and says what it was told', () => {
  const written = SLIPS.filter((_, index) => index % 3 === 1).reduce(
    (text, [, right, slipped]) => text.replace(right, slipped),
    RIGHT,
  );
  const add = [
    {
      state: 'monitoring' as const,
      at: exactly(Date.UTC(2026, 2, 1, 3, 8)),
      said: { speaker: 'operator' as const, place: undefined },
      markdown: 'It seems to work.',
    },
  ];
  const { text } = editIncident('2026-03-01-alerts', written, { add }, { site: regional, now: context.now });
  assert.equal(text, `${RIGHT}\n## Monitoring - 2026-03-01T03:08Z\nIt seems to work.\n`);
});
