import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { afterCheck, beginNight, hear, wordOfNight } from '../../src/domain/bedside.ts';
import { isReal } from '../../src/domain/incident.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { isHurt, isWorse, type Status } from '../../src/domain/status.ts';
import { WORDS } from '../../src/i18n/index.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { componentBadge, pageBadge } from '../../src/publications/badge.ts';
import { isoSeconds } from '../../src/domain/time.ts';
import { leaseLimitsOf } from '../../src/domain/site.ts';
import { bedsideFile } from '../../src/publications/bedside.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { heartbeatOf } from '../../src/publications/heartbeat.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toJsonFeed } from '../../src/publications/feeds/json.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiComponent, ApiIncident, ApiStatus } from '../../src/publications/statuspage/types.ts';
import { incidents, lively, NOW, attestation } from '../domain/generators.ts';
import { ORIGIN } from './printing.ts';

const numRuns = Number(process.env.RUNS ?? 400);

interface Summary {
  status: ApiStatus;
  components: ApiComponent[];
  incidents: ApiIncident[];
  scheduled_maintenances: ApiIncident[];
}

/** Holds a law against snapshots of every kind, of a service and of a demonstration. */
function holds(law: (snapshot: Snapshot) => void): void {
  const demonstration = { notice: { en: 'A demonstration.', es: 'Una demostración.' } };
  fc.assert(
    fc.property(incidents, attestation, fc.constantFrom(undefined, demonstration), (read, word, shown) =>
      law(takeSnapshot({ ...lively, demonstration: shown }, read, word, NOW)),
    ),
    { numRuns },
  );
}

const summaryOf = (snapshot: Snapshot) => statuspageFiles(snapshot, ORIGIN).summary?.() as Summary;
const isTroubled = ({ statuses }: Snapshot) => statuses.some(({ status }) => isHurt(status));
const mayReadWell = ({ situation }: Snapshot) => situation.kind === 'clear';

describe('whatever happened, every format says the same', () => {
  test('the answer is calm only where all is well and somebody vouches for it', () => {
    holds((snapshot) => {
      const { tone, headline, works, affected } = answerOf(snapshot, 'en');
      const { working, clear, watched } = WORDS.en.answer;
      const { situation, site } = snapshot;
      const vouched = situation.kind === 'clear' && situation.attestation.by !== 'nobody';
      assert.equal(tone === 'calm', vouched);
      if (vouched) assert.ok(!isTroubled(snapshot));
      if (isTroubled(snapshot) && !site.demonstration)
        assert.ok(![working, clear, watched].some((words) => words(site.service.en) === headline));
      for (const { component } of affected) assert.ok(!works?.includes(component.name.en));
      if (situation.kind === 'incident' && situation.status === 'not_known') assert.equal(tone, 'unknown');
    });
  });

  test('the API: its indicator is none, and a component operational, only where the answer is well', () => {
    holds((snapshot) => {
      const { status, components } = summaryOf(snapshot);
      assert.equal(status.indicator === 'none', mayReadWell(snapshot));
      if (status.description === 'All Systems Operational')
        assert.equal(answerOf(snapshot, 'en').tone, 'calm');
      for (const { component, status: ours } of snapshot.statuses) {
        const theirs = components.find(({ id }) => id === apiId('component', component.id))?.status;
        assert.ok(theirs);
        if (isHurt(ours)) assert.equal(theirs, ours === 'not_known' ? 'degraded_performance' : ours);
        const group = components.find(({ id }) => id === apiId('group', component.group))?.status as Status;
        assert.ok(!isWorse(theirs, group));
      }
    });
  });

  test('the API: what the answer is about is among what it lists, if it is open', () => {
    holds((snapshot) => {
      const { incidents: listed, scheduled_maintenances } = summaryOf(snapshot);
      const ids = new Set([...listed, ...scheduled_maintenances].map(({ id }) => id));
      for (const { incident } of [...snapshot.open, ...snapshot.maintenance])
        assert.ok(ids.has(apiId('incident', incident.id)));
    });
  });

  test('the badges: none says "no problem" of what is in trouble, nor of a page that is not clear', () => {
    holds((snapshot) => {
      for (const language of ['en', 'es'] as const) {
        const { operational } = WORDS[language].statuses;
        const badge = pageBadge(snapshot, language);
        assert.equal(badge.tone, answerOf(snapshot, language).tone);
        assert.equal(badge.message === operational, mayReadWell(snapshot));
        for (const entry of snapshot.statuses) {
          const { message, tone } = componentBadge(snapshot, entry, language);
          if (!isHurt(entry.status)) continue;
          assert.notEqual(message, operational);
          if (!snapshot.site.demonstration) {
            assert.equal(message, WORDS[language].statuses[entry.status]);
            assert.ok(tone !== 'calm' && tone !== 'neutral');
          }
        }
      }
    });
  });

  test('the banner in another page says the sentence of the answer, now and at the announced instant', () => {
    holds((snapshot) => {
      const next =
        snapshot.changesAt === undefined
          ? undefined
          : takeSnapshot(snapshot.site, snapshot.incidents, snapshot.attestation, snapshot.changesAt);
      const file = embedFile(snapshot, next, 'en', ORIGIN, 'b1');
      for (const [reading, at] of [
        [file, snapshot],
        [file.next, next],
      ] as const) {
        const answer = at && answerOf(at, 'en');
        assert.deepEqual([reading?.tone, reading?.headline], [answer?.tone, answer?.headline]);
      }
      if (isTroubled(snapshot) && !snapshot.site.demonstration) assert.ok(file.advice);
    });
  });

  test('the night: a component in trouble never reads as well by what the API gives it', () => {
    holds((snapshot) => {
      const file = bedsideFile(snapshot, 'b');
      for (const { component, status, since } of snapshot.statuses) {
        const chosen = [apiId('component', component.id)];
        const entry = file.components.find(({ id }) => id === chosen[0]);
        const [earliest, latest] = since ? [since.at.earliest, since.at.latest].map(isoSeconds) : [];
        assert.equal(entry?.since, since && !since.before ? earliest : null);
        assert.equal(entry?.since_before, since?.before ? latest : null);
        const heard = hear(
          heartbeatOf(snapshot, 'b', 's'),
          file,
          chosen,
          snapshot.now,
          leaseLimitsOf(snapshot.site),
        );
        const word = wordOfNight(afterCheck(beginNight(0), heard, 0, 1).night);
        if (isHurt(status)) assert.equal(word, status);
        else assert.ok(['vouched', 'nobody', 'demonstration', 'unknown'].includes(word));
        if (snapshot.site.demonstration || snapshot.attestation.by === 'nobody')
          assert.notEqual(word, 'vouched');
      }
    });
  });

  test('the feed: whatever is open stands in it, with its impact, and a drill says that it is one', () => {
    holds((snapshot) => {
      const feed = feedOf(snapshot, 'en', ORIGIN, 'feed.json');
      const { items } = JSON.parse(toJsonFeed(feed, snapshot.site, ORIGIN)) as {
        items: {
          _nightlight: {
            incident: string;
            drill: boolean;
            impact: { component: string; status: Status }[];
          };
        }[];
      };
      const { situation } = snapshot;
      const about =
        'incidents' in situation ? situation.incidents : 'incident' in situation ? [situation.incident] : [];
      for (const incident of about) {
        const item = items.find(({ _nightlight }) => _nightlight.incident === incident.id);
        assert.ok(item && !item._nightlight.drill && isReal(incident));
        const told = new Set(item._nightlight.impact.map(({ component }) => component));
        for (const { component } of incident.impact) assert.ok(told.has(component));
      }
      for (const { id } of snapshot.drills)
        assert.ok(items.find(({ _nightlight }) => _nightlight.incident === id)?._nightlight.drill);
    });
  });
});
