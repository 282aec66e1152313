import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MOST, type Problem, problemIn, Report } from '../../src/problems/index.ts';

describe('what is found, expected and proposed', () => {
  const told = (found: string, expected: string | (() => string) = 'y') => {
    const report = new Report({ file: 'a.md' });
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

test('a report has failed once it holds an error, and not by warnings or notes', () => {
  const report = new Report({ file: 'a.md' });
  report.add({ name: 'update-empty', place: { line: 1, column: 1 }, found: 'x', expected: 'y', remedy: 'z' });
  assert.equal(report.failed, false);
  report.add({ name: 'key-unknown', place: { line: 1, column: 1 }, found: 'x', expected: 'y', remedy: 'z' });
  assert.equal(report.failed, true);
});

test('a problem has the severity of its kind, unless whoever finds it says otherwise', () => {
  const mistake = { name: 'key-unknown', found: 'x', expected: 'y', remedy: 'z' } as const;
  const source = { flag: '--format' };
  assert.deepEqual(problemIn(source, mistake), { ...mistake, severity: 'error', source });
  assert.equal(problemIn(source, { ...mistake, severity: 'note' }).severity, 'note');
});

test('problems of one kind are a hundred in a report; what is only counted is never made', () => {
  const report = new Report({ file: 'a.md' });
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
