import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { neededStyles } from '../../src/release/styles.ts';

const sheetOf = (css: string, body: string) =>
  /<style>(.*?)<\/style>/s.exec(neededStyles(`<head><style>${css}</style></head><body>${body}</body>`))?.[1];

describe('a page has only the styles that it needs', () => {
  test('a rule stays where its class, id, attribute, value and element are named', () => {
    const css = '.card{a:b}#answer{a:b}[data-status=major_outage]{a:b}dl{a:b}';
    assert.equal(sheetOf(css, '<dl class="card" id="answer" data-status="major_outage"></dl>'), css);
    assert.equal(sheetOf(css, '<p></p>'), '');
  });

  test('one selector of a list goes without the others', () => {
    assert.equal(sheetOf('.a,.b,table .c{x:y}', '<p class="b"></p>'), '.b{x:y}');
  });

  test('what a script sets is named in the script', () => {
    const css = '[data-zone-name]{x:y}.local{x:y}';
    assert.equal(sheetOf(css, "<script>a.dataset.zoneName=1;b.className='local'</script>"), css);
  });

  test('of :is() and :has() one way is enough, and :not() needs none', () => {
    assert.equal(sheetOf(':is(.a,.b) p{x:y}', '<p class="b"></p>'), ':is(.a,.b) p{x:y}');
    assert.equal(sheetOf(':is(.a,.b) p{x:y}', '<p></p>'), '');
    assert.equal(sheetOf('p:not(.a,[hidden]){x:y}', '<p></p>'), 'p:not(.a,[hidden]){x:y}');
    assert.equal(sheetOf('p:has(.a:not(.b)){x:y}', '<p></p>'), '');
  });

  test('conditions stay around what is left, and go with the last of it', () => {
    assert.equal(
      sheetOf('@layer a,b;@layer a{@media print{.a{x:y}p{x:y}}@media (x){.a{x:y}}}', '<p></p>'),
      '@layer a,b;@layer a{@media print{p{x:y}}}',
    );
  });

  test('a sheet may compare widths', () => {
    assert.equal(sheetOf('@media (width<=34rem){p{x:y}.a{x:y}}', '<p></p>'), '@media (width<=34rem){p{x:y}}');
  });

  test('sheets stand one after another in lines', () => {
    const css = '@layer a{:root{--x:y}}\n@layer b{p{x:y}}\n:root{--y:z}';
    assert.equal(sheetOf(css, '<p></p>'), css.replaceAll('\n', ''));
  });

  test('pages and faces of letters are never left out', () => {
    const css = '@page{margin:1cm}@font-face{font-family:x}';
    assert.equal(sheetOf(css, ''), css);
  });

  test('a page without a sheet stays as it is', () => {
    assert.equal(neededStyles('<p>a</p>'), '<p>a</p>');
  });
});

test('a rule for values that begin, end or go on with something stays wherever its attribute is', () => {
  for (const one of ['^=http', '$=feed', '*="ttps:"', '~=x', '|=en'])
    for (const [attribute, isLeft] of [
      ['href', true],
      ['src', false],
    ] as const) {
      const page = `<head><style>a[${attribute}${one}]{b:c}</style></head><body><a href="https://d">e</a></body>`;
      assert.equal(neededStyles(page).includes('{b:c}'), isLeft, `${attribute}${one}`);
    }
});

test('a page whose script is a file of its own keeps every rule, for nothing in it names what that sets', () => {
  const page =
    '<head><style>.lit{b:c}</style></head><body><script type="module" src="/bedside.js"></script></body>';
  assert.equal(neededStyles(page), page);
});
