import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brokenPromise, defineSite, type SiteConfig } from '../../src/domain/site.ts';
import shipped from '../../src/site.config.ts';
import live from '../fixtures/sites/live.config.ts';

describe('a word that must hold until the next one is heard', () => {
  test('holds in the config that ships, and in that of the tests', () => {
    assert.equal(brokenPromise(shipped), undefined);
    assert.equal(brokenPromise(live), undefined);
  });

  test('is refused with the arithmetic where it cannot, and with both ways out', () => {
    assert.equal(
      brokenPromise({ rebuildEvery: 30, cacheAge: 10, vouchFor: 15 }),
      'vouchFor is 15, but the next word comes after rebuildEvery + cacheAge = 30 + 10 = 40 minutes: the page would say "unknown" for up to 25 minutes before each. Set vouchFor to 40 or more, or rebuildEvery to 5 or less (and rebuild that often).',
    );
    assert.match(
      brokenPromise({ rebuildEvery: 30, cacheAge: 10, vouchFor: 10 }) ?? '',
      /Set vouchFor to 40 or more\.$/,
    );
  });

  test('stops the build', () => {
    const { components, publishedSince: _, ...rest } = shipped;
    const config = {
      ...rest,
      vouchFor: 15,
      components: components.map(({ until: _, ...component }) => ({ ...component, since: '2018-01-01' })),
    };
    assert.throws(() => defineSite(config), /src\/site\.config\.ts:\n {2}- vouchFor is 15, but/);
  });
});

describe('a config in which something is missing', () => {
  const mistakes = (config: object) => {
    try {
      defineSite(config as SiteConfig);
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
    return [];
  };

  test('is told all of it at once', () => {
    assert.deepEqual(mistakes({}), [
      ...['name', 'service', 'url', 'tag', 'operator', 'report', 'pledge', 'rebuildEvery', 'cacheAge'].map(
        (key) => `  - ${key} is missing.`,
      ),
      ...['vouchFor', 'groups', 'components', 'advice'].map((key) => `  - ${key} is missing.`),
    ]);
  });

  test('is told of a component and of a language without words', () => {
    const { components: _, publishedSince: __, ...rest } = shipped;
    const component = { id: 'a', name: { en: 'A' }, description: { en: 'A', es: 'A' }, group: 'wearer' };
    assert.deepEqual(mistakes({ ...rest, components: [component, {}] }), [
      '  - component "a": since is missing.',
      ...['id', 'name', 'description', 'group', 'since'].map(
        (key) => `  - component "?": ${key} is missing.`,
      ),
      '  - component "a": name has no words in "es".',
    ]);
  });
});
