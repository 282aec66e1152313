import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pauseBefore } from '../../src/release/pace.ts';
import { goingLive, printVersions, readVersions } from '../../src/release/versions.ts';
import { incidentHistory, type Revision } from '../../src/domain/git-history.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { incidentCsv, incidentFile } from '../../src/publications/data/incident.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toRss } from '../../src/publications/feeds/rss.ts';
import { componentsOf } from '../../src/publications/statuspage/components.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiIncident } from '../../src/publications/statuspage/types.ts';
import { context, file, incidentFile as markdown } from '../incidents/context.ts';
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

/**
 * What stands on the server after each commit, and from when on: the build takes its instant some time after
 * the commit, and is switched to some time after that.
 * @param waits how long after a commit its build begins, in ms.
 * @param takes how long a build takes until it could be switched to, in ms.
 * @param lead how long that was expected to take.
 */
function* builds(waits = 0, takes = 0, lead = takes) {
  const revisions: Revision[] = [];
  let list = printVersions(goingLive(undefined, START - MINUTE, lead).list(() => false));
  for (const [what, minutes, front, body] of STEPS) {
    const at = START + minutes * MINUTE;
    const now = at + waits;
    const ready = now + takes;
    const [incident] = readIncidents([file(NAME, markdown({ front, body }))], {
      ...context,
      now,
    }).incidents;
    assert.ok(incident, what);
    revisions.push({ blob: `b${minutes}`, commit: `c${minutes}`, at, imported: false, incident });
    const live = goingLive(readVersions(list), now, lead);
    for (const [index, time] of live.of(NAME, revisions).entries())
      (revisions[index] as Revision).live = time;
    list = printVersions(live.list(() => false));
    const incidents = new Map([[incident.id, incidentHistory([...revisions])]]);
    const snapshot = takeSnapshot(context.site, [incident], { by: 'nobody', at: null }, now, {
      kind: 'git',
      incidents,
    });
    yield { what, now, switched: ready + pauseBefore(live.news(), ready), snapshot };
  }
}

function incidentsIn(snapshot: Snapshot): ApiIncident[] {
  const print = statuspageFiles(snapshot, ORIGIN).incidents;
  assert.ok(print);
  return (print() as { incidents: ApiIncident[] }).incidents;
}

/** What stands on the server from when on, and when the newest of its incidents was updated. */
function servedBy(all: ReturnType<typeof builds>) {
  return [...all].map(({ what, switched, snapshot }) => ({
    what,
    switched,
    updated: Math.max(...incidentsIn(snapshot).map(({ updated_at }) => Date.parse(updated_at))),
  }));
}

/** How often a client acts on each step that compares the times with its last look, in the order it first did. */
function heardBy(served: ReturnType<typeof servedBy>, every: number, phase: number): Map<string, number> {
  const heard = new Map<string, number>();
  let looked = START - 2 * every + phase;
  for (let look = looked + every; look < START + 200 * MINUTE; look += every) {
    const now = served.findLast(({ switched }) => switched <= look);
    if (now && now.updated > looked) heard.set(now.what, (heard.get(now.what) ?? 0) + 1);
    looked = look;
  }
  return heard;
}

describe('a series of commits, heard by programs with a clock of their own', () => {
  for (const every of [1, 3, 7, 10])
    test(`a client that looks every ${every} minutes and compares with its last look acts on each step`, () => {
      // From the commit to the build, and from its instant to the switch: at once, a hook, a timer.
      for (const [waits, takes] of [
        [0, 0],
        [1500, 2400],
        [48_000, 7300],
      ] as const) {
        const served = servedBy(builds(waits, takes));
        // Wherever a look falls: between commit and build, between its instant and the switch, before, after.
        for (let phase = 0; phase < every * MINUTE; phase += 700) {
          const heard = heardBy(served, every * MINUTE, phase);
          assert.deepEqual(
            [...heard],
            STEPS.map(([what]) => [what, 1]),
            `each step once: ${waits} ms to the build, ${takes} ms to the switch, first look ${phase} ms`,
          );
        }
      }
    });

  test('a deploy that is much faster than those before it tells some clients twice, and none never', () => {
    const served = servedBy(builds(1500, 2400, 25_000));
    for (let phase = 0; phase < MINUTE; phase += 700) {
      const heard = heardBy(served, MINUTE, phase);
      assert.deepEqual(
        [...heard.keys()],
        STEPS.map(([what]) => what),
      );
      for (const [what, times] of heard) assert.ok(times <= 2, what);
    }
  });

  test('a client that looks at components alone hears of a status that is told long after it began', () => {
    let before: { status: string; updated_at: string } | undefined;
    const heard: string[] = [];
    for (const { what, switched, snapshot } of builds(48_000, 7300)) {
      const one = componentsOf(snapshot).find(({ name }) => name === 'Followers get alerts');
      assert.ok(one);
      if (one.status !== before?.status) {
        heard.push(one.status);
        assert.ok(Date.parse(one.updated_at) >= switched, what);
      } else assert.equal(one.updated_at, before.updated_at, what);
      before = one;
    }
    assert.deepEqual(heard, ['major_outage', 'operational', 'major_outage']);
  });

  test('an incident as data says of each update when it was said, published and changed', () => {
    const last = [...builds()].at(-1);
    const [incident] = last?.snapshot.incidents ?? [];
    assert.ok(last && incident);
    const { published, changed, updates } = incidentFile(incident, last.snapshot, ORIGIN);
    assert.deepEqual([published, changed], ['2026-03-01T03:00:00Z', '2026-03-01T06:00:00Z']);
    assert.deepEqual(updates.map((update) => [update.said?.latest, update.published, update.changed]).at(0), [
      '2026-03-01T02:59:00Z',
      '2026-03-01T03:00:00Z',
      '2026-03-01T06:00:00Z',
    ]);
    const [header = '', first = ''] = incidentCsv(incident, last.snapshot).split('\r\n');
    assert.match(header, /,published,changed$/);
    assert.match(first, /,2026-03-01T03:00:00Z,2026-03-01T06:00:00Z$/);
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
    assert.match(entry?.text ?? '', /^None arrive here\.\n\nSaid: 1 March 2026, 04:01 UTC\.$/);
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
