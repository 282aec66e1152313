import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhole, seal } from '../../src/domain/whole.ts';

const page = '<!doctype html><html><body><p id="a" data-part>a</p><p id="b" data-part>b</p></body></html>\n';

test('a page is whole as it was sent, and in no part of it', () => {
  const sent = seal(page);
  assert.equal(isWhole(sent), true);
  const end = sent.trimEnd().length;
  for (let cut = 0; cut < end; cut++) assert.equal(isWhole(sent.slice(0, cut)), false, sent.slice(0, cut));
});

test('the mark stands at the end of the body, or of a page without one, and nothing else is moved', () => {
  const mark = (parts: number) => `<span id="_whole" hidden data-parts="${parts}"></span>`;
  assert.equal(seal(page), page.replace('</body>', `${mark(2)}</body>`));
  assert.equal(
    seal('<p>"</body>" ends it</p></body></html>'),
    `<p>"</body>" ends it</p>${mark(0)}</body></html>`,
  );
  assert.equal(seal('<html><p>Moved</p></html>'), `<html><p>Moved</p>${mark(0)}</html>`);
  assert.equal(isWhole(seal('<html><p>Moved</p></html>')), true);
  assert.equal(seal('User-agent: *'), 'User-agent: *', 'what is no page has no mark');
});

test('a page that lost a part on its way is not whole, nor is the page of somebody else', () => {
  assert.equal(isWhole(seal(page).replace('<p id="b" data-part>b</p>', '')), false);
  assert.equal(isWhole('<!doctype html><html><body>Hotel login please</body></html>'), false);
});
