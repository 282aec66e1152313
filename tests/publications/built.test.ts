import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { schemaFor } from '../../src/publications/schema/index.ts';
import { buildSituations, situation } from '../tour/situations.ts';

/** Described elsewhere: JSON Schema by itself. */
const OTHERS = /^schema\//;

describe('every JSON that is printed', () => {
  const site = situation('one-incident');
  before(() => buildSituations([site]));
  const files = () =>
    readdirSync(site.folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.json') && !OTHERS.test(file));
  const read = (file: string): unknown => JSON.parse(readFileSync(join(site.folder, file), 'utf8'));

  test('fits the schema that is published for it', () => {
    const ajv = new Ajv2020({
      allErrors: true,
      schemas: [read('schema/notification.json') as AnySchemaObject],
    });
    assert.ok(files().length > 50);
    for (const file of files()) {
      const name = schemaFor(file);
      assert.ok(name, `${file} has no schema`);
      const schema = read(`schema/${name}.json`) as { $id: string };
      const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
      assert.ok(validate(read(file)), `${file}: ${ajv.errorsText(validate.errors)}`);
    }
  });

  test('has a schema whose $id is its address', () => {
    const { $id } = read('schema/heartbeat.json') as { $id: string };
    assert.equal($id, 'https://nightlight.example/one-incident/schema/heartbeat.json');
  });
});

describe('what others look for', () => {
  const site = situation('one-incident');
  before(() => buildSituations([site]));
  const text = (file: string) => readFileSync(join(site.folder, file), 'utf8');

  test('is there: robots.txt, the list of pages, whom to tell of a weakness', () => {
    assert.match(text('robots.txt'), /Sitemap: https:\/\/nightlight\.example\/one-incident\/sitemap\.xml/);
    assert.match(
      text('sitemap.xml'),
      /<loc>https:\/\/nightlight\.example\/one-incident\/incidents\/2026-03-01-alerts\/<\/loc>/,
    );
    assert.doesNotMatch(text('sitemap.xml'), /revisions/);
    assert.match(text('.well-known/security.txt'), /^Contact: mailto:.*\nExpires: 2026-09-01T00:00:00Z\n/);
  });

  test('stands in the head of a page: its site, its times, its own feeds; and no style in its body', () => {
    const incident = text('incidents/2026-01-14-slow-alerts/index.html');
    assert.match(incident, /property="og:site_name" content="Nightlight"/);
    assert.match(incident, /property="article:published_time" content="2026-01-14T/);
    assert.match(incident, /property="og:title" content="Resolved: /);
    assert.match(
      text('components/sign-in/index.html'),
      /href="\/one-incident\/components\/sign-in\/history\.atom"/,
    );
    const html = text('uptime/index.html');
    assert.ok(html.includes('<style'));
    assert.ok(!html.slice(html.indexOf('</head>')).includes('<style'));
  });

  test('is linked on the site: feeds and badges of components, the banner, schemas, tables, the calendar', () => {
    const page = text('subscribe/index.html');
    for (const address of [
      'components/sign-in/history.rss',
      'badge.json',
      'embed.js',
      'schema/feed.json',
      'uptime.csv',
    ])
      assert.ok(page.includes(`href="/one-incident/${address}"`), address);
    assert.match(page, /href="webcal:\/\/nightlight\.example\/one-incident\/calendar\.ics"/);
  });
});

describe('what is read on a page', () => {
  const site = situation('one-incident');
  before(() => buildSituations([site]));

  test('has no space before a full stop or a comma, and none inside brackets', () => {
    const pages = readdirSync(site.folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.html'),
    );
    assert.ok(pages.length > 20);
    for (const page of pages)
      assert.doesNotMatch(
        readFileSync(join(site.folder, page), 'utf8')
          .replace(/<(script|style|svg)\b.*?<\/\1>/gs, '')
          .replace(/<\/?(a|b|em|i|small|span|strong|time)\b[^>]*>/g, '')
          .replace(/<[^>]*>/g, '\n'),
        /[^\n]{0,40}(?:\( | \)| [.,;](?=\s))[^\n]{0,40}/,
        page,
      );
  });
});
