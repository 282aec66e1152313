import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wordingOf } from '../../src/domain/wording.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

const ENGLISH = file('a.en.md', '---\ntitle: In English\n---\n');
const spanish = incidentFile({ front: 'language: es' });

describe('a file that is written in another language than the first', () => {
  test('says so, and is translated into the others, the first among them', () => {
    const { incidents, problems } = readIncidents([file('a.md', spanish), ENGLISH], context);
    assert.deepEqual(problems, []);
    const [incident] = incidents;
    assert.ok(incident);
    assert.equal(incident.language, 'es');
    assert.deepEqual(wordingOf(incident, 'en').title, { text: 'In English', language: 'en' });
    assert.equal(wordingOf(incident, 'es').title.language, 'es');
    const [update] = incident.updates;
    assert.ok(update);
    assert.equal(wordingOf(incident, 'en').proseOf(update).language, 'es', 'nobody has translated it');
  });

  test('has no translation into its own', () => {
    const own = file('a.es.md', '---\ntitle: Otra vez\n---\n');
    const { problems } = readIncidents([file('a.md', spanish), own], context);
    assert.deepEqual(
      problems.map(({ name, expected }) => [name, expected]),
      [['language-unknown', 'a language of this site: en']],
    );
  });

  test('names one that the site has', () => {
    const { problems } = readIncidents([file('a.md', incidentFile({ front: 'language: fr' }))], context);
    assert.deepEqual(
      problems.map(({ name, found, expected }) => [name, found, expected]),
      [['value-not-allowed', 'fr', 'one of en, es']],
    );
  });
});

test('where a site has one language, no file is a translation', () => {
  const site = { ...context.site, languages: ['es'] as const };
  const files = [file('a.md', incidentFile()), ENGLISH];
  const { incidents, problems } = readIncidents(files, { ...context, site });
  assert.equal(incidents[0]?.language, 'es');
  assert.match(problems.map(({ expected }) => expected).join(), /no translation: this site has one language/);
});
