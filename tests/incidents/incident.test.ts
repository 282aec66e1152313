import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Maintenance, Outage } from '../../src/domain/incident.ts';
import { iso } from '../../src/domain/time.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

function read(text: string) {
  const { incidents, problems } = readIncidents([file('2026-03-01-alerts.md', text)], context);
  const said = problems.map(
    (one) =>
      `${one.place?.line}:${one.place?.column} ${one.name}: ${one.found} | ${one.expected} | ${one.remedy}`,
  );
  return { incident: incidents[0], said };
}

const HEAD = '## Investigating - 2026-03-01T03:00Z\nDown.';

describe('an incident file', () => {
  test('keeps every key', () => {
    const { incident, said } = read(`---
language: es
title: Followers get no alerts
began: 2026-03-01T01:00Z
ended: unknown
last_known: 2026-03-01T02:00Z
impact:
  follow-alerts: [{ from: 2026-03-01T01:00Z, status: major_outage }, { from: 2026-03-01T01:30Z, status: not_known }]
  follow-glucose: partial_outage
works: [sign-in, reports]
advice: Set a clock.
advice_by: editors
scope: United States
next_update: 2026-03-01T06:00Z
data: delayed
cause: A queue was full.
cause_certainty: suspected
disputed: When it began.
reported_by: community
imported: another page
sources:
  - { title: A post, url: 'http://example.org/a' }
redactions:
  - { version: earlier, on: 2026-03-01, because: it named a patient }
pinned: true
replay: true
draft: true
publish: 2026-03-01T03:05Z
drill: true
kind: incident
---
In short.

${HEAD}
`);
    assert.deepEqual(said, []);
    const { updates, summary, nextUpdate, began, lastKnown, impact, redactions, publish, ...rest } =
      incident as Outage;
    assert.equal(iso(publish?.latest as number), '2026-03-01T03:05Z');
    assert.deepEqual(
      redactions.map(({ on, ...one }) => [iso(on.earliest), one]),
      [['2026-03-01T00:00Z', { update: undefined, version: 'earlier', because: 'it named a patient' }]],
    );
    assert.deepEqual(rest, {
      id: '2026-03-01-alerts',
      kind: 'incident',
      language: 'es',
      title: 'Followers get no alerts',
      ended: 'unknown',
      works: ['sign-in', 'reports'],
      advice: 'Set a clock.',
      adviceBy: 'editors',
      scope: 'United States',
      data: 'delayed',
      cause: 'A queue was full.',
      causeCertainty: 'suspected',
      disputed: 'When it began.',
      reportedBy: 'community',
      importedFrom: 'another page',
      sources: [{ title: 'A post', url: 'http://example.org/a' }],
      pinned: true,
      replay: true,
      draft: true,
      drill: true,
      translations: {},
    });
    assert.equal(summary?.text, 'In short.');
    assert.deepEqual(
      [nextUpdate, began, lastKnown].map((moment) => iso(moment?.latest as number)),
      ['2026-03-01T06:00Z', '2026-03-01T01:00Z', '2026-03-01T02:00Z'],
    );
    assert.deepEqual(
      impact.map((one) =>
        'status' in one
          ? one
          : [one.component, ...one.changes.map(({ from, status }) => [iso(from.latest), status])],
      ),
      [
        ['follow-alerts', ['2026-03-01T01:00Z', 'major_outage'], ['2026-03-01T01:30Z', 'not_known']],
        { component: 'follow-glucose', status: 'partial_outage' },
      ],
    );
    assert.deepEqual(Object.keys(updates[0] ?? {}).toSorted(), ['at', 'id', 'prose', 'said', 'state']);
  });

  test('needs three things and no more', () => {
    const { incident, said } = read(`---\ntitle: T\nimpact: { follow-alerts: major_outage }\n---\n${HEAD}`);
    assert.deepEqual(said, []);
    const { pinned, drill, works, sources, began, ended, advice, summary } = incident as Outage;
    assert.deepEqual(
      { pinned, drill, works, sources, began, ended, advice, summary },
      {
        pinned: false,
        drill: false,
        works: [],
        sources: [],
        began: undefined,
        ended: undefined,
        advice: undefined,
        summary: undefined,
      },
    );
  });

  test('without one of them is told so', () => {
    assert.deepEqual(read('---\nscope: Here\n---\nWords.').said, [
      '1:1 key-missing: no "impact" | impact: a component and its status | Add "impact:" and under it, indented, a line such as "websites: major_outage".',
      '1:1 key-missing: no "title" | title: what people notice, in plain words | Add a line such as "title: Websites cannot be reached".',
      '4:7 update-missing: no update | "## Investigating - 2026-03-01T08:04Z" and a sentence under it | Say what you know; one sentence is enough.',
    ]);
    assert.match(
      read('---\ntitle: T\nimpact: { follow-alerts: major_outage }\n---\nWords.\n').said.join(),
      /^6:1 update-missing: no update /,
    );
  });

  test('may name changes at one instant, and those that overlap, and not one before another', () => {
    const changes = (first: string, second: string) =>
      read(
        incidentFile({
          impact: `follow-alerts: [{ from: ${first}, status: major_outage }, { from: ${second}, status: partial_outage }]`,
        }),
      ).said;
    assert.deepEqual(changes('2026-03-01T02:30Z', '2026-03-01T02:30Z'), []);
    assert.deepEqual(changes('2026-03-01T02:30Z', '2026-03-01T02:20Z/2026-03-01T02:30Z'), []);
    assert.match(
      changes('2026-03-01T02:30Z/2026-03-01T02:50Z', '2026-03-01T02:29Z').join(),
      /^5:96 impact-order: 2026-03-01T02:29Z \| a time after 2026-03-01T02:30Z \|/,
    );
  });
});

describe('announced work', () => {
  const work = (front: string) =>
    read(
      `---\ntitle: Work\nkind: maintenance\nimpact:\n  follow-alerts: [{ from: 2026-03-02T02:00Z, status: under_maintenance }]\n${front}\n---\n## Scheduled - 2026-02-28T10:00Z\nWe work.`,
    );

  test('has a window, and its changes may lie ahead', () => {
    const { incident, said } = work(
      'scheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z/2026-03-02T04:00Z }',
    );
    assert.deepEqual(said, []);
    const { kind, scheduled } = incident as Maintenance;
    assert.deepEqual(
      [kind, iso(scheduled.from), iso(scheduled.until)],
      ['maintenance', '2026-03-02T02:00Z', '2026-03-02T03:00Z'],
    );
  });

  test('needs the window whole, and its end after its beginning', () => {
    assert.deepEqual(work('').said, [
      '1:1 key-missing: no "scheduled" | scheduled: { from: 2026-03-01T02:00Z, until: 2026-03-01T04:00Z } | Say from when until when the work is announced.',
    ]);
    assert.deepEqual(work('scheduled: { from: 2026-03-02T02:00Z }').said, [
      '6:12 key-missing: no "until" | { from: ..., until: ... } | Add "until".',
    ]);
    for (const window of [
      '{ from: soon, until: 2026-03-02T03:00Z }',
      '{ from: 2026-03-02T03:00Z, until: soon }',
    ]) {
      const { incident, said } = work(`scheduled: ${window}`);
      assert.equal(incident, undefined);
      assert.match(said.join(), /^6:\d+ time-malformed: soon /);
    }
    assert.match(
      work('scheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T02:00Z }').said.join(),
      /^6:46 scheduled-backwards: 2026-03-02T02:00Z \| a time after 2026-03-02T02:00Z \|/,
    );
  });

  test('has no beginning and no end of its own', () =>
    assert.deepEqual(
      work('scheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }\nbegan: 2026-03-01T02:00Z').said,
      [
        '7:1 key-not-for-kind: began | a key of maintenance | Take "began" out: maintenance does not have it.',
      ],
    ));
});
