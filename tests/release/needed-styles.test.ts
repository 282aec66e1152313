import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { neededStyles, printApart } from '../../src/release/styles.ts';

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
    assert.equal(sheetOf(':is(.a,.b) p{x:y}', '<p class="b"></p>'), '.b p{x:y}');
    assert.equal(sheetOf(':is(.a,.b) p{x:y}', '<p></p>'), '');
    assert.equal(sheetOf('p:not(.a,[hidden]){x:y}', '<p></p>'), 'p:not(.a,[hidden]){x:y}');
    assert.equal(sheetOf('p:has(.a:not(.b)){x:y}', '<p></p>'), '');
  });

  test('conditions stay around what is left, and go with the last of it', () => {
    assert.equal(
      sheetOf('@layer a,b;@layer a{@media print{.a{x:y}p{x:y}}@media (x){.a{x:y}}}', '<p></p>'),
      '@layer a{@media print{p{x:y}}}',
    );
  });

  test('a sheet may compare widths', () => {
    assert.equal(sheetOf('@media (width<=34rem){p{x:y}.a{x:y}}', '<p></p>'), '@media (width<=34rem){p{x:y}}');
  });

  test('sheets stand one after another in lines', () => {
    const css = '@layer a{p{x:y}}\n@layer b{p{x:z}}\np{z:y}';
    assert.equal(sheetOf(css, '<p></p>'), css.replaceAll('\n', ''));
  });

  test('what people read names nothing, and what a tag or a script says does', () => {
    const css = 'table{x:y}.open-now{x:y}';
    assert.equal(sheetOf(css, '<p aria-label="a table">open-now, table</p>'), '');
    assert.equal(sheetOf(css, '<script type="application/json">{"table":"open-now"}</script>'), '');
    assert.equal(sheetOf(css, "<script>document.createElement('table').className='open-now'</script>"), css);
  });

  test('a mark of an end in what people read hides no name of a tag behind it', () => {
    const css = '.card{x:y}';
    assert.equal(sheetOf(css, '<p title="1 > 0"><p class="card" id="one"></p>'), css);
  });

  test('what the browser sets where somebody opens something is named in no page', () => {
    const css = '.menu[open]>nav{x:y}';
    assert.equal(sheetOf(css, '<details class="menu"><nav></nav></details>'), css);
  });

  test('several sheets become one, with what each layer has in one place and in the order of layers', () => {
    const page = neededStyles(
      '<style>@layer a,b;@layer b{p{c:d}}</style><style>@layer a,b;@layer a{p{e:f}}@layer b{p{g:h}}</style><p></p>',
    );
    assert.equal(page, '<style>@layer a{p{e:f}}@layer b{p{c:d}p{g:h}}</style><p></p>');
  });
});

describe('a token of the sheets', () => {
  const tokens = (root: string, rest: string, body = '<p></p>') => sheetOf(`:root{${root}}${rest}`, body);

  test('that means the same everywhere is put in its place where it is short, or asked for once', () => {
    assert.equal(tokens('--gap:1rem', 'p{a:var(--gap);b:var(--gap,2rem)}'), 'p{a:1rem;b:1rem}');
    const long = 'light-dark(#fff,#000)';
    assert.equal(tokens(`--ink:${long}`, 'p{a:var(--ink)}'), `p{a:${long}}`);
    assert.equal(
      tokens(`--ink:${long}`, 'p{a:var(--ink);b:var(--ink)}'),
      `:root{--ink:${long}}p{a:var(--ink);b:var(--ink)}`,
    );
  });

  test('that changes somewhere stays, and one that nothing asks for goes wherever it is set', () => {
    const other = '@media print{:root{--gap:0}}';
    assert.equal(tokens('--gap:1rem', `p{a:var(--gap)}${other}`), `:root{--gap:1rem}p{a:var(--gap)}${other}`);
    assert.equal(tokens('--gap:1rem;color:red', `p{a:b}${other}`), ':root{color:red}p{a:b}');
  });

  test('whose name begins as another’s is another', () => {
    assert.equal(tokens('--ink:1px;--ink-quiet:2px', 'p{a:var(--ink-quiet)}'), 'p{a:2px}');
  });

  test('that the page itself sets or asks for stays, and so do the colours of a chart', () => {
    const css = ':root{--gap:1rem}p{a:var(--gap)}';
    assert.equal(
      tokens('--gap:1rem', 'p{a:var(--gap)}', "<script>s.setProperty('--gap','2px')</script><p></p>"),
      css,
    );
    assert.equal(
      tokens('--trouble:red;--gap:1rem', '', '<p data-chart="/uptime.json"></p>'),
      ':root{--trouble:red}',
    );
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

describe('what paper needs', () => {
  const paper = '@layer print{@media print{p{c:d}}}';
  const style = `<style>@layer a,print;@layer a{p{a:b}}${paper}</style>`;

  test('is a sheet of its own on pages that do not speak of now', () => {
    assert.equal(
      printApart(`${style}<script defer src="/repo/later.js"></script>`),
      '<style>@layer a,print;@layer a{p{a:b}}</style><link rel="stylesheet" media="print,(forced-colors:active)" href="/repo/print.css"><script defer src="/repo/later.js"></script>',
    );
  });

  test('stays in a page that asks for nothing before its answer, and is nothing where nothing is for paper', () => {
    assert.equal(printApart(style), style);
    const none = '<style>p{a:b}</style><script defer src="/later.js"></script>';
    assert.equal(printApart(none), none);
  });

  test('is in that sheet, from whichever sheet it comes', () => {
    const styles = new URL('../../src/styles/', import.meta.url);
    const own = ['chart-drawn.css', 'night.css'];
    const route = readFileSync(new URL('../../src/pages/print.css.ts', import.meta.url), 'utf8');
    for (const file of readdirSync(styles).filter((name) => !own.includes(name)))
      if (readFileSync(new URL(file, styles), 'utf8').includes('@layer print {'))
        assert.match(route, new RegExp(`styles/${file}\\?inline`), file);
  });
});
