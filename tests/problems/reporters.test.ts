import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { FORMATS, isFormat, REPORTERS, summary } from '../../src/problems/reporters.ts';
import type { Problem } from '../../src/problems/index.ts';
import { context, file, incidentFile } from '../incidents/context.ts';
import { problem } from './example.ts';

describe('a report', () => {
  test('cannot write over the terminal, break JSON, or forge an annotation', () => {
    const { problems } = readIncidents([file('a\u001b[2J\n::error::b.md', '\u001b]0;x\u0007')], context);
    const terminal = REPORTERS.terminal(problems, () => '\u001b[31mred\u0007');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    assert.doesNotMatch(terminal, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(terminal.split('\n').filter((line) => line.startsWith('::')).length, 0);
    assert.equal(JSON.parse(REPORTERS.json(problems)).length, problems.length);
    const annotations = REPORTERS.github(problems);
    assert.equal(annotations.split('\n').length, problems.length + 1);
    assert.ok(!annotations.includes('\u001b'));
  });
});

describe('for a terminal, the line with a mark under the place', () => {
  const shown = (line: string, column: number) =>
    REPORTERS.terminal([{ ...problem, place: { line: 12, column } }], () => line)
      .split('\n')
      .slice(1, 3);

  test('is whole where it is short', () => {
    assert.deepEqual(shown('abcdef', 1), ['  12 | abcdef', '     | ^']);
    assert.deepEqual(shown('abcdef', 6), ['  12 | abcdef', '     |      ^']);
  });

  test('is cut to a hundred letters around the place where it is long', () => {
    const line = Array.from({ length: 30 }, (_, index) => String(index).padStart(10, '.')).join('');
    for (const column of [1, 60, 61, 150, 260, 299]) {
      const [text = '', mark = ''] = shown(line, column);
      const part = text.slice('  12 | '.length);
      assert.equal(part.length, 100);
      const at = mark.indexOf('^') - '     | '.length;
      assert.equal(line.indexOf(part) + at, column - 1, `column ${column}`);
      assert.ok(at >= Math.min(column - 1, 59), `column ${column} has what stands before it`);
    }
  });

  test('is left out where there is none', () =>
    assert.equal(
      REPORTERS.terminal([problem], () => undefined),
      'incidents/a.md:12:3  error  key-unknown\n  found:    x\n  expected: y\n  mend:     z.\n  more:     docs/problems/key-unknown.md\n\n1 error, 0 warnings',
    ));

  test('is followed by how many more there are of the kind', () => {
    const text = REPORTERS.terminal([{ ...problem, more: 3 }], () => '');
    assert.match(
      text,
      /\n\nAnd 3 more of key-unknown: mend these first, then look again\.\n\n4 errors, 0 warnings$/,
    );
  });
});

test('for programs each problem has the page that explains it', () =>
  assert.deepEqual(JSON.parse(REPORTERS.json([problem])), [
    {
      name: 'key-unknown',
      severity: 'error',
      file: 'incidents/a.md',
      line: 12,
      column: 3,
      found: 'x',
      expected: 'y',
      remedy: 'z.',
      documentation: 'docs/problems/key-unknown.md',
    },
  ]));

test('for GitHub each problem is one line, and what GitHub reads otherwise is written otherwise', () => {
  const odd: Problem = {
    ...problem,
    severity: 'warning',
    source: { file: 'a,b:c%.md' },
    found: '100%, 1:2',
    more: 2,
  };
  assert.equal(
    REPORTERS.github([problem, odd]),
    `::error file=incidents/a.md,line=12,col=3,title=key-unknown::Found x; expected y. z.
::warning file=a%2Cb%3Ac%25.md,line=12,col=3,title=key-unknown::Found 100%25, 1:2; expected y. z. And 2 more of key-unknown: mend these first, then look again.
1 error, 3 warnings`,
  );
});

test('the sum counts errors and warnings, those that are not listed too', () => {
  assert.equal(summary([]), '0 errors, 0 warnings');
  const warning: Problem = { ...problem, severity: 'warning', more: 4 };
  assert.equal(summary([problem, warning]), '1 error, 5 warnings');
  assert.equal(
    summary([
      { ...problem, more: 1 },
      { ...warning, more: 0 },
    ]),
    '2 errors, 1 warning',
  );
});

describe('what has no place, or lies in no file,', () => {
  const whole: Problem = { ...problem, place: undefined };
  const flag: Problem = { ...whole, severity: 'note', source: { flag: '--format' } };

  test('is told at a terminal by the name of its source alone', () => {
    const text = REPORTERS.terminal([whole, flag], () => 'a line');
    assert.deepEqual(
      text.split('\n').filter((line) => line.includes('key-unknown')),
      [
        'incidents/a.md  error  key-unknown',
        '  more:     docs/problems/key-unknown.md',
        '--format  note  key-unknown',
        '  more:     docs/problems/key-unknown.md',
      ],
    );
    assert.ok(!text.includes('a line'));
  });

  test('is an annotation of the file, or of none', () =>
    assert.equal(
      REPORTERS.github([whole, flag]),
      `::error file=incidents/a.md,title=key-unknown::Found x; expected y. z.
::notice title=key-unknown::--format: Found x; expected y. z.
1 error, 0 warnings, 1 note`,
    ));

  test('is the same object to a program, without the keys that it has not', () => {
    const [one, other] = JSON.parse(REPORTERS.json([whole, flag])) as Record<string, unknown>[];
    assert.deepEqual(Object.keys(one ?? {}), [
      'name',
      'severity',
      'file',
      'found',
      'expected',
      'remedy',
      'documentation',
    ]);
    assert.equal(other?.flag, '--format');
    assert.ok(!('file' in (other ?? {})));
  });
});

test('notes are counted where there are some', () => {
  const note: Problem = { ...problem, severity: 'note' };
  assert.equal(summary([note]), '0 errors, 0 warnings, 1 note');
  assert.equal(summary([problem, { ...note, more: 1 }]), '1 error, 0 warnings, 2 notes');
});

test('a format is known by its name, and by no name that every object has', () => {
  assert.deepEqual(FORMATS, ['terminal', 'github', 'gitlab', 'markdown', 'json']);
  assert.ok(FORMATS.every(isFormat));
  assert.ok(!isFormat('xml') && !isFormat('toString'));
});

describe('problems without number', () => {
  test('of one kind in one file are a hundred and a count', () => {
    const { problems } = readIncidents(
      [
        file(
          'a.md',
          incidentFile({
            body: `## Investigating - 2026-03-01T03:00Z\n${'[a](javascript:x)\n\n'.repeat(3_000)}`,
          }),
        ),
      ],
      context,
    );
    assert.equal(problems.length, 100);
    assert.equal(problems.at(-1)?.more, 2_900);
    const terminal = REPORTERS.terminal(problems, () => 'x');
    assert.match(terminal, /And 2900 more of link-not-allowed/);
    assert.match(terminal, /0 errors, 3000 warnings$/);
    assert.match(REPORTERS.github(problems), /And 2900 more of link-not-allowed/);
  });

  test('over many files are printed as a hundred and a count, and other kinds are not hidden by them', () => {
    const files = Array.from({ length: 300 }, (_, index) => file(`n${1000 + index}.md`, ''));
    const { problems } = readIncidents([...files, file('zz.md', incidentFile({ front: 'x: 1' }))], context);
    assert.equal(problems.length, 301);
    const machines = JSON.parse(REPORTERS.json(problems)) as { name: string; more?: number }[];
    assert.equal(machines.length, 101);
    assert.equal(machines[99]?.more, 200);
    assert.equal(machines[100]?.name, 'key-unknown');
    assert.match(
      REPORTERS.terminal(problems, () => ''),
      /301 errors, 0 warnings$/,
    );
  });
});
