import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse as parseYaml } from 'yaml';
import { FACT_NAMES, type FactName, fieldOf } from '../../src/domain/fields.ts';
import { exactly } from '../../src/domain/time.ts';
import { wordsOf } from '../../src/i18n/index.ts';
import { formOf, readAnswer } from '../../src/incidents/form.ts';
import { keyReference } from '../../src/incidents/reference.ts';
import { incidentFileSchema } from '../../src/incidents/schema.ts';
import { Report } from '../../src/problems/index.ts';
import { publishedSchemas } from '../../src/site/schemas.ts';
import fc from '../chance.ts';
import { shipped } from '../sites.ts';
import { context } from './context.ts';
import { habits, looselyWritten } from './loose.ts';
import { anyIncident } from './writable.ts';
import { often } from '../thorough.ts';

const ROOT = join(import.meta.dirname, '../..');
const site = context.site;

/** The front matter of a file, as any reader of YAML has it. */
const frontOf = (text: string) =>
  parseYaml(text.replace(/^\uFEFF/, '').split(/^---\r?$/m)[1] ?? '') as unknown;

describe('the table of the fields', () => {
  test('is the table in the docs; `UPDATE_GOLDEN=1 npm test -- unit` writes it anew', () => {
    const path = join(ROOT, 'docs/incident-file.md');
    const table = /(?<=<!-- keys -->\n)[\s\S]*(?=\n<!-- end of keys -->)/;
    const made = `\n${keyReference()}\n`;
    if (process.env.UPDATE_GOLDEN)
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(table, () => made),
      );
    assert.equal(table.exec(readFileSync(path, 'utf8'))?.[0], made);
  });

  test('calls each field as the pages and the form of the CMS do', () => {
    const { fields } = wordsOf('en').versions;
    for (const name of FACT_NAMES) assert.equal(fieldOf(name).label, fields[name]);
  });

  test('has each key once, and leads only to what there is', () => {
    const keys = FACT_NAMES.map((name) => fieldOf(name).key);
    assert.equal(new Set(keys).size, keys.length);
    const docs = readFileSync(join(ROOT, 'docs/incident-file.md'), 'utf8');
    for (const [, anchor] of keyReference().matchAll(/\(#(\w+)\)/g))
      assert.match(docs, new RegExp(`^## ${anchor}$`, 'im'));
    for (const [, page] of keyReference().matchAll(/\((problems\/[\w-]+\.md)\)/g))
      assert.ok(readFileSync(join(ROOT, 'docs', page as string)));
  });
});

describe('the schema of an incident file', () => {
  const validator = (of: typeof site) => new Ajv2020({ allErrors: true }).compile(incidentFileSchema(of));
  const validate = validator(site);

  test('is published with the components of the site', () => {
    const published = publishedSchemas({ url: 'https://status.example.org', base: '/repo/' }, site);
    const { $id, $schema, ...schema } = published.get('incident-file') as Record<string, unknown>;
    assert.equal($id, 'https://status.example.org/repo/schema/incident-file.json');
    assert.deepEqual(schema, incidentFileSchema(site));
  });

  test('accepts what is read, however it is written', () => {
    fc.assert(
      fc.property(anyIncident, habits, (incident, how) => {
        const { text } = looselyWritten(incident, how);
        const front = frontOf(text) as Record<string, unknown>;
        // A flag in quotes is read, and no editor proposes it.
        for (const key of ['draft', 'drill', 'pinned', 'replay'])
          if (front[key] === 'true') front[key] = true;
        assert.ok(validate(front), `${JSON.stringify(validate.errors)}\n${text}`);
      }),
      { numRuns: often(25, 60) },
    );
    const recorded = validator(shipped);
    for (const path of globSync('incidents/*[!.][!e][!s].md', { cwd: ROOT }))
      assert.ok(
        recorded(frontOf(readFileSync(join(ROOT, path), 'utf8'))),
        `${path} ${JSON.stringify(recorded.errors)}`,
      );
  });

  test('refuses what an editor can see', () => {
    const good = { title: 'T', impact: { 'follow-alerts': 'major_outage' } };
    const window = { from: '2026-03-02T02:00Z', until: '2026-03-02T03:00Z' };
    const work = { ...good, kind: 'maintenance', scheduled: window };
    for (const fine of [good, work, { ...good, ended: 'unknown', last_known: '2026-03-01/2026-03-02' }])
      assert.ok(validate(fine), JSON.stringify(validate.errors));
    for (const wrong of [
      { impact: good.impact },
      { title: 'T' },
      { ...good, titel: 'T' },
      { ...good, title: 5 },
      { ...good, title: ' ' },
      { ...good, impact: {} },
      { ...good, impact: { 'folow-alerts': 'major_outage' } },
      { ...good, impact: { 'follow-alerts': 'mayor_outage' } },
      { ...good, impact: { 'follow-alerts': [{ from: '2026-03-01T02:10Z' }] } },
      { ...good, began: '2026-03-01T02:10' },
      { ...good, ended: 'unknown' },
      { ...good, advice_by: 'operator' },
      { ...good, works: ['nobody'] },
      { ...good, works: 'sign-in' },
      { ...good, drill: 'yes' },
      { ...good, data: 'los' },
      { ...good, sources: [{ title: 'A', url: 'example.org' }] },
      { ...good, scheduled: window },
      { ...work, began: '2026-03-01T02:10Z' },
      { ...work, scheduled: undefined },
      { ...work, scheduled: { from: '2026-03-02T02:00Z' } },
    ])
      assert.equal(validate(JSON.parse(JSON.stringify(wrong))), false, JSON.stringify(wrong));
  });
});

describe('a form', () => {
  test('has the fields of its kind, with what there is to choose from', () => {
    const keys = formOf('maintenance', site).map(({ key }) => key);
    assert.ok(keys.includes('scheduled') && !keys.includes('began'));
    const form = new Map(formOf('incident', site).map((field) => [field.key, field]));
    assert.deepEqual(
      [...form.values()].filter(({ required }) => required).map(({ key }) => key),
      ['title', 'impact'],
    );
    assert.deepEqual(form.get('data')?.options, ['delayed', 'backfilled', 'lost', 'intact']);
    assert.deepEqual(
      form.get('works')?.options,
      site.components.map(({ id }) => id),
    );
    assert.ok(form.get('impact')?.statuses?.includes('not_known'));
    assert.equal(form.get('next_update')?.hint.includes('warns where they differ'), true);
    for (const { key, hint, label, question } of form.values()) {
      assert.doesNotMatch(`${hint}${label}${question}`, /[`*]|\]\(/, key);
      assert.match(question, /\?$/);
    }
  });

  const answered = (name: FactName, answer: string) => {
    const report = new Report({ flag: `--${name}` });
    const fact = readAnswer(name, answer, 'incident', context, report);
    return { fact, said: report.problems.map(({ name: problem, found }) => `${problem}: ${found}`) };
  };

  test('takes the example of each field', () => {
    // The examples are of a service that everybody knows.
    const [one] = site.components;
    assert.ok(one);
    const ids = ['websites', 'e-mail', 'control-panel'];
    const hosting = { ...site, components: ids.map((id) => ({ ...one, id })) };
    for (const kind of ['incident', 'maintenance'] as const)
      for (const { name, example } of formOf(kind, hosting)) {
        const report = new Report({ flag: name });
        const around = { ...context, site: hosting, now: Date.UTC(2026, 3, 1) };
        const fact = readAnswer(name, example, kind, around, report);
        assert.deepEqual(report.problems, [], name);
        assert.notEqual(fact, undefined, name);
      }
  });

  test('reads an answer as a file is read, and takes a text as it is', () => {
    for (const text of ['Alerts: none', "It's #1", '- x', 'null', 'a "quote"', '{ x'])
      assert.equal(answered('title', ` ${text} `).fact, text);
    assert.deepEqual(answered('works', 'sign-in,reports ,').fact, ['sign-in', 'reports']);
    assert.deepEqual(answered('impact', 'sign-in: major_outage, reports=not_known').fact, [
      { component: 'sign-in', status: 'major_outage' },
      { component: 'reports', status: 'not_known' },
    ]);
    assert.deepEqual(answered('began', '2026-02-28T21:10-05:00').fact, exactly(Date.UTC(2026, 2, 1, 2, 10)));
    assert.equal(answered('ended', 'unknown').fact, 'unknown');
    assert.deepEqual(answered('sources', 'A post, and more https://example.org/').fact, [
      { title: 'A post, and more', url: 'https://example.org/' },
    ]);
  });

  test('says what is wrong with an answer, as the check does', () => {
    assert.deepEqual(answered('began', 'yesterday').said, ['time-malformed: yesterday']);
    assert.deepEqual(answered('began', '2026-03-02T02:00Z').said, ['time-in-future: 2026-03-02T02:00Z']);
    assert.deepEqual(answered('data', 'los').said, ['value-not-allowed: los']);
    assert.deepEqual(answered('works', 'sing-in').said, ['component-unknown: sing-in']);
    assert.deepEqual(answered('impact', 'sign-in: mayor').said, ['status-unknown: mayor']);
    assert.deepEqual(answered('title', '  ').said, ['value-not-text: an empty text']);
    assert.equal(answered('title', '  ').fact, undefined);
  });
});
