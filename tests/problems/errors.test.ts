import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, UserError, whyOf } from '../../src/problems/errors.ts';
import type { Problem } from '../../src/problems/index.ts';

const BUGS = 'bugs@nightlight.example';
const told = (error: unknown) => explain(error, BUGS);

describe('an error', () => {
  test('that whoever called can mend is its sentence and nothing else', () =>
    assert.equal(
      told(new UserError('There is no folder x. Name another.')),
      'There is no folder x. Name another.',
    ));

  test('may be a list of problems, which a program can ask for', () => {
    const problem: Problem = {
      name: 'key-unknown',
      severity: 'error',
      source: { file: 'a.md' },
      place: { line: 2, column: 1 },
      found: 'x',
      expected: 'y',
      remedy: 'z.',
    };
    const error = new UserError([problem], { lineOf: () => 'x: 1' });
    assert.deepEqual(error.problems, [problem]);
    assert.match(
      told(error),
      /a\.md:2:1 {2}error {2}key-unknown\n {2}2 \| x: 1[\s\S]*\n1 error, 0 warnings$/,
    );
    assert.equal(error.lineOf(problem), 'x: 1');
    assert.deepEqual(new UserError('A sentence.').problems, []);
  });

  test('that the machine gives a reason for is said with the way out, without the way through the code', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    assert.equal(told(full), 'ENOSPC: no space left on device, write. The disk is full: make room.');
  });

  test('of the network is said by what began it', () => {
    const failed = (cause?: unknown) => whyOf(new TypeError('fetch failed', { cause }));
    assert.equal(failed(new Error('connect ECONNREFUSED 127.0.0.1:1')), 'connect ECONNREFUSED 127.0.0.1:1');
    // Several addresses were tried, and none answered.
    assert.equal(failed(new AggregateError([])), 'fetch failed');
    assert.equal(failed(), 'fetch failed');
  });

  test('says which of file and folder lies in the way of the other', () => {
    const refused = (code: string, syscall: string) =>
      told(Object.assign(new Error(code), { code, syscall }));
    for (const [code, syscall] of [
      ['ENOTDIR', 'open'],
      ['EEXIST', 'mkdir'],
    ] as const)
      assert.match(refused(code, syscall), /^\w+\. A file lies where a folder is to be: /);
    assert.match(refused('EISDIR', 'open'), /^EISDIR\. A folder lies where a file is to be: /);
    assert.match(refused('EEXIST', 'open'), /^This is our mistake/);
  });

  test('of any other kind is ours: it says so, where to tell it, and where in the code it was', () => {
    const lines = told(new TypeError('x is not a function')).split('\n');
    assert.deepEqual(lines.slice(0, 4), [
      'This is our mistake, not yours: x is not a function',
      `Please send us what stands below: ${BUGS}`,
      '',
      'TypeError: x is not a function',
    ]);
    assert.match(lines[4] ?? '', /^ {4}at .*errors\.test\.ts/);
  });

  test('of the system is ours where nobody but us can have caused it', () => {
    try {
      writeFileSync(join(tmpdir(), 'nightlight-nowhere', 'x'), '');
      assert.fail('it was written');
    } catch (error) {
      assert.match(told(error), /^This is our mistake, not yours: ENOENT/);
    }
  });

  test('is told with what caused it, and without what else hangs on it', () => {
    const cause = Object.assign(new Error('the first'), { headers: 'secret' });
    const text = told(new Error('the second', { cause }));
    assert.match(text, /Error: the second\n[\s\S]*\ncaused by Error: the first\n {4}at /);
    assert.ok(!text.includes('secret'));
  });

  test('may be anything that was thrown', () => {
    assert.match(told('a word'), /^This is our mistake, not yours: a word\n[\s\S]*\n {4}at /);
    assert.match(told(undefined), /^This is our mistake, not yours: undefined\n/);
  });
});
