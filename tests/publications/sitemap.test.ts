import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly } from '../../src/domain/time.ts';
import { toSitemap } from '../../src/publications/sitemap.ts';
import { outage } from '../domain/generators.ts';
import { live } from '../sites.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);

function sitemapOf(began: Record<string, number>, base = '/repo/', replayed = ''): string {
  const incidents = Object.entries(began).map(([id, at]) =>
    outage({ id, began: exactly(at), replay: id === replayed }),
  );
  const snapshot = takeSnapshot(live, [], { by: 'nobody', at: null }, NOW);
  return toSitemap({ ...snapshot, incidents }, { url: 'https://status.example.org', base });
}

const addressesIn = (xml: string) =>
  [...xml.matchAll(/<url><loc>https:\/\/status\.example\.org\/repo\/([^<]*)<\/loc>.*<\/url>\n/g)].map(
    ([, path]) => path,
  );

test('a search finds every page once, in each language, with a year for each in which something began', () => {
  const xml = sitemapOf({
    newest: Date.UTC(2026, 1, 1),
    other: Date.UTC(2026, 0, 1),
    oldest: Date.UTC(2024, 5, 1),
  });
  const english = [
    ...['', 'history/', 'uptime/', 'pledge/', 'subscribe/', 'about/'],
    ...live.components.map(({ id }) => `components/${id}/`),
    ...['history/2026/', 'history/2024/'],
    ...['incidents/newest/', 'incidents/other/', 'incidents/oldest/'],
  ];
  assert.deepEqual(
    addressesIn(xml),
    english.flatMap((path) => [path, `es/${path}`]),
  );
  assert.match(
    xml,
    /^<\?xml version="1\.0" encoding="utf-8"\?>\n<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9" xmlns:xhtml="http:\/\/www\.w3\.org\/1999\/xhtml">\n<url>/,
  );
  assert.match(xml, /<\/url>\n<\/urlset>\n$/);
  assert.ok(
    xml
      .trim()
      .split('\n')
      .every((line) => line.startsWith('<')),
  );
});

test('a search learns of each page where it is in every language, and where for whoever reads none of them', () => {
  const [, english, spanish] = /\n(<url><loc>[^<]*\/uptime\/<\/loc>.*)\n(.*)\n/.exec(sitemapOf({})) ?? [];
  const others = [
    ['en', 'uptime/'],
    ['es', 'es/uptime/'],
    ['x-default', 'uptime/'],
  ].map(
    ([tag, path]) =>
      `<xhtml:link rel="alternate" hreflang="${tag}" href="https://status.example.org/repo/${path}"/>`,
  );
  assert.equal(english, `<url><loc>https://status.example.org/repo/uptime/</loc>${others.join('')}</url>`);
  assert.equal(spanish, english?.replace('/uptime/<', '/es/uptime/<').replace('repo//es', 'repo/es'));
  const one = { ...live, languages: ['en'] as const };
  const snapshot = takeSnapshot(one, [], { by: 'nobody', at: null }, NOW);
  assert.doesNotMatch(toSitemap(snapshot, { url: 'https://status.example.org', base: '/' }), /hreflang/);
});

test('a search finds the replay of an incident that has one', () => {
  const began = { played: Date.UTC(2026, 1, 1), other: Date.UTC(2026, 0, 1) };
  const found = addressesIn(sitemapOf(began, '/repo/', 'played')).filter((path) => path?.includes('replay/'));
  assert.deepEqual(found, ['replay/played/', 'es/replay/played/']);
});

test('the addresses in it are text, whatever the base path holds', () => {
  assert.match(sitemapOf({}, '/a&b/'), /<loc>https:\/\/status\.example\.org\/a&amp;b\/<\/loc>/);
});

test('more than one file may list is left out from the end, where the oldest stand', () => {
  const many = Object.fromEntries(
    Array.from({ length: 25_000 }, (_, index) => [`i-${index}`, Date.UTC(2026, 1, 1) - index]),
  );
  const addresses = addressesIn(sitemapOf(many));
  assert.equal(addresses.length, 50_000);
  assert.ok(addresses.includes('incidents/i-0/'));
  assert.ok(!addresses.includes('incidents/i-24999/'));
});
