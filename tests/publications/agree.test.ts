import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { afterCheck, beginNight, hear, wordOfNight } from '../../src/domain/bedside.ts';
import { type Incident, isOpen, isReal, newestUpdate, type Update } from '../../src/domain/incident.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { isHurt, isWorse, type Status } from '../../src/domain/status.ts';
import { wordsOf } from '../../src/i18n/index.ts';
import { answerOf } from '../../src/publications/answer.ts';
import { componentBadge, pageBadge } from '../../src/publications/badge.ts';
import { isoSeconds } from '../../src/domain/time.ts';
import { leaseLimitsOf } from '../../src/domain/site.ts';
import { bedsideFile } from '../../src/publications/bedside.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { heartbeatOf } from '../../src/publications/heartbeat.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toJsonFeed } from '../../src/publications/feeds/json.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import { pictureOfIncident } from '../../src/publications/picture.ts';
import { API_STATUS } from '../../src/publications/statuspage/components.ts';
import { incidentOf } from '../../src/publications/statuspage/incidents.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiComponent, ApiIncident, ApiStatus } from '../../src/publications/statuspage/types.ts';
import fc from '../chance.ts';
import { incidents, lively, NOW, attestation } from '../domain/generators.ts';
import { ORIGIN } from './printing.ts';
import { often } from '../thorough.ts';

const numRuns = often(150, 400);

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

/** What each entry of the feed tells. */
const itemsOf = (snapshot: Snapshot) =>
  (
    JSON.parse(toJsonFeed(feedOf(snapshot, 'en', ORIGIN, 'feed.json'))) as {
      items: { _nightlight: NotificationFile }[];
    }
  ).items.map(({ _nightlight }) => _nightlight);
const summaryOf = (snapshot: Snapshot) => statuspageFiles(snapshot, ORIGIN).summary?.() as Summary;
const isTroubled = ({ statuses }: Snapshot) => statuses.some(({ status }) => isHurt(status));
const mayReadWell = ({ situation }: Snapshot) => situation.kind === 'clear';

describe('whatever happened, every format says the same', () => {
  test('the answer is calm only where all is well and somebody vouches for it', () => {
    holds((snapshot) => {
      const { tone, headline, works, affected } = answerOf(snapshot, 'en');
      const { working, clear, again } = wordsOf('en').answer;
      const { situation, site } = snapshot;
      const vouched = situation.kind === 'clear' && situation.attestation.by !== 'nobody';
      assert.equal(tone === 'calm', vouched);
      if (vouched) assert.ok(!isTroubled(snapshot));
      if (isTroubled(snapshot) && !site.demonstration)
        assert.ok(
          ![working, clear, again].some((words) => headline.startsWith(words(site.service.en ?? ''))),
        );
      for (const { component } of affected) assert.ok(!works?.includes(component.name.en ?? ''));
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
        const { operational } = wordsOf(language).statuses;
        const badge = pageBadge(snapshot, language);
        assert.equal(badge.tone, answerOf(snapshot, language).tone);
        assert.equal(badge.message === operational, mayReadWell(snapshot));
        for (const entry of snapshot.statuses) {
          const { message, tone } = componentBadge(snapshot, entry, language);
          if (!isHurt(entry.status)) continue;
          assert.notEqual(message, operational);
          if (!snapshot.site.demonstration) {
            assert.equal(message, wordsOf(language).statuses[entry.status]);
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
      const file = bedsideFile(snapshot, 'b', ORIGIN.base);
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
      const items = itemsOf(snapshot);
      const { situation } = snapshot;
      const about =
        'incidents' in situation ? situation.incidents : 'incident' in situation ? [situation.incident] : [];
      for (const incident of about) {
        const item = items.find((one) => one.incident === incident.id);
        assert.ok(item && !item.drill && isReal(incident));
        const told = new Set(item.impact.map(({ component }) => component));
        for (const { component } of incident.impact) assert.ok(told.has(component));
      }
      for (const { id } of snapshot.drills) assert.ok(items.find(({ incident }) => incident === id)?.drill);
    });
  });
});

describe('whatever was told, every format says the same of what is lost as of each update', () => {
  const lostIn = ({ impact }: NotificationFile) =>
    new Map(impact.map(({ component, status }) => [component, status]));
  const eachUpdate = (
    law: (snapshot: Snapshot, incident: Incident, update: Update, item: NotificationFile) => void,
  ) =>
    holds((snapshot) => {
      const items = new Map(itemsOf(snapshot).map((item) => [item.id, item]));
      for (const incident of snapshot.incidents)
        for (const update of incident.updates) {
          const item = items.get(`${incident.id}/${update.id}`);
          assert.ok(item);
          law(snapshot, incident, update, item);
        }
    });

  test('the feed and the API', () => {
    eachUpdate((snapshot, incident, update, item) => {
      if (incident.drill) return;
      const { incident_updates } = incidentOf(incident, snapshot, ORIGIN);
      const one = incident_updates.find(({ id }) => id === apiId('update', item.id));
      const theirs = new Map(one?.affected_components?.map(({ code, new_status }) => [code, new_status]));
      for (const [component, status] of lostIn(item))
        assert.equal(theirs.get(apiId('component', component)), API_STATUS[status], update.id);
      assert.equal(theirs.size, item.impact.length);
    });
  });

  test('the feed and the picture of what is open', () => {
    eachUpdate((snapshot, incident, update, item) => {
      if (update !== newestUpdate(incident) || !isOpen(incident) || incident.kind !== 'incident') return;
      const { facts } = pictureOfIncident(incident, snapshot, 'en', ORIGIN);
      const hurt = item.impact.filter(({ status }) => isHurt(status));
      const words = facts.find(({ label }) => label === wordsOf('en').answer.affected)?.text ?? '';
      // Each in a sentence, and there are no others.
      for (const { sentence } of hurt) assert.ok(sentence && words.includes(`${sentence}.`), words);
      assert.equal(words.split('.').length - 1, hurt.length);
    });
  });

  test('the feed and the page as it read when the update was the newest', () => {
    eachUpdate(({ site, attestation }, incident, update, item) => {
      if (update !== newestUpdate(incident) || incident.drill) return;
      if (incident.kind === 'incident' && incident.ended === 'unknown') return;
      const page = takeSnapshot(site, [incident], attestation, update.at.latest);
      const lost = lostIn(item);
      for (const { component, status, since } of page.statuses) {
        assert.equal(lost.get(component.id) ?? 'operational', status, component.id);
        const told = item.impact.find((one) => one.component === component.id)?.since;
        if (since && since.at.earliest > component.since)
          assert.equal(told?.earliest, isoSeconds(since.at.earliest));
      }
    });
  });
});
