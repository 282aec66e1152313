import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isolated, printable } from '../../src/domain/printable.ts';
import fc from '../chance.ts';

/** The marks that turn what follows them (https://www.unicode.org/reports/tr9/), and what ends them. */
const [LRE, RLE, LRO, RLO, PDF] = ['\u202a', '\u202b', '\u202d', '\u202e', '\u202c'] as const;
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069'] as const;

test('a text for a terminal holds nothing that moves the cursor or turns what is written', () => {
  assert.equal(printable('a\tb'), 'a b');
  assert.equal(printable(`\u001b[2Jgone\r\n${RLO}over`), '\uFFFD[2Jgone\uFFFD\uFFFD\uFFFDover');
  assert.equal(
    printable('Ni\u00f1os \u5b50\u3069\u3082 \u05d9\u05dc\u05d3'),
    'Ni\u00f1os \u5b50\u3069\u3082 \u05d9\u05dc\u05d3',
  );
});

describe('a text with marks of writing direction', () => {
  test('ends with all of them closed, the last that was opened first', () => {
    for (const mark of [LRE, RLE, LRO, RLO])
      assert.equal(isolated(`a${mark}b`), `${FSI}a${mark}b${PDF}${PDI}`);
    for (const mark of [LRI, RLI, FSI]) assert.equal(isolated(`a${mark}b`), `${FSI}a${mark}b${PDI}${PDI}`);
    assert.equal(isolated(`${RLO}${RLI}a`), `${FSI}${RLO}${RLI}a${PDI}${PDF}${PDI}`);
    assert.equal(isolated(`${RLI}${RLO}a`), `${FSI}${RLI}${RLO}a${PDF}${PDI}${PDI}`);
  });

  test('keeps those that it closes by itself', () => {
    assert.equal(isolated(`${RLO}a${PDF}b`), `${FSI}${RLO}a${PDF}b${PDI}`);
    assert.equal(isolated(`${RLI}a${PDI}b`), `${FSI}${RLI}a${PDI}b${PDI}`);
  });

  test('cannot close what stands around it', () => {
    assert.equal(isolated(`a${PDI}b`), `${FSI}ab${PDI}`);
    assert.equal(isolated(`a${PDF}b`), `${FSI}ab${PDI}`);
    assert.equal(isolated(`${RLO}a${PDI}b`), `${FSI}${RLO}ab${PDF}${PDI}`);
    assert.equal(isolated(`${RLI}a${PDF}b`), `${FSI}${RLI}ab${PDI}${PDI}`);
  });

  test('is closed on each line, and leaves the lines without any as they are', () => {
    assert.equal(isolated(`one\n${RLO}two\nthree`), `one\n${FSI}${RLO}two${PDF}${PDI}\nthree`);
    assert.equal(isolated('one\ntwo'), 'one\ntwo');
  });

  const letters = fc.constantFrom('a', LRE, RLE, LRO, RLO, PDF, LRI, RLI, FSI, PDI);

  test('stays as it is once it is isolated, but not where only a part of it is', () => {
    assert.equal(isolated(`${FSI}a${RLO}b${PDF}${PDI}`), `${FSI}a${RLO}b${PDF}${PDI}`);
    assert.equal(isolated(`${FSI}a${PDI}${FSI}b${PDI}`), `${FSI}${FSI}a${PDI}${FSI}b${PDI}${PDI}`);
    assert.equal(isolated(`${FSI}a${PDI}b`), `${FSI}${FSI}a${PDI}b${PDI}`);
    fc.assert(
      fc.property(fc.array(letters), (text) => {
        const once = isolated(text.join(''));
        assert.equal(isolated(once), once);
      }),
    );
  });

  test('opens as many as it closes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(letters), (text) => {
        const result = isolated(text.join(''));
        const count = (marks: RegExp) => result.match(marks)?.length ?? 0;
        assert.equal(count(/[\u202a\u202b\u202d\u202e]/g), count(/\u202c/g));
        assert.equal(count(/[\u2066-\u2068]/g), count(/\u2069/g));
      }),
    );
  });
});
