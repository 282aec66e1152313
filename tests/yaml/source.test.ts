import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Report } from '../../src/problems/index.ts';
import { decode, sourceText } from '../../src/yaml/source.ts';
import fc from '../chance.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function told(bytes: Uint8Array) {
  const report = new Report({ file: 'a.md' });
  assert.equal(decode(bytes, report), undefined);
  return report.problems.map(({ name, place, found }) => `${place?.line}:${place?.column} ${name}: ${found}`);
}

describe('the place of something in a file', () => {
  test('counts lines and columns from one, and a line break belongs to the line that it ends', () => {
    const { placeAt } = sourceText('ab\n\nc😀d');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 7, 8].map((offset) => `${placeAt(offset).line}:${placeAt(offset).column}`),
      ['1:1', '1:2', '1:3', '2:1', '3:1', '3:2', '3:4', '3:5'],
    );
  });

  test('is the same as when the lines before it are counted one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'é', '\n', '\n'), { maxLength: 40 }),
        fc.nat(40),
        (letters, offset) => {
          const text = letters.join('');
          const at = Math.min(offset, text.length);
          const before = text.slice(0, at).split('\n');
          const place = { line: before.length, column: (before.at(-1) as string).length + 1 };
          assert.deepEqual(sourceText(text).placeAt(at), place);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a file', () => {
  test('is read with any kind of line break, without a byte-order mark, and its zeros are made visible', () => {
    const report = new Report({ file: 'a.md' });
    assert.equal(decode(encode('\uFEFFa\r\nb\rc\nd\0'), report)?.text, 'a\nb\nc\nd\uFFFD');
    assert.deepEqual(report.problems, []);
  });

  for (const [bytes, said] of [
    [[0xe9], '1:1 invalid-utf8: byte 0xe9 at offset 0'],
    [[0x61, 0x0a, 0x62, 0xff, 0x63], '2:2 invalid-utf8: byte 0xff at offset 3'],
    [[0xc3, 0xa9, 0xe9, 0x20], '1:2 invalid-utf8: byte 0xe9 at offset 2'],
    [[0x61, 0xe2, 0x82], '1:2 invalid-utf8: byte 0xe2 at offset 1'],
    [[0x61, 0xe2, 0x82, 0x61], '1:2 invalid-utf8: byte 0xe2 at offset 1'],
    [[0x61, 0xc0, 0x80], '1:2 invalid-utf8: byte 0xc0 at offset 1'],
    [[0xf0, 0x9f, 0x98, 0x80, 0x80], '1:3 invalid-utf8: byte 0x80 at offset 4'],
    [[0x0d, 0x0a, 0x61, 0xe9, 0x61], '2:2 invalid-utf8: byte 0xe9 at offset 3'],
  ] as const)
    test(`that is not UTF-8 is told with the byte and its place: ${said}`, () =>
      assert.deepEqual(told(Uint8Array.from(bytes)), [said]));

  test('that is not UTF-8 is told of wherever the byte stands', () => {
    const text = encode('Añb😀\nc d\n');
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom(0xff, 0xfe, 0xc1), (at, byte) => {
        const starts = [0, 1, 3, 4, 8, 9, 10, 11, 12, 13];
        const bytes = Uint8Array.from([...text.slice(0, at), byte, ...text.slice(at)]);
        const first = starts.findLast((start) => start <= at) as number;
        assert.match(told(bytes)[0] as string, new RegExp(`at offset ${first}$`));
      }),
      { numRuns: 60 },
    );
  });
});
