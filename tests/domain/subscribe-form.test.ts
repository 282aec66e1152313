import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONSENT_VERSION, FIELD, kindsOf, markOf, namedIn } from '../../src/domain/subscribe-form.ts';
import { subscriptionWordsOf } from '../../src/i18n/index.ts';
import { LANGUAGES } from '../languages.ts';

const NAMED = { brand: 'Example Ltd', programme: 'Sharing status', service: 'sharing' };

test('words of consent are known again by their version and a checksum', () => {
  // The published values of FNV-1a for these letters.
  assert.equal(markOf(''), `${CONSENT_VERSION}-811c9dc5`);
  assert.equal(markOf('a'), `${CONSENT_VERSION}-e40c292c`);
  assert.equal(markOf('foobar'), `${CONSENT_VERSION}-bf9cf968`);
  assert.notEqual(markOf('é'), markOf('e'));
});

test('whoever changes the words of consent raises their version', () => {
  const marks = LANGUAGES.map((language) => {
    const { email, sms, 'web-push': push } = subscriptionWordsOf(language).form.consent;
    return [email, sms, push].map((words) => markOf(words(NAMED)));
  });
  assert.deepEqual(
    marks,
    [
      ['2-aba974d4', '2-46ec1c90', '2-68ab32d8'],
      ['2-9eaf3fd4', '2-c2b36793', '2-eda0dc07'],
    ],
    'The words are others than those of this version: raise CONSENT_VERSION, and write their marks here.',
  );
});

test('a form offers the kinds that the service takes', () => {
  const sms = { countries: ['US'], programme: { en: 'Sharing', es: 'Sharing' } };
  assert.deepEqual(kindsOf({ email: true, sms, push: { key: 'k' } }), ['email', 'sms', 'web-push']);
  assert.deepEqual(kindsOf({ email: false, sms, push: undefined }), ['sms']);
});

test('no two fields have one name', () => {
  assert.equal(new Set(Object.values(FIELD)).size, Object.keys(FIELD).length);
});

test('words name the operator, and the site where texts have no name of their own', () => {
  const name = { en: 'Sharing status', es: 'Estado' };
  const service = { en: 'sharing', es: 'el uso compartido' };
  const site = { operator: { name: 'Example Ltd', contact: 'mailto:a@example.org' }, name, service };
  assert.deepEqual(namedIn(site, 'es'), {
    brand: 'Example Ltd',
    programme: 'Estado',
    service: 'el uso compartido',
  });
  const programme = { en: 'Night watch', es: 'Guardia' };
  const signUp = { service: 'https://n.example.org', email: true, sms: { countries: ['US'], programme } };
  assert.equal(namedIn({ ...site, telling: { signUp, accounts: [] } }, 'en').programme, 'Night watch');
});
