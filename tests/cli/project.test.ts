import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { beginBuild } from '../../src/cli/astro.ts';
import { ENGINE } from '../../src/release/engine.ts';

describe('with which config a build begins', () => {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-project-'));
  after(() => rmSync(site, { recursive: true, force: true }));

  /** What Astro is called with, and where, for a site with this environment. */
  function called(env: Record<string, string>, more: Record<string, string> = {}) {
    const work = join(site, '.cache/work');
    let [args, cwd]: [readonly string[], unknown] = [[], undefined];
    let compiled: unknown;
    const begin = (words: readonly string[], options: { cwd?: unknown; env?: NodeJS.ProcessEnv }) => {
      [args, cwd] = [words.slice(words.indexOf('build') + 1), options.cwd];
      compiled = options.env?.NODE_COMPILE_CACHE;
      return {} as never;
    };
    beginBuild({ site, env }, { begin }, { work, stdio: 'ignore', env: more });
    return { args: args.join(' '), cwd, compiled };
  }

  test('is ours where a site has none, from a working folder', () => {
    const { args, cwd } = called({ BASE_PATH: '/repo/' });
    assert.match(args, /^--root \S+\.cache\/work --config \S+astro\.config\.mjs$/);
    assert.equal(cwd, join(site, '.cache/work'));
  });

  test('knows where code lies that was compiled before, unless its operator says where', () => {
    assert.equal(called({}).compiled, join(ENGINE, '.cache/compiled'));
    assert.equal(called({ NODE_COMPILE_CACHE: '/elsewhere' }).compiled, '/elsewhere');
  });

  test('is that of its operator where it is an Astro project, written to where the command says', () => {
    writeFileSync(join(site, 'astro.config.ts'), '');
    const { args, cwd } = called({ SITE_URL: 'https://a.example' }, { NIGHTLIGHT_OUT: '/elsewhere' });
    assert.equal(args, `--root ${site} --outDir /elsewhere --site https://a.example`);
    assert.equal(cwd, site);
    assert.match(called({ BASE_PATH: '/repo/' }).args, /--outDir \S+\/dist --base \/repo\/$/);
  });
});
