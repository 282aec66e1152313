import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { said, SMALL, withLine } from './reading.ts';

const ONE_A_LINE = 'one "key: value" a line';

describe('a config that is no YAML is told of its slip once, in plain words, where it', () => {
  for (const [what, text, ...expected] of [
    [
      'is indented by a tab, and what else is wrong is told too',
      withLine('vouch_for', '\tvouch_for: long'),
      '21:1 yaml-syntax: a tab | spaces at the beginning of a line | Write two spaces in its place: YAML does not read tabs there.',
      '21:14 number-out-of-range: long | a number of minutes above 0 | Write the number alone, without quotes and without a unit.',
    ],
    [
      'is indented less than the keys beside it',
      withLine('url', ' url: https://status.example.org'),
      `5:1 yaml-syntax: url: https://status.example.org | ${ONE_A_LINE} | Keys that belong together begin in the same column, and what belongs to a key stands two spaces further in. Look at the spaces before this line and the next.`,
    ],
    [
      'is indented more than the line before it',
      withLine('cache_age', '    cache_age: 5'),
      `23:18 yaml-syntax: rebuild_every: 10 | ${ONE_A_LINE} | Keys that belong together begin in the same column, and what belongs to a key stands two spaces further in. Look at the spaces before this line and the next.`,
    ],
    [
      'has a key without a colon',
      withLine('rebuild_every', '  rebuild_every 10'),
      `23:3 yaml-syntax: rebuild_every 10 | ${ONE_A_LINE} | Put a colon and a space behind the key.`,
    ],
    [
      'has a key with no space behind its colon',
      withLine('cache_age', '  cache_age:5'),
      `24:3 yaml-syntax: cache_age:5 | ${ONE_A_LINE} | Put a colon and a space behind the key.`,
    ],
    [
      'opens a brace and does not close it',
      withLine('tag', '  tag: { authority: example.org, year: 2026'),
      '6:8 yaml-syntax: tag: { authority: example.org, year: 2026 | a bracket that is closed | Put "}" at its end.',
    ],
    [
      'opens quotes and does not close them',
      withLine('report', "  report: 'https://example.org/report"),
      "8:11 yaml-syntax: report: 'https://example.org/report | quotes that are closed | Put ' at the end of the text, or take it away at its beginning.",
    ],
    [
      'begins a text with a letter that means something else, and what else is wrong is told too',
      withLine('cache_age', '  cache_age: @5\n  cash_age: 5'),
      '24:14 number-out-of-range: @5 | a number of minutes, 0 or more | Write the number alone, without quotes and without a unit.',
      "24:14 yaml-syntax: cache_age: @5 | quotes around a text that begins with @ | Write it as: cache_age: '@5'",
      '25:3 key-unknown: cash_age | one of rebuild_every, cache_age, heartbeat | Take it out, or see docs/config.md. Did you mean "cache_age"?',
    ],
    [
      'ends before its end, so that what stands below would not be read',
      `${SMALL}---\nlook: { pictures: none }\n`,
      '25:1 yaml-syntax: --- | one config | Take the line out, and "..." too: what stands below it is not read.',
    ],
  ] as const)
    test(what, () => assert.deepEqual(said(text), expected));
});

test('a config of one word is told of by the whole word', () => {
  assert.match(said('hello')[0] ?? '', /value-shape: hello \|/);
});
