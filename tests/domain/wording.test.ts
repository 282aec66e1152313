import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Translation } from '../../src/domain/incident.ts';
import { incidentHistory, isTranslationOlder } from '../../src/domain/git-history.ts';
import { exactly } from '../../src/domain/time.ts';
import { langOf, wordingOf } from '../../src/domain/wording.ts';
import { outage, said, START } from './generators.ts';

const prose = (text: string) => ({ markdown: text, html: `<p>${text}</p>`, text, words: text });
const update = {
  ...said('investigating', exactly(START)),
  said: { speaker: 'press' as const, place: 'a paper' },
};
const incident = outage({
  title: 'No alerts',
  advice: 'Set a clock.',
  scope: 'Everywhere',
  cause: 'A queue.',
  disputed: 'The end.',
  summary: prose('In short.'),
  updates: [update],
});
const nothing: Translation = {
  title: undefined,
  advice: undefined,
  scope: undefined,
  cause: undefined,
  disputed: undefined,
  summary: undefined,
  updates: {},
  places: {},
};
const spanish: Translation = {
  title: 'Sin alertas',
  advice: 'Ponga un despertador.',
  scope: 'En todas partes',
  cause: 'Una cola.',
  disputed: 'El final.',
  summary: prose('En breve.'),
  updates: { [update.id]: prose('Palabras.') },
  places: { [update.id]: 'un periódico' },
};

function languagesOf(translation: Translation) {
  const { proseOf, placeOf, adviceTold, ...texts } = wordingOf(
    { ...incident, translations: { es: translation } },
    'es',
  );
  const all = { ...texts, prose: proseOf(update), place: placeOf(update), told: adviceTold('Set a clock.') };
  return Object.entries(all).map(([key, worded]) => [key, worded?.language]);
}

describe('the words of an incident in a language', () => {
  test('are the original’s, and say so one by one, where nobody has translated them', () => {
    for (const [key, language] of languagesOf(nothing)) assert.equal(language, 'en', key);
  });

  test('are the translation’s where there is one', () => {
    for (const [key, language] of languagesOf(spanish)) assert.equal(language, 'es', key);
  });

  test('do not lend today’s translation to advice of an earlier time', () => {
    const { adviceTold } = wordingOf({ ...incident, translations: { es: spanish } }, 'es');
    assert.deepEqual(adviceTold('Look at the phone.'), { text: 'Look at the phone.', language: 'en' });
  });

  test('are absent where the original has none', () => {
    const { advice, placeOf } = wordingOf(outage({ translations: { es: spanish } }), 'es');
    assert.equal(advice, undefined);
    assert.equal(placeOf({ ...update, said: { speaker: 'operator', place: undefined } }), undefined);
  });

  test('are marked only among words of another language', () => {
    assert.equal(langOf({ text: 'x', language: 'en' }, 'es'), 'en');
    assert.equal(langOf({ text: 'x', language: 'es' }, 'es'), undefined);
    assert.equal(langOf(undefined, 'es'), undefined);
  });
});

test('a translation is older once the original says something else of what it repeats, a disagreement too', () => {
  const version = (at: number, disputed: string) => ({
    blob: String(at),
    commit: String(at),
    at,
    imported: false,
    incident: { ...incident, disputed },
  });
  const translated = { es: [{ ...version(START + 1, 'The end.'), incident: undefined }] };
  const older = (disputed: string) =>
    isTranslationOlder(
      incidentHistory([version(START, 'The end.'), version(START + 2, disputed)], translated),
      'es',
    );
  assert.equal(older('The end.'), false);
  assert.equal(older('The beginning.'), true);
});
