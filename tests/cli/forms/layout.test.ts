import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { formsFor, formsOfAll } from '../../../src/cli/forms/committed.ts';
import { FIELD_WORDS, type Form, formsOf } from '../../../src/cli/forms/layout.ts';
import { printForm } from '../../../src/cli/forms/print.ts';
import { formOfBody, readForm } from '../../../src/cli/forms/read.ts';
import { newFile } from '../../../src/authoring/notice.ts';
import { readTyped } from '../../../src/authoring/said.ts';
import { readIncidents } from '../../../src/incidents/index.ts';
import { hasErrors } from '../../../src/problems/index.ts';
import fc from '../../chance.ts';
import { readConfig, siteOf } from '../../../src/config/index.ts';
import { fieldOf } from '../../../src/domain/fields.ts';
import type { Site } from '../../../src/domain/site.ts';
import { TEMPLATE_LANGUAGES, templateWordsOf } from '../../../src/i18n/templates.ts';
import { LANGUAGES } from '../../languages.ts';
import { ENGINE } from '../written.ts';
import { sent } from './sent.ts';
import { often } from '../../thorough.ts';

const now = Date.parse('2026-03-01T03:10Z');
const { config } = readConfig(
  readFileSync(join(ENGINE, 'tests/fixtures/sites/live.yaml')),
  'nightlight.yaml',
  now,
  LANGUAGES,
);
assert.ok(config);
const site: Site = siteOf(config);
const words = await templateWordsOf('en');
assert.ok(words);
const around = {
  ...{ site, templates: config.writing.templates, language: 'en', asks: words, proposes: words, now },
};

const named = (...names: string[]): Site => ({
  ...site,
  components: names.map((name, index) => ({
    ...(site.components[0] as Site['components'][number]),
    id: `c${index}`,
    name: { en: name },
    short: { en: name },
  })),
});

interface Element {
  type: string;
  id?: string;
  attributes: {
    label?: string;
    value?: string;
    options?: (string | { label: string })[];
    [key: string]: unknown;
  };
  validations?: { required: boolean };
}

/**
 * What GitHub refuses in a form, and says in "Common validation errors when creating issue forms".
 * https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/common-validation-errors-when-creating-issue-forms
 */
function refused(text: string): string[] {
  const form = parse(text, { version: '1.1' }) as Record<string, unknown> & { body: Element[] };
  const wrong: string[] = [];
  const must = (isSo: boolean, what: string) => {
    if (!isSo) wrong.push(what);
  };
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';
  const allowed: Record<string, string[]> = {
    markdown: ['value'],
    input: ['label', 'description', 'placeholder', 'value'],
    textarea: ['label', 'description', 'placeholder', 'value', 'render'],
    dropdown: ['label', 'description', 'multiple', 'options', 'default'],
    checkboxes: ['label', 'description', 'options'],
  };
  for (const key of Object.keys(form))
    must(
      ['name', 'description', 'body', 'title', 'labels', 'assignees', 'projects', 'type'].includes(key),
      `${key} at the top`,
    );
  for (const key of ['name', 'description', 'title']) must(isText(form[key]), `${key} is no text`);
  must(
    form.body.some(({ type }) => type !== 'markdown'),
    'asks nothing',
  );
  const ids = form.body.flatMap(({ id }) => id ?? []);
  must(new Set(ids).size === ids.length, 'an id twice');
  const asked = form.body.filter(({ type }) => type !== 'markdown');
  const labels = asked.map(({ attributes }) => attributes.label);
  must(new Set(labels).size === labels.length, 'a label twice');
  for (const { type, id, attributes, ...rest } of form.body) {
    const keys = allowed[type];
    must(keys !== undefined, `the type ${type}`);
    for (const key of Object.keys(rest)) must(key === 'validations', `${key} beside the type`);
    for (const key of Object.keys(attributes)) must(keys?.includes(key) === true, `${key} of ${type}`);
    for (const key of ['label', 'description', 'placeholder', 'value'])
      if (key in attributes) must(isText(attributes[key]), `${key} of ${id} is no text`);
    if (type === 'markdown') must(isText(attributes.value), 'a text that says nothing');
    else must(/^[\w-]+$/.test(id ?? ''), `the id ${id}`);
    if (type === 'input' || type === 'textarea')
      must(!/password|secret|token/i.test(attributes.label ?? ''), `the label ${attributes.label}`);
    if (type !== 'dropdown' && type !== 'checkboxes') continue;
    const options = (attributes.options ?? []).map((one) =>
      type === 'dropdown' ? one : (one as { label: string }).label,
    );
    must(options.length > 0 && options.every(isText), `an option of ${id} that is no text`);
    must(new Set(options).size === options.length, `an option of ${id} twice`);
    if (type === 'dropdown') must(!options.some((one) => /^none$/i.test(String(one))), `"None" in ${id}`);
  }
  return wrong;
}

const form = (name: Form['name'], forms = formsOf(around)) => forms.find((one) => one.name === name) as Form;

describe('what a form asks of a field', () => {
  test('is in English what the table of fields asks', () => {
    for (const [name, [, question]] of Object.entries(FIELD_WORDS))
      assert.equal(words.form(question), fieldOf(name as keyof typeof FIELD_WORDS).question);
  });
});

describe('the forms', () => {
  test('are what GitHub takes, in each language and whatever components are called', async () => {
    const odd = named(
      'On',
      'None',
      'None',
      'yes',
      'A, B',
      'A',
      'B',
      '1.3',
      'Café: "eins" # zwei',
      "'",
      '- x',
      '"',
    );
    for (const one of [site, odd])
      for (const made of formsOf({ ...around, site: one })) assert.deepEqual(refused(printForm(made)), []);
    for (const language of LANGUAGES) {
      const forms = await formsFor({
        site: { ...site, languages: [language] },
        writing: { templates: [] },
        now,
      });
      for (const made of forms) assert.deepEqual(refused(printForm(made)), [], language);
    }
  });

  test('are noticed where GitHub would refuse them', () => {
    const text = printForm(form('notice'));
    for (const [one, other] of [
      ['id: "text"', 'id: "began"'],
      ['label: "Began"', 'label: "State"'],
      ['- "Sign-in"', '- "None"'],
      ['- "Sign-in"', '- On'],
      ['type: "textarea"', 'type: "text"'],
      ['name: "Notice"', 'name: ""'],
    ] as const)
      assert.notDeepEqual(refused(text.replace(one, other)), [], other);
  });

  test('offer the components that are in service, by their names in the first language', () => {
    const [works] = form('notice').sections.filter(({ id }) => id === 'works');
    assert.deepEqual(
      works?.choices?.map(({ value }) => value),
      site.components.map(({ id }) => id),
    );
    const gone = {
      ...site,
      components: site.components.map((one, index) => (index === 0 ? one : { ...one, until: now })),
    };
    const left = form('notice', formsOf({ ...around, site: gone })).sections.find(({ id }) => id === 'works');
    assert.deepEqual(left?.choices, [{ value: 'device-readings', label: 'Readings on the wearer’s device' }]);
    const inSpanish = { ...around, site: { ...site, languages: ['es', 'en'] as const }, language: 'es' };
    const spanish = form('notice', formsOf(inSpanish));
    assert.equal(spanish.sections[0]?.label, 'No funciona');
    assert.match(printForm(spanish), /"Inicio de sesión"/);
  });

  test('show the words that are proposed for each kind of failure, the operator’s own first', () => {
    const templates = [
      {
        kind: 'partial_outage' as const,
        works: [],
        text: { en: 'We are awake.' },
        advice: { en: 'Call us.' },
      },
    ];
    const { intro } = form('notice', formsOf({ ...around, templates }));
    assert.match(intro, /^- Working only in part: We are awake\. Call us\.$/m);
    assert.match(intro, /^- Not working: We are looking for the cause\. Do not count on it/m);
  });

  test('ask in the first language of the site, and in no word of another', async () => {
    const inEnglish = JSON.stringify(formsOf(around));
    for (const language of TEMPLATE_LANGUAGES.filter((one) => one !== 'en')) {
      const forms = await formsFor({
        site: { ...site, languages: [language] },
        writing: { templates: [] },
        now,
      });
      for (const { description, intro, sections } of forms)
        for (const text of [description, intro, ...sections.map((one) => one.description)])
          assert.ok(!inEnglish.includes(JSON.stringify(text)), `${language}: ${text}`);
    }
  });

  test('ask in English where there are no words in the language of the site', async () => {
    const [notice] = await formsFor({
      site: { ...site, languages: ['xx'] },
      writing: { templates: [] },
      now,
    });
    assert.equal(notice?.called, 'Notice');
  });

  test('are committed here as nightlight.yaml makes them', async () => {
    const read = readConfig(readFileSync(join(ENGINE, 'nightlight.yaml')), 'nightlight.yaml', now, LANGUAGES);
    assert.ok(read.config);
    const own = await formsFor({ site: siteOf(read.config), writing: read.config.writing, now });
    for (const { path, ...rest } of own)
      assert.equal(readFileSync(join(ENGINE, path), 'utf8'), printForm({ path, ...rest }), path);
  });
});

describe('a form that was sent', () => {
  const at = Date.parse('2026-03-01T03:00:42Z');
  const read = (name: Form['name'], body: string, title = '') => readForm(form(name), { title, body, at });
  const said = (name: Form['name'], ...filled: [Parameters<typeof sent>[1], title?: string]) =>
    read(name, sent(form(name), filled[0]), filled[1]);
  const wrong = (name: Form['name'], body: string) =>
    read(name, body).problems.map(
      ({ name: called, source }) => `${'field' in source ? source.field : '?'}: ${called}`,
    );

  test('says what the flags of a call say', () => {
    const { taken, problems } = said(
      'notice',
      {
        'impact-major_outage': ['Followers get alerts', 'Sign-in'],
        'impact-degraded_performance': ['Reports for clinics'],
        began: '-20m',
        works: ['Alarms on the wearer’s device'],
        text: 'Alerts do not come.\n\n### More\n\n- one\n- two',
        advice: 'Set a clock.',
        state: 'Cause identified',
        'next-update': '04:30',
        scope: 'Europe',
      },
      '[Notice] Alerts and sign-in fail',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(taken, {
      form: 'notice',
      incident: undefined,
      isDrill: false,
      typed: {
        title: 'Alerts and sign-in fail',
        impact: ['follow-alerts=major_outage', 'sign-in=major_outage', 'reports=degraded_performance'],
        began: '2026-03-01T02:40Z',
        works: ['device-alarms'],
        text: 'Alerts do not come.\n\n### More\n\n- one\n- two',
        advice: 'Set a clock.',
        state: 'identified',
        'next-update': '2026-03-01T04:30Z',
        scope: 'Europe',
      },
    });
  });

  test('says nothing where it is left empty, whichever words GitHub has for that', () => {
    const empty = sent(form('notice'), {});
    const nothing = { form: 'notice', incident: undefined, isDrill: false, typed: { works: [] } };
    assert.deepEqual(read('notice', empty, '[Notice] ').taken, nothing);
    assert.deepEqual(
      read('notice', empty.replaceAll('_No response_', 'None'), '[Notice]').taken.typed.impact,
      undefined,
    );
    assert.deepEqual(read('notice', empty.replaceAll('\n', '\r\n')).problems, []);
  });

  test('leaves out what is said to be none, and takes an exercise for one', () => {
    const { taken } = said('notice', {
      'impact-major_outage': ['Sign-in'],
      advice: 'None',
      'next-update': 'none',
      drill: ['This is an exercise: nothing is wrong'],
    });
    assert.equal(taken.isDrill, true);
    assert.deepEqual(taken.typed.without, ['advice', 'next-update']);
    assert.equal(taken.typed.advice, undefined);
  });

  test('names an incident by its id, its address or its path', () => {
    for (const written of [
      '2026-03-01-alerts',
      'https://status.example.org/es/incidents/2026-03-01-alerts/#u-1',
      'incidents/2026-03-01-alerts.md',
    ])
      assert.match(
        said('update', { incident: written, state: 'Update' }).taken.incident ?? '',
        /^2026-03-01-alerts(\.md)?$/,
      );
  });

  test('tells names apart that have commas, or the same name, in them', () => {
    const odd = formsOf({ ...around, site: named('A, B', 'A', 'B', 'A', 'None') });
    const notice = form('notice', odd);
    const labels = notice.sections[0]?.choices?.map(({ label }) => label) ?? [];
    assert.deepEqual(labels, ['A, B (c0)', 'A (c1)', 'B', 'A (c3)', 'None (c4)']);
    const body = sent(notice, { 'impact-major_outage': labels });
    assert.deepEqual(
      readForm(notice, { title: '', body, at }).taken.typed.impact,
      ['c0', 'c1', 'c2', 'c3', 'c4'].map((id) => `${id}=major_outage`),
    );
  });

  test('is told by the heading under which something is wrong', () => {
    const whole = sent(form('notice'), { began: 'half past two', state: 'Investigating' });
    assert.deepEqual(wrong('notice', whole), ['Began: flag-value']);
    assert.deepEqual(wrong('notice', whole.replace('half past two', '02:10\n02:20')), [
      'Began: form-not-read',
    ]);
    assert.deepEqual(wrong('notice', whole.replace('half past two', 'x'.repeat(501))), [
      'Began: text-too-long',
    ]);
    assert.deepEqual(wrong('notice', whole.replace('half past two', '').replace('### Began', 'Began')), [
      'Began: form-not-read',
    ]);
    assert.deepEqual(wrong('notice', `${whole.replace('half past two', '')}\n\n### Began\n\n02:10`), [
      'Began: form-not-read',
    ]);
    assert.deepEqual(
      wrong('notice', whole.replace('half past two', '').replace('\nInvestigating', '\nInvestigatin')),
      ['State: form-not-read'],
    );
    assert.deepEqual(
      wrong('notice', whole.replace('half past two', '').replace('- [ ] Sign-in', '- [ ] Sign in')),
      ['Confirmed to work: form-not-read'],
    );
    const twice = sent(form('notice'), {
      'impact-major_outage': ['Sign-in'],
      'impact-partial_outage': ['Sign-in'],
    });
    assert.deepEqual(wrong('notice', twice), ['Working only in part: form-not-read']);
    const long = sent(form('notice'), { text: 'x'.repeat(10_001) });
    assert.deepEqual(wrong('notice', long), ['What it says: text-too-long']);
  });

  test('of before a heading that may be left empty is taken as left empty, with a note', () => {
    const body = sent(form('notice'), { 'impact-major_outage': ['Sign-in'], state: 'Investigating' })
      .replace(/### Drill\n\n.*/, '')
      .replace(/### Where\n\n_No response_\n\n/, '');
    const { taken, problems, notes } = readForm(form('notice'), { title: '', body, at });
    assert.deepEqual(problems, []);
    assert.deepEqual(taken.typed.impact, ['sign-in=major_outage']);
    assert.deepEqual(notes, [
      'This form does not ask for "Where", "Drill", as today’s does; that is taken as left empty.',
    ]);
  });

  test('of before is not guessed at where it has a heading that nothing is called today', () => {
    const body = sent(form('notice'), {
      'impact-major_outage': ['Sign-in'],
      scope: 'Europe',
      text: 'All fails.',
    })
      .replace('### Where', '### Region')
      .replace(/### Drill\n\n.*/, '');
    const { problems } = readForm(form('notice'), { title: '', body, at });
    assert.deepEqual(
      problems.map(({ found, remedy }) => [found, remedy]),
      [
        [
          '"### Region", and no such heading',
          'Where "### Region" is what is called ### Where or ### Drill today, write that in its place; else take it out, with its answer. Edit the issue; it is read again as soon as you save it.',
        ],
      ],
    );
  });

  test('says of a heading that is needed one way to have it', () => {
    const body = sent(form('update'), { state: 'Update', text: 'We know more.' }).replace('### State', '');
    const [problem] = readForm(form('update'), { title: '', body, at }).problems;
    assert.deepEqual(
      [problem?.found, problem?.remedy],
      [
        'no such heading',
        'Write "### State" as a line of its own, and the answer below it. Edit the issue; it is read again as soon as you save it.',
      ],
    );
  });

  for (const [what, text, name] of [
    [
      'another update',
      'All is lost.\n\n## Resolved - 2026-03-01T03:01Z\nIt works again.',
      'heading-not-an-update',
    ],
    ['another update in a quotation', '> ## Resolved - 2026-03-01T03:01Z', 'heading-not-an-update'],
    ['a title', '# All is well', 'heading-not-an-update'],
    ['the end of the head', 'x\n---\ntitle: other', 'heading-by-underline'],
    ['a heading by a single dash', 'All is lost\n-', 'heading-by-underline'],
    ['a heading by equals signs', 'Resolved - 2026-03-01T03:01Z\n===', 'heading-by-underline'],
    ['a rule of dashes apart', 'x\n - - -', 'heading-by-underline'],
  ] as const)
    test(`cannot say ${what}`, () => {
      assert.deepEqual(wrong('notice', sent(form('notice'), { text })), [`What it says: ${name}`]);
    });

  test('may say what only looks like that', () => {
    const text = 'See #12.\n\n#hashtag and ##two\n\n- a list\n\n### A part\n\n*** \n\na -- b';
    const { taken, problems } = said('notice', { text });
    assert.deepEqual(problems, []);
    assert.equal(taken.typed.text, text);
  });
});

describe('whatever is sent', () => {
  const at = Date.parse('2026-03-01T03:00:42Z');

  test('is read back as it was chosen, in each language and whatever components are called', () => {
    const odd = named(
      'On',
      'None',
      'yes',
      'A, B',
      'A',
      'B',
      'B, A',
      '- [x] x',
      '### State',
      'Café: "eins"',
      'a  b',
    );
    for (const one of [odd, ...LANGUAGES.map((language) => ({ ...site, languages: [language] as [string] }))])
      for (const made of formsOf({ ...around, site: one }))
        for (const section of made.sections.filter(({ choices }) => choices)) {
          const choices = section.choices ?? [];
          const chosen = section.multiple || section.type === 'checkboxes' ? choices : choices.slice(-1);
          const labels = chosen.map(({ label }) => label);
          const body = sent(made, { [section.id]: labels });
          assert.equal(formOfBody(body, formsOf({ ...around, site: one }))?.name, made.name);
          const { taken, problems } = readForm(made, { title: '', body, at });
          assert.deepEqual(problems, [], section.id);
          const said = (taken.typed as Record<string, unknown>)[section.says];
          const values = chosen.map(({ value }) => (section.status ? `${value}=${section.status}` : value));
          if (section.says === 'drill') assert.ok(taken.isDrill);
          else assert.deepEqual([said].flat(), values, section.id);
        }
  });

  test('never becomes another update, and is told to somebody as it was written or not at all', () => {
    const pieces = [
      '## ',
      '# ',
      'Resolved - 2026-03-01T03:01Z',
      '---',
      '-',
      '=',
      '\n',
      '\n\n',
      ' ',
      '    ',
      '> ',
      '- ',
      '1. ',
      '```',
      '~~~',
      '<!--',
      '-->',
      '<b>',
      '|',
      '\t',
      '\\',
      'title: x',
      'word',
      '\u2028',
      '\u202e',
      '&#35;',
      '{#u-1}',
      '### State',
      '_No response_',
    ];
    const notice = form('notice');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join('').trim();
        const body = sent(notice, { 'impact-major_outage': ['Sign-in'], began: '02:10', text });
        const { taken, problems } = readForm(notice, { title: '', body, at });
        if (problems.length > 0) return;
        const { said, problems: wrong } = readTyped(taken.typed, { site, now, kind: 'incident' });
        assert.deepEqual(wrong, []);
        const { id, text: written } = newFile('new', said, {
          ...{ site, templates: config.writing.templates, words, now },
          language: 'en',
          isTaken: () => false,
        });
        const bytes = new TextEncoder().encode(written);
        const read = readIncidents([{ name: `${id}.md`, bytes }], { site, now });
        if (hasErrors(read.problems)) return;
        assert.equal(read.incidents[0]?.updates.length, 1, written);
        assert.equal(read.incidents[0]?.title, 'People cannot sign in');
      }),
      { numRuns: often(150, 500) },
    );
  });

  test('is read in whichever language it was sent, whatever the first of the site is by now', async () => {
    const all = await formsOfAll({ site, writing: { templates: [] }, now });
    for (const language of TEMPLATE_LANGUAGES) {
      const asks = await templateWordsOf(language);
      assert.ok(asks);
      for (const made of formsOf({ ...around, language, asks })) {
        const [first] = site.components;
        const impact = made.sections.find(({ says }) => says === 'impact');
        const label = impact?.choices?.[0]?.label ?? '';
        const state = made.sections.find(({ says }) => says === 'state');
        const body = sent(made, {
          [impact?.id ?? '']: [label],
          ...(state && { state: state.choices?.at(-1)?.label ?? '' }),
          text: 'Words.',
        });
        const found = formOfBody(body, all);
        assert.equal(found?.name, made.name, language);
        const title = `${made.prefix}A title`;
        const { taken, problems } = readForm(found as Form, { title, body, at });
        assert.deepEqual(
          problems.filter(({ name }) => name !== 'form-not-read' || made.name !== 'maintenance'),
          [],
        );
        if (made.name !== 'maintenance')
          assert.deepEqual(taken.typed.impact, [`${first?.id}=${impact?.status}`]);
        if (made.name !== 'update') assert.equal(taken.typed.title, 'A title', language);
      }
    }
  });

  test('is read without an end to it, whatever a body holds', () => {
    const forms = formsOf(around);
    const headings = forms.flatMap(({ sections }) => sections.map(({ label }) => `### ${label}`));
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(...headings, '- [x] Sign-in', 'Sign-in, ', '_No response_', ''),
            fc.string(),
          ),
          {
            maxLength: 60,
          },
        ),
        (lines) => {
          const body = lines.join('\n');
          for (const one of forms) assert.ok(readForm(one, { title: lines[0] ?? '', body, at }));
        },
      ),
    );
    const many = `${headings[0]}\n\n${'Sign-in, '.repeat(7_000)}`;
    assert.ok(readForm(form('notice'), { title: '', body: many, at }).problems.length > 0);
  });
});
