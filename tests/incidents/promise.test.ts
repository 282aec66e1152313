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
    assert.equal(problem?.place?.line, 8);
    assert.equal(problem?.found, 'We speak again by 04:30 UTC.');
    assert.equal(
      problem?.remedy,
      'The page says "next update due by 2026-03-01T07:00Z". Add the line "next_update: 2026-03-01T04:30Z" at the top.',
    );
  });

  test('is held against the field where that says another time', () => {
    const [problem] = problemsOf(said('We speak again by 04:30 UTC.', 'next_update: 2026-03-01T05:30Z'));
    assert.match(problem?.remedy as string, /^The page says 2026-03-01T05:30Z\. Change the line/);
    assert.equal(problem?.place?.line, 6);
  });

  test('is well where the field, or the pledge, says the same', () => {
    assert.equal(askedFor(said('We speak again by 04:30 UTC.', 'next_update: 2026-03-01T04:30Z')), undefined);
    assert.equal(askedFor(said('We speak again within four hours.')), undefined);
  });
});

describe('the time that is meant', () => {
  const late = (words: string, front = '') =>
    askedFor(
      said(words, front, 'Investigating - 2026-02-28T23:30Z').replace(
        'began: 2026-03-01',
        'began: 2026-02-28',
      ),
    );

  test('is the next one after it was said, over midnight too, no further than half a day', () => {
    assert.equal(late('We speak again by 00:15 UTC.'), 'next_update: 2026-03-01T00:15Z');
    assert.equal(late('We speak again by 11:30 UTC.'), 'next_update: 2026-03-01T11:30Z');
    assert.equal(late('We speak again by 11:31 UTC.'), undefined);
    assert.equal(askedFor(said('We speak again by 03:00 UTC.')), undefined, 'the minute itself is past');
  });

  test('is the date that is written with it, if that is not past', () => {
    assert.equal(late('More by 2026-03-02 23:15 UTC.'), 'next_update: 2026-03-02T23:15Z');
    assert.equal(late('We told you more at 2026-02-28T23:30Z.'), undefined);
    assert.equal(late('More at 2026-02-28T23:31Z.'), 'next_update: 2026-02-28T23:31Z');
  });

  for (const [words, minutes] of [
    ['within 20 minutes', 20],
    ['in half an hour', 30],
    ['in an hour', 60],
    ['within one hour', 60],
    ['within the next two hours', 120],
    ['in three hours', 180],
    ['within six hours', 360],
    ['dentro de media hora', 30],
    ['en menos de una hora', 60],
    ['en las próximas dos horas', 120],
    ['en los proximos 45 minutos', 45],
    ['dentro de tres horas', 180],
    ['dentro de seis horas', 360],
  ] as const)
    test(`is counted from when it was said: ${words}`, () => {
      const at = new Date(Date.UTC(2026, 2, 1, 3, minutes)).toISOString().slice(0, 16);
      assert.equal(askedFor(said(`We write (escribimos) ${words}.`)), `next_update: ${at}Z`);
    });

  test('is counted from the latest at which it can have been said', () => {
    const head = 'Investigating - 2026-03-01T02:30Z/2026-03-01T03:00Z';
    assert.equal(askedFor(said('We write in one hour.', '', head)), 'next_update: 2026-03-01T04:00Z');
  });

  test('is the field’s to the minute where a clock was named, and to ten minutes where it was counted', () => {
    const asked = (words: string, field: string) =>
      askedFor(said(words, `next_update: 2026-03-01T${field}Z`));
    const line = 'next_update: 2026-03-01T05:00Z';
    for (const field of ['04:59', '05:01']) assert.equal(asked('We write by 05:00 UTC.', field), undefined);
    for (const field of ['04:58', '05:02']) assert.equal(asked('We write by 05:00 UTC.', field), line);
    for (const field of ['04:50', '05:10'])
      assert.equal(asked('We write within two hours.', field), undefined);
    for (const field of ['04:49', '05:11']) assert.equal(asked('We write within two hours.', field), line);
  });

  test('is one of several, if the field says one of them', () => {
    const words = 'We write by 04:00 UTC. We write again by 05:00 UTC.';
    assert.equal(askedFor(said(words, 'next_update: 2026-03-01T05:00Z')), undefined);
    assert.equal(askedFor(said(words, 'next_update: 2026-03-01T06:00Z')), 'next_update: 2026-03-01T04:00Z');
  });
});

describe('the sentence that promises', () => {
  const shown = (words: string) => problemsOf(said(words))[0]?.found;

  test('is shown alone, whatever ends the one before it', () => {
    for (const before of ['Go on!', 'It is late.', 'A line\n'])
      assert.equal(
        shown(`${before} We write by 04:30 UTC! Look at the phone.`),
        'We write by 04:30 UTC!',
        before,
      );
    assert.equal(shown('So we write by 04:30 UTC'), 'So we write by 04:30 UTC');
    assert.equal(shown('Do we write by 04:30 UTC? We do.'), 'Do we write by 04:30 UTC?');
  });

  test('is shown and looked at no further than a hundred letters before and behind', () => {
    const far = 'a'.repeat(97);
    assert.equal(shown(`We write ${far} 04:30 UTC.`), undefined);
    assert.match(shown(`We write ${'a'.repeat(80)} 04:30 UTC.`) as string, /04:30 UTC\.$/);
    assert.equal(shown(`At 04:30 UTC ${'b'.repeat(99)} we write.`), undefined);
    assert.match(shown(`At 04:30 UTC we write ${'b '.repeat(80)}.`) as string, /b( b)*$/);
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
