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
  const page = '<head><style>a{}</style></head><body><div id="_announce"></div></body>';
  assert.equal(
    withOwnSheet(page, 'b{}'),
    '<head><style>a{}</style><style>b{}</style></head><body><div id="_announce"></div></body>',
  );
  assert.equal(withOwnSheet(page, ''), page);
  const night = '<head></head><body><main></main></body>';
  assert.equal(withOwnSheet(night, 'b{}'), night);
});

test('what a site says of a token takes the place of what we say, and the others stay', () => {
  const ours = '@layer tokens{:root{--ink:light-dark(#000,#fff);--accent:light-dark(#00f,#aaf)}}';
  const page = `<head><style>${ours}a{color:var(--accent)}b{color:var(--accent)}c{color:var(--ink);background:var(--ink)}</style></head><body><div id="_announce"><a><b><c></c></b></a></div></body>`;
  const made = neededStyles(withOwnSheet(page, ownSheet({ accent: { day: '#066', night: '#7cc' } }, '/')));
  assert.ok(made.includes(':root{--ink:light-dark(#000,#fff);--accent:light-dark(#066,#7cc)}'), made);
  assert.equal(made.match(/--accent:/g)?.length, 1);
});
