import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asJavaScript } from './javascript.ts';

describe('a source as the package holds it', () => {
  test('is JavaScript whose every line and column is where the source has it', () => {
    const source = [
      "import type { Place } from '../site/place.ts';",
      "import { type Word, said } from '../domain/said.ts';",
      'export const last = (words: readonly Word[]): Word | undefined => said(words).at(-1);',
    ].join('\n');
    const { path, text } = asJavaScript('src/cli/last.ts', source);
    assert.equal(path, 'src/cli/last.js');
    assert.equal(text.split('\n').length, 3);
    assert.match(text, /^import { +said } from '\.\.\/domain\/said\.js';$/m);
    assert.equal(text.indexOf('said(words)'), source.indexOf('said(words)'));
    assert.doesNotMatch(text, /Word|place/);
  });

  test('finds what is loaded later, and what is loaded for what it does', () => {
    const { text } = asJavaScript(
      'src/a.ts',
      "import './b.ts';\nexport const later = () => import('./c.tsx');\nimport s from './s.css?inline';",
    );
    assert.equal(
      text,
      "import './b.js';\nexport const later = () => import('./c.js');\nimport s from './s.css?inline';",
    );
  });

  test('names our pages where an operator finds them', () => {
    const source = [
      'export const more = (name: string) => `docs/problems/$' + '{name}.md`;',
      "export const how = 'docs/delivery.md says how; see /docs/a.md and docs of others';",
    ].join('\n');
    assert.match(
      asJavaScript('src/a.ts', source).text,
      /`node_modules\/nightlight\/docs\/problems\/\$\{name\}\.md`/,
    );
    assert.match(
      asJavaScript('src/a.ts', source).text,
      /'node_modules\/nightlight\/docs\/delivery\.md says how; see \/docs\/a\.md and docs of others'/,
    );
  });

  test('makes its markup with Preact, and asks nobody else how', () => {
    const { path, text } = asJavaScript(
      'src/islands/A.tsx',
      "import { B } from './B.tsx';\nexport const A = () => <B />;",
    );
    assert.equal(path, 'src/islands/A.js');
    assert.match(text, /from "preact\/jsx-runtime"/);
    assert.match(text, /from "\.\/B\.js"/);
  });

  test('stays what Astro reads, and names what it imports anew, in its scripts too', () => {
    const { path, text } = asJavaScript(
      'src/components/A.astro',
      "---\nimport { a } from '../a.ts';\nimport d from '../d.ts?page-script';\n---\n<script>import '../browser/c.ts';</script>",
    );
    assert.equal(path, 'src/components/A.astro');
    assert.equal(
      text,
      "---\nimport { a } from '../a.js';\nimport d from '../d.js?page-script';\n---\n<script>import '../browser/c.js';</script>",
    );
  });
});
