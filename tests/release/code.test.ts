import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { codeOfPages, mustHold } from '../../src/release/code.ts';

const ENGINE = resolve(import.meta.dirname, '../..');

/** Packages that print, `vite` by way of Astro, and some that do not. */
const PRINTING = ['astro', 'preact', 'satteri', 'sharp', 'rss', 'vite', 'hast-util-to-html'];
const OTHERS = ['playwright', 'knip', 'fast-check', '@stryker-mutator/core'];

describe('the code that prints pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  let code = '';
  let program = '';
  before(async () => {
    for (const path of ['src', 'astro.config.mjs', 'tsconfig.json'])
      cpSync(join(ENGINE, path), join(folder, path), { recursive: true });
    for (const name of [...PRINTING, ...OTHERS, 'yaml']) installed(name, name === 'astro' ? ['vite'] : []);
    ({ name: code, program } = await codeOfPages(folder, [], 'v24'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The code with one file changed, which is put back. */
  async function codeWith(path: string, change: (text: string) => string): Promise<string> {
    return (await namesWith([path], change)).name;
  }
  async function namesWith(paths: string[], change: (text: string) => string) {
    const files = paths.map((path) => join(folder, path));
    const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined));
    for (const [index, file] of files.entries()) {
      const changed = change(texts[index] ?? '');
      assert.notEqual(changed, texts[index]);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, changed);
    }
    const names = await codeOfPages(folder, [], 'v24');
    for (const [index, file] of files.entries()) {
      const text = texts[index];
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    }
    return names;
  }
  /** Notes a package as installed, with what it needs. */
  function installed(name: string, needs: string[]): void {
    const facts = { version: '1.0.0', dependencies: Object.fromEntries(needs.map((one) => [one, '*'])) };
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify(facts));
  }
  const longer = (text: string) => `${text}\n`;
  /** Another version of a package, as it says of itself where it is installed. */
  const updated = (text: string) => text.replace('1.0.0', '1.0.1');
  const factsOf = (name: string) => join('node_modules', name, 'package.json');

  const without = [
    'src/archive/index.ts',
    'src/archive/record.ts',
    'src/config/fields.ts',
    'src/problems/catalogue.ts',
    'src/cli/commands/deploy.ts',
    'src/cli/main.ts',
    'src/delivery/mail.ts',
    'src/publications/messages/sheet.ts',
    'src/words/check.ts',
    'src/authoring/notice.ts',
    'src/i18n/templates/en.json',
    'src/release/release.ts',
    'nightlight.yaml',
    'tests/domain/time.test.ts',
    'docs/deploying.md',
    'CHANGELOG.md',
  ];
  test(`is none of ${without.join(', ')}`, async () =>
    assert.equal((await namesWith(without, longer)).name, code));

  for (const path of [
    'src/pages/[...lang]/incidents/[id].astro',
    'src/pages/new.astro',
    'src/components/Timeline.astro',
    'src/layouts/Page.astro',
    'src/styles/site.css',
    'src/i18n/words/es.json',
    'src/domain/uptime.ts',
    'src/publications/citation.ts',
    'src/browser/times.ts',
    'src/islands/Summary.tsx',
    'src/incidents/prose.ts',
    'src/revisions/log.ts',
    'src/pictures/draw.ts',
    'src/release/policy.ts',
    'src/site/page.ts',
    'src/middleware.ts',
    'astro.config.mjs',
    'src/site/integration.ts',
  ])
    test(`is ${path}`, async () => assert.notEqual(await codeWith(path, longer), code));

  test(`is not the version of ${OTHERS.join(', ')}, with which nothing is printed`, async () =>
    assert.equal((await namesWith(OTHERS.map(factsOf), updated)).name, code));

  for (const name of PRINTING)
    test(`is the version of ${name}`, async () =>
      assert.notEqual(await codeWith(factsOf(name), updated), code));

  for (const path of [
    'src/pages/new.astro',
    'src/components/Timeline.astro',
    'src/styles/site.css',
    'src/i18n/words/es.json',
    'src/browser/times.ts',
    'src/middleware.ts',
    'src/config/fields.ts',
    'src/problems/catalogue.ts',
    'src/archive/record.ts',
    'src/release/native.ts',
    'src/release/page-script.ts',
    'src/release/program.ts',
    'astro.config.mjs',
    'tsconfig.json',
  ])
    test(`makes another program with another ${path}, so that nothing old is printed`, async () =>
      assert.notEqual((await namesWith([path], longer)).program, program));

  const apart = ['nightlight.yaml', 'src/cli/commands/deploy.ts', 'src/delivery/mail.ts', 'CHANGELOG.md'];
  test(`makes the same program with another ${apart.join(', ')}, of which nothing is in it`, async () =>
    assert.equal((await namesWith(apart, longer)).program, program));

  test('makes another program with other packages, and the same whatever a site tells it', async () => {
    assert.notEqual((await namesWith([factsOf('vite')], updated)).program, program);
    assert.notEqual((await namesWith([factsOf('yaml')], updated)).program, program);
    assert.equal((await codeOfPages(folder, ['another base'], 'v24')).program, program);
  });

  test('is with what it is told, each word by itself', async () => {
    const told = await Promise.all(
      [['a', 'b'], ['ab', ''], ['a'], []].map((words) => codeOfPages(folder, words, 'v24')),
    );
    assert.equal(new Set(told.map(({ name }) => name)).size, 4);
  });

  test('leaves out what links to an editor, for none but the page about the site does, which every build prints', () => {
    const importing = readdirSync(join(ENGINE, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ENGINE, join(entry.parentPath, entry.name)))
      .filter((path) => /['"][^'"]*\/editors\.ts['"]/.test(readFileSync(join(ENGINE, path), 'utf8')));
    assert.deepEqual(importing, ['src/pages/[...lang]/about.astro']);
  });

  test('is all that a build has bundled: a module that only the bundle knows ends it', async () => {
    const pages = await codeOfPages(folder, [], 'v24');
    const bundled = [
      '\0virtual',
      '/elsewhere/src/a.ts',
      join(folder, 'src/pages/404.astro?astro&type=style'),
    ];
    mustHold(folder, pages, [...bundled, join(folder, 'src/archive/record.ts')]);
    assert.throws(
      () => mustHold(folder, pages, [...bundled, join(folder, 'src/delivery/mail.ts')]),
      /src\/delivery\/mail\.ts is bundled with the pages/,
    );
  });
});
