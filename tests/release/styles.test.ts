import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownSheet } from '../../src/publications/look.ts';
import { neededStyles, stylesInHead, withOwnSheet } from '../../src/release/styles.ts';

test('a style in the body moves to the end of the head', () => {
  assert.equal(
    stylesInHead('<head><title>a</title></head><body><p>b</p><style>c{}</style><p>d</p></body>'),
    '<head><title>a</title><style>c{}</style></head><body><p>b</p><p>d</p></body>',
  );
});

test('what is only written about in a page stays where it is', () => {
  const page = '<head></head><body><p>&lt;style>a{}&lt;/style></p></body>';
  assert.equal(stylesInHead(page), page);
});

test('a page without a head stays as it is', () => {
  for (const page of ['', '<style>a{}</style><p>b</p>', '<p>a</p><style>b{}</style><'])
    assert.equal(stylesInHead(page), page);
});

test('a sheet of the site comes behind ours, and on the pages alone that have our frame', () => {
  const page = '<head><style>a{}</style></head><body><div class="skip"></div></body>';
  assert.equal(
    withOwnSheet(page, 'b{}'),
    '<head><style>a{}</style><style>b{}</style></head><body><div class="skip"></div></body>',
  );
  assert.equal(withOwnSheet(page, ''), page);
  const night = '<head></head><body><main></main></body>';
  assert.equal(withOwnSheet(night, 'b{}'), night);
});

test('what a site says of a token takes the place of what we say, and the others stay', () => {
  const ours = '@layer tokens{:root{--ink:light-dark(#000,#fff);--accent:light-dark(#00f,#aaf)}}';
  const page = `<head><style>${ours}a{color:var(--accent)}b{color:var(--accent)}c{color:var(--ink);background:var(--ink)}</style></head><body><div class="skip"><a><b><c></c></b></a></div></body>`;
  const made = neededStyles(withOwnSheet(page, ownSheet({ accent: { day: '#066', night: '#7cc' } }, '/')));
  assert.ok(made.includes(':root{--ink:light-dark(#000,#fff);--accent:light-dark(#066,#7cc)}'), made);
  assert.equal(made.match(/--accent:/g)?.length, 1);
});

const styled = (css: string, page: string) => neededStyles(`<head><style>${css}</style></head>${page}`);

test('of the choices of a selector those stay that are in the page, and the one that weighs most', () => {
  assert.match(
    styled('p :is(.a,.b,.c){color:red}', '<p><i class="a"><i class="c">'),
    /<style>p :is\(\.a,\.c\)\{/,
  );
  assert.match(styled('p :is(.a,.b){color:red}', '<p><i class="a">'), /<style>p \.a\{/);
  // An element alone would weigh less than it did beside a class.
  assert.match(styled('p :is(i,.b){color:red}', '<p><i>'), /<style>p :is\(i,\.b\)\{/);
  assert.match(styled('p :is(i,b.x,u.y){color:red}', '<p><i><u class="y">'), /<style>p :is\(i,u\.y\)\{/);
  assert.match(
    styled('p:is(.a:hover,.b,.c){color:red}', '<p class="a"><i class="b">'),
    /<style>p:is\(\.a:hover,\.b\)\{/,
  );
});

test('a variable of a script names no element, and what a script makes does', () => {
  const css = 'b{color:red}s{color:blue}u{color:tan}';
  const left = styled(
    css,
    '<script type="module">let b=1,c=document.createElement("s");c.innerHTML="<u>";b=c</script>',
  );
  assert.match(left, /<style>s\{color:blue\}u\{color:tan\}<\/style>/);
});

test('what is said of fields that are disabled stands in pages that have one', () => {
  const css = ':disabled{color:red}';
  assert.doesNotMatch(styled(css, '<button>a</button>'), /:disabled/);
  assert.match(styled(css, '<button disabled>a</button>'), /:disabled/);
  assert.match(styled(css, '<script>a.disabled=true</script>'), /:disabled/);
});

test('layers are put in order by a line only where one behind that of paper could come before it', () => {
  const css =
    '@layer tokens,parts,print;@layer tokens{p{margin:0}}@layer parts{p{color:red}}@layer print{@media print{p{color:tan}}}';
  assert.doesNotMatch(styled(css, '<p>'), /@layer [\w,]+;/);
  assert.match(styled(`${css}@layer own{p{color:blue}}`, '<p>'), /<style>@layer tokens,parts,print,own;/);
});
