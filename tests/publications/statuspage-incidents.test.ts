import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, State, Update } from '../../src/domain/incident.ts';
import type { Status } from '../../src/domain/status.ts';
import { isoSeconds } from '../../src/domain/time.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { incidentOf } from '../../src/publications/statuspage/incidents.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import { at, ORIGIN, snapshotAt } from './printing.ts';

type Change = Parameters<typeof snapshotAt>[1];

const print = (incident: Incident, change: Change = {}, archived = false) =>
  incidentOf(incident, snapshotAt([incident], change), ORIGIN, archived);

const opened = said('investigating', at(2, 10));
const after = (state: State) => outage({ began: at(2), updates: [opened, said(state, at(3))] });

describe('an incident in the API', () => {
  test('has an id, an address, the page it is on, and when it began', () => {
    const one = print(after('identified'));
    assert.equal(one.id, apiId('incident', 'an-incident'));
    assert.equal(one.shortlink, 'https://status.example.org/repo/incidents/an-incident/');
    assert.equal(one.page_id, apiId('page', 'nightlight.example'));
    assert.equal(one.name, 'An incident');
    assert.equal(one.started_at, isoSeconds(at(2).latest));
    assert.equal(
      print(outage({ began: undefined, updates: [opened] })).started_at,
      isoSeconds(at(2, 10).latest),
    );
    const began = { earliest: at(1).latest, latest: at(2).latest };
    assert.equal(
      print(outage({ began })).started_at,
      isoSeconds(at(1).latest),
      'the earliest it can have begun',
    );
    assert.ok(!('scheduled_for' in one));
  });

  for (const [state, word] of [
    ['investigating', 'investigating'],
    ['identified', 'identified'],
    ['monitoring', 'monitoring'],
    ['update', 'investigating'],
    ['resolved', 'resolved'],
    ['withdrawn', 'resolved'],
  ] as const)
    test(`is ${word} after the word "${state}"`, () => {
      assert.equal(print(after(state)).status, word);
    });

  test('is postmortem once somebody looked back on it, and stays resolved', () => {
    const updates = [opened, said('resolved', at(2, 30)), said('postmortem', at(3))];
    const one = print(outage({ began: at(2), updates }));
    assert.deepEqual([one.status, one.resolved_at], ['postmortem', isoSeconds(at(2, 30).latest)]);
    const [last] = one.incident_updates;
    assert.deepEqual([last?.status, last?.body], ['postmortem', '']);
  });

  test('names when the fix was watched last, and when it was resolved', () => {
    const one = print(
      outage({
        updates: [
          opened,
          said('monitoring', at(2, 20)),
          said('monitoring', at(2, 40)),
          said('resolved', at(3)),
        ],
      }),
    );
    assert.deepEqual(
      [one.monitoring_at, one.resolved_at],
      [isoSeconds(at(2, 40).latest), isoSeconds(at(3).latest)],
    );
    assert.deepEqual(
      [print(after('identified')).monitoring_at, print(after('identified')).resolved_at],
      [null, null],
    );
    assert.equal(print(after('withdrawn')).resolved_at, isoSeconds(at(3).latest));
  });

  for (const [statuses, impact] of [
    [['major_outage'], 'critical'],
    [['partial_outage'], 'major'],
    [['degraded_performance'], 'minor'],
    [['not_known'], 'minor'],
    [['under_maintenance'], 'maintenance'],
    [['operational'], 'none'],
    [['operational', 'degraded_performance', 'partial_outage', 'operational'], 'major'],
  ] as [Status[], string][])
    test(`has the impact "${impact}" if it did ${statuses.join(', ')}`, () => {
      const [status] = statuses as [Status];
      const changes = statuses.map((one, index) => ({ from: at(2, index), status: one }));
      const component = 'follow-alerts';
      const one = { component, ...(statuses.length > 1 ? { changes } : { status }) };
      assert.equal(print(outage({ began: at(2), impact: [one] })).impact, impact);
    });

  test('that was withdrawn had no impact', () => {
    assert.equal(print(after('withdrawn')).impact, 'none');
  });

  test('lists the components it touches as they are now, or in an archive as bad as they were', () => {
    const closed = outage({
      began: at(1),
      impact: [
        { component: 'long-gone', status: 'major_outage' },
        {
          component: 'sign-in',
          changes: [
            { from: at(1), status: 'partial_outage' },
            { from: at(1, 30), status: 'degraded_performance' },
          ],
        },
        { component: 'follow-alerts', status: 'not_known' },
      ],
      updates: [said('investigating', at(1, 10)), said('resolved', at(2))],
    });
    const listed = (archived: boolean) =>
      print(closed, {}, archived).components.map(({ name, status, position }) => [name, status, position]);
    assert.deepEqual(listed(false), [
      ['Followers get alerts', 'operational', 1],
      ['Sign-in', 'operational', 2],
    ]);
    assert.deepEqual(listed(true), [
      ['Sign-in', 'partial_outage', 2],
      ['Followers get alerts', 'degraded_performance', 3],
    ]);
    const [component] = print(closed, {}, true).components;
    assert.equal(component?.updated_at, isoSeconds(at(2).latest));
    assert.equal(component?.description, 'People can sign in to their accounts.');
  });
});

describe('announced work in the API', () => {
  const window = (...updates: Update[]) =>
    maintenance({
      updates: [said('scheduled', at(0)), ...updates],
      scheduled: { from: at(3).latest, until: at(4).latest },
    });

  test('has its window, and is maintenance by its impact', () => {
    const one = print(maintenance());
    assert.deepEqual(
      [one.scheduled_for, one.scheduled_until, one.impact, one.started_at],
      ['2026-03-01T12:00:00Z', '2026-03-01T14:00:00Z', 'maintenance', '2026-03-01T12:00:00Z'],
    );
  });

  for (const [updates, now, word] of [
    [[], at(2, 59), 'scheduled'],
    [[], at(3), 'in_progress'],
    [[said('in_progress', at(2, 50))], at(2, 55), 'in_progress'],
    [[said('verifying', at(2, 50))], at(3, 10), 'verifying'],
    [[said('completed', at(3, 5))], at(3, 10), 'completed'],
    [[said('cancelled', at(2))], at(3, 10), 'completed'],
    [[said('withdrawn', at(2))], at(3, 10), 'completed'],
  ] as const)
    test(`is ${word} ${isoSeconds(now.latest)} after ${updates.map(({ state }) => state).join() || 'no other word'}`, () => {
      assert.equal(print(window(...updates), { now: now.latest }).status, word);
    });
});

test('announced work in the API is in progress by its own window alone, and maintenance whatever it does', () => {
  const impact: Incident['impact'] = [{ component: 'sign-in', status: 'degraded_performance' }];
  const begun = maintenance({ id: 'begun', impact, scheduled: { from: at(3).latest, until: at(4).latest } });
  const ahead = maintenance({ id: 'ahead', impact });
  const snapshot = snapshotAt([begun, ahead]);
  const told = [begun, ahead].map((one) => incidentOf(one, snapshot, ORIGIN));
  assert.deepEqual(
    told.map(({ status, impact }) => [status, impact]),
    [
      ['in_progress', 'maintenance'],
      ['scheduled', 'maintenance'],
    ],
  );
});

describe('an update in the API', () => {
  const texts = (text: string) => ({ markdown: text, html: text, text, words: text });

  test('that keeps the state has the word of the one before it', () => {
    const updates = (['identified', 'update', 'monitoring', 'correction', 'resolved'] as const).map(
      (state, index) => said(state, at(2, index)),
    );
    assert.deepEqual(
      print(outage({ updates })).incident_updates.map(({ status }) => status),
      ['resolved', 'monitoring', 'monitoring', 'identified', 'identified'],
    );
  });

  test('has an id, a place in its incident, and asks that it is told', () => {
    const [one] = print(outage({ updates: [opened] })).incident_updates;
    assert.ok(one);
    assert.equal(one.id, apiId('update', `an-incident/${opened.id}`));
    assert.equal(one.incident_id, apiId('incident', 'an-incident'));
    assert.deepEqual([one.deliver_notifications, one.custom_tweet, one.tweet_id], [true, null, null]);
  });

  test('has its text, headed by its state only where the API has no word for that', () => {
    const body = (state: State) =>
      print(outage({ updates: [{ ...opened, state, prose: texts('None arrive.') }] })).incident_updates[0]
        ?.body;
    assert.equal(body('investigating'), 'None arrive.');
    assert.equal(body('correction'), 'Correction: None arrive.');
    assert.equal(body('withdrawn'), 'Withdrawn: None arrive.');
    assert.equal(body('cancelled'), 'Cancelled: None arrive.');
  });

  test('says that nobody knows the end in the newest one alone, and nothing of a sighting where there is none', () => {
    const updates = [opened, said('update', at(3))];
    const bodies = print(outage({ began: at(2), updates, ended: 'unknown' })).incident_updates;
    assert.deepEqual(
      bodies.map(({ body }) => body.trim()),
      ['It is not known when this ended.', ''],
    );
  });

  test('says what it speaks of, and nothing of what the config no longer knows', () => {
    const impact: Incident['impact'] = [
      { component: 'follow-alerts', status: 'major_outage' },
      { component: 'long-gone', status: 'major_outage' },
    ];
    const [one] = print(outage({ began: at(2), updates: [opened], impact })).incident_updates;
    assert.deepEqual(one?.affected_components, [
      {
        code: apiId('component', 'follow-alerts'),
        name: 'Followers get alerts',
        old_status: 'operational',
        new_status: 'major_outage',
      },
    ]);
    const gone = print(outage({ updates: [opened], impact: impact.slice(1) }));
    assert.equal(gone.incident_updates[0]?.affected_components, null);
  });

  test('says from what to what something changed', () => {
    const updates = [opened, said('update', at(2, 30)), said('resolved', at(3))];
    const changes = [
      { from: at(2), status: 'major_outage' as const },
      { from: at(2, 20), status: 'degraded_performance' as const },
    ];
    const one = print(outage({ began: at(2), updates, impact: [{ component: 'follow-alerts', changes }] }));
    assert.deepEqual(
      one.incident_updates.map(({ affected_components }) => {
        const [affected] = affected_components ?? [];
        return [affected?.old_status, affected?.new_status];
      }),
      [
        ['degraded_performance', 'operational'],
        ['major_outage', 'degraded_performance'],
        ['operational', 'major_outage'],
      ],
    );
  });
});
