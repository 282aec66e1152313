import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse as parseYaml } from 'yaml';
import { configReference } from '../../src/config/reference.ts';
import { configSchema } from '../../src/config/schema.ts';
import { publishedSchemas } from '../../src/site/schemas.ts';
import { SMALL, withLine } from './reading.ts';
import { SPOKEN } from '../languages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MARK = '<!-- keys -->\n';

/** `UPDATE_GOLDEN=1 npm test -- unit` writes what follows from the fields now. */
function assertMade(name: string, made: (before: string) => string): void {
  const path = join(ROOT, name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, made(readFileSync(path, 'utf8')));
  const text = readFileSync(path, 'utf8');
  assert.equal(text, made(text));
}

describe('from the fields of the config', () => {
  test('the reference in the docs is made', () => {
    assertMade(
      'docs/config.md',
      (text) => `${text.slice(0, text.indexOf(MARK))}${MARK}\n${configReference()}\n`,
    );
  });

  test('the schema that lies beside it is made, and the one that is published', () => {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...configSchema };
    assertMade('docs/config.schema.json', () => `${JSON.stringify(schema, null, 2)}\n`);
    const published = publishedSchemas(
      { url: 'https://status.example.org', base: '/repo/' },
      {
        ...SPOKEN,
        components: [],
        regions: [],
        parts: { bedside: true, pledge: true, citation: true },
      },
    ).get('config');
    assert.deepEqual(published, { ...schema, $id: 'https://status.example.org/repo/schema/config.json' });
  });
});

describe('the schema of the config', () => {
  const validate = new Ajv2020({ allErrors: true, validateFormats: false }).compile(configSchema);

  test('accepts each config that is read', () => {
    for (const name of ['nightlight.yaml', 'live', 'ahead', 'renamed', 'without-pictures']) {
      const path = name.endsWith('.yaml') ? name : `tests/fixtures/sites/${name}.yaml`;
      assert.ok(validate(parseYaml(readFileSync(join(ROOT, path), 'utf8'))), JSON.stringify(validate.errors));
    }
    assert.ok(validate(parseYaml(SMALL)));
  });

  test('accepts an address as the reader does, in small letters and capital ones', () => {
    for (const address of [
      'HTTPS://example.org/report',
      'Mailto:us@example.org',
      'tel:+1',
      'http://example.org',
    ])
      assert.ok(validate(parseYaml(withLine('report:', `  report: ${address}`))), address);
  });

  test('refuses what an editor can see: a slip in a key, words that are none, languages that are none, a number that is none', () => {
    for (const [beginning, line] of [
      ['report:', '  raport: https://example.org/report'],
      ['advice:', '  advice: { en: [Look at the device.] }'],
      ['advice:', '  advice: {}'],
      ['languages:', '  languages: []'],
      ['languages:', '  languages: [English]'],
      ['languages:', '  languages: [en, en]'],
      ['vouch_for:', '  vouch_for: an hour'],
      ['rebuild_every:', '  rebuild_every: 0'],
      ['- id: alerts', '    - id: Alerts'],
      ['url:', '  url: https://example.org/status'],
      ['report:', '  report: javascript:alert(1)'],
      ['report:', '  report: us@example.org'],
    ] as const)
      assert.equal(validate(parseYaml(withLine(beginning, line))), false, line);
  });
});
