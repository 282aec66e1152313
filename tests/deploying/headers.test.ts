import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { parseAllHeaders } from '@netlify/headers-parser';
import { SHIPPED } from '../languages.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), 'public/_headers');

interface Rule {
  fits: (path: string) => boolean;
  values: Record<string, string>;
}

/** As Netlify reads it: its own parser, and the expressions that it makes for its servers. */
async function netlify(): Promise<Rule[]> {
  const { headers, errors } = await parseAllHeaders({
    headersFiles: [FILE],
    configHeaders: undefined,
    minimal: false,
  });
  assert.deepEqual(errors, []);
  return headers.map(({ values, ...rule }) => ({
    fits: (path) => 'forRegExp' in rule && rule.forRegExp.test(path),
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
  }));
}

/**
 * As Cloudflare Pages documents it (https://developers.cloudflare.com/pages/configuration/headers/): at most a
 * hundred rules and one `*` in each, which stands for anything; `:name` stands for anything without a slash. Its parser is not published as a package that
 * does without a whole browser engine's worth of others.
 */
function cloudflare(): Rule[] {
  const rules: Rule[] = [];
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue;
    const header = /^\s+([\w-]+): (.+)$/.exec(line);
    const rule = rules.at(-1);
    if (header && rule) rule.values[(header[1] as string).toLowerCase()] = header[2] as string;
    else {
      assert.match(line, /^\/[^*\s]*\*?[^*\s]*$/, 'a path with one star at most');
      const parts = line.split('*').map((part) => part.replace(/[.]/g, '\\.').replace(/:[a-z]\w*/g, '[^/]+'));
      const pattern = new RegExp(`^${parts.join('.*')}$`);
      rules.push({ fits: (path) => pattern.test(path), values: {} });
    }
  }
  assert.ok(rules.length <= 100);
  return rules;
}

for (const [host, read] of [
  ['Netlify', netlify],
  ['Cloudflare Pages', async () => cloudflare()],
] as const)
  describe(`public/_headers, as ${host} reads it`, () => {
    const valuesOf = async (path: string, name: string) =>
      (await read()).filter(({ fits }) => fits(path)).flatMap(({ values }) => values[name] ?? []);

    test('lets the banner be framed by anybody, and no other page', async () => {
      for (const path of [
        '/',
        '/es/',
        '/history/',
        '/incidents/a/',
        '/es/components/b/',
        ...SHIPPED.flatMap((language) => [`/${language}/`, `/${language}/about/`]),
        '/regions/eu/',
        '/de/replay/a/',
        '/subscribe/',
        '/bedside/',
      ])
        assert.deepEqual(await valuesOf(path, 'content-security-policy'), ["frame-ancestors 'self'"], path);
      for (const path of ['/embed/', '/es/embed/', '/de/embed/'])
        assert.deepEqual(await valuesOf(path, 'content-security-policy'), [], path);
    });

    test('lets programs of others read what is for them, also with the time of the server', async () => {
      for (const path of [
        '/api/v2/status.json',
        '/heartbeat.json',
        '/es/embed.json',
        '/calendar.ics',
        '/badge.svg',
        '/components/sign-in/badge.svg',
        '/stale/api/v2/status.json',
      ]) {
        assert.deepEqual(await valuesOf(path, 'access-control-allow-origin'), ['*'], path);
        assert.deepEqual(await valuesOf(path, 'access-control-expose-headers'), ['Date, Age'], path);
      }
      assert.deepEqual(await valuesOf('/', 'access-control-allow-origin'), []);
    });

    test('keeps for long only what is named by its content, and names no header twice', async () => {
      assert.deepEqual(await valuesOf('/_astro/a.js', 'cache-control'), [
        'public, max-age=31536000, immutable',
      ]);
      for (const path of ['/', '/api/v2/status.json', '/history.rss'])
        assert.deepEqual(await valuesOf(path, 'cache-control'), [], path);
      assert.deepEqual(await valuesOf('/components/a/history.rss', 'content-type'), [
        'application/rss+xml; charset=utf-8',
      ]);
    });
  });
