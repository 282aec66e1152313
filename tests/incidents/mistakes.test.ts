import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

const NAME = '2026-03-01-alerts.md';
const HEAD = '## Investigating - 2026-03-01T03:00Z';
const COMPONENTS =
  'device-readings, device-alarms, share-upload, follow-glucose, follow-alerts, sign-in, reports, partner-apps';
const STATUSES =
  'major_outage, partial_outage, degraded_performance, not_known, under_maintenance, operational';
const STATES =
  'a state: Investigating, Identified, Update, Correction, Monitoring, Resolved, Postmortem or Withdrawn';
const NEEDS_QUOTES = 'A text that begins with a special character needs single quotes around it.';
const ONE_A_LINE = 'one "key: value" a line';

/** What is said of each mistake: where, what was found, what was expected, how to mend it. */
function told(text: string): string[] {
  return readIncidents([file(NAME, text)], context).problems.map(
    ({ line, column, name, found, expected, remedy }) =>
      `${line}:${column} ${name}: ${found} | ${expected} | ${remedy}`,
  );
}

function says(cases: [string, string, ...string[]][], textOf: (written: string) => string): void {
  for (const [mistake, written, ...said] of cases)
    test(mistake, () => assert.deepEqual(told(textOf(written)), said));
}

describe('a front matter is told of where it', () => {
  says(
    [
      [
        'is not there, and the file is one line',
        'Alerts',
        '1:1 front-matter-missing: Alerts | "---" alone on the first line | Begin the file with a line "---", then title and impact, then another line "---".',
      ],
      [
        'is indented',
        ' ---\ntitle: x\n---\n',
        '1:1 front-matter-missing: --- | "---" alone on the first line | Begin the file with a line "---", then title and impact, then another line "---".',
      ],
      [
        'is longer than anybody writes',
        `---\nadvice: |\n${'  word\n'.repeat(20_000)}---\n${HEAD}`,
        '18726:2 text-too-long: a front matter longer than 131072 characters | at most 131072 characters between the two "---" | Tell the story in the updates, and name the sources that matter.',
      ],
      [
        'does not end, however long it is',
        `---\nadvice: |\n${'  word ---\n'.repeat(13_000)}`,
        '1:1 front-matter-unclosed: a front matter that does not end | a second line "---" before the first update | Put a line "---" after the last key.',
      ],
      [
        'holds no keys',
        `---\njust words\nand more\n---\n${HEAD}\nDown.`,
        '2:1 value-shape: just words | keys with values, such as "title: ..." | Write one "key: value" a line.',
      ],
      [
        'holds nothing',
        `---\n---\n${HEAD}\nDown.`,
        '2:1 value-shape: nothing | keys with values, such as "title: ..." | Write one "key: value" a line.',
      ],
    ],
    (text) => text,
  );

  test('may have spaces behind its lines, and blank lines within', () => {
    const text = incidentFile({ front: '\n' }).replaceAll('---\n', '---  \t\n');
    assert.deepEqual(told(text), []);
  });
});

describe('a key or a value is told of where it', () => {
  says(
    [
      [
        'is a key that is no word',
        '? [a]\n: b',
        '6:3 key-unknown: ? | a key that incident files have | Take it out, or see docs/incident-file.md.',
      ],
      [
        'is a key that a source does not have',
        "sources: [{ title: a, url: 'https://a.b', urll: c }]",
        '6:43 key-unknown: urll | one of title, url | Take it out. Did you mean "url"?',
      ],
      [
        'is half a source, or none',
        "sources: [{ title: a }, { url: 'https://a.b' }, a]",
        '6:11 key-missing: no "url" | { title: ..., url: ... } | Add "url".',
        '6:25 key-missing: no "title" | { title: ..., url: ... } | Add "title".',
        '6:49 value-shape: a | { title: ..., url: ... } | Write it in braces, with those keys.',
      ],
      [
        'is one source without a list',
        'sources: a',
        '6:10 value-shape: a | a list | Write sources as [one, two], or one "- item" a line.',
      ],
      ...['/x', 'xhttps:a', 'httpsx:a', 'ftp://a.b/', 'mailto:a@b.c'].map(
        (url): [string, string, ...string[]] => [
          `is a source at an address that nobody can open: ${url}`,
          `sources: [{ title: a, url: '${url}' }]`,
          `6:28 link-not-allowed: ${url} | an address that begins with https:// or http:// | Write the whole address of the source.`,
        ],
      ),
      [
        'is a source without words',
        "sources: [{ title: 3, url: '/x' }, { title: a, url: '' }]",
        "6:20 value-not-text: 3 | a text | Put single quotes around it: '3'",
        '6:53 value-not-text: an empty text | a text | Write something, or take the key out.',
      ],
      [
        'is no text',
        "scope: ''\ncause:\ndisputed: 12",
        '6:8 value-not-text: an empty text | a text | Write something, or take the key out.',
        "7:7 value-not-text: nothing | a text | Put single quotes around it: '...'",
        "8:11 value-not-text: 12 | a text | Put single quotes around it: '12'",
      ],
      [
        'is a text of spaces, or a list',
        "scope: '  '\ncause: [a]",
        '6:8 value-not-text: an empty text | a text | Write something, or take the key out.',
        "7:8 value-not-text: [...] | a text | Put single quotes around it: '[...]'",
      ],
      [
        'says yes or no in other words',
        'pinned: yes',
        '6:9 value-not-allowed: yes | one of true, false | Write one of those.',
      ],
      [
        'is one of a few words, misspelt',
        'data: delaied',
        '6:7 value-not-allowed: delaied | one of delayed, backfilled, lost, intact | Write one of those. Did you mean "delayed"?',
      ],
    ],
    (front) => incidentFile({ front }),
  );
});

test('brackets nested deeper than a program can follow are told once', () => {
  const said = told(incidentFile({ front: `advice: ${'['.repeat(5_000)}` }));
  assert.deepEqual(
    said.map((one) => one.replace(/^6:\d+ /, '')),
    ['yaml-syntax: brackets nested too deep | a list or a mapping | Write the front matter with few levels.'],
  );
});

describe('a line that YAML cannot read is told of where it', () => {
  says(
    [
      [
        'has a colon and an apostrophe in an item of a list',
        "sources:\n  - title: A: b's\n    url: https://a.b/",
        "7:12 value-colon: - title: A: b's | quotes around a text that has a colon in it | Write it as: - title: 'A: b''s'",
      ],
      [
        'ends with a colon',
        'advice: Look here:  ',
        "6:9 value-colon: advice: Look here: | quotes around a text that has a colon in it | Write it as: advice: 'Look here:'",
      ],
      [
        'is one of two with a colon, and both are told',
        'advice: a: b\nscope: c: d',
        "6:9 value-colon: advice: a: b | quotes around a text that has a colon in it | Write it as: advice: 'a: b'",
        "7:8 value-colon: scope: c: d | quotes around a text that has a colon in it | Write it as: scope: 'c: d'",
      ],
      [
        'stands beside one with a colon, and what is behind is told all the same',
        'advice: a: b\nscop: c',
        "6:9 value-colon: advice: a: b | quotes around a text that has a colon in it | Write it as: advice: 'a: b'",
        '7:1 key-unknown: scop | a key that incident files have | Take it out, or see docs/incident-file.md. Did you mean "scope"?',
      ],
      [
        'begins with a special character',
        'advice: a: b\nscope: @d',
        "6:9 value-colon: advice: a: b | quotes around a text that has a colon in it | Write it as: advice: 'a: b'",
        `7:8 yaml-syntax: scope: @d | ${ONE_A_LINE} | Plain value cannot start with reserved character @. ${NEEDS_QUOTES}`,
      ],
      [
        'has an apostrophe inside single quotes',
        "advice: 'It's late'",
        `6:13 yaml-syntax: advice: 'It's late' | ${ONE_A_LINE} | Quotes do not match here: a single quote inside single quotes is written twice.`,
      ],
      [
        'opens quotes and does not close them',
        'advice: "It is late',
        `7:1 yaml-syntax: the end of the front matter | ${ONE_A_LINE} | Missing closing "quote. ${NEEDS_QUOTES}`,
      ],
      [
        'opens a brace and does not close it',
        'advice: {a: b',
        `7:1 yaml-syntax: the end of the front matter | ${ONE_A_LINE} | Flow map in block collection must be sufficiently indented and end with a }. ${NEEDS_QUOTES}`,
      ],
    ],
    (front) => incidentFile({ front }),
  );
});

describe('an impact is told of where it', () => {
  says(
    [
      [
        'is no mapping',
        'follow-alerts',
        '5:3 value-shape: follow-alerts | one line for each, "name: value", indented | Write impact as a mapping; docs/incident-file.md has an example.',
      ],
      [
        'is empty',
        '',
        '4:8 value-shape: nothing | one line for each, "name: value", indented | Write impact as a mapping; docs/incident-file.md has an example.',
      ],
      [
        'names a status without its time',
        'follow-alerts: [major_outage, { status: major_outage }]',
        '5:19 value-shape: major_outage | { from: ..., status: ... } | Write it in braces, with those keys.',
        '5:33 key-missing: no "from" | { from: ..., status: ... } | Add "from".',
      ],
      [
        'has neither a time nor a status that can be read',
        'follow-alerts: [{ from: soon, status: bad }]',
        '5:27 time-malformed: soon | a time such as 2026-03-01T08:04Z | Write year-month-dayThour:minute and Z for UTC, or an offset such as -05:00.',
        `5:41 status-unknown: bad | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'gives no status',
        'follow-alerts:',
        `5:17 status-unknown: nothing | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'gives a mapping for a status',
        'follow-alerts: { status: major_outage }',
        `5:18 status-unknown: {...} | one of ${STATUSES} | Write one of those.`,
      ],
      [
        'names what nobody knows, with a list of changes',
        'alerts: [{ from: 2026-03-01T02:10Z, status: major_outage }]',
        `5:3 component-unknown: alerts | one of ${COMPONENTS} | Write one of those, or add it to src/site.config.ts.`,
      ],
    ],
    (impact) => incidentFile({ impact }),
  );

  test('is not there', () =>
    assert.deepEqual(told(`---\ntitle: x\n---\n${HEAD}\nDown.`), [
      '1:1 key-missing: no "impact" | impact: a component and its status | Add "impact:" and under it, indented, a line such as "follow-alerts: major_outage".',
    ]));

  test('says of a component that it works, or of none at all', () =>
    assert.deepEqual(told(incidentFile({ front: 'works: [follow-alerts, nobody, 3, sign-in]' })), [
      '6:9 component-in-impact-and-works: follow-alerts | a component in one of the two | Take it out of "works" if it is hurt, or out of "impact" if somebody confirmed that it works.',
      `6:24 component-unknown: nobody | one of ${COMPONENTS} | Write one of those, or add it to src/site.config.ts.`,
      "6:32 value-not-text: 3 | a text | Put single quotes around it: '3'",
    ]));
});

describe('a heading is told of where it', () => {
  says(
    [
      [
        'is of level 1',
        '# Title',
        '8:1 heading-not-an-update: # Title | "## State - time", or "###" inside an update | Use two # for an update, three inside one. The title of the page is the key "title".',
      ],
      [
        'is a word and a time, and the word no state',
        '## What  - we know',
        `8:1 state-unknown: What - we know | ${STATES} | Begin the heading with a state.`,
      ],
      [
        'begins like a state',
        '## Investigat',
        `8:1 state-unknown: Investigat | ${STATES} | Begin the heading with a state. Did you mean "investigating"?`,
      ],
      [
        'is empty',
        '##',
        '8:1 heading-not-an-update: nothing | "## State - time" | A heading of level 2 is an update. Inside an update use ###.',
      ],
      [
        'has no time',
        '##  Resolved  ##',
        '8:1 heading-not-an-update: Resolved | "## Resolved - 2026-03-01T08:04Z" | Write a dash with a space on both sides, then the time at which it was said.',
      ],
      [
        'has no space beside the dash',
        '## Investigating-2026-03-01T03:00Z',
        '8:1 heading-not-an-update: Investigating-2026-03-01T03:00Z | "## State - time" | A heading of level 2 is an update. Inside an update use ###.',
      ],
      [
        'has a word for a time',
        '## Investigating - soon',
        '8:1 time-malformed: soon | a time such as 2026-03-01T08:04Z | Write year-month-dayThour:minute and Z for UTC, or an offset such as -05:00.',
      ],
      ...['1st', 'a b', '', 'über', 'a.b'].map((name): [string, string, ...string[]] => [
        `gives a name that no address can have: {#${name}}`,
        `${HEAD} {#${name}}`,
        `8:1 value-not-allowed: {#${name}} | letters, digits and "-", beginning with a letter | Choose a short name such as {#near-normal}.`,
      ]),
    ],
    (heading) => incidentFile({ body: `${heading}\nDown.` }),
  );
});

describe('a heading that nobody would see is told of where it stands', () => {
  const said = (place: string, line: string, block: string) =>
    `${place} heading-inside-block: ${line} | an update that readers can see | It stands inside ${block}. Close that before it.`;
  const QUOTE = 'a quote or a list';
  const CODE = 'a code block that does not end';
  const HTML = 'a comment or HTML that does not end';
  says(
    [
      ['in a quote', '> ## Resolved', said('11:3', '## Resolved', QUOTE)],
      ['in a list', '- a\n\n  # Resolved', said('13:3', '# Resolved', QUOTE)],
      ['in code without an end', '```\nx\n ## Resolved', said('13:1', '## Resolved', CODE)],
      ['in code behind a shorter fence', '~~~~\n## Resolved\n~~~', said('12:1', '## Resolved', CODE)],
      ['in code behind another fence', '~~~\n## Resolved\n```', said('12:1', '## Resolved', CODE)],
      ['in code behind a fence with words', '```\n## Resolved\n``` x', said('12:1', '## Resolved', CODE)],
      [
        'in code whose last line has a fence in it',
        '```\n## Resolved\nx ```',
        said('12:1', '## Resolved', CODE),
      ],
    ],
    (body) => incidentFile({ body: `${HEAD}\nDown.\n\n${body}` }),
  );

  const html = (block: string) =>
    told(incidentFile({ body: `${HEAD}\nDown.\n\n${block}` })).filter((one) => !/html-not/.test(one));
  test('in a comment without an end, or in HTML', () => {
    assert.deepEqual(html('<!-- x\n## Resolved'), [said('12:1', '## Resolved', HTML)]);
    assert.deepEqual(html('<div>\n## Resolved -->'), [said('12:1', '## Resolved -->', HTML)]);
  });

  test('but not in what was shut away on purpose, and not where it is no heading of an update', () => {
    for (const block of [
      '<!-- x\n## Resolved\n-->',
      '```\n## Resolved\n```',
      '~~~js\n## Resolved\n~~~~~\n',
      '- ```\n  ## Resolved\n  ```\n',
      '    ## Resolved',
      '    ```\n    ## Resolved',
      '> ### Details',
      '```\n### Details',
      '```\nx ## Resolved',
      '```\n##Resolved',
    ])
      assert.deepEqual(html(block), [], block);
  });
});
