import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isTooDense, isTooLarge, LARGEST } from '../../src/incidents/limits.ts';
import { Report } from '../../src/problems/index.ts';
import { sourceText } from '../../src/yaml/source.ts';

/** What is said of a text, or nothing where it is read. */
function told(text: string): string | undefined {
  const report = new Report({ file: 'a.md' });
  assert.equal(isTooDense(sourceText(text), report), report.problems.length > 0);
  const [problem] = report.problems;
  return problem && `${problem.place?.line}:${problem.place?.column} ${problem.found}; ${problem.expected}`;
}

function toldOfBytes(bytes: Uint8Array): string | undefined {
  const report = new Report({ file: 'a.md' });
  assert.equal(isTooLarge(bytes, report), report.problems.length > 0);
  const [problem] = report.problems;
  return problem && `${problem.place?.line}:${problem.place?.column} ${problem.found}; ${problem.expected}`;
}

const MARKS = 'more than 400000 marks and lines; a file that a person can read';

describe('a file is read', () => {
  test('up to six megabytes', () => {
    assert.equal(toldOfBytes(new Uint8Array(LARGEST).fill(0x61)), undefined);
    assert.equal(
      toldOfBytes(new Uint8Array(LARGEST + 1).fill(0x61)),
      '1:1 more than 6 MB; a file of at most 6 MB',
    );
  });

  test('with up to 400,000 bytes that must be replaced before it can be', () => {
    for (const byte of [0x00, 0x0d]) {
      assert.equal(toldOfBytes(new Uint8Array(400_000).fill(byte)), undefined);
      assert.equal(toldOfBytes(new Uint8Array(400_001).fill(byte)), `1:1 ${MARKS}`);
    }
    assert.equal(toldOfBytes(new Uint8Array(400_001).fill(0x0a)), undefined);
  });
});

describe('a text is read', () => {
  test('with up to 400,000 marks and lines, and told of at the line that is too much', () => {
    assert.equal(told('\n'.repeat(400_000)), undefined);
    assert.equal(told('\n'.repeat(400_001)), `400001:1 ${MARKS}`);
    assert.equal(told('.,\n'.repeat(133_333)), undefined);
    assert.equal(told('.,\n'.repeat(133_334)), `133334:1 ${MARKS}`);
  });

  test('of letters, digits, spaces, tabs and what is not ASCII without end, for they are no marks', () => {
    assert.equal(told('azAZ09 \té'.repeat(20_000)), undefined);
  });

  for (const mark of ['/', ':', '@', '[', '`', '{', '!', '~', '\u007f', '&'])
    test(`with only so many of ${JSON.stringify(mark)} in one line as the parser can look at`, () => {
      const most = mark === '&' ? 14_142 : 34_641;
      assert.equal(told(mark.repeat(most)), undefined);
      assert.ok(told(mark.repeat(most + 1)));
    });

  test('with marks in many lines of which none is long', () => {
    assert.equal(told(`${'['.repeat(1_000)}\n`.repeat(300)), undefined);
    assert.equal(
      told(`\n${'['.repeat(34_642)}`),
      '2:1 34642 marks in a line of 34642 characters; shorter lines',
    );
    const long = `${'a'.repeat(20_000)}${'['.repeat(10_000)}\n`;
    assert.equal(told(long.repeat(4)), undefined);
    assert.equal(told(long.repeat(5)), '5:1 10000 marks in a line of 30000 characters; shorter lines');
  });

  test('with up to 20,000 of "&" and "<", in paragraphs of which none is full of them', () => {
    const fewer = 'fewer of them, and shorter paragraphs';
    assert.equal(told('a & b < c\n\n'.repeat(10_000)), undefined);
    assert.equal(told('a & b < c\n\n'.repeat(10_001)), `20001:1 20002 times "&" or "<"; ${fewer}`);
  });

  test('with paragraphs that the parser need not copy too often, the last one too', () => {
    const fewer = 'fewer of them, and shorter paragraphs';
    const paragraph = `${'a'.repeat(20_000)}\n${'&\n'.repeat(4_000)}`;
    assert.equal(told(paragraph), undefined);
    assert.equal(told(`${paragraph}\n${paragraph.replaceAll('&', 'x')}`), undefined);
    assert.equal(told(`${paragraph} \t\n`.repeat(2)), `7310:1 7307 times "&" or "<"; ${fewer}`);
    assert.equal(told(`${paragraph}x\n${paragraph}`), `4145:1 4142 times "&" or "<"; ${fewer}`);
  });
});
