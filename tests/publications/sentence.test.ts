import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Component, Language, Spoken } from '../../src/domain/site.ts';
import { type Doing, sentenceOf, sentencesOf } from '../../src/publications/sentence.ts';
import { STATUSES } from '../../src/domain/status.ts';
import { live, shipped } from '../sites.ts';

const component = (id: string) => live.components.find((one) => one.id === id) as Component;
const alerts = component('follow-alerts');
const both = (text: string) => ({ en: text, es: text });
/** A component for which an operator has written its names alone. */
const bare: Spoken = { name: both('Sign-in'), short: both('Login'), sentences: {} };

const SAID: [Doing, en: string, es: string][] = [
  ['major_outage', 'Followers get no alerts', 'Quienes siguen no reciben alertas'],
  ['partial_outage', 'Some alerts do not reach followers', 'Algunas alertas no llegan a quienes siguen'],
  [
    'degraded_performance',
    'Followers get alerts late or miss some',
    'Quienes siguen reciben las alertas tarde o no todas',
  ],
  [
    'not_known',
    'It is not known whether followers get alerts',
    'No se sabe si quienes siguen reciben alertas',
  ],
  [
    'under_maintenance',
    'Alerts for followers: under planned maintenance',
    'Alertas para quienes siguen: en mantenimiento programado',
  ],
  ['operational', 'Followers get alerts', 'Quienes siguen reciben alertas'],
  ['again', 'Followers get alerts again', 'Quienes siguen reciben alertas de nuevo'],
];

describe('a component is spoken of as people would speak', () => {
  for (const [doing, en, es] of SAID)
    test(`${doing}: ${en}`, () => {
      assert.equal(sentenceOf(alerts, doing, 'en'), en);
      assert.equal(sentenceOf(alerts, doing, 'es'), es);
    });

  test('and by its name where nobody wrote a sentence', () => {
    const said = (['major_outage', 'not_known', 'under_maintenance', 'again', 'operational'] as const).map(
      (doing) => sentenceOf(bare, doing, 'en'),
    );
    assert.deepEqual(said, [
      'Sign-in: not working',
      'Sign-in: not known whether it works',
      'Login: under planned maintenance',
      'Sign-in: works again',
      'Sign-in',
    ]);
    assert.equal(sentenceOf(bare, 'major_outage', 'es'), 'Sign-in: no funciona');
  });

  test('two are joined, and of more only the last has an "and"', () => {
    const spoken = ['follow-glucose', 'follow-alerts', 'sign-in'].map(component);
    assert.equal(
      sentencesOf(spoken.slice(0, 2), 'major_outage', 'en'),
      'Followers see no glucose, and followers get no alerts.',
    );
    assert.equal(
      sentencesOf(spoken, 'major_outage', 'en'),
      'Followers see no glucose, followers get no alerts and people cannot sign in.',
    );
    assert.doesNotMatch(sentencesOf(spoken, 'major_outage', 'es'), / y .* y /);
  });

  test('a name that begins with a small letter keeps it', () => {
    const phones: Spoken = { ...bare, sentences: { fails: both('iPhones send no readings') } };
    assert.equal(sentenceOf(phones, 'major_outage', 'en'), 'iPhones send no readings');
  });
});

describe('several that are doing the same', () => {
  const said = (language: Language, ...ones: Spoken[]) => sentencesOf(ones, 'major_outage', language);

  test('stand in one sentence', () => {
    assert.equal(
      said('en', alerts, component('follow-glucose')),
      'Followers get no alerts, and followers see no glucose.',
    );
    assert.equal(
      said('es', alerts, component('follow-glucose')),
      'Quienes siguen no reciben alertas, y quienes siguen no ven la glucosa.',
    );
  });

  test('in Spanish with the "and" that can be heard', () => {
    const signIn: Spoken = { ...bare, sentences: { fails: both('iniciar sesión no funciona') } };
    assert.match(said('es', alerts, signIn), /alertas, e iniciar sesión/);
  });

  test('stand in one each where one of them has no sentence of its own', () => {
    assert.equal(said('en', alerts, bare), 'Followers get no alerts. Sign-in: not working.');
  });
});

test('every component that ships says in each language how it is doing, as a sentence without its stop', () => {
  for (const one of shipped.components)
    for (const language of ['en', 'es'] as const)
      for (const doing of [...STATUSES, 'again'] as const) {
        const sentence = sentenceOf(one, doing, language);
        assert.match(sentence, /^\p{Lu}.*[^.\s]$/u, `${one.id} ${doing} ${language}`);
        if (doing !== 'under_maintenance') assert.doesNotMatch(sentence, /:/, `${one.id} ${doing}`);
      }
});
