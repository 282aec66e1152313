import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BUNDLE_GONE, PRINT, standby } from '../../src/release/standby.ts';
import { workshop } from './workshop.ts';

const fresh = workshop();

interface Plugin {
  buildApp: { order: string; handler: (builder: object) => Promise<void> };
}

/** The plugins that a build gets, with such an environment. */
function pluginsFor(
  command: string,
  env: NodeJS.ProcessEnv,
  host: Parameters<typeof standby>[1] = process,
): Plugin[] {
  const plugins: Plugin[] = [];
  const hooks = standby(env, host).hooks as unknown as Record<string, (options: object) => void>;
  const updateConfig = ({ vite }: { vite: { plugins: Plugin[] } }) => plugins.push(...vite.plugins);
  hooks['astro:config:setup']?.({ command, updateConfig });
  return plugins;
}

test('a build waits only where that is asked for, and nothing but a build does', () => {
  assert.deepEqual(pluginsFor('build', {}), []);
  assert.deepEqual(pluginsFor('build', { NIGHTLIGHT_STANDBY: '' }), []);
  assert.deepEqual(pluginsFor('dev', { NIGHTLIGHT_STANDBY: 'yes' }), []);
  assert.equal(pluginsFor('build', { NIGHTLIGHT_STANDBY: 'yes' }).length, 1);
});

describe('a build that waits', () => {
  /** What becomes of a build that has bundled its code there, and hears this: `prints`, or the code it ends with. */
  const heard = async (bundled: string | undefined, ...words: string[]) => {
    let ended: string | undefined;
    const exit = (code = 0) => {
      ended ??= `ended with ${code}`;
      throw new Error('ended');
    };
    const input = (async function* () {
      yield* words;
    })();
    const host = { stdin: input, exit: exit as (code?: number) => never };
    const [plugin] = pluginsFor('build', { NIGHTLIGHT_STANDBY: 'yes' }, host);
    const prerender = bundled === undefined ? undefined : { config: { build: { outDir: bundled } } };
    await plugin?.buildApp.handler({ environments: { prerender } }).catch(() => undefined);
    return ended ?? 'prints';
  };

  test('stands behind whatever bundles the code', () => {
    assert.equal(pluginsFor('build', { NIGHTLIGHT_STANDBY: 'yes' })[0]?.buildApp.order, 'post');
  });

  test('prints as soon as it hears the word', async () => {
    assert.equal(await heard(fresh(), PRINT), 'prints');
  });

  test('ends in peace where whoever would have said the word is gone', async () => {
    assert.equal(await heard(fresh()), 'ended with 0');
  });

  test('begins anew where what it had bundled was taken away meanwhile', async () => {
    assert.equal(await heard(join(fresh(), 'gone'), PRINT), `ended with ${BUNDLE_GONE}`);
    assert.equal(await heard(undefined, PRINT), `ended with ${BUNDLE_GONE}`);
  });
});
