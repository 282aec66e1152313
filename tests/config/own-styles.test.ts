import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ownSheet } from '../../src/publications/look.ts';
import { narrowPolicy } from '../../src/release/policy.ts';
import { neededStyles, withOwnSheet } from '../../src/release/styles.ts';
import { LANGUAGES } from '../languages.ts';
import { parse, SMALL } from './reading.ts';

const read = (css: string) =>
  parse(`${SMALL}look:\n  styles: look.css\n`, LANGUAGES, { 'look.css': css, 'public/fonts/a.woff2': 'a' });
const stylesOf = (css: string) => read(css).config?.look.styles;
const found = (css: string) => read(css).problems.map(({ name, found }) => `${name}: ${found}`);

describe('a sheet of the site', () => {
  test('is made small, and finds its files below the base path', () => {
    const styles = stylesOf(
      '/* ours */\n.own { color: var(--accent); }\n@font-face { font-family: A; src: url(./fonts/a.woff2) }',
    );
    assert.equal(styles, '.own{color:var(--accent)}@font-face{font-family:A;src:url("/fonts/a.woff2")}');
    assert.equal(
      ownSheet({ styles }, '/repo/'),
      '@layer own{.own{color:var(--accent)}@font-face{font-family:A;src:url("/repo/fonts/a.woff2")}}',
    );
  });

  test('is held to CSS, with the line', () => {
    assert.match(
      found('.own { color: red }\n.a { b c }')[0] ?? '',
      /^styles-not-allowed: look\.css:2:\d+: Expected ":"/,
    );
    assert.match(found('.own { color: red')[0] ?? '', /look\.css:1:\d+:/);
  });

  test('asks nobody else for anything, and brings nothing along', () => {
    for (const css of [
      '\n@import "other.css";',
      '\na { background: url(https://cdn.example.org/a.png) }',
      '\na { background: url("//cdn.example.org/a.png") }',
      '\na { background: url(data:image/png;base64,AAAA) }',
      '\na { background: url(../nightlight.yaml) }',
      '\na { background: url(missing.png) }',
      '\na { background: image-set("a.png" 1x) }',
    ]) {
      const [problem, ...more] = found(css);
      assert.match(problem ?? '', /^styles-not-allowed: look\.css:2: /, css);
      assert.deepEqual(more, [], css);
    }
  });

  test('changes no colour of a status', () => {
    for (const token of ['--trouble', '--calm', '--calm-fill', '--ink-quiet', '--glow'])
      assert.deepEqual(found(`:root {\n ${token}: #f00 }`), [`styles-not-allowed: look.css:2: ${token}`]);
    assert.ok(stylesOf(':root { --card: #fff; --radius: 0 }'));
  });

  test('cannot end the element that it stands in, nor take a page apart', () => {
    const styles = stylesOf('.own::before { content: "</style><script>{};" } p { color: red }') ?? '';
    assert.ok(!styles.includes('<'));
    const page =
      '<head><style>@layer tokens,base,parts,print;@layer base{p{a:b}}</style></head><body><p class="skip" id="own"></p></body>';
    const made = neededStyles(withOwnSheet(page, ownSheet({ styles }, '/')));
    assert.ok(made.includes('@layer tokens,base,parts,print,own;'), made);
    assert.ok(made.includes('p{color:red}'), made);
    assert.equal(made.match(/<\/style>/g)?.length, 1);
  });

  test('lets a page ask for letters only where it brings some', () => {
    const policy = (css: string) =>
      narrowPolicy(
        `<meta http-equiv="content-security-policy" content="img-src 'self'; style-src 'self'"><style>${css}</style>`,
      );
    assert.ok(
      policy('@layer own{@media (width<=9rem){a{b:c}}@font-face{a:b}}').includes(
        "img-src 'self'; font-src 'self';",
      ),
    );
    assert.ok(!policy('a{b:c}').includes('font-src'));
  });

  test('that is not there, or lies elsewhere, is told so', () => {
    const names = (file: string) =>
      parse(`${SMALL}look:\n  styles: ${file}\n`).problems.map(({ name }) => name);
    assert.deepEqual(names('look.css'), ['look-file-missing']);
    assert.deepEqual(names('../look.css'), ['value-not-allowed']);
    assert.deepEqual(names('look.scss'), ['value-not-allowed']);
  });
});
