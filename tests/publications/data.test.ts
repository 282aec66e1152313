import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageBadge, componentBadge, toShields, toSvg } from '../../src/publications/badge.ts';
import { citedOf, datesOf, plainCitation, toBibtex, toCslJson } from '../../src/publications/citation.ts';
import { pressParagraph } from '../../src/publications/press.ts';
import { toCsv } from '../../src/publications/data/csv.ts';
import { incidentCsv } from '../../src/publications/data/incident.ts';
import { DAY } from '../../src/domain/time.ts';
import { uptimeOf } from '../../src/domain/uptime.ts';
import { uptimeCsv, uptimeFile, uptimeIn, uptimeNumber, uptimeText } from '../../src/publications/uptime.ts';
import { incidentHistory } from '../../src/domain/git-history.ts';
import { assertGolden, ORIGIN, snapshotOf } from './printing.ts';

describe('CSV', () => {
  test('quotes what must be quoted, and no cell is a formula', () => {
    assert.equal(
      toCsv(
        ['a', 'b'],
        [
          ['=1+1', '-x'],
          ['a "b"', 'c,d'],
          ['@x', 'e\nf'],
          [1, null],
          [-1, 'f'],
        ],
      ),
      'a,b\r\n\'=1+1,\'-x\r\n"a ""b""","c,d"\r\n\'@x,"e\nf"\r\n1,\r\n-1,f\r\n',
    );
  });

  test('of an incident is its timeline, and of the uptime its months', async () => {
    const snapshot = await snapshotOf('one-incident');
    assertGolden(
      'one-incident.csv',
      incidentCsv(snapshot.incidents[0] as (typeof snapshot.incidents)[0], snapshot),
    );
    const lines = uptimeCsv(snapshot).split('\r\n');
    assert.equal(
      lines[0],
      'component,month,uptime_percent,major_outage_minutes,partial_outage_minutes,degraded_performance_minutes,not_known_minutes,under_maintenance_minutes',
    );
    assert.ok(lines.includes('follow-alerts,2026-01,100,0,0,100,0,0'));
  });
});

describe('time that nobody knows of', () => {
  test('is left out of the number, and named beside it', async () => {
    const snapshot = await snapshotOf('not-known');
    const day = uptimeFile(snapshot)
      .series.find(({ id }) => id === 'follow-alerts')
      ?.days.find(({ period }) => period === '2026-02-10');
    assert.deepEqual(day, {
      period: '2026-02-10',
      percent: null,
      minutes: { not_known: 1440 },
      left_out_minutes: 1440,
      in_service_minutes: 1440,
      incident_count: 1,
      incidents: ['2026-02-10-alerts-lost-from-view'],
    });
    const history = snapshot.histories.get('follow-alerts');
    assert.ok(history);
    const said = (from: number, to: number, language: 'en' | 'es') =>
      uptimeText(uptimeOf(history, { from, to }, snapshot.now, snapshot.site.weights), snapshot, language);
    const lost = Date.UTC(2026, 1, 10);
    assert.equal(said(lost, lost + DAY, 'en'), 'not known');
    assert.equal(said(lost - DAY, lost + DAY, 'en'), '100% of the time that is known (not known: 1 day)');
    assert.equal(said(lost, lost + DAY, 'es'), 'no se sabe');
    const sums = uptimeOf(history, { from: lost - DAY, to: lost + DAY }, snapshot.now, snapshot.site.weights);
    assert.equal(
      uptimeNumber(sums, snapshot, 'en'),
      '100% of the time that is known',
      'for a table, in which that time has a line of its own',
    );
  });

  test('and outages that nobody wrote down: a demonstration has a number only where it knows of one', async () => {
    const snapshot = await snapshotOf('demonstration');
    const said = (id: string, language: 'en' | 'es') => {
      const history = snapshot.histories.get(id);
      assert.ok(history);
      return uptimeText(uptimeIn(snapshot, history, 'ninety'), snapshot, language);
    };
    assert.equal(said('device-alarms', 'en'), 'no outage recorded');
    assert.equal(said('device-alarms', 'es'), 'ninguna interrupción anotada');
    assert.match(said('follow-alerts', 'en'), /^no more than 99\.\d+%$/);
  });
});

describe('a badge', () => {
  test('says in words what the page says, and never more', async () => {
    const words = async (name: string) => pageBadge(await snapshotOf(name), 'en').message;
    assert.equal(await words('nothing-watched'), 'No problem reported');
    assert.equal(await words('one-incident'), 'Followers get no alerts');
    assert.equal(await words('unknown'), 'Unknown');
    assert.equal(await words('demonstration'), 'Demonstration, not a live status');
  });

  test('of a component knows "unknown" too', async () => {
    const badge = async (name: string, id: string) => {
      const snapshot = await snapshotOf(name);
      const entry = snapshot.statuses.find(({ component }) => component.id === id);
      if (!entry) throw new Error(id);
      return componentBadge(snapshot, entry, 'en').message;
    };
    assert.equal(await badge('unknown', 'follow-alerts'), 'Unknown');
    assert.equal(await badge('one-incident', 'follow-alerts'), 'Not working');
    assert.equal(await badge('one-incident', 'sign-in'), 'No problem reported');
  });

  test('is a picture with its words as title, escaped, and JSON for shields.io', async () => {
    const svg = toSvg({ label: '<a&"b', message: 'x', tone: 'trouble' }, 'as of 03:10 UTC', 'en');
    assert.match(svg, /role="img" aria-label="&lt;a&amp;&quot;b: x \(as of 03:10 UTC\)"/);
    assertGolden(
      'one-incident.badge.svg',
      toSvg(pageBadge(await snapshotOf('one-incident'), 'en'), 'as of 03:10 UTC', 'en'),
    );
    assert.deepEqual(toShields({ label: 'a', message: 'unknown', tone: 'unknown' }, 'as of 03:10 UTC'), {
      schemaVersion: 1,
      label: 'a',
      message: 'unknown (as of 03:10 UTC)',
      color: '555d6e',
      isError: true,
      cacheSeconds: 300,
    });
  });
});

describe('a citation', () => {
  test('is printed as text, BibTeX and CSL-JSON from the same facts', async () => {
    const snapshot = await snapshotOf('one-incident');
    const [incident] = snapshot.incidents;
    if (!incident) throw new Error('no incident');
    const update = incident.updates[1] as (typeof incident.updates)[0];
    const printed = [
      plainCitation({ incident }, snapshot, 'en', ORIGIN),
      plainCitation({ incident, update }, snapshot, 'es', ORIGIN),
      toBibtex(citedOf(incident), snapshot, 'en', ORIGIN),
      JSON.stringify(toCslJson(citedOf(incident), snapshot, 'en', ORIGIN), null, 1),
      pressParagraph(incident, snapshot, 'en'),
      pressParagraph(incident, snapshot, 'es'),
    ];
    assertGolden('one-incident.citations.txt', `${printed.join('\n\n')}\n`);
  });

  test('is dated by when it first stood here, and says in title and note what was said, where and when', async () => {
    const snapshot = await snapshotOf('one-incident');
    const [one] = snapshot.incidents;
    const [first] = one?.updates ?? [];
    if (!one || !first) throw new Error('no incident');
    const at = { earliest: Date.UTC(2019, 10, 30, 15, 30), latest: Date.UTC(2019, 10, 30, 16, 30) };
    const update = { ...first, at, said: { speaker: 'operator' as const, place: 'Facebook' } };
    const incident = { ...one, updates: [update] };
    const version = { blob: 'b1', commit: 'c1', at: Date.UTC(2026, 10, 22, 8), imported: true, incident };
    const cited = {
      ...snapshot,
      git: {
        kind: 'git' as const,
        incidents: new Map([[incident.id, incidentHistory([version])]]),
      },
    };
    assert.match(
      plainCitation({ incident, update }, cited, 'en', ORIGIN),
      /\(Investigating, said between 15:30 and 16:30 UTC on 30 November 2019; Facebook\)\. .*, 22 November 2026\. https:/,
    );
    assert.match(toBibtex([{ incident, update }], cited, 'en', ORIGIN), /\n {2}date = \{2026-11-22\},\n/);
    const [csl] = toCslJson([{ incident, update }], cited, 'en', ORIGIN);
    assert.deepEqual(csl?.issued, { 'date-parts': [[2026, 11, 22]] });
    assert.match(
      csl?.note ?? '',
      /^What was said between 15:30 .* 2019\. This version was published here on 22 /,
    );
    assert.equal(
      datesOf(incident, cited).published,
      '2019-11-30T16:30:00Z',
      'what was brought along keeps its own time for machines',
    );
  });

  test('says where something was said in its own language, as the page does', async () => {
    const snapshot = await snapshotOf('one-incident');
    const [one] = snapshot.incidents;
    const [first] = one?.updates ?? [];
    if (!one?.translations.es || !first) throw new Error('no incident, or no translation');
    const update = { ...first, said: { speaker: 'community' as const, place: 'a forum' } };
    const es = { ...one.translations.es, places: { [update.id]: 'un foro' } };
    const incident = { ...one, updates: [update], translations: { es } };
    const cited = { incident, update };
    assert.match(plainCitation(cited, snapshot, 'es', ORIGIN), /Comunicado por usuarios: un foro\)/);
    assert.match(plainCitation(cited, snapshot, 'en', ORIGIN), /Reported by users: a forum\)/);
  });

  test('has no date where git does not know one', async () => {
    const snapshot = await snapshotOf('one-incident');
    const [incident] = snapshot.incidents;
    if (!incident) throw new Error('no incident');
    assert.match(
      plainCitation({ incident }, snapshot, 'en', ORIGIN),
      /, date of publication not known\. https:/,
    );
    assert.doesNotMatch(toBibtex([{ incident }], snapshot, 'en', ORIGIN), /date =/);
    assert.equal(toCslJson([{ incident }], snapshot, 'en', ORIGIN)[0]?.issued, undefined);
  });
});
