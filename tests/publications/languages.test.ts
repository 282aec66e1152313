import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Languages } from '../../src/domain/site.ts';
import { bedsideFile } from '../../src/publications/bedside.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toSecurityTxt } from '../../src/publications/security.ts';
import { toSitemap } from '../../src/publications/sitemap.ts';
import { uptimeFile } from '../../src/publications/uptime.ts';
import { languagesOf } from '../../src/site/paths.ts';
import { mustHave } from '../../src/release/verify.ts';
import { outage } from '../domain/generators.ts';
import { ORIGIN, snapshotAt } from './printing.ts';

const HOME = `${ORIGIN.url}${ORIGIN.base}`;
const incident = outage({ language: 'es', title: 'Nadie recibe alertas', advice: 'Mire el teléfono.' });
const inLanguages = (languages: Languages) => snapshotAt([incident], { site: { languages } });

describe('a site whose first language is Spanish', () => {
  const snapshot = inLanguages(['es', 'en']);

  test('has its addresses without a prefix, and the others behind theirs', () => {
    assert.equal(feedOf(snapshot, 'es', ORIGIN, 'feed.json').home, HOME);
    assert.equal(feedOf(snapshot, 'en', ORIGIN, 'feed.json').home, `${HOME}en/`);
    assert.equal(embedFile(snapshot, undefined, 'en', ORIGIN, 'b1').url, `${HOME}en/`);
    assert.match(toSitemap(snapshot, ORIGIN), /\/en\/history\/<\/loc>/);
    assert.doesNotMatch(toSitemap(snapshot, ORIGIN), /\/es\//);
    assert.match(toSecurityTxt(snapshot, ORIGIN), /^Preferred-Languages: es, en$/m);
    assert.deepEqual(
      languagesOf({ snapshot }).map(({ params }) => params.lang),
      [undefined, 'en'],
    );
    const files = mustHave(snapshot.site);
    assert.ok(files.includes('en/index.html') && !files.some((one) => one.startsWith('es/')));
  });

  test('names everything in its order, and marks what is in another', () => {
    const { site, incidents } = uptimeFile(snapshot);
    assert.deepEqual(Object.keys(site).toSorted(), ['en', 'es']);
    assert.deepEqual(incidents[0]?.title, { es: 'Nadie recibe alertas' });
    assert.equal(embedFile(snapshot, undefined, 'en', ORIGIN, 'b1').advice_lang, 'es');
    assert.equal(embedFile(snapshot, undefined, 'es', ORIGIN, 'b1').advice_lang, null);
    const [told] = bedsideFile(snapshot, 'b1', ORIGIN.base).incidents;
    assert.deepEqual(Object.keys(told?.told ?? {}), ['es', 'en']);
    assert.equal(told?.told.en?.url, `${ORIGIN.base}en/incidents/an-incident/`);
  });
});

describe('a site of one language', () => {
  const snapshot = inLanguages(['es']);

  test('has no other, nowhere', () => {
    assert.doesNotMatch(toSitemap(snapshot, ORIGIN), /\/e[ns]\//);
    assert.match(toSecurityTxt(snapshot, ORIGIN), /^Preferred-Languages: es$/m);
    assert.equal(languagesOf({ snapshot }).length, 1);
    assert.ok(!mustHave(snapshot.site).some((one) => /^e[ns]\//.test(one)));
    assert.deepEqual(Object.keys(bedsideFile(snapshot, 'b1', ORIGIN.base).incidents[0]?.told ?? {}), ['es']);
  });
});
