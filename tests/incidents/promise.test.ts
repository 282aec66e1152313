import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

const NAME = '2026-03-01-alerts.md';
const said = (words: string, front = '', head = 'Investigating - 2026-03-01T03:00Z') =>
  incidentFile({ front, body: `## ${head}\nAlerts do not reach followers. ${words}` });

function problemsOf(text: string) {
  return readIncidents([file(NAME, text)], context).problems;
}

/** What the report asks for, or nothing. */
function askedFor(text: string): string | undefined {
  const problems = problemsOf(text);
  assert.deepEqual(
    problems.filter(({ name }) => name !== 'promise-not-in-next-update'),
    [],
  );
  return problems[0]?.expected;
}

describe('a time at which the operator says that they will speak', () => {
  for (const [words, line] of [
    ['We speak again by 04:30 UTC.', 'next_update: 2026-03-01T04:30Z'],
    ['Next update at 04:30Z.', 'next_update: 2026-03-01T04:30Z'],
    ['More by 2026-03-01T04:30Z, or before.', 'next_update: 2026-03-01T04:30Z'],
    ['We will write again at 14:15 UTC at the latest.', 'next_update: 2026-03-01T14:15Z'],
    ['You hear from us within two hours.', 'next_update: 2026-03-01T05:00Z'],
    ['We post again in 30 minutes.', 'next_update: 2026-03-01T03:30Z'],
    ['Volvemos a informar antes de las 04:30 UTC.', 'next_update: 2026-03-01T04:30Z'],
    ['Próxima actualización a las 04:30 UTC.', 'next_update: 2026-03-01T04:30Z'],
    ['Daremos novedades dentro de una hora.', 'next_update: 2026-03-01T04:00Z'],
  ] as const)
    test(`is asked for as a field: ${words}`, () => assert.equal(askedFor(said(words)), line));

  test('is what the report shows, with the line to add and what the page says without it', () => {
    const [problem] = problemsOf(said('We speak again by 04:30 UTC. Look at the phone.'));
    assert.equal(problem?.line, 8);
    assert.equal(problem?.found, 'We speak again by 04:30 UTC.');
    assert.equal(
      problem?.remedy,
      'The page says "next update due by 2026-03-01T07:00Z". Add the line "next_update: 2026-03-01T04:30Z" at the top.',
    );
  });

  test('is held against the field where that says another time', () => {
    const [problem] = problemsOf(said('We speak again by 04:30 UTC.', 'next_update: 2026-03-01T05:30Z'));
    assert.match(problem?.remedy as string, /^The page says 2026-03-01T05:30Z\. Change the line/);
    assert.equal(problem?.line, 6);
  });

  test('is well where the field, or the pledge, says the same', () => {
    assert.equal(askedFor(said('We speak again by 04:30 UTC.', 'next_update: 2026-03-01T04:30Z')), undefined);
    assert.equal(askedFor(said('We speak again within four hours.')), undefined);
  });
});

describe('nothing is asked for', () => {
  for (const words of [
    'They stopped at 02:10 UTC.',
    'We told people at 02:15 UTC, and write more when we know it.',
    'Alerts arrive again from 04:30 UTC on.',
    'We look for the cause.',
    'Alerts come in 20 minutes late.',
  ])
    test(`where nobody promises to speak: ${words}`, () => assert.equal(askedFor(said(words)), undefined));

  test('where others promise it', () => {
    assert.equal(
      askedFor(
        said('They speak again by 04:30 UTC.', '', 'Investigating - 2026-03-01T03:00Z - press: a paper'),
      ),
      undefined,
    );
  });

  test('once it is resolved, or a newer update says nothing of it', () => {
    const promise = said('We speak again by 04:30 UTC.');
    assert.equal(askedFor(`${promise}\n## Identified - 2026-03-01T03:05Z\nA queue is full.\n`), undefined);
    assert.equal(askedFor(`${promise}\n## Resolved - 2026-03-01T03:05Z\nOver.\n`), undefined);
  });
});

test('the examples of the README and of the guide have nothing wrong with them', () => {
  for (const page of ['README.md', 'docs/incident-file.md']) {
    const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
    const examples = [...text.matchAll(/^```markdown\n(---\n[\s\S]*?)^```$/gm)].map(([, example]) => example);
    assert.ok(examples.length > 0, page);
    for (const example of examples) {
      const translated = /^title: Quienes/m.test(example as string);
      const files = translated
        ? [file(NAME, incidentFile({ body: '## Investigating - 2026-03-01T02:30Z\nWords.' }))]
        : [];
      const name = translated ? '2026-03-01-alerts.es.md' : NAME;
      assert.deepEqual(readIncidents([...files, file(name, example as string)], context).problems, [], page);
    }
  }
});
