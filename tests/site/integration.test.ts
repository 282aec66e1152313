import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import { handedOver } from '../../src/site/handover.ts';
import nightlight from '../../src/site/integration.ts';
import { workshop } from '../release/workshop.ts';

const fresh = workshop();

/** What `astro dev` does once it has begun, for a site whose folder is not the project's. */
async function serve(site: string) {
  const root = pathToFileURL(join(fresh(), '/'));
  const { hooks } = nightlight({ site });
  const ignore = () => undefined;
  const integrations: AstroIntegration[] = [];
  await hooks['astro:config:setup']?.({
    config: { root, srcDir: new URL('src/', root), publicDir: new URL('public/', root), base: '/' },
    command: 'dev',
    ...{ addMiddleware: ignore, addWatchFile: ignore, injectRoute: ignore },
    updateConfig: (more: { integrations: AstroIntegration[] }) => integrations.push(...more.integrations),
  } as never);
  const handing = integrations.find(({ name }) => name === 'nightlight-handover');
  await handing?.hooks['astro:config:setup']?.({ command: 'dev' } as never);
  const watched: string[] = [];
  const sent: string[] = [];
  let save = (_event: string, _path: string) => assert.fail('Nobody looks.');
  const watcher = {
    add: (paths: string[]) => watched.push(...paths),
    on: (_: string, seen: typeof save) => {
      save = seen;
    },
  };
  const hot = { send: ({ type }: { type: string }) => sent.push(type) };
  await hooks['astro:server:setup']?.({ server: { watcher, environments: { ssr: { hot } } } } as never);
  return { watched, sent, save: (path: string) => save('change', path) };
}

test('under astro dev each file of a site is looked at, and what is saved is read anew by whoever holds on to the old', async () => {
  const site = fresh();
  cpSync('tests/fixtures/sites/small.yaml', join(site, 'nightlight.yaml'));
  const { watched, sent, save } = await serve(site);
  assert.deepEqual(
    watched,
    ['incidents', 'pages', 'words', 'announcements', 'nightlight.yaml'].map((name) => join(site, name)),
  );
  for (const name of ['incidents/a.md', 'pages/a.md', 'words/en.json', 'announcements/a.md']) {
    const before = handedOver();
    save(join(site, name));
    assert.notEqual(handedOver(), before, name);
  }
  assert.equal(sent.length, 4);
  const before = handedOver();
  save(join(site, 'README.md'));
  assert.equal(handedOver(), before);
});
