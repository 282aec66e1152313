import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFlags } from '../../src/cli/flags.ts';
import { nameOf } from '../../src/problems/index.ts';

const OPTIONS = {
  to: { type: 'string' },
  format: { type: 'string' },
  forget: { type: 'string', multiple: true },
  'in-place': { type: 'boolean' },
} as const;

const valuesOf = (...args: string[]) => {
  const read = readFlags(args, OPTIONS);
  assert.ok(read.ok);
  return { ...read.values };
};
const said = (...args: string[]) => {
  const read = readFlags(args, OPTIONS);
  return read.ok ? [] : read.problems.map(({ source, name, found }) => `${nameOf(source)} ${name}: ${found}`);
};

describe('the flags of a call', () => {
  test('have their values, in whichever way they are written', () => {
    assert.deepEqual(valuesOf(), {});
    assert.deepEqual(valuesOf('--to', 'a', '--in-place', '--format=json'), {
      to: 'a',
      'in-place': true,
      format: 'json',
    });
    assert.deepEqual(valuesOf('--forget', 'a', '--forget', 'b', '--to=-x'), { forget: ['a', 'b'], to: '-x' });
    assert.deepEqual(valuesOf('--to', '-', '--format', ''), { to: '-', format: '' });
  });

  test('that nobody knows are told with what was probably meant, and their value is no second mistake', () => {
    assert.deepEqual(said('--fromat', 'json'), ['--fromat flag-unknown: --fromat']);
    const read = readFlags(['--fromat', 'json'], OPTIONS);
    assert.match(read.ok ? '' : (read.problems[0]?.remedy ?? ''), /Did you mean "--format"\?$/);
    assert.deepEqual(said('-x', 'toString', '--toString'), [
      '-x flag-unknown: -x',
      '--toString flag-unknown: --toString',
    ]);
  });

  test('are all there is: a word by itself is told of, also behind "--"', () => {
    assert.deepEqual(said('json'), ['json flag-unknown: json']);
    assert.deepEqual(said('--to', 'a', 'b'), ['b flag-unknown: b']);
    assert.deepEqual(said('--', 'b'), ['b flag-unknown: b']);
  });

  test('need a value, or may have none', () => {
    assert.deepEqual(said('--to'), ['--to flag-value: nothing']);
    assert.deepEqual(said('--to', '--format', 'json'), ['--to flag-value: --format']);
    assert.deepEqual(said('--in-place=yes'), ['--in-place flag-value: yes']);
  });

  test('are told of all at once', () =>
    assert.equal(said('--tu', 'a', '--format', '--in-place=1').length, 2));
});
