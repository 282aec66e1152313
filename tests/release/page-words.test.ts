import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../src/i18n/index.ts';
import { neededWords } from '../../src/release/page-words.ts';

const SCRIPT = '<script type="application/json" id="_words">';
const { local } = wordsOf('en');
const wordsIn = (body: string) => {
  const page = neededWords(`${body}${SCRIPT}${JSON.stringify({ locale: 'en-GB', local })}</script>`);
  return Object.keys(JSON.parse(page.split(SCRIPT)[1]?.replace('</script>', '') as string).local).toSorted();
};

test('a page has the words for times that stand in it, and no others', () => {
  assert.deepEqual(wordsIn('<p>'), ['moment']);
  assert.deepEqual(wordsIn('<time data-as="since">'), ['moment', 'since']);
  assert.deepEqual(wordsIn('<span data-to="x"></span><time data-as="since">'), [
    'between',
    'moment',
    'since',
    'sinceSome',
  ]);
  assert.deepEqual(wordsIn('<time data-as="before"><time data-as="window">'), ['before', 'moment', 'window']);
});

test('what else scripts say stays, and no letter of it ends the script', () => {
  const page = `${SCRIPT}${JSON.stringify({ locale: 'en-GB', local, unknown: '</script>' }).replaceAll('<', '\\u003c')}</script>`;
  assert.match(neededWords(page), /"unknown":"\\u003c\/script>"/);
  assert.equal(neededWords('<p>a</p>'), '<p>a</p>');
});
