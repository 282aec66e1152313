import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { bring } from '../../src/import/index.ts';
import { readSystem } from '../../src/import/read.ts';
import { tableOf } from '../../src/import/table.ts';
import { statuspageExport } from '../../src/publications/statuspage/index.ts';
import { file } from '../incidents/context.ts';
import { shipped } from '../sites.ts';
import { planOf, toldOf } from './brought.ts';

const PAGE = { id: 'p1', name: 'Old', url: 'https://status.old.example', time_zone: 'Etc/UTC' };
const change = (name: string, new_status: string) => ({
  code: name,
  name,
  old_status: 'operational',
  new_status,
});
const update = (status: string, display_at: string, body: string, affected: object[] | null = null) => ({
  ...{ id: `u-${display_at}`, status, body, display_at },
  affected_components: affected,
});
const OUTAGE = {
  id: 'kctbh9vrtdwd',
  name: 'Alerts are late',
  status: 'resolved',
  created_at: '2018-04-13T15:54:10.000Z',
  started_at: '2018-04-13T15:54:00.000Z',
  resolved_at: '2018-04-13T17:20:05.000Z',
  impact: 'major',
  shortlink: 'https://stspg.io/abc',
  incident_updates: [
    update('resolved', '2018-04-13T17:20:00.000Z', 'All is well.', [change('follow-alerts', 'operational')]),
    update('identified', '2018-04-13T16:30:00.000Z', 'A server is <a href="https://example.org/">down</a>.', [
      change('follow-alerts', 'major_outage'),
    ]),
    update('investigating', '2018-04-13T16:10:00.000Z', 'Still looking.'),
    update('investigating', '2018-04-13T15:54:00.000Z', 'We look.', [
      change('follow-alerts', 'partial_outage'),
    ]),
  ],
};
const WORK = {
  id: 'mmmm9vrtdwd',
  name: 'New servers',
  status: 'completed',
  created_at: '2018-05-01T00:00:00Z',
  scheduled_for: '2018-05-02T01:00:00Z',
  scheduled_until: '2018-05-02T02:00:00Z',
  impact: 'maintenance',
  incident_updates: [
    update('completed', '2018-05-02T01:40:00Z', 'Done.'),
    update('in_progress', '2018-05-02T01:00:00Z', 'It begins.', [change('sign-in', 'under_maintenance')]),
    update('scheduled', '2018-05-01T00:00:00Z', 'We replace servers.'),
  ],
};
const of = (incidents: object[], scheduled_maintenances: object[] = []) =>
  planOf('statuspage', {
    'incidents.json': JSON.stringify({ page: PAGE, incidents, scheduled_maintenances }, null, 1),
  });

describe('what Statuspage keeps', () => {
  test('comes from the management API too, whose pages are lists and nothing else', () => {
    const pages = { 'page-1.json': JSON.stringify([OUTAGE]), 'page-2.json': JSON.stringify([WORK]) };
    const files = (plan: ReturnType<typeof planOf>) =>
      // A list does not say of which page it is; --origin does.
      plan.files.map(({ text }) => text.replace(/^imported: .*\n/m, '')).toSorted();
    assert.deepEqual(files(planOf('statuspage', pages)), files(of([OUTAGE], [WORK])));
  });

  test('stops at fifty in its public API, which is said, and a file with nothing of it is named', () => {
    const fifty = Array.from({ length: 50 }, (_, index) => ({ ...OUTAGE, id: `kctbh9vrtd${index}` }));
    const plan = planOf('statuspage', {
      'api/v2/incidents.json': JSON.stringify({ page: PAGE, incidents: fifty }),
      'api/v2/status.json': JSON.stringify({ page: PAGE, status: {} }),
    });
    const left = plan.problems.filter(({ name }) => name === 'import-left-out');
    assert.deepEqual(
      left.map(({ found }) => found),
      ['50 incidents', 'no list of incidents, scheduled_maintenances or components'],
    );
    assert.match(left[0]?.remedy ?? '', /older ones may be missing[\s\S]*page by page/);
    const fewer = planOf('statuspage', {
      'api/v2/incidents.json': JSON.stringify({ page: PAGE, incidents: fifty.slice(1) }),
    });
    assert.ok(!toldOf(fewer).some((said) => said.includes('import-left-out')));
  });

  test('is told where it is no object, and read in pages that were put together into one list', () => {
    const map = 'components:\n  (none): follow-alerts\n  API: follow-alerts\n';
    const pages = planOf('statuspage', { saved: JSON.stringify([[OUTAGE], [null, 'x']]) }, { map });
    assert.equal(pages.files.length, 1);
    assert.deepEqual(
      toldOf(pages).filter((line) => line.includes('no objects')),
      ['saved note import-left-out: 2 of incidents that are no objects, such as null'],
    );
    const torn = { incidents: [{ ...OUTAGE, incident_updates: [...OUTAGE.incident_updates, 7] }] };
    assert.ok(
      toldOf(planOf('statuspage', { 'a.json': JSON.stringify(torn) }, { map })).includes(
        'a.json note import-left-out: 1 of the incident_updates of kctbh9vrtdwd that are no objects, such as 7',
      ),
    );
    for (const text of ['null', '7', '{}'])
      assert.deepEqual(toldOf(planOf('statuspage', { 'a.json': text })), [
        'a.json note import-left-out: no list of incidents, scheduled_maintenances or components',
      ]);
  });

  test('becomes incident files: changes of status, HTML, and an update where the state stayed', () => {
    const plan = of([OUTAGE], [WORK]);
    assert.deepEqual(toldOf(plan), []);
    assert.deepEqual(
      plan.files.map(({ name, addresses }) => [name, ...addresses]),
      [
        ['2018-04-13-alerts-are-late.md', '/incidents/kctbh9vrtdwd'],
        ['2018-05-01-new-servers.md', '/incidents/mmmm9vrtdwd'],
      ],
    );
    assert.equal(
      plan.files[0]?.text,
      `---
title: Alerts are late
began: 2018-04-13T15:54Z
impact:
  follow-alerts:
    - { from: 2018-04-13T15:54Z, status: partial_outage }
    - { from: 2018-04-13T16:30Z, status: major_outage }
imported: status.old.example
---
## Investigating - 2018-04-13T15:54Z
We look.

## Update - 2018-04-13T16:10Z
Still looking.

## Identified - 2018-04-13T16:30Z
A server is [down](https://example.org/).

## Resolved - 2018-04-13T17:20Z
All is well.
`,
    );
    assert.equal(
      plan.files[1]?.text,
      `---
kind: maintenance
title: New servers
scheduled: { from: 2018-05-02T01:00Z, until: 2018-05-02T02:00Z }
impact:
  sign-in: under_maintenance
imported: status.old.example
---
## Scheduled - 2018-05-01T00:00Z
We replace servers.

## In progress - 2018-05-02T01:00Z
It begins.

## Completed - 2018-05-02T01:40Z
Done.
`,
    );
  });

  test('of which two begin on one day under one name gives two files, whichever comes first', () => {
    const other = { ...OUTAGE, id: 'zzz', started_at: '2018-04-13T15:54:30.000Z' };
    const names = (list: object[]) => of(list).files.map(({ name }) => name);
    assert.deepEqual(names([OUTAGE, other]), [
      '2018-04-13-alerts-are-late.md',
      '2018-04-13-alerts-are-late-zzz.md',
    ]);
    assert.deepEqual(names([other, OUTAGE]), names([OUTAGE, other]));
  });

  test('that names no component is hurt as badly as the incident says', () => {
    const bare = OUTAGE.incident_updates.map((one) => ({ ...one, affected_components: null }));
    const plan = of([{ ...OUTAGE, incident_updates: bare, components: [{ name: 'Sign-in' }] }]);
    assert.match(toldOf(plan).join(), /component-unknown: Sign-in|^$/);
    const none = of([{ ...OUTAGE, incident_updates: bare, components: [] }]);
    assert.match(toldOf(none).join(), /incidents\.json:\d+ error impact-empty: no component/);
  });

  test('and has no place in a file is named once', () => {
    const plan = of([
      { ...OUTAGE, postmortem_body: 'Long.' },
      { ...OUTAGE, id: 'b', postmortem_body: 'Long.' },
    ]);
    assert.deepEqual(
      toldOf(plan).map((line) => line.replace(/:\d+/, '')),
      ['incidents.json note import-left-out: postmortem_body'],
    );
  });

  test('is told where it is no JSON', () => {
    assert.match(
      toldOf(planOf('statuspage', { 'a.json': '{"incidents": [' })).join(),
      /a\.json:1 error yaml-syntax/,
    );
  });
});

describe('our own export', () => {
  const folder = join(import.meta.dirname, '../../incidents');
  const now = Date.UTC(2026, 10, 1);
  const site = { ...shipped, demonstration: undefined };
  const files = readdirSync(folder)
    .filter((name) => /^[a-z0-9-]+\.md$/.test(name))
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const { incidents } = readIncidents(files, { site, now });
  const again = (list: Incident[]) => {
    const snapshot = takeSnapshot(site, list, NOBODY, now, NO_GIT_HISTORY);
    const exported = Object.entries(statuspageExport(snapshot, { url: site.url, base: '/' })).map(
      ([name, body]) => file(`${name}.json`, JSON.stringify(body)),
    );
    const table = tableOf('statuspage');
    const around = { zone: undefined, languages: site.languages, nameOf: (name: string) => name };
    const load = readSystem('statuspage', exported, table, around);
    const plan = bring(load, { table, site, now, origin: '', addComponents: false });
    const back = readIncidents(
      plan.files.map(({ name, text }) => file(name, text)),
      { site, now },
    );
    return { plan, incidents: back.incidents };
  };
  const back = again(incidents);

  test('gives every incident back, without a guess', () => {
    assert.deepEqual(toldOf(back.plan), []);
    assert.deepEqual(
      back.incidents.map(({ id }) => id),
      incidents.map(({ id }) => id),
    );
  });

  const kept: [string, (incident: Incident) => unknown][] = [
    ['title and kind', ({ title, kind }) => [title, kind]],
    [
      'states and times of what was said',
      ({ updates }) => updates.map(({ state, at }) => `${at.latest} ${state}`).toSorted(),
    ],
    ['words of what was said', ({ updates }) => updates.map(({ prose }) => squeezed(prose.text)).toSorted()],
    ['components', ({ impact }) => impact.map(({ component }) => component)],
    ['earliest beginning', (one) => one.kind === 'incident' && one.began?.earliest],
  ];
  for (const [what, of] of kept)
    test(`keeps ${what}`, () => {
      const told = (list: Incident[]) => list.map((one) => [one.id, of(one)]);
      assert.deepEqual(told(back.incidents), told(incidents.map(withKnownBeginning)));
    });

  test('loses what Statuspage has no word for, and this is all of it', () => {
    const lost = incidents.flatMap((one, index) => {
      const other = back.incidents[index] as Incident;
      return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
        (key) => JSON.stringify(one[key as keyof Incident]) !== JSON.stringify(other[key as keyof Incident]),
      );
    });
    assert.deepEqual(
      [...new Set(lost)].toSorted().join(' '),
      'advice adviceBy began cause causeCertainty disputed ended impact importedFrom lastKnown pinned replay reportedBy scope sources summary updates works',
    );
  });

  test('of maintenance, and of a notice that was withdrawn, says so again', () => {
    const written = [
      file(
        '2026-03-01-work.md',
        '---\nkind: maintenance\ntitle: Work\nscheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }\nimpact:\n  sign-in: under_maintenance\n---\n## Scheduled - 2026-03-01T03:00Z\nWe *work*.\n\n## Cancelled - 2026-03-01T04:00Z\nNot now.\n',
      ),
      file(
        '2026-03-03-no.md',
        '---\ntitle: No\nbegan: 2026-03-03T01:00Z\nimpact:\n  sign-in: partial_outage\n---\n## Investigating - 2026-03-03T01:00Z\nWe look.\n\n## Correction - 2026-03-03T01:30Z\nNot so.\n\n## Withdrawn - 2026-03-03T02:00Z\nIt was ours.\n',
      ),
    ];
    const list = readIncidents(written, { site, now }).incidents;
    const states = (all: Incident[]) =>
      all.map(({ updates }) => updates.map(({ state, prose }) => [state, prose.html]));
    assert.equal(list.length, 2);
    assert.deepEqual(states(again(list).incidents), states(list));
  });
});

/** Where nobody knows when it began, the API says that it did with the first word of it. */
function withKnownBeginning(incident: Incident): Incident {
  return incident.kind === 'incident' && !incident.began
    ? { ...incident, began: incident.updates[0]?.at }
    : incident;
}

function squeezed(text: string): string {
  return text.replace(/[\s*]+/g, ' ').trim();
}
