import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OURS } from '../../src/domain/addresses.ts';
import { LANGUAGES } from '../languages.ts';
import { parse, withLine } from './reading.ts';

const NEIGHBOURS = {
  pages: [...OURS, 'imprint'],
  own: ['imprint'],
  others: ['papers'],
  below: { incidents: ['a'] },
};

const linking = (address: string) =>
  withLine(
    'report:',
    `  report: https://example.org/report\n  links: { footer: [{ text: { en: Imprint, es: Aviso }, address: ${address} }] }`,
  );

const said = (address: string, neighbours: typeof NEIGHBOURS | undefined = NEIGHBOURS) =>
  parse(linking(address), LANGUAGES, {}, neighbours).problems.map(
    ({ place, name, remedy }) => `${place?.line}:${place?.column} ${name}: ${remedy}`,
  );

test('a link of the config that leads to no page is told where it stands, with the page that was meant', () => {
  assert.deepEqual(said('/imprnt/'), [
    '9:66 link-to-nothing: There is no page /imprnt/: write pages/imprnt.md, or mend the link. Did you mean "imprint"?',
  ]);
  assert.match(said('/es/imprnt/#law')[0] ?? '', /no page \/imprnt\//);
  assert.match(said('/es/imprint/#law')[0] ?? '', /link-to-no-place: .*Link to the page: \/es\/imprint\//);
  assert.match(said('/imprint')[0] ?? '', /ends with a slash/);
  assert.match(said('/incidents/b/')[0] ?? '', /no \/incidents\/b\/: mend the link/);
  assert.deepEqual(said('/incidents/a/'), []);
});

test('a link to a page, a file, something in public/ or another host is taken', () => {
  for (const address of [
    ...[
      '/',
      '/es/',
      '/imprint/',
      '/es/imprint/',
      '/about/',
      '/history/#2026-03',
      '/history.rss',
      '/papers/',
      '/papers',
    ],
    ...['https://example.org/imprnt/', 'mailto:us@example.org'],
  ])
    assert.deepEqual(said(address), [], address);
});

test('a link is taken as it is where nobody looked which pages there are', () => {
  assert.deepEqual(parse(linking('/imprnt/'), LANGUAGES).problems, []);
});

test('a link whose "%" is no escape is told where it stands, and one that is an escape is taken', () => {
  for (const address of ['/50%/', '/%e4/', '/es/100%'])
    assert.deepEqual(said(address), [
      `9:66 link-to-nothing: A "%" in an address begins a letter that is written as two digits, as in %C3%A9. Write the letter itself, or %25 for the sign.`,
    ]);
  for (const address of ['/%C3%A9/', '/about/#100%', '/about/?of=50%', 'https://example.org/50%/'])
    assert.deepEqual(said(address), [], address);
});
