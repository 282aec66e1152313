import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LANGUAGES } from '../languages.ts';
import { record, situations } from '../tour/situations.ts';
import { expect, test } from './base.ts';

/** How heavy pages may be, in bytes after gzip as `docs/deploying.md` sets it. */
const BOUNDS = {
  'the first page': 14_000,
  'a past incident': 9_320,
  'an incident that is open': 14_000,
};
type Kind = keyof typeof BOUNDS;

/** What a past incident in English may weigh; other languages have longer words. */
const PAST_IN_ENGLISH = 9_000;

/** The longest night of the record, whose drawing and words take what they take. */
const LONGEST = { id: '2019-11-30-follow-outage', bound: 13_300 };

/** Every page of a kind in the tour, in a language, and what it weighs. */
function pagesOf(language: string): { kind: Kind; page: string; bytes: number; bound: number }[] {
  return [...situations, record].flatMap(({ name, folder }) => {
    const first = readFileSync(join(folder, 'index.html'), 'utf8');
    const root = first.includes(`<html lang="${language}"`) ? '' : language;
    if (!existsSync(join(folder, root, 'index.html'))) return [];
    return ['', ...namesIn(join(folder, root, 'incidents')).map((id) => `incidents/${id}`)].map((path) => {
      const html = readFileSync(join(folder, root, path, 'index.html'), 'utf8');
      const isOpen = html.includes('name="nightlight-build"');
      const kind = path === '' ? 'the first page' : isOpen ? 'an incident that is open' : 'a past incident';
      const isLongest = path.endsWith(LONGEST.id);
      const bytes = gzipSync(html, { level: 6 }).length;
      const own = kind === 'a past incident' && language === 'en' ? PAST_IN_ENGLISH : BOUNDS[kind];
      return { kind, page: `${name}: ${path}`, bytes, bound: isLongest ? LONGEST.bound : own };
    });
  });
}

/** The folders in a folder; none where it is not there, as in a site without incidents. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));
}

for (const language of LANGUAGES) {
  test(`no page of the tour is heavier than it may be: ${language}`, () => {
    const pages = pagesOf(language);
    for (const kind of Object.keys(BOUNDS)) expect(pages.some((one) => one.kind === kind)).toBe(true);
    expect(pages.filter(({ bytes, bound }) => bytes > bound)).toEqual([]);
  });
}
