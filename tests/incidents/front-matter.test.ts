import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentFile, says, told } from './context.ts';

const HEAD = '## Investigating - 2026-03-01T03:00Z';
const ONE_A_LINE = 'one "key: value" a line';

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
        '7:8 value-not-text: [...] | a text | Write one text in the place of all that.',
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
    ['yaml-syntax: brackets nested too deep | a list or a mapping | Write it with few levels.'],
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
        "7:8 yaml-syntax: scope: @d | quotes around a text that begins with @ | Write it as: scope: '@d'",
      ],
      [
        'has an apostrophe inside single quotes, beside one with a colon, and neither is told twice',
        "advice: a: b\nscope: 'It's late'",
        "6:9 value-colon: advice: a: b | quotes around a text that has a colon in it | Write it as: advice: 'a: b'",
        `7:12 yaml-syntax: scope: 'It's late' | ${ONE_A_LINE} | Quotes do not match here: a single quote inside single quotes is written twice.`,
      ],
      [
        'has an apostrophe inside single quotes',
        "advice: 'It's late'",
        `6:13 yaml-syntax: advice: 'It's late' | ${ONE_A_LINE} | Quotes do not match here: a single quote inside single quotes is written twice.`,
      ],
      [
        'opens quotes and does not close them',
        'advice: "It is late',
        '6:9 yaml-syntax: advice: "It is late | quotes that are closed | Put " at the end of the text, or take it away at its beginning.',
      ],
      [
        'opens a brace and does not close it',
        'advice: {a: b',
        '6:9 yaml-syntax: advice: {a: b | a bracket that is closed | Put "}" at its end.',
      ],
    ],
    (front) => incidentFile({ front }),
  );
});
