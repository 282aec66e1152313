import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  isPictureNotDrawn,
  pictureLanguage,
  pictureOfIncident,
  pictureOfUpdate,
  pictureText,
  pictureVersion,
} from '../../src/publications/picture.ts';
import { assertGolden, ORIGIN, snapshotOf } from './printing.ts';

async function newest(name: string) {
  const snapshot = await snapshotOf(name);
  const [incident] = snapshot.incidents;
  const update = incident?.updates.at(-1);
  if (!incident || !update) throw new Error(name);
  return { snapshot, incident, update };
}

describe('what a picture says', () => {
  for (const [name, language] of [
    ['one-incident', 'en'],
    ['one-incident', 'es'],
    ['maintenance-ahead', 'en'],
    ['withdrawn', 'en'],
    ['drill', 'en'],
    ['demonstration', 'en'],
  ] as const)
    test(`${name}.${language}`, async () => {
      const { snapshot, incident, update } = await newest(name);
      const said = [
        pictureOfIncident(incident, snapshot, language, ORIGIN),
        pictureOfUpdate(incident, update, snapshot, language, ORIGIN),
      ];
      assertGolden(`${name}.${language}.pictures.json`, `${JSON.stringify(said, null, 1)}\n`);
    });

  test('does not depend on when it is drawn', async () => {
    const { snapshot, incident, update } = await newest('one-incident');
    const later = { ...snapshot, now: snapshot.now + 86_400_000 };
    assert.deepEqual(
      pictureOfIncident(incident, later, 'en', ORIGIN),
      pictureOfIncident(incident, snapshot, 'en', ORIGIN),
    );
    assert.deepEqual(
      pictureOfUpdate(incident, update, later, 'en', ORIGIN),
      pictureOfUpdate(incident, update, snapshot, 'en', ORIGIN),
    );
  });

  test('stands in the language in which it was said', async () => {
    const { incident, update } = await newest('one-incident');
    assert.equal(pictureLanguage(incident, 'es'), 'es');
    assert.equal(pictureLanguage(incident, 'es', incident.updates[0]), 'es');
    assert.equal(pictureLanguage(incident, 'es', update), 'en', 'this one is not translated');
    const { es } = incident.translations;
    if (!es) throw new Error('no translation');
    const half = { ...incident, translations: { es: { ...es, advice: undefined } } };
    assert.equal(
      pictureLanguage(half, 'es', incident.updates[0]),
      'en',
      'never half in one, half in another',
    );
  });

  test('has a text for those who do not see it, and a name that changes with it', async () => {
    const { snapshot, incident } = await newest('one-incident');
    const picture = pictureOfIncident(incident, snapshot, 'en', ORIGIN);
    assert.equal(
      pictureText(picture),
      'Incident · Cause identified · as of 1 March 2026, 02:55 UTC · Followers get no alerts',
    );
    assert.notEqual(pictureVersion(picture), pictureVersion({ ...picture, title: 'Another' }));
  });

  test('says once in its text that it is over, and still which kind of incident it was', async () => {
    const over = async (name: string, id: string) => {
      const snapshot = await snapshotOf(name);
      const incident = snapshot.incidents.find((one) => one.id === id);
      assert.ok(incident);
      return pictureText(pictureOfIncident(incident, snapshot, 'en', ORIGIN));
    };
    assert.equal(
      await over('one-incident', '2026-01-14-slow-alerts'),
      'Incident · Resolved: Alerts reach followers late',
    );
    assert.equal(
      await over('withdrawn', '2026-02-28-region'),
      'Incident · Withdrawn: Followers get no alerts in one region',
    );
  });
});

test('a picture that a config does not draw any more may go, and nothing else', () => {
  const [incident, update] = ['incidents/a.png', 'es/incidents/a/u-1.jpg'];
  const mayGo = (pictures: 'all' | 'incidents' | 'none') =>
    [incident, update, 'share.png', 'incidents/a.json', 'incidents/a/index.html'].filter((address) =>
      isPictureNotDrawn(address, { pictures }),
    );
  assert.deepEqual(mayGo('all'), []);
  assert.deepEqual(mayGo('incidents'), [update]);
  assert.deepEqual(mayGo('none'), [incident, update]);
});
