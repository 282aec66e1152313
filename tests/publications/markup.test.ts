import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillMarkup } from '../../src/publications/markup.ts';

test('what the operator wrote in the config is text on the page and never markup', () => {
  assert.equal(
    fillMarkup('<b>{name}</b> <a href="{contact}">write</a>', {
      name: 'A <script>alert(1)</script> & {contact} $& Co',
      contact: 'https://example.org/?a=1&b="x"',
    }),
    '<b>A &lt;script&gt;alert(1)&lt;/script&gt; &amp; {contact} $&amp; Co</b> <a href="https://example.org/?a=1&amp;b=&quot;x&quot;">write</a>',
  );
});

test('a name without a value, one that JavaScript knows among them, stays as it is', () => {
  assert.equal(fillMarkup('{toString} {other}', {}), '{toString} {other}');
});
