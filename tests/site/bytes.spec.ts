import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../languages.ts';
import { record, situations } from '../tour/situations.ts';
import { expect, test } from './base.ts';
import { BOUNDS, kindOf, LONGEST, weightOf } from './weight.ts';

/** Every page of a kind in the tour, in a language, and what it weighs. */
function pagesOf(language: string): { kind: string; page: string; bytes: number; bound: number }[] {
  return [...situations, record].flatMap(({ name, folder }) => {
    const first = readFileSync(join(folder, 'index.html'), 'utf8');
    const root = first.includes(`<html lang="${language}"`) ? '' : language;
    if (!existsSync(join(folder, root, 'index.html'))) return [];
    return ['', ...namesIn(join(folder, root, 'incidents')).map((id) => `incidents/${id}`)].map((path) => {
      const html = readFileSync(join(folder, root, path, 'index.html'), 'utf8');
      const kind = kindOf(path, html);
      const isLongest = path.endsWith(LONGEST.id);
      return {
        kind,
        page: `${name}: ${path}`,
        bytes: weightOf(html),
        bound: isLongest ? LONGEST.bound : BOUNDS[kind],
      };
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
