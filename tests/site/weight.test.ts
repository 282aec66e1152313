import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { LANGUAGES, SHIPPED } from '../languages.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { record, ROOT, situation } from '../tour/situations.ts';
import { BOUNDS, kindOf, LONGEST, weightOf } from './weight.ts';

/** A config that says in every language what it says in Spanish, whose words are the longest that it has. */
function inAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inAll);
  if (typeof value !== 'object' || value === null) return value;
  if ('en' in value && 'es' in value)
    return { ...Object.fromEntries(SHIPPED.map((language) => [language, value.es])), en: value.en };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inAll(one)]));
}

describe('in each language that is shipped, on a site that has them all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-weight-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const sites = [record, situation('several')];

  before(async () => {
    for (const { name, env } of sites) {
      const config = parse(readFileSync(env.NIGHTLIGHT_CONFIG ?? join(ROOT, 'nightlight.yaml'), 'utf8'));
      const grown = inAll(config) as { site: object };
      const site = join(folder, `${name}-site`);
      mkdirSync(site);
      writeFileSync(
        join(site, 'nightlight.yaml'),
        stringify({ ...grown, site: { ...grown.site, languages: [...new Set([...LANGUAGES, ...SHIPPED])] } }),
      );
      await sharedBuilder().build({
        NIGHTLIGHT_INCIDENTS: join(ROOT, 'incidents'),
        ...env,
        NIGHTLIGHT_SITE: site,
        NIGHTLIGHT_CONFIG: join(site, 'nightlight.yaml'),
        NIGHTLIGHT_OUT: join(folder, name),
        NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
      });
    }
  });

  test('the languages are folded on a phone, and one menu closes the other', () => {
    for (const [path, named] of [
      ['', 'Languages'],
      ['es', 'Idiomas'],
    ] as const) {
      const html = readFileSync(join(folder, record.name, path, 'index.html'), 'utf8');
      const [header = ''] = /<header class="?site"?[\s\S]*?<\/header>/.exec(html) ?? [];
      const [, first = '', second = ''] = header.split('<details');
      assert.match(first, /^[^>]*name="?menu/);
      assert.match(second, /^[^>]*name="?menu/);
      assert.ok(second.includes(`<summary>${named}</summary>`), second);
      assert.equal(second.match(/<a /g)?.length, SHIPPED.length - 1);
    }
  });

  for (const language of SHIPPED)
    test(`no page is heavier than it may be: ${language}`, () => {
      const weighed = sites.flatMap(({ name }) => {
        const root = join(folder, name, language === LANGUAGES[0] ? '' : language);
        const incidents = readdirSync(join(root, 'incidents'), { withFileTypes: true });
        const ids = incidents.flatMap((one) => (one.isDirectory() ? [`incidents/${one.name}`] : []));
        return ['', ...ids].map((path) => {
          const html = readFileSync(join(root, path, 'index.html'), 'utf8');
          const kind = kindOf(path, html);
          const bound = path.endsWith(LONGEST.id) ? LONGEST.bound : BOUNDS[kind];
          return { kind, page: `${name}: ${path}`, bytes: weightOf(html), bound };
        });
      });
      for (const kind of Object.keys(BOUNDS))
        assert.ok(
          weighed.some((one) => one.kind === kind),
          kind,
        );
      assert.deepEqual(
        weighed.filter(({ bytes, bound }) => bytes > bound),
        [],
      );
    });
});
