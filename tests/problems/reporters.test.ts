import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { forGitHub, forMachines, forTerminal, summary } from '../../src/problems/reporters.ts';
import { bounded, inOrder, MOST, type Problem, Report } from '../../src/problems/index.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const problem: Problem = {
  name: 'key-unknown',
  severity: 'error',
  file: 'a.md',
  line: 12,
  column: 3,
  found: 'x',
  expected: 'y',
  remedy: 'z.',
};

describe('a report', () => {
  test('cannot write over the terminal, break JSON, or forge an annotation', () => {
    const { problems } = readIncidents([file('a\u001b[2J\n::error::b.md', '\u001b]0;x\u0007')], context);
    const terminal = forTerminal(problems, () => '\u001b[31mred\u0007', 'incidents');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    assert.doesNotMatch(terminal, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(terminal.split('\n').filter((line) => line.startsWith('::')).length, 0);
    assert.equal(JSON.parse(forMachines(problems)).length, problems.length);
    const annotations = forGitHub(problems, 'incidents');
    assert.equal(annotations.split('\n').length, problems.length);
    assert.ok(!annotations.includes('\u001b'));
  });
});

describe('for a terminal, the line with a mark under the place', () => {
  const shown = (line: string, column: number) =>
    forTerminal([{ ...problem, column }], () => line, 'incidents')
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
      forTerminal([problem], () => undefined, 'incidents'),
      'incidents/a.md:12:3  error  key-unknown\n  found:    x\n  expected: y\n  mend:     z.\n  more:     docs/problems/key-unknown.md\n\n1 error, 0 warnings',
    ));

  test('is followed by how many more there are of the kind', () => {
    const text = forTerminal([{ ...problem, more: 3 }], () => '', 'incidents');
    assert.match(
      text,
      /\n\nAnd 3 more of key-unknown: mend these first, then look again\.\n\n4 errors, 0 warnings$/,
    );
  });
});

test('for programs each problem has the page that explains it', () =>
  assert.deepEqual(JSON.parse(forMachines([problem])), [
    { ...problem, documentation: 'docs/problems/key-unknown.md' },
  ]));

test('for GitHub each problem is one line, and what GitHub reads otherwise is written otherwise', () => {
  const odd: Problem = { ...problem, severity: 'warning', file: 'a,b:c%.md', found: '100%, 1:2', more: 2 };
  assert.equal(
    forGitHub([problem, odd], 'in,cidents'),
    `::error file=in%2Ccidents/a.md,line=12,col=3,title=key-unknown::Found x; expected y. z.
::warning file=in%2Ccidents/a%2Cb%3Ac%25.md,line=12,col=3,title=key-unknown::Found 100%25, 1:2; expected y. z. And 2 more of key-unknown: mend these first, then look again.`,
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

test('problems stand by file, then line, then column, then name', () => {
  const order: Problem[] = [
    { ...problem, file: 'a.md', line: 1, column: 9 },
    { ...problem, file: 'a.md', line: 2, column: 1, name: 'file-name' },
    { ...problem, file: 'a.md', line: 2, column: 1, name: 'key-unknown' },
    { ...problem, file: 'a.md', line: 2, column: 5 },
    { ...problem, file: 'a.md', line: 10, column: 1 },
    { ...problem, file: 'b.md', line: 1, column: 1 },
  ];
  assert.deepEqual(order.toReversed().toSorted(inOrder), order);
  assert.deepEqual(order.toSorted(inOrder), order);
});

describe('what is found, expected and proposed', () => {
  const told = (found: string, expected: string | (() => string) = 'y') => {
    const report = new Report('a.md');
    report.add({ name: 'key-unknown', place: { line: 1, column: 1 }, found, expected, remedy: 'z' });
    return report.problems[0] as Problem;
  };

  test('is one line without spaces around it, and never nothing', () => {
    assert.equal(told('  a \n\n b\t').found, 'a b');
    assert.equal(told(' \n').found, 'nothing');
  });

  test('is cut where it is longer than a person reads, with a mark', () => {
    assert.equal(told('a'.repeat(120)).found, 'a'.repeat(120));
    assert.equal(told('a'.repeat(121)).found, `${'a'.repeat(119)}…`);
    assert.equal(told(`${'a'.repeat(100)}${' '.repeat(380)}`).found, 'a'.repeat(100));
    assert.equal(told(`${'a'.repeat(100)}${' '.repeat(381)}`).found, `${'a'.repeat(100)}…`);
    assert.equal(told(`${'a'.repeat(100)}${' '.repeat(380)}${'b'.repeat(99)}`).found, `${'a'.repeat(100)}…`);
    const long = told('x', () => 'b'.repeat(501));
    assert.equal(long.expected, `${'b'.repeat(499)}…`);
    assert.equal(told('x', 'b'.repeat(500)).expected.length, 500);
  });
});

test('a report has failed once it holds an error, and not by warnings', () => {
  const report = new Report('a.md');
  report.add({ name: 'update-empty', place: { line: 1, column: 1 }, found: 'x', expected: 'y', remedy: 'z' });
  assert.equal(report.failed, false);
  report.add({ name: 'key-unknown', place: { line: 1, column: 1 }, found: 'x', expected: 'y', remedy: 'z' });
  assert.equal(report.failed, true);
});

describe('problems of one kind', () => {
  const many = (count: number, more?: number): Problem[] =>
    Array.from({ length: count }, (_, line) => ({
      ...problem,
      line,
      ...(more === undefined ? {} : { more }),
    }));

  test('are a hundred in a report; what is only counted is never made', () => {
    const report = new Report('a.md');
    let made = 0;
    for (let line = 1; line <= MOST + 2; line++)
      report.add({
        name: 'key-unknown',
        place: { line, column: 1 },
        found: 'x',
        expected: () => String(++made),
        remedy: 'z',
      });
    assert.deepEqual([report.problems.length, made], [100, 100]);
    assert.equal(report.problems[98]?.more, undefined);
    assert.equal(report.problems[99]?.more, 2);
  });

  test('are a hundred over all files, the last of which counts the rest, those that were counted before too', () => {
    assert.deepEqual(bounded(many(100)), many(100));
    const [last] = bounded(many(103)).slice(-1);
    assert.deepEqual([last?.line, last?.more], [99, 3]);
    const counted = bounded([...many(2, 5), ...many(100)]);
    assert.deepEqual([counted.length, counted[0]?.more, counted[99]?.more], [100, undefined, 12]);
    assert.deepEqual(bounded([{ ...problem, more: 0 }]), [problem]);
  });

  test('hide none of another kind', () => {
    const other: Problem = { ...problem, name: 'file-name' };
    const shown = bounded([...many(101), other]);
    assert.deepEqual(shown.at(-1), other);
    assert.equal(shown[99]?.more, 1);
  });
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
    const terminal = forTerminal(problems, () => 'x', 'incidents');
    assert.match(terminal, /And 2900 more of link-not-allowed/);
    assert.match(terminal, /0 errors, 3000 warnings$/);
    assert.match(forGitHub(problems, 'incidents'), /And 2900 more of link-not-allowed/);
  });

  test('over many files are printed as a hundred and a count, and other kinds are not hidden by them', () => {
    const files = Array.from({ length: 300 }, (_, index) => file(`n${1000 + index}.md`, ''));
    const { problems } = readIncidents([...files, file('zz.md', incidentFile({ front: 'x: 1' }))], context);
    assert.equal(problems.length, 301);
    const machines = JSON.parse(forMachines(problems)) as { name: string; more?: number }[];
    assert.equal(machines.length, 101);
    assert.equal(machines[99]?.more, 200);
    assert.equal(machines[100]?.name, 'key-unknown');
    assert.match(
      forTerminal(problems, () => '', 'incidents'),
      /301 errors, 0 warnings$/,
    );
  });
});
