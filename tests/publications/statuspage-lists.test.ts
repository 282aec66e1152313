import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, State } from '../../src/domain/incident.ts';
import { exactly, isoSeconds, MINUTE } from '../../src/domain/time.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import { statusOf } from '../../src/publications/statuspage/status.ts';
import type { ApiIncident } from '../../src/publications/statuspage/types.ts';
import { shipped } from '../sites.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import { at, committed, ORIGIN, snapshotAt } from './printing.ts';

type Change = Parameters<typeof snapshotAt>[1];

const after = (state: State) =>
  outage({ began: at(2), updates: [said('investigating', at(2, 10)), said(state, at(3))] });

interface Body {
  page: Record<string, string>;
  incidents: ApiIncident[];
  scheduled_maintenances: ApiIncident[];
}

function bodyOf(name: string, incidents: Incident[], change: Change = {}): Body {
  const print = statuspageFiles(snapshotAt(incidents, change), ORIGIN)[name];
  assert.ok(print, name);
  return print() as Body;
}

describe('the lists of the API', () => {
  const listed = (name: string, kind: 'incidents' | 'scheduled_maintenances', incidents: Incident[]) =>
    bodyOf(name, incidents)[kind].map(({ shortlink }) => shortlink.split('/').at(-2));
  const many = (make: (id: string, minutes: number) => Incident) =>
    Array.from({ length: 60 }, (_, index) => make(`i-${index}`, index));

  test('hold the newest fifty of each kind, and no drill', () => {
    const outages = many((id, minutes) => outage({ id, began: exactly(at(2).latest - minutes * MINUTE) }));
    const works = many((id, minutes) =>
      maintenance({
        id: `w-${id}`,
        scheduled: { from: at(2).latest - minutes * MINUTE, until: at(5).latest },
      }),
    );
    const drill = outage({ id: 'drill', began: at(3), drill: true });
    const all = [...outages, ...works, drill];
    const newest = Array.from({ length: 50 }, (_, index) => `i-${index}`);
    assert.deepEqual(listed('incidents', 'incidents', all), newest);
    assert.deepEqual(
      listed('scheduled-maintenances', 'scheduled_maintenances', all),
      newest.map((id) => `w-${id}`),
    );
    assert.equal(listed('incidents-2026', 'incidents', all).length, 120, 'the file of a year has all');
  });

  test('hold as unresolved what is open, and neither what is over nor what was withdrawn', () => {
    const incidents = [
      outage({ id: 'open', began: at(2) }),
      { ...after('resolved'), id: 'over' },
      { ...after('withdrawn'), id: 'withdrawn' },
    ];
    assert.deepEqual(listed('incidents/unresolved', 'incidents', incidents), ['open']);
    assert.deepEqual(listed('summary', 'incidents', incidents), ['open']);
    assert.equal(listed('incidents', 'incidents', incidents).length, 3);
  });

  test('hold announced work by whether it has begun', () => {
    const at3 = { from: at(3).latest, until: at(4).latest };
    const incidents = [
      maintenance({ id: 'ahead' }),
      maintenance({ id: 'active', scheduled: at3 }),
      maintenance({ id: 'overrun', scheduled: { from: at(1).latest, until: at(2).latest } }),
      maintenance({ id: 'done', updates: [said('completed', at(2))] }),
    ];
    const names = (list: string) => listed(list, 'scheduled_maintenances', incidents).toSorted();
    assert.deepEqual(names('scheduled-maintenances/upcoming'), ['ahead']);
    assert.deepEqual(names('scheduled-maintenances/active'), ['active', 'overrun']);
    assert.deepEqual(names('summary'), ['active', 'ahead', 'overrun']);
    assert.equal(names('scheduled-maintenances').length, 4);
  });

  test('hold what began in a year in the file of that year, as it was once that is over', () => {
    const closed = (id: string, year: number, change: Parameters<typeof outage>[0] = {}) =>
      outage({
        id,
        began: exactly(Date.UTC(year, 5, 1)),
        updates: [said('resolved', exactly(Date.UTC(year, 5, 2)))],
        ...change,
      });
    const incidents = [closed('a', 2024), closed('b', 2025), outage({ id: 'now', began: at(2) })];
    assert.deepEqual(listed('incidents-2025', 'incidents', incidents), ['b']);
    assert.deepEqual(listed('incidents-2024', 'incidents', incidents), ['a']);
    const statusIn = (year: number, ...all: Incident[]) => {
      const { page, incidents: read } = bodyOf(`incidents-${year}`, all);
      return [page.updated_at, read[0]?.components[0]?.status];
    };
    assert.deepEqual(statusIn(2025, closed('b', 2025)), ['2025-06-02T00:00:00Z', 'major_outage']);
    assert.deepEqual(
      statusIn(2026, outage({ began: at(1), updates: [said('resolved', at(2))] })),
      [isoSeconds(at(2).latest), 'operational'],
      'this year is not over',
    );
    const open = closed('open', 2025, {
      updates: [said('investigating', exactly(Date.UTC(2025, 5, 2)))],
      impact: [
        {
          component: 'sign-in',
          changes: [
            { from: exactly(Date.UTC(2025, 5, 1)), status: 'major_outage' },
            { from: exactly(Date.UTC(2025, 5, 3)), status: 'operational' },
          ],
        },
      ],
    });
    assert.equal(statusIn(2025, open)[1], 'operational', 'a year in which something is open is not over');
    assert.equal(statusIn(2025, closed('z', 2025), open)[1], 'operational', 'however much of it is closed');
  });

  test('say when the newest of their year was published or changed', () => {
    const incidents = [
      outage({ id: 'one', began: at(1), updates: [said('resolved', at(2))] }),
      outage({ id: 'two', began: at(2), updates: [said('resolved', at(2, 30))] }),
    ];
    const file = (change: Change = {}) => bodyOf('incidents-2026', incidents, change).page.updated_at;
    assert.equal(file(), isoSeconds(at(2, 30).latest));
    assert.equal(file({ git: committed(incidents, at(3).latest) }), isoSeconds(at(3).latest));
  });

  test('name the page, and when they were made', () => {
    const page = (change: Change = {}) => bodyOf('status', [], change).page;
    assert.deepEqual(page(), {
      id: apiId('page', 'nightlight.example'),
      name: 'Nightlight',
      url: 'https://status.example.org/repo/',
      time_zone: 'Etc/UTC',
      updated_at: '2026-03-01T03:10:00Z',
    });
    assert.equal(page({ site: shipped }).name, 'Nightlight (demonstration)');
    assert.equal(page({ site: { timeZone: 'Europe/Berlin' } }).time_zone, 'Europe/Berlin');
  });
});

describe('the status of the page in the API', () => {
  const HEADLINE = shipped.components.filter(({ headline }) => headline).map(({ id }) => id);

  for (const [status, all, some] of [
    ['major_outage', ['critical', 'Major System Outage'], ['major', 'Partial System Outage']],
    ['partial_outage', ['major', 'Partial System Outage'], ['minor', 'Minor Service Outage']],
    ['degraded_performance', ['minor', 'Degraded System Service'], ['minor', 'Partially Degraded Service']],
    ['not_known', ['minor', 'Status Unknown'], ['minor', 'Status Partly Unknown']],
    [
      'under_maintenance',
      ['maintenance', 'Service Under Maintenance'],
      ['maintenance', 'Service Under Maintenance'],
    ],
  ] as const)
    test(`where all, or some, of the headline is ${status}`, () => {
      const said = (components: string[]) => {
        const impact = components.map((component) => ({ component, status }));
        const { indicator, description } = statusOf(snapshotAt([outage({ began: at(2), impact })]));
        return [indicator, description];
      };
      assert.deepEqual(said(HEADLINE), all);
      assert.deepEqual(said(HEADLINE.slice(0, 1)), some);
    });

  test('where something has been reported only', () => {
    const impact = [{ component: 'follow-alerts', status: 'operational' as const }];
    assert.deepEqual(statusOf(snapshotAt([outage({ began: at(2), impact })])), {
      indicator: 'minor',
      description: 'Minor Service Outage',
    });
  });
});
