import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths } from '../../src/domain/addresses.ts';
import { type GitHistory, incidentHistory, type Revision } from '../../src/domain/git-history.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import { file, incidentFile } from '../incidents/context.ts';
import { live } from '../sites.ts';
import { planOf } from './brought.ts';

test('what was imported today into a page that is years old looks no newer than it was said, and what is added to it is news', () => {
  const now = Date.parse('2026-03-02T12:00Z');
  const today = Date.parse('2026-03-02T11:00Z');
  const issue = `---
title: Sign-in fails
date: 2018-04-13T15:54:00Z
severity: down
affected: [sign-in]
---
*Investigating* - We look. {{< track "2018-04-13 15:54:00Z" >}}
`;
  const [brought] = planOf('cstate', { 'issues/old.md': issue }).files;
  assert.ok(brought);
  const read = (text: string) => readIncidents([file('old.md', text)], { site: live, now }).incidents[0];
  const follow = `${brought.text}\n## Resolved - 2026-03-02T11:30Z\nIt is over.\n`;
  const version = (incident: Revision['incident'], at: number, imported: boolean): Revision => ({
    ...{ blob: `b${at}`, commit: `c${at}`, at, imported, incident },
  });
  const own = readIncidents([file('own.md', incidentFile())], { site: live, now }).incidents[0];
  const git: GitHistory = {
    kind: 'git',
    incidents: new Map([
      ['own', incidentHistory([version(own, Date.parse('2026-03-01T03:01Z'), false)])],
      ['old', incidentHistory([version(read(brought.text), today, true), version(read(follow), now, false)])],
    ]),
  };
  const incidents = [own, read(follow)].flatMap((one) => one ?? []);
  const snapshot = takeSnapshot(live, incidents, NOBODY, now, git);
  const origin = { url: 'https://status.example.org', base: '/' };
  const entries = feedOf(snapshot, 'en', origin, paths.json).entries.map(({ told }) => [
    told.id,
    new Date(told.published).toISOString(),
    told.imported,
  ]);
  assert.deepEqual(entries, [
    ['old/u-20260302T113000Z', '2026-03-02T12:00:00.000Z', false],
    ['own/u-20260301T030000Z', '2026-03-01T03:01:00.000Z', false],
    ['old/u-20180413T155400Z', '2018-04-13T15:54:00.000Z', true],
  ]);
  const answer = statuspageFiles(snapshot, origin).incidents?.() as {
    incidents: { created_at: string; incident_updates: { created_at: string }[] }[];
  };
  assert.deepEqual(
    answer.incidents.map(({ created_at, incident_updates }) => [
      created_at,
      ...incident_updates.map((update) => update.created_at),
    ]),
    [
      ['2026-03-01T03:01:00Z', '2026-03-01T03:01:00Z'],
      ['2018-04-13T15:54:00Z', '2026-03-02T12:00:00Z', '2018-04-13T15:54:00Z'],
    ],
  );
});
