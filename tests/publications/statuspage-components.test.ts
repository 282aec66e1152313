import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Impact, Incident } from '../../src/domain/incident.ts';
import { incidentHistory, type GitHistory, type Revision } from '../../src/domain/git-history.ts';
import type { Component } from '../../src/domain/site.ts';
import type { Status } from '../../src/domain/status.ts';
import { type Instant, isoSeconds } from '../../src/domain/time.ts';
import { componentsOf } from '../../src/publications/statuspage/components.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { live } from '../sites.ts';
import { outage, said } from '../domain/generators.ts';
import { at, snapshotAt } from './printing.ts';

type Change = Parameters<typeof snapshotAt>[1];

const hurt = (status: Status, change: Partial<Parameters<typeof outage>[0]> = {}) =>
  outage({ began: at(2), impact: [{ component: 'follow-alerts', status }], ...change });

function entryOf(id: string, incidents: Incident[], change: Change = {}) {
  const found = componentsOf(snapshotAt(incidents, change)).find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

const alerts = (incidents: Incident[], change: Change = {}) =>
  entryOf(apiId('component', 'follow-alerts'), incidents, change);
const followers = (incidents: Incident[], change: Change = {}) =>
  entryOf(apiId('group', 'followers'), incidents, change);

describe('the components of the API', () => {
  test('stand below their group, each with its place in it', () => {
    const told = componentsOf(snapshotAt([])).map(({ name, group, position }) => [name, group, position]);
    assert.deepEqual(
      told,
      live.groups.flatMap(({ id, name }, index) => [
        [name.en, true, index + 1],
        ...live.components
          .filter((component) => component.group === id)
          .map((component, place) => [component.name.en, false, place + 1]),
      ]),
    );
  });

  test('know their group, and a group knows its members; one without any is not there', () => {
    const group = followers([]);
    const members = live.components.filter((component) => component.group === 'followers');
    assert.deepEqual(
      group.components,
      members.map(({ id }) => apiId('component', id)),
    );
    assert.equal(alerts([]).group_id, group.id);
    assert.deepEqual([group.group_id, group.description, group.start_date], [null, null, null]);
    const empty = { id: 'empty', name: { en: 'Empty', es: 'Vacío' }, links: [], fold: false };
    const groups = [...live.groups, empty];
    assert.deepEqual(componentsOf(snapshotAt([], { site: { groups } })), componentsOf(snapshotAt([])));
  });

  test('have what their group says of itself, in the first language', () => {
    const description = { en: 'On any phone.', es: 'En cualquier teléfono.' };
    const groups = live.groups.map((group) => (group.id === 'followers' ? { ...group, description } : group));
    assert.equal(followers([], { site: { groups } }).description, 'On any phone.');
  });

  test('are shown, also where nothing is wrong, on the page they belong to', () => {
    for (const one of componentsOf(snapshotAt([]))) {
      assert.deepEqual([one.showcase, one.only_show_if_degraded], [true, false]);
      assert.equal(one.page_id, apiId('page', 'nightlight.example'));
    }
  });

  test('are created on their first day, and a group with the first of its members', () => {
    const since = Date.UTC(2024, 4, 6);
    const components = live.components.map(
      (one): Component => (one.id === 'follow-alerts' ? { ...one, since } : one),
    );
    const site = { components };
    assert.deepEqual(
      [alerts([], { site }).created_at, alerts([], { site }).start_date],
      ['2024-05-06T00:00:00Z', '2024-05-06'],
    );
    assert.equal(followers([], { site }).created_at, '2018-01-01T00:00:00Z');
    assert.equal(followers([], { site }).updated_at, '2024-05-06T00:00:00Z');
  });
});

describe('the status of a component in the API', () => {
  for (const [status, theirs] of [
    ['major_outage', 'major_outage'],
    ['partial_outage', 'partial_outage'],
    ['degraded_performance', 'degraded_performance'],
    ['not_known', 'degraded_performance'],
    ['under_maintenance', 'under_maintenance'],
  ] as const)
    test(`is ${theirs} where it is ${status} here, and so is that of its group`, () => {
      assert.equal(alerts([hurt(status)]).status, theirs);
      assert.equal(followers([hurt(status)]).status, theirs);
    });

  test('has the reason in its description only where nobody can say that it works', () => {
    const own = live.components.find(({ id }) => id === 'follow-alerts')?.description.en ?? '';
    assert.equal(alerts([]).description, own);
    assert.equal(alerts([hurt('major_outage')]).description, own);
    assert.equal(alerts([hurt('not_known')]).description, `Not known whether it works. ${own}`);
    const attestation: Attestation = { by: 'watch', at: at(2).latest };
    assert.equal(
      alerts([], { attestation }).description,
      `Unknown: this page cannot confirm anything right now. ${own}`,
    );
    assert.equal(alerts([hurt('major_outage')], { attestation }).description, own);
    assert.equal(alerts([], { attestation }).status, 'degraded_performance');
    assert.equal(followers([], { attestation }).status, 'degraded_performance');
  });
});

describe('a component in the API was updated', () => {
  const closed = outage({
    began: at(1),
    impact: [{ component: 'follow-alerts', status: 'major_outage' }],
    updates: [said('investigating', at(1, 10)), said('resolved', at(2))],
  });
  /** What git knows of one incident that was committed in several versions. */
  const versions = (...told: (Partial<Revision> & { at: Instant })[]): GitHistory => {
    const revisions = told.map((one, index) => ({
      ...{ blob: `b${index}`, commit: `c${index}`, imported: false, incident: closed, ...one },
    }));
    return { kind: 'git', incidents: new Map([[closed.id, incidentHistory(revisions)]]) };
  };
  const updated = (incidents: Incident[], change: Change = {}) => alerts(incidents, change).updated_at;

  test('when its status last changed: when it failed, and when it worked again', () => {
    assert.equal(updated([hurt('major_outage')]), isoSeconds(at(2).latest));
    assert.equal(updated([closed]), isoSeconds(at(2).latest));
    assert.equal(followers([closed]).updated_at, isoSeconds(at(2).latest));
    assert.equal(updated([outage({ began: at(3, 10) })]), isoSeconds(at(3, 10).latest), 'this very instant');
    assert.equal(
      updated([outage({ began: at(4) })]),
      '2018-01-01T00:00:00Z',
      'what lies ahead has not changed it',
    );
  });

  test('when somebody’s word that it works grew old, unless this is a demonstration', () => {
    const attestation: Attestation = { by: 'watch', at: at(2, 20).latest };
    assert.equal(updated([], { attestation }), isoSeconds(at(2, 40).latest));
    assert.equal(
      updated([], { attestation, site: { demonstration: { notice: { en: 'x', es: 'x' } } } }),
      '2018-01-01T00:00:00Z',
    );
    assert.equal(updated([], { attestation: { by: 'watch', at: at(3).latest } }), '2018-01-01T00:00:00Z');
  });

  test('when that was published here, if it was told later', () => {
    assert.equal(updated([closed], { git: versions({ at: at(3).latest }) }), isoSeconds(at(3).latest));
    const live = versions({ at: at(2, 50).latest, live: at(3, 1).latest });
    assert.equal(updated([closed], { git: live }), isoSeconds(at(3, 1).latest));
  });

  test('by no version that says the same of it, or that could not be read', () => {
    const git = versions(
      { at: at(2, 10).latest },
      { at: at(2, 20).latest, incident: undefined },
      { at: at(2, 30).latest, incident: { ...closed, title: 'Another title' } },
    );
    assert.equal(updated([closed], { git }), isoSeconds(at(2, 10).latest));
  });

  test('by a version that says something else of it: another status, another time, or nothing any more', () => {
    for (const impact of [
      [{ component: 'follow-alerts', status: 'partial_outage' }],
      [{ component: 'follow-alerts', changes: [{ from: at(1, 5), status: 'major_outage' }] }],
      [{ component: 'sign-in', status: 'major_outage' }],
    ] satisfies Impact[][]) {
      const changed = { ...closed, impact };
      const git = versions({ at: at(2, 10).latest }, { at: at(2, 30).latest, incident: changed });
      assert.equal(updated([changed], { git }), isoSeconds(at(2, 30).latest));
    }
  });

  test('at no known time by what was imported, and by what came after it', () => {
    const imported = { at: at(2, 30).latest, imported: true };
    assert.equal(updated([closed], { git: versions(imported) }), isoSeconds(at(2).latest));
    const again = versions(imported, { at: at(2, 40).latest });
    assert.equal(updated([closed], { git: again }), isoSeconds(at(2).latest));
    const other: Impact[] = [{ component: 'follow-alerts', status: 'partial_outage' }];
    const changed = versions(imported, { at: at(2, 40).latest, incident: { ...closed, impact: other } });
    assert.equal(updated([closed], { git: changed }), isoSeconds(at(2, 40).latest));
  });

  test('by the latest of what several incidents told, and under a name it had before', () => {
    const first = { ...closed, id: 'first' };
    const second = {
      ...closed,
      id: 'second',
      impact: [{ component: 'old', status: 'major_outage' as const }],
    };
    const version = (incident: Incident, when: Instant): [string, ReturnType<typeof incidentHistory>] => [
      incident.id,
      incidentHistory([{ blob: 'b', commit: 'c', at: when, imported: false, incident }]),
    ];
    const components = live.components.map(
      (one): Component => (one.id === 'follow-alerts' ? { ...one, formerly: ['old'] } : one),
    );
    for (const [one, other] of [
      [at(2, 50), at(3)],
      [at(3), at(2, 50)],
    ] as const) {
      const incidents = new Map([version(first, one.latest), version(second, other.latest)]);
      const change = { site: { components }, git: { kind: 'git' as const, incidents } };
      assert.equal(updated([first, second], change), isoSeconds(at(3).latest));
      const twice = new Map([
        version(first, one.latest),
        version({ ...second, impact: first.impact }, other.latest),
      ]);
      assert.equal(
        updated([first, { ...second, impact: first.impact }], {
          git: { kind: 'git', incidents: twice },
        }),
        isoSeconds(at(3).latest),
      );
    }
  });
});

test('an id of the API is twelve letters and digits made from ours, of each kind its own, for ever', () => {
  assert.equal(apiId('component', 'follow-alerts'), '1wxtkxpjwron');
});
