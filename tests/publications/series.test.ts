import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentHistory, type Revision } from '../../src/domain/publication.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toRss } from '../../src/publications/feeds/rss.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiIncident } from '../../src/publications/statuspage/types.ts';
import { context, file, incidentFile } from '../incidents/context.ts';
import { ORIGIN } from './printing.ts';

const NAME = '2026-03-01-alerts.md';
const START = Date.UTC(2026, 2, 1, 3);
const OPENED = '## Investigating - 2026-03-01T02:59Z\nMost alerts do not arrive.';
const UPDATED = `${OPENED}\n\n## Update - 2026-03-01T03:18Z\nStill so.`;
const CORRECTED = `${UPDATED}\n\n## Correction - 2026-03-01T03:39Z\nNo alerts arrive.`;
const RESOLVED = `${CORRECTED}\n\n## Resolved - 2026-03-01T03:58Z\nAlerts arrive again.`;
/** Said before the all-clear was committed, and written down long after it. */
const REOPENED = `${RESOLVED}\n\n## Investigating - 2026-03-01T04:01Z - community: a forum\nNone arrive here.`;

/** One step of the series: what was committed, and how many minutes after the start. */
const STEPS: [what: string, minutes: number, front: string, body: string][] = [
  ['opened, a minute after it was said', 0, '', OPENED],
  ['updated', 20, '', UPDATED],
  ['corrected', 40, '', CORRECTED],
  ['resolved', 60, '', RESOLVED],
  ['opened again, an hour after somebody said so', 120, '', REOPENED],
  ['edited in place: "most" became "some"', 140, '', REOPENED.replace('Most', 'Some')],
  ['dated back under its old id', 160, '', REOPENED.replace('02:59Z', '02:41Z {#u-20260301T025900Z}')],
  ['a fact was changed', 180, 'cause: A certificate ran out.', REOPENED],
];

/** What stands on the server after each commit. */
function* builds() {
  const revisions: Revision[] = [];
  for (const [what, minutes, front, body] of STEPS) {
    const now = START + minutes * MINUTE;
    const [incident] = readIncidents([file(NAME, incidentFile({ front, body }))], {
      ...context,
      now,
    }).incidents;
    assert.ok(incident, what);
    revisions.push({ blob: `b${minutes}`, commit: `c${minutes}`, at: now, imported: false, incident });
    const incidents = new Map([[incident.id, incidentHistory([...revisions])]]);
    const snapshot = takeSnapshot(context.site, [incident], { by: 'nobody', at: null }, now, {
      kind: 'git',
      incidents,
    });
    yield { what, now, snapshot };
  }
}

function incidentsIn(snapshot: Snapshot): ApiIncident[] {
  const print = statuspageFiles(snapshot, ORIGIN).incidents;
  assert.ok(print);
  return (print() as { incidents: ApiIncident[] }).incidents;
}

describe('a series of commits, heard by programs with a clock of their own', () => {
  for (const every of [1, 3, 7, 10])
    test(`a client that looks every ${every} minutes and compares with its last look acts on each step`, () => {
      let looked = START - every * MINUTE;
      for (const { what, now, snapshot } of builds()) {
        const incidents = incidentsIn(snapshot);
        // It looks on while nothing happens; its last look lies just before the commit.
        looked += Math.floor((now - 1 - looked) / (every * MINUTE)) * every * MINUTE;
        assert.ok(
          incidents.some(({ updated_at }) => Date.parse(updated_at) > looked),
          what,
        );
        looked += every * MINUTE;
        assert.ok(
          incidents.every(({ updated_at }) => Date.parse(updated_at) <= looked),
          `${what}, only once`,
        );
      }
    });

  test('a client reads when each update was published, changed and said', () => {
    const last = [...builds()].at(-1);
    assert.ok(last);
    const [one] = incidentsIn(last.snapshot);
    assert.equal(one?.created_at, '2026-03-01T03:00:00Z');
    assert.equal(one?.updated_at, '2026-03-01T06:00:00Z');
    const [reopened] = one?.incident_updates ?? [];
    assert.deepEqual(
      [reopened?.created_at, reopened?.updated_at, reopened?.display_at],
      ['2026-03-01T05:00:00Z', '2026-03-01T05:00:00Z', '2026-03-01T04:01:00Z'],
    );
    const first = one?.incident_updates.at(-1);
    assert.deepEqual(
      [first?.created_at, first?.display_at],
      ['2026-03-01T03:00:00Z', '2026-03-01T02:59:00Z'],
    );
  });

  test('a reader that drops what is dated before the newest it has seen hears each update of the RSS', () => {
    let newest = 0;
    const heard: string[] = [];
    for (const { snapshot } of builds()) {
      const rss = toRss(feedOf(snapshot, 'en', ORIGIN, 'history.rss'));
      const dates = [...rss.matchAll(/<category><!\[CDATA\[(\w+)\]\]><\/category>\s*<pubDate>([^<]+)</g)].map(
        ([, state = '', date = '']) => ({ state, at: Date.parse(date) }),
      );
      assert.ok(dates.length > 0);
      for (const { state } of dates.filter(({ at }) => at > newest).reverse()) heard.push(state);
      newest = Math.max(newest, ...dates.map(({ at }) => at));
    }
    assert.deepEqual(heard, ['investigating', 'update', 'correction', 'resolved', 'investigating']);
  });

  test('says in the text when it was said, where that was not when it was published', () => {
    const last = [...builds()].at(4);
    assert.ok(last);
    const [entry] = feedOf(last.snapshot, 'en', ORIGIN, 'history.rss').entries;
    assert.match(entry?.html ?? '', /<p>Said: 1 March 2026, 04:01 UTC\.<\/p>/);
  });

  test('of a year that is over keeps its times when it is printed anew', () => {
    const last = [...builds()].at(3);
    assert.ok(last);
    const page = (now: number) => {
      const print = statuspageFiles({ ...last.snapshot, now }, ORIGIN)['incidents-2026'];
      assert.ok(print);
      return (print() as { page: object }).page;
    };
    assert.deepEqual(page(last.now + 60 * MINUTE), page(last.now));
  });
});
