import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { easeOf, isHard } from '../../src/authoring/ease.ts';
import { plainNotes } from '../../src/authoring/plain.ts';
import { INCIDENT_STATES, MAINTENANCE_STATES } from '../../src/domain/incident.ts';
import { NOTICE_KINDS } from '../../src/domain/notice.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { type TemplateWords, templateWordsOf } from '../../src/i18n/templates.ts';
import { context, file, incidentFile } from '../incidents/context.ts';

const LANGUAGES = ['en', 'es', 'de', 'fr', 'it', 'nl', 'pt'];
const FOLDER = resolve(import.meta.dirname, '../../src/i18n/templates');
const data = (language: string) =>
  JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Record<string, unknown>;

/** Every text by its path, with the values that it takes. */
function valuesIn(data: unknown, path = ''): [string, string[]][] {
  if (typeof data === 'string')
    return [[path, [...data.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted()]];
  if (Array.isArray(data)) return [];
  return Object.entries(data as object).flatMap(([key, value]) => valuesIn(value, `${path}/${key}`));
}

const STATES = [...new Set([...INCIDENT_STATES, ...MAINTENANCE_STATES, 'moved'])];
const values = { again: '', time: '04:30 UTC', reason: '', window: '' };

/** All that we propose to say, each as a reader gets it. */
const proposed = (words: TemplateWords) => [
  ...NOTICE_KINDS.map((kind) =>
    [words.text(kind, ''), words.advice(kind), words.next('04:30 UTC')].join(' '),
  ),
  ...STATES.flatMap((state) => {
    const text = words.follow(state, values);
    return text === undefined ? [] : [`${text} ${words.next('04:30 UTC')}`];
  }),
];

describe('the words that are proposed', () => {
  for (const language of LANGUAGES)
    test(`are there in ${language}, with the same values, for each kind and state, and hold nothing that is noted`, async () => {
      assert.deepEqual(valuesIn(data(language)), valuesIn(data('en')));
      const words = await templateWordsOf(language);
      assert.ok(words);
      for (const kind of NOTICE_KINDS) assert.ok(words.text(kind, '') && words.advice(kind), kind);
      for (const text of proposed(words)) {
        const ease = easeOf(text, language);
        assert.ok(ease && !isHard(ease), `${text}: ${ease?.score}`);
        for (const word of words.avoid)
          assert.doesNotMatch(
            text.toLowerCase(),
            new RegExp(`(?<!\\p{L})${word.toLowerCase()}(?!\\p{L})`, 'u'),
            text,
          );
      }
    });

  test('are none in a language that we do not have', async () => {
    assert.equal(await templateWordsOf('da'), undefined);
  });
});

describe('how easily a text is read', () => {
  const HARD: Record<string, string> = {
    en: 'Owing to intermittent degradation of an upstream authentication dependency, a subset of users may experience elevated latency.',
    es: 'Debido a una degradación intermitente de una dependencia de autenticación, determinados usuarios podrían experimentar latencias elevadas.',
    de: 'Aufgrund einer zeitweiligen Beeinträchtigung eines vorgelagerten Authentifizierungsdienstes kann es bei einzelnen Benutzern zu erhöhten Antwortzeiten kommen.',
    fr: 'En raison d’une dégradation intermittente d’une dépendance d’authentification, certains utilisateurs pourraient rencontrer une latence élevée.',
    it: 'A causa di un degrado intermittente di una dipendenza di autenticazione, alcuni utenti potrebbero riscontrare una latenza elevata.',
    nl: 'Vanwege een intermitterende verslechtering van een bovenliggende authenticatievoorziening kunnen sommige gebruikers verhoogde vertragingen ondervinden.',
    pt: 'Devido a uma degradação intermitente de uma dependência de autenticação, alguns utilizadores poderão experimentar uma latência elevada.',
  };
  for (const language of LANGUAGES)
    test(`tells words of engineers from plain ones in ${language}`, () => {
      const ease = easeOf(HARD[language] ?? '', language);
      assert.ok(ease && ease.score < ease.enough - 15, String(ease?.score));
    });

  test('counts syllables as they are spoken', () => {
    // Where every sentence is one word, and there are twelve of the same, the score tells the syllables of it.
    const syllablesOf = (word: string, language: string) => {
      const score = (count: number) => {
        const [base, sentence, each] = {
          en: [206.835, 1.015, 84.6],
          es: [206.84, 1.02, 60],
          de: [180, 1, 58.5],
          fr: [207, 1.015, 73.6],
          nl: [206.835, 0.93, 77],
          pt: [248.835, 1.015, 84.6],
        }[language] as [number, number, number];
        return Math.round(base - sentence - each * count);
      };
      const { score: found } = easeOf(`${word}. `.repeat(12), language) ?? {};
      return [1, 2, 3, 4, 5, 6].find((count) => score(count) === found);
    };
    for (const [language, word, count] of [
      ['en', 'alerts', 2],
      ['en', 'give', 1],
      ['en', 'wanted', 2],
      ['en', 'reached', 1],
      ['en', 'table', 2],
      ['es', 'aéreo', 4],
      ['es', 'día', 2],
      ['es', 'cuando', 2],
      ['es', 'vuelve', 2],
      ['de', 'Ursache', 3],
      ['de', 'Übung', 2],
      ['de', 'bleiben', 2],
      ['fr', 'création', 3],
      ['fr', 'cherchent', 1],
      ['fr', 'alerte', 2],
      ['nl', 'oorzaak', 2],
      ['nl', 'bericht', 2],
      ['nl', 'nieuws', 1],
      ['pt', 'não', 1],
      ['pt', 'aviso', 3],
    ] as const)
      assert.deepEqual([word, syllablesOf(word, language)], [word, count]);
  });

  test('is not said of a few words, nor in a language without a measure', () => {
    assert.equal(easeOf('Authentication infrastructure unavailability.', 'en'), undefined);
    assert.equal(easeOf(HARD.en ?? '', 'da'), undefined);
  });
});

describe('a word to avoid', () => {
  const notes = async (body: string, front = '') => {
    const text = incidentFile({ body: `## Investigating - 2026-03-01T03:00Z\n${body}`, front });
    const { incidents } = readIncidents([file('a.md', text)], context);
    const words = await templateWordsOf('en');
    return incidents
      .flatMap((one) => plainNotes(one, text, words))
      .map(({ found, place }) => [found, place?.line]);
  };

  test('is found where it stands by itself, in words and advice, once each', async () => {
    assert.deepEqual(await notes('A Minor problem. Minor indeed.', 'advice: It should be fine.'), [
      ['should be fine', 6],
      ['Minor', 9],
    ]);
    assert.deepEqual(await notes('A minority of followers, sooner or later.'), []);
  });

  test('is not looked for in what is over', async () => {
    assert.deepEqual(
      await notes('A minor problem.\n\n## Resolved - 2026-03-01T03:05Z\nThe minor problem is over.'),
      [],
    );
  });
});
