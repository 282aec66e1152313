import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Window } from 'happy-dom';
import { wordsOf } from '../../src/i18n/index.ts';
import { bundle } from '../../src/release/bundle.ts';
import { OWN, pageScripts } from '../../src/release/page-script.ts';

test('what scripts call by short names is no name of the browser, of a page or of what comes from the server', async () => {
  const window = new Window();
  const answer = new Response('{}');
  const others = [
    window,
    window.document,
    window.document.body,
    window.document.createElement('time'),
    answer,
  ];
  const values = [
    answer.headers,
    new Map(),
    [],
    '',
    0,
    new Date(),
    /./,
    Promise,
    Promise.resolve(),
    Intl,
    JSON,
    Math,
  ];
  for (const name of OWN)
    for (const one of [...others, ...values]) assert.ok(!(name in Object(one)), `${name} is one of ${one}`);
  // What scripts say has names of its own, and places in braces.
  const { local, ages, answer: words } = wordsOf('en');
  const said = JSON.stringify([local, ages, words]);
  const script = await bundle('live.ts', {}, []);
  for (const name of OWN) {
    assert.doesNotMatch(said, new RegExp(`[{"]${name}[}"]`), name);
    assert.match(script, new RegExp(`\\b${name}\\b`), `${name} is in the script`);
    const dashed = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    assert.doesNotMatch(
      script,
      new RegExp(`dataset\\.${name}\\b|data-${dashed}\\b|["'\`]${name}["'\`]`),
      name,
    );
  }
});

test('a script that stands in a page is whole, and its digest is that of what stands there', async () => {
  const { hooks } = pageScripts();
  let load: { filter: { id: RegExp }; handler: (id: string) => Promise<string> } | undefined;
  const updateConfig = ({ vite }: { vite: { plugins: [{ load: typeof load }] } }) => {
    load = vite.plugins[0].load;
  };
  hooks['astro:config:setup']?.({ updateConfig } as never);
  const asked = '/made-up/src/browser/live.ts?page-script';
  assert.doesNotMatch('/src/browser/live.ts', load?.filter.id as RegExp);
  assert.match(asked, load?.filter.id as RegExp);
  const module = await load?.handler(asked);
  const { code, hash } = JSON.parse(module?.replace('export default ', '') as string) as Record<
    string,
    string
  >;
  assert.equal(
    hash,
    `sha256-${createHash('sha256')
      .update(code as string)
      .digest('base64')}`,
  );
  assert.doesNotMatch(code as string, /<\/script|\bimport\b\s*[({'"]|\bexport\b/);
});
