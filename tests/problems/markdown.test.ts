import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REPORTERS } from '../../src/problems/reporters.ts';
import type { Problem } from '../../src/problems/index.ts';
import { problem } from './example.ts';

const other: Problem = { ...problem, source: { file: 'incidents/b.md' }, severity: 'note', place: undefined };
const markdown = REPORTERS.markdown;

describe('for a comment on what was proposed', () => {
  test('each file has its mistakes, with their lines and the way out', () =>
    assert.equal(
      markdown([problem, { ...other, more: 2 }], ({ place }) => place && 'tite: `A`'),
      `**1 error, 0 warnings, 3 notes.** An error keeps it from going live: the page stays as it is until it is mended. Change the file here, and it is looked at again by itself.

### incidents/a.md

- **Line 12, error** (key-unknown)
  - The line: \`\` tite: \`A\` \`\`
  - Found: \` x \`
  - Expected: y
  - Mend: z.

### incidents/b.md

- **note** (key-unknown)
  - Found: \` x \`
  - Expected: y
  - Mend: z.
  - And 2 more of key-unknown: mend these first, then look again.`,
    ));

  test('says so where nothing keeps it from going live, and where nothing is wrong', () => {
    assert.match(
      markdown([other]),
      /^\*\*0 errors, 0 warnings, 1 note\.\*\* Nothing keeps it from going live\./,
    );
    assert.equal(markdown([]), 'Nothing to mend.');
  });

  test('a file has a link to where it is changed, and the mended file to take, whatever stands in it', () => {
    const text = markdown([problem, other], undefined, {
      editOf: (file) => (file.endsWith('a.md') ? `https://forge.example/edit/${file}` : undefined),
      mendedOf: (file) => (file.endsWith('a.md') ? '---\ntitle: A\n---\n````\ncode\n````\n' : undefined),
    });
    assert.match(
      text,
      /^### incidents\/a\.md \(\[change it\]\(https:\/\/forge\.example\/edit\/incidents\/a\.md\)\)$/m,
    );
    assert.match(text, /^### incidents\/b\.md$/m);
    assert.match(text, /\n`````markdown\n---\ntitle: A\n---\n````\ncode\n````\n`````\n/);
    assert.equal(text.match(/`````markdown/g)?.length, 1);
  });

  test('words of others are words: no heading, no link, nobody called by name, no line of their own', () => {
    const text = markdown(
      [{ ...problem, found: '`x`\n# heading @ada', expected: '![a](b) @everybody', remedy: '<img src=x>' }],
      () => '``` \u202e@ada',
    );
    assert.doesNotMatch(text, /^# /m);
    assert.match(text, /Found: `` `x` # heading @ada ``$/m);
    assert.equal(
      markdown([problem], () => '  x').match(/The line:/),
      null,
      'a line that is all that was found stands there once',
    );
    assert.match(text, /Expected: !\\\[a\\\]\(b\) @\u200beverybody$/m);
    assert.match(text, /Mend: \\<img src=x\\>$/m);
    assert.ok(!text.includes('\u202e'));
  });

  test('it is no longer than a forge takes: a mended file is left out first, then what is left is said', () => {
    const long = markdown([problem], undefined, { mendedOf: () => 'x'.repeat(70_000) });
    assert.ok(long.length < 1_000);
    assert.match(long, /`nightlight mend` puts right what is certain/);
    const many = Array.from({ length: 400 }, (_, index) => ({
      ...problem,
      name: index % 2 ? ('key-unknown' as const) : ('state-unknown' as const),
      source: { file: `incidents/${index}.md` },
      remedy: 'w'.repeat(500),
    }));
    const text = markdown(many);
    assert.ok(text.length < 60_000, String(text.length));
    assert.match(text, /There is more than fits here: mend this first, and what is left is said then\.$/);
  });
});

describe('for the lines of a merge request on GitLab', () => {
  const read = (problems: Problem[]) =>
    JSON.parse(REPORTERS.gitlab(problems)) as { fingerprint: string; description: string }[];

  test('each problem has its line, its gravity and a fingerprint of its own', () => {
    const [one, second] = read([problem, { ...other, more: 2 }]);
    const { fingerprint, ...rest } = one as { fingerprint: string };
    assert.deepEqual(rest, {
      description: 'Found x; expected y. z.',
      check_name: 'key-unknown',
      severity: 'blocker',
      location: { path: 'incidents/a.md', lines: { begin: 12 } },
    });
    assert.match(fingerprint, /^[0-9a-f]{32}$/);
    const { fingerprint: _, ...noted } = second as { fingerprint: string };
    assert.deepEqual(noted, {
      description: 'Found x; expected y. z. And 2 more of key-unknown: mend these first, then look again.',
      check_name: 'key-unknown',
      severity: 'info',
      location: { path: 'incidents/b.md', lines: { begin: 1 } },
    });
    assert.deepEqual(read([]), []);
  });

  test('the fingerprint is the same where the line moves, and of two that are alike each has another', () => {
    const moved = { ...problem, place: { line: 40, column: 1 } };
    assert.equal(read([moved])[0]?.fingerprint, read([problem])[0]?.fingerprint);
    const [one, twin] = read([problem, moved]);
    assert.notEqual(one?.fingerprint, twin?.fingerprint);
  });
});
