import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { asJavaScript } from './javascript.ts';
import { install, packed, workplace } from './install.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the engine as a package', () => {
  const folder = workplace();
  const site = join(folder, 'site');
  const engine = join(site, 'node_modules/nightlight');
  const nightlight = (...args: string[]) => {
    const { NIGHTLIGHT_SITE: _, ...env } = process.env;
    const called = [join(engine, 'src/cli/nightlight.mjs'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, called, {
      cwd: site,
      env: { ...env, NIGHTLIGHT_NOW: '2026-03-02T03:10Z', GITHUB_ACTIONS: '' },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };

  before(() => {
    mkdirSync(join(site, 'incidents'), { recursive: true });
    cpSync(join(ROOT, 'nightlight.yaml'), join(site, 'nightlight.yaml'));
    cpSync(join(ROOT, 'tests/fixtures/sites/one-incident/incidents'), join(site, 'incidents'), {
      recursive: true,
    });
    install(site, packed(folder));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('holds every module as JavaScript and no TypeScript, which Node refuses to read there', () => {
    const inside = readdirSync(engine, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      inside.filter((path) => /\.tsx?$/.test(path)),
      [],
    );
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.(tsx?|astro|css)$/.test(path) && !path.endsWith('.d.ts'),
    );
    const missing = sources.filter(
      (path) => !existsSync(join(engine, 'lib/src', asJavaScript(path, '').path)),
    );
    assert.deepEqual(missing, []);
  });

  test('holds the pages that its words name, and none of the demonstration’s incidents, tests or pictures', () => {
    assert.ok(existsSync(join(engine, 'docs/problems/status-unknown.md')));
    assert.ok(existsSync(join(engine, 'docs/config.schema.json')));
    for (const path of ['incidents', 'nightlight.yaml', 'tests', 'docs/pictures', 'lib/incidents'])
      assert.ok(!existsSync(join(engine, path)), path);
  });

  test('names its version, and its mistakes by their place', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(nightlight('--version'), { status: 0, output: `nightlight ${version}\n` });
    writeFileSync(join(site, 'incidents/2026-03-01-broken.md'), '---\ntitle: A\n---\n');
    const { status, output } = nightlight('check');
    rmSync(join(site, 'incidents/2026-03-01-broken.md'));
    assert.equal(status, 1);
    assert.match(output, /^incidents\/2026-03-01-broken\.md/m);
    const [, page = ''] = /more: +(\S+)/.exec(output) ?? [];
    assert.ok(existsSync(join(site, page)), page);
  });

  test('builds a site beside it, writes nothing where it lies, and leaves no working folder', () => {
    const before = readdirSync(join(engine, 'lib')).toSorted();
    const { status, output } = nightlight('build', '--silent');
    assert.equal(status, 0, output);
    assert.match(readFileSync(join(site, 'dist/index.html'), 'utf8'), /<\/html>/);
    assert.ok(existsSync(join(site, 'dist/.well-known/security.txt')));
    assert.match(readFileSync(join(site, 'dist/chart.js'), 'utf8'), /^"use strict";/);
    assert.ok(existsSync(join(site, 'dist/icon.svg')));
    assert.deepEqual(
      readdirSync(join(engine, 'lib'))
        .filter((name) => name !== '.cache')
        .toSorted(),
      before.filter((name) => name !== '.cache'),
    );
    assert.deepEqual(readdirSync(join(site, '.cache/builds')), []);
  });
});
