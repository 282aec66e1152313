import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { answerOf } from '../../src/publications/answer.ts';
import { type Badge, componentBadge, pageBadge } from '../../src/publications/badge.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { componentOf } from '../../src/publications/statuspage/components.ts';
import { situation } from '../tour/situations.ts';
import { ORIGIN, snapshotOf } from './printing.ts';

const answer = async (name: string, language: 'en' | 'es' = 'en') =>
  answerOf(await snapshotOf(name), language);

const SENTENCES: [string, string, string][] = [
  ['nothing-reported', 'No problem with glucose sharing is reported.', 'neutral'],
  ['nothing-watched', 'Glucose sharing is working.', 'calm'],
  ['nothing-person', 'Glucose sharing is working.', 'calm'],
  ['everything-down', 'Glucose sharing is not working.', 'trouble'],
  ['one-incident', 'Part of glucose sharing is not working.', 'trouble'],
  ['several', 'Part of glucose sharing is not working. 3 problems are open.', 'trouble'],
  ['degraded', 'Part of glucose sharing works slowly or with errors.', 'degraded'],
  ['not-known', 'It is not known whether all of glucose sharing is working.', 'unknown'],
  ['fix-watched', 'Glucose sharing works again. A fix is in place and is being watched.', 'degraded'],
  ['maintenance-ahead', 'No problem with glucose sharing is reported.', 'neutral'],
  ['maintenance-now', 'Planned maintenance of glucose sharing is under way.', 'maintenance'],
  ['maintenance-overrun', 'Planned maintenance of glucose sharing has run over its time.', 'trouble'],
  ['drill', 'No problem with glucose sharing is reported.', 'neutral'],
  ['withdrawn', 'No problem with glucose sharing is reported.', 'neutral'],
  ['unknown', 'Unknown: we cannot say whether glucose sharing is working.', 'unknown'],
];

describe('the answer is one sentence', () => {
  for (const [name, sentence, tone] of SENTENCES) {
    test(`${name}: ${sentence}`, async () => {
      const { headline, tone: drawn } = await answer(name);
      assert.equal(headline, sentence);
      assert.equal(drawn, tone);
    });
  }

  test('and is as complete in Spanish', async () => {
    assert.equal(
      (await answer('one-incident', 'es')).headline,
      'Una parte del uso compartido de glucosa no funciona.',
    );
    assert.match((await answer('one-incident', 'es')).advice[0]?.text as string, /^Mire usted la glucosa/);
  });
});

describe('where nobody knows how it is', () => {
  test('the answer names what it is about, and what to do', async () => {
    const { affected, advice } = await answer('not-known');
    assert.deepEqual(
      affected.map(({ component, status }) => [component.id, status]),
      [['follow-alerts', 'not_known']],
    );
    assert.match(advice[0]?.text as string, /^Set a clock/);
    assert.equal(
      (await answer('not-known', 'es')).headline,
      'No se sabe si el uso compartido de glucosa funciona por completo.',
    );
  });

  test('the banner, the badges and the API say so too, and none of them says that it works', async () => {
    const snapshot = await snapshotOf('not-known');
    const alerts = snapshot.statuses.find(({ component }) => component.id === 'follow-alerts');
    assert.ok(alerts);
    assert.equal(componentBadge(snapshot, alerts, 'en').message, 'Not known whether it works');
    assert.deepEqual(pick(pageBadge(snapshot, 'en')), ['Not known whether it works', 'unknown']);
    assert.match(embedFile(snapshot, undefined, 'en', ORIGIN, 'b1').advice as string, /^Set a clock/);
    assert.equal(componentOf(alerts, 1, snapshot).status, 'degraded_performance');
  });
});

const pick = ({ message, tone }: Badge) => [message, tone];

describe('the answer says', () => {
  test('since when, what still works and what to do', async () => {
    const { since, works, advice, affected } = await answer('one-incident');
    assert.equal(since?.earliest, Date.UTC(2026, 2, 1, 2, 10));
    assert.deepEqual(works, [
      'Readings on the wearer’s device',
      'Alarms on the wearer’s device',
      'Followers see glucose',
    ]);
    assert.match(advice[0]?.text as string, /^Look at the glucose yourself/);
    assert.deepEqual(
      affected.map(({ component }) => component.id),
      ['follow-alerts'],
    );
  });

  test('that it was before the first word, when nobody knows since when', async () => {
    const { since, sinceBefore } = await answer('began-unknown');
    assert.equal(since, undefined);
    assert.equal(sinceBefore?.earliest, Date.UTC(2026, 2, 1, 2, 40));
  });

  test('that an update is overdue', async () => {
    assert.deepEqual((await answer('overdue')).due, { at: Date.UTC(2026, 2, 1, 6, 55), overdue: true });
    assert.deepEqual((await answer('promised')).due, { at: Date.UTC(2026, 2, 1, 3, 40), overdue: false });
  });

  test('what never worked in two incidents only once, and nothing that another incident broke', async () => {
    assert.deepEqual((await answer('several')).works, [
      'Readings on the wearer’s device',
      'Alarms on the wearer’s device',
      'Followers see glucose',
    ]);
  });
});

test('every situation of the tour that has a sentence here is a folder of its own', () => {
  for (const [name] of SENTENCES) assert.ok(situation(name).folder.endsWith(join('tour', name)));
});
