import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import type { Language } from '../../src/domain/site.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import type { Instant } from '../../src/domain/time.ts';
import { toAtom } from '../../src/publications/feeds/atom.ts';
import { escapeHtml, xmlText } from '../../src/publications/escape.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toJsonFeed } from '../../src/publications/feeds/json.ts';
import { toRss } from '../../src/publications/feeds/rss.ts';
import { shipped } from '../sites.ts';
import { maintenance, outage, said } from '../domain/generators.ts';
import { at, committed, ORIGIN, snapshotAt } from './printing.ts';

type Change = Parameters<typeof snapshotAt>[1];

interface Item {
  image?: string;
  tags: string[];
  _nightlight: NotificationFile;
}

const opened = said('investigating', at(2, 10));

describe('text in a feed', () => {
  test('is never markup', () => {
    assert.equal(escapeHtml('<a href="x">&amp;</a>'), '&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;');
  });

  test('keeps line breaks and tabs, and holds nothing that XML may not hold', () => {
    assert.equal(
      xmlText('a\tb\nc\rd\u0000\u0008\u000b\u000c\u000e\u001f\ufffe\uffffe\ud800'),
      'a\tb\nc\rde\ufffd',
    );
  });

  test('has the licence and what is older only where there are any', () => {
    const { license: _, ...site } = snapshotAt([]).site;
    const atom = toAtom(feedOf({ ...snapshotAt([]), site }, 'en', ORIGIN, 'history.atom'));
    assert.match(atom, /\n {2}<link rel="alternate"[^>]*>\n {2}<generator>/);
    assert.doesNotMatch(atom, /rel="license"|prev-archive|fh:archive|rel="current"/);
    const archive = toAtom(feedOf(snapshotAt([outage()]), 'en', ORIGIN, 'history/2025.atom', { year: 2025 }));
    assert.match(
      archive,
      /\n {2}<fh:archive\/>\n {2}<link rel="current" href="https:[^"]*history\.atom"\/>\n {2}<entry>/,
    );
  });

  test('is dated in the RSS by the later of said and published, and built when the newest entry was', () => {
    const incident = outage({ updates: [opened] });
    const rss = (published: Instant) =>
      toRss(
        feedOf(
          snapshotAt([incident], { git: committed([incident], published) }),
          'en',
          ORIGIN,
          'history.rss',
        ),
      );
    assert.match(rss(at(2, 40).latest), /<pubDate>Sun, 01 Mar 2026 02:40:00 GMT<\/pubDate>\s*<\/item>/);
    assert.match(rss(at(2).latest), /<pubDate>Sun, 01 Mar 2026 02:10:00 GMT<\/pubDate>\s*<\/item>/);
    assert.match(rss(at(2, 40).latest), /<lastBuildDate>Sun, 01 Mar 2026 02:40:00 GMT<\/lastBuildDate>/);
  });
});

describe('an item of the JSON Feed', () => {
  const itemsOf = (incident: Incident, change: Change = {}, language: Language = 'en') => {
    const feed = feedOf(snapshotAt([incident], change), language, ORIGIN, 'feed.json');
    return (JSON.parse(toJsonFeed(feed)) as { items: Item[] }).items;
  };
  const itemOf = (incident: Incident, change: Change = {}) => {
    const [item] = itemsOf(incident, change);
    assert.ok(item);
    return item;
  };

  test('has what is lost as of it, the worst first, and the worst that it was until then', () => {
    const changes = [
      { from: at(2), status: 'partial_outage' as const },
      { from: at(2, 30), status: 'operational' as const },
    ];
    const incident = outage({
      began: at(2),
      impact: [
        { component: 'sign-in', changes },
        { component: 'reports', status: 'degraded_performance' },
      ],
      updates: [opened, said('update', at(2, 40)), said('resolved', at(3))],
    });
    const [over, later, first] = itemsOf(incident);
    const impactOf = (item: typeof first) =>
      item?._nightlight.impact.map(({ component, status, worst }) => [component, status, worst]);
    assert.deepEqual(impactOf(first), [
      ['sign-in', 'partial_outage', 'partial_outage'],
      ['reports', 'degraded_performance', 'degraded_performance'],
    ]);
    assert.deepEqual(impactOf(later), [
      ['reports', 'degraded_performance', 'degraded_performance'],
      ['sign-in', 'operational', 'partial_outage'],
    ]);
    assert.deepEqual(impactOf(over), [
      ['sign-in', 'operational', 'partial_outage'],
      ['reports', 'operational', 'degraded_performance'],
    ]);
    assert.deepEqual(first?.tags, ['investigating', 'sign-in', 'reports']);
  });

  test('has each state and status in words of its language, and the word of those who speak', () => {
    const [item] = itemsOf(outage({ began: at(2), updates: [opened] }), {}, 'es');
    assert.equal(item?._nightlight.state_name, 'Investigando');
    assert.equal(item?._nightlight.impact[0]?.status_name, 'No funciona');
    assert.deepEqual(item?._nightlight.site, {
      name: 'Nightlight',
      service: 'el uso compartido de glucosa',
      operator: 'The Nightlight project',
      url: 'https://status.example.org/repo/es/',
    });
  });

  test('has a picture only where pictures of updates are drawn', () => {
    assert.match(itemOf(outage(), { site: { pictures: 'all' } }).image ?? '', /\.png$/);
    for (const pictures of ['incidents', 'none'] as const) {
      const item = itemOf(outage(), { site: { pictures } });
      assert.deepEqual([item.image, item._nightlight.pictures], [undefined, null]);
    }
  });

  test('says whether it is a drill, announced work, a demonstration, and whose advice it brings', () => {
    const { drill, demonstration, advice, advice_by } = itemOf(outage({ drill: true }), {
      site: shipped,
    })._nightlight;
    assert.deepEqual(
      { drill, demonstration, advice, advice_by },
      {
        ...{ drill: true, demonstration: true, advice: null, advice_by: null },
      },
    );
    const advised = itemOf(outage({ advice: 'Set a clock.', adviceBy: 'editors' }))._nightlight;
    assert.deepEqual([advised.advice, advised.advice_by], ['Set a clock.', 'editors']);
    const work = itemOf(maintenance())._nightlight;
    assert.deepEqual([work.kind, work.incident_state, work.open], ['maintenance', 'scheduled', true]);
  });
});
