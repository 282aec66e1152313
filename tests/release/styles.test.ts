import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stylesInHead } from '../../src/release/styles.ts';

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
