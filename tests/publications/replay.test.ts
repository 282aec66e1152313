import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import type { Incident, Outage } from '../../src/domain/incident.ts';
import { instantsOf, isReplayed } from '../../src/domain/replay.ts';
import type { Language } from '../../src/domain/site.ts';
import { DAY, exactly } from '../../src/domain/time.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { bandOf, nightOf, type Scene, type Scenes, scenesOf } from '../../src/publications/replay.ts';
import { outage, said } from '../domain/generators.ts';
import { shipped } from '../sites.ts';
import { at } from './printing.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const { incidents } = readIncidents((await readFolder('incidents')).files, { site: shipped, now: NOW });
const founding = incidents.find(({ id }) => id === '2019-11-30-follow-outage') as Outage;

function played(incident: Outage, language: Language = 'en', record: Incident[] = incidents): Scenes {
  return scenesOf(
    instantsOf(incident, { site: shipped, incidents: record, git: NO_GIT_HISTORY, now: NOW }),
    language,
  );
}

const sceneOf = ({ scenes }: Scenes, id: string) => scenes.find((one) => one.id === id) as Scene;

describe('the night of 30 November 2019', () => {
  test('is replayed, and is called a night because it certainly lasted through one everywhere', () => {
    assert.ok(isReplayed(founding));
    assert.deepEqual(nightOf(founding, 'en'), {
      date: '30 November 2019',
      when: 'the night of 30 November 2019',
    });
    assert.equal(nightOf(founding, 'es').when, 'la noche del 30 de noviembre de 2019');
    const short = { ...founding, began: at(1), ended: at(4) };
    assert.equal(nightOf(short, 'en').when, '1 March 2026');
    const week = { ...founding, began: at(1), ended: exactly(at(1).latest + 8 * DAY) };
    assert.deepEqual(nightOf(week, 'en'), { date: '1 – 9 March 2026', when: '1 – 9 March 2026' });
    const midnight = { ...week, ended: exactly(Date.UTC(2026, 2, 10)) };
    assert.equal(nightOf(midnight, 'en').when, '1 – 9 March 2026', 'as in the history');
  });

  test('shows at six in the morning what is known today, and that nobody had said anything', () => {
    const night = played(founding);
    const six = sceneOf(night, 't-20191130T060000Z');
    assert.equal(night.answers[six.answer]?.tone, 'trouble');
    assert.equal(six.said + six.perhaps, 0);
    assert.deepEqual(six.fresh.certain, ['By now it had certainly begun.']);
    assert.equal(
      six.owed,
      'By the pledge, the first notice was due between 06:00 and 07:00 UTC on 30 November 2019. It may have been overdue.',
    );
    const five = sceneOf(night, 't-20191130T050000Z');
    assert.deepEqual(five.uncertain, [
      'It began between 05:00 and 06:00 UTC on 30 November 2019. It may not have begun yet.',
    ]);
  });

  test('counts how long the first word was waited for', () => {
    const scene = sceneOf(played(founding), 't-20191130T163000Z');
    assert.equal(
      scene.fresh.firstWord,
      'It was between 9 hours 30 minutes and 11 hours 30 minutes before the operator said anything.',
    );
    assert.equal(scene.fresh.said.length, 1);
  });

  test('says each word once, in its order, and the last is that it was resolved', () => {
    for (const language of ['en', 'es'] as const) {
      const { scenes } = played(founding, language);
      const ids = scenes.flatMap(({ fresh }) => fresh.said.map(({ id }) => id));
      assert.deepEqual(
        ids,
        founding.updates.slice(0, -1).map(({ id }) => id),
      );
      assert.equal(scenes.at(-1)?.fresh.said.at(-1)?.state, 'resolved');
    }
  });

  test('repeats nothing that did not change, and holds each answer and each board once', () => {
    const { scenes, answers, boards } = played(founding);
    for (const [index, { fresh, answer }] of scenes.slice(1).entries())
      if (scenes[index]?.answer === answer) assert.equal(fresh.headline, undefined);
    assert.equal(new Set(answers.map((one) => JSON.stringify(one))).size, answers.length);
    assert.ok(boards.length < scenes.length / 3);
    // What was owed stands beside the answer, and nobody's word makes it green.
    assert.ok(answers.every(({ due, vouched, tone }) => !due && !vouched && tone !== 'calm'));
  });

  test('is drawn as stretches that follow each other and marks within the line', () => {
    const replay = instantsOf(founding, { site: shipped, incidents, git: NO_GIT_HISTORY, now: NOW });
    const { tones, words } = bandOf(replay, scenesOf(replay, 'en'));
    assert.equal(tones[0]?.from, 0);
    assert.equal(tones.at(-1)?.to, 1000);
    for (const [index, one] of tones.slice(1).entries()) assert.equal(tones[index]?.to, one.from);
    assert.ok(words.length > 3 && words.every((one) => one > 0 && one <= 1000));
  });
});

describe('the line of a replay', () => {
  const tonesOf = (change: Partial<Outage>) => {
    const incident = outage({ began: at(1), ...change });
    const replay = instantsOf(incident, {
      site: shipped,
      incidents: [incident],
      git: NO_GIT_HISTORY,
      now: NOW,
    });
    return bandOf(replay, scenesOf(replay, 'en')).tones.map(({ tone }) => tone);
  };

  test('calls what works again and is being watched not slow, but not resolved yet', () => {
    const updates = [said('investigating', at(2)), said('monitoring', at(3)), said('resolved', at(6))];
    assert.deepEqual(tonesOf({ updates, ended: at(3) }), ['neutral', 'trouble', 'open', 'neutral']);
  });

  test('draws what nobody knows as that, and never as a time without a problem', () => {
    const updates = [said('investigating', at(2)), said('resolved', at(6))];
    const impact = [
      {
        component: 'follow-alerts',
        changes: [
          { from: at(1), status: 'major_outage' as const },
          { from: at(4), status: 'not_known' as const },
        ],
      },
    ];
    assert.deepEqual(tonesOf({ updates, impact }), ['neutral', 'trouble', 'unknown', 'neutral']);
  });
});

describe('the end of a replay', () => {
  const endOf = (change: Partial<Outage>) => played(outage({ began: at(1), ...change }), 'en', []).end;

  test('says whether it was over, is not over, or is not known to be', () => {
    const open = [said('investigating', at(2))];
    assert.match(endOf({ updates: [...open, said('resolved', at(3))] }), /^It was over and resolved/);
    assert.match(endOf({ updates: open, began: exactly(NOW - 60_000) }), /^It is not resolved/);
    assert.match(endOf({ updates: open, ended: 'unknown', lastKnown: at(4) }), /^Nobody recorded the end/);
  });

  test('says that instants are missing where they are', () => {
    const updates = Array.from({ length: 300 }, (_, minute) => said('investigating', at(2, minute)));
    assert.match(
      endOf({ updates: [...updates, said('resolved', at(9))] }),
      /more moments than fit on this page/,
    );
  });
});
