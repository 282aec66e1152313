import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type IncidentHistory, incidentHistory, NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import type { Incident, Translation, Update } from '../../src/domain/incident.ts';
import { type Links, notificationOf, toldWith } from '../../src/domain/notification.ts';
import type { Language } from '../../src/domain/site.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { shipped } from '../sites.ts';
import { maintenance, NOW, outage, said, site } from './generators.ts';

const at = (minutes: number) => exactly(NOW + minutes * MINUTE);
const LINKS: Links = { home: 'h', incident: 'i', update: 'u', schema: 's', pictures: undefined };
const opened = said('investigating', at(0));
const resolved = said('resolved', at(40));

/** A version of an incident, committed as many minutes after NOW. */
const version = (incident: Incident, minutes: number, imported = false) => ({
  ...{ blob: `b${minutes}`, commit: `c${minutes}`, at: at(minutes).latest },
  ...{ imported, incident },
});
const gitOf = (incident: Incident, history: IncidentHistory) => ({
  kind: 'git' as const,
  incidents: new Map([[incident.id, history]]),
});

const tell = (
  incident: Incident,
  {
    update = incident.updates.at(-1) as Update,
    language = 'en' as Language,
    git = gitOf(incident, incidentHistory([])),
  } = {},
) => notificationOf({ site, git }, incident, update, language, LINKS);

describe('a notification', () => {
  test('has a key that is the same in every language', () => {
    const incident = outage({ updates: [opened] });
    for (const language of ['en', 'es'] as const)
      assert.equal(tell(incident, { language }).id, `an-incident/${opened.id}`);
  });

  test('says whether it is the first, the newest, whether it closes, and whether it is the all-clear', () => {
    const later = said('postmortem', at(90));
    const incident = outage({ updates: [opened, resolved, later] });
    const flags = incident.updates.map((update) => {
      const { first, newest, closes, allClear, open } = tell(incident, { update });
      return { first, newest, closes, allClear, open };
    });
    assert.deepEqual(flags, [
      { first: true, newest: false, closes: false, allClear: false, open: false },
      { first: false, newest: false, closes: true, allClear: true, open: false },
      { first: false, newest: true, closes: false, allClear: true, open: false },
    ]);
    const taken = outage({ updates: [opened, said('withdrawn', at(9))] });
    assert.deepEqual([tell(taken).closes, tell(taken).allClear], [true, false]);
  });

  test('has the name of each component that it speaks of, in its language, and the id of one that is gone', () => {
    const incident = outage({ works: ['sign-in', 'long-gone'], updates: [opened] });
    assert.deepEqual(tell(incident, { language: 'es' }).names, {
      'follow-alerts': 'Quienes siguen reciben alertas',
      'sign-in': 'Inicio de sesión',
      'long-gone': 'long-gone',
    });
    const short = { en: 'Alerts', es: 'Alertas' };
    const components = site.components.map((one) => (one.id === 'follow-alerts' ? { ...one, short } : one));
    const told = notificationOf(
      { site: { ...site, components }, git: NO_GIT_HISTORY },
      incident,
      opened,
      'es',
      LINKS,
    );
    assert.equal(told.shortNames['follow-alerts'], 'Alertas');
    assert.equal(told.shortNames['long-gone'], 'long-gone');
  });

  test('says of each text in which language it really is', () => {
    const es: Translation = {
      ...{ title: 'Un incidente', advice: undefined, scope: 'En Europa', cause: undefined },
      ...{ disputed: undefined, summary: undefined, updates: {}, places: {} },
    };
    const spoken = { ...opened, said: { speaker: 'press' as const, place: 'a newspaper' } };
    const { title, text, advice, scope, place, speaker } = tell(
      outage({ updates: [spoken], advice: 'Set a clock.', scope: 'In Europe', translations: { es } }),
      { language: 'es' },
    );
    assert.deepEqual(
      [title, text, advice, scope, place].map((one) => one?.language),
      ['es', 'en', 'en', 'es', 'en'],
    );
    assert.deepEqual([place?.text, speaker], ['a newspaper', 'press']);
  });

  test('says when it began and, only from then on, when it ended', () => {
    const incident = outage({ began: at(-5), updates: [opened, resolved] });
    const told = incident.updates.map((update) => tell(incident, { update }));
    assert.deepEqual(
      told.map(({ began, ended }) => [began, ended]),
      [
        [at(-5), undefined],
        [at(-5), at(40)],
      ],
    );
    assert.equal(tell(outage({ began: undefined, updates: [opened] })).began, undefined);
  });

  test('says that nobody saw the end, from the last sighting on, and when that was', () => {
    const updates = [opened, said('update', at(20))];
    const incident = outage({ began: at(-5), updates, ended: 'unknown', lastKnown: at(20) });
    assert.deepEqual(
      updates.map((update) => {
        const { ended, lastKnown } = tell(incident, { update });
        return [ended, lastKnown];
      }),
      [
        [undefined, undefined],
        ['unknown', at(20)],
      ],
    );
  });

  test('of what was withdrawn says no beginning and no end, and tells nothing beside its words', () => {
    const withdrawn = said('withdrawn', at(50));
    const incident = outage({ updates: [opened, resolved, withdrawn], works: ['sign-in'], advice: 'Wait.' });
    const { began, ended, works, advice } = tell(incident);
    assert.deepEqual(
      { began, ended, works, advice },
      { began: undefined, ended: undefined, works: [], advice: undefined },
    );
    assert.equal(toldWith(NO_GIT_HISTORY, incident, withdrawn), undefined);
  });

  test('of announced work has its window, and a beginning and an end once they came', () => {
    const scheduled = { from: at(10).latest, until: at(60).latest };
    const updates = [said('scheduled', at(-90)), said('in_progress', at(12)), said('completed', at(50))];
    const work = maintenance({ scheduled, updates });
    assert.deepEqual(
      updates.map((update) => {
        const told = tell(work, { update });
        return [told.scheduled, told.began, told.ended];
      }),
      [
        [scheduled, undefined, undefined],
        [scheduled, at(12), undefined],
        [scheduled, at(12), at(50)],
      ],
    );
    const off = tell(
      maintenance({ scheduled, updates: [said('scheduled', at(-90)), said('cancelled', at(20))] }),
    );
    assert.deepEqual([off.began, off.ended], [undefined, undefined]);
  });

  test('says when the next word is owed, under the newest of what is open alone', () => {
    const later = said('update', at(30));
    const incident = outage({ updates: [opened, later], nextUpdate: at(90) });
    assert.equal(tell(incident, { update: opened }).nextUpdate, undefined);
    assert.equal(tell(incident).nextUpdate, at(90).latest);
    assert.equal(tell({ ...incident, updates: [opened, later, resolved] }).nextUpdate, undefined);
  });

  test('is dated by when it could first be read, and says whether it came along with the record', () => {
    const incident = outage({ updates: [opened] });
    const live = tell(incident, { git: gitOf(incident, incidentHistory([version(incident, 7)])) });
    assert.deepEqual([live.published, live.changed, live.imported], [at(7).latest, at(7).latest, false]);
    const brought = tell(incident, { git: gitOf(incident, incidentHistory([version(incident, 7, true)])) });
    assert.deepEqual([brought.published, brought.imported], [at(0).latest, true]);
    assert.equal(
      notificationOf({ site, git: NO_GIT_HISTORY }, incident, opened, 'en', LINKS).imported,
      false,
    );
  });

  test('keeps what worked and what to do as it was told, when the next one comes', () => {
    const first = outage({ updates: [opened], works: ['sign-in'], advice: 'Set a clock.' });
    const then = {
      ...first,
      updates: [opened, said('update', at(30))],
      works: [],
      advice: 'Look at the phone.',
    };
    const git = gitOf(then, incidentHistory([version(first, 1), version(then, 31)]));
    const told = then.updates.map((update) => tell(then, { update, git }));
    assert.deepEqual(
      told.map(({ works, advice }) => [works, advice?.text]),
      [
        [['sign-in'], 'Set a clock.'],
        [[], 'Look at the phone.'],
      ],
    );
    assert.equal(toldWith(NO_GIT_HISTORY, then, opened), undefined, 'without git nobody knows');
  });

  test('says what it is no news of: a drill, a demonstration', () => {
    const drill = outage({ drill: true, updates: [opened] });
    const told = notificationOf({ site: shipped, git: NO_GIT_HISTORY }, drill, opened, 'en', LINKS);
    assert.deepEqual([told.drill, told.demonstration], [true, true]);
    assert.deepEqual([tell(outage()).drill, tell(outage()).demonstration], [false, false]);
  });
});
