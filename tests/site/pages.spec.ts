import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { verifySite } from '../../src/release/verify.ts';
import { ROOT, record, situations } from '../tour/situations.ts';
import { expect, test } from './base.ts';
import { isThorough } from '../thorough.ts';
import { covers, pagesIn } from './cover.ts';

/** Sites whose every page is validated before a release; of the others the first page, which is what differs. */
const WHOLE = ['record', 'hostile', 'maintenance-overrun', 'withdrawn', 'fix-watched', 'invented'];

/** Which pages are validated: every day those that have each kind of element in each kind that it stands in. */
function validated(): string[] {
  const fileOf = (folder: string, page: string) =>
    join(folder, page.endsWith('.html') ? page : `${page}index.html`);
  const sites = [record, ...situations];
  const { kinds, elements } = covers();
  const standing = (isThorough ? elements : kinds).flatMap(([name, page]) =>
    sites.filter((site) => site.name === name).map(({ folder }) => fileOf(folder, page)),
  );
  if (!isThorough) return standing;
  const all = sites.flatMap(({ name, folder }) =>
    pagesIn(folder)
      .filter((page) => WHOLE.includes(name) || page === '')
      .map((page) => fileOf(folder, page)),
  );
  return [...new Set([...standing, ...all])];
}

test('pages are valid HTML', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: {
      'long-title': 'off',
      'no-trailing-whitespace': 'off',
      'doctype-style': 'off',
      'void-style': 'off',
      'no-inline-style': 'error',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'require-sri': 'off',
      'valid-id': ['error', { relaxed: true }],
      'script-type': 'off',
      'no-raw-characters': 'off',
      'svg-focusable': 'off',
      'prefer-native-element': 'off',
      // A table whose rows stack on a narrow screen is one only by its roles, in some browsers.
      'no-redundant-role': 'off',
      'tel-non-breaking': 'off',
      // What ends by itself says no end, and a value in a drawing has no quotation marks (`src/release/tidy.ts`).
      'no-implicit-close': 'off',
      'attr-quotes': 'off',
      // Boxes of one name are one list.
      'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }],
    },
    elements: ['html5', { 'astro-island': { flow: true, phrasing: true } }],
  });
  const report = await validator.validateMultipleFiles(validated());
  const messages = report.results.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, column, message, ruleId }) => `${filePath}:${line}:${column} ${message} (${ruleId})`,
    ),
  );
  expect(messages.slice(0, 10)).toEqual([]);
});

test('every link leads somewhere, in every site', () => {
  for (const site of [record, ...situations])
    expect(verifySite(site.folder, site, site.base), site.title).toEqual([]);
});

test('headings begin with one of the first level and leave none out, on every page', () => {
  const wrong = [record, ...situations].flatMap((site) =>
    pagesIn(site.folder).flatMap((page) => {
      const file = join(site.folder, page.endsWith('.html') ? page : `${page}index.html`);
      const html = readFileSync(file, 'utf8').replace(/<template[\s\S]*?<\/template>/g, '');
      const levels = [...html.matchAll(/<h([1-6])[\s>]/g)].map(([, level]) => Number(level));
      const left = levels.some((level, index) => level > (levels[index - 1] ?? 0) + 1);
      return left || !levels.includes(1) ? [`${site.name}: /${page}: ${levels.join(' ')}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test('search finds an incident as it stands, and never an old version of it', () => {
  const versions = pagesIn(record.folder).filter((path) => path.includes('/revisions/'));
  expect(versions.length).toBeGreaterThan(1);
  const html = (path: string) =>
    readFileSync(join(record.folder, path.endsWith('/') || path === '' ? `${path}index.html` : path), 'utf8');
  const hidden = (path: string) => /<meta name="robots" content="noindex">/.test(html(path));
  expect(versions.filter((path) => !hidden(path))).toEqual([]);
  const others = pagesIn(record.folder).filter((path) => !versions.includes(path) && hidden(path));
  expect(others).toEqual(['404.html', 'bedside/', 'embed/', 'es/bedside/', 'es/embed/']);
  const map = readFileSync(join(record.folder, 'sitemap.xml'), 'utf8');
  expect(map).toContain('/incidents/2019-11-30-follow-outage/<');
  expect(map).not.toContain('/revisions/');
});

test('a server set up as the guide says knows the type of every file, and none is left to guessing', () => {
  const guide = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
  const types = /types \{\n([^}]*)\}/.exec(guide)?.[1] ?? '';
  const known = new Set([...types.matchAll(/ (\w+);/g)].map(([, ending]) => ending));
  const files = readdirSync(record.folder, { recursive: true, withFileTypes: true });
  const endings = files.filter((entry) => entry.isFile() && entry.name.includes('.'));
  const missing = endings.map(({ name }) => name.split('.').at(-1)).filter((ending) => !known.has(ending));
  expect([...new Set(missing)]).toEqual([]);
});
