import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestUpdate } from '../../../src/domain/incident.ts';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import type { Status } from '../../../src/domain/status.ts';
import { notificationFile, notificationIn } from '../../../src/publications/notification.ts';
import { statuspageOf } from '../../../src/publications/messages/index.ts';
import { incidentOf } from '../../../src/publications/statuspage/incidents.ts';
import { statuspageFiles } from '../../../src/publications/statuspage/index.ts';
import { spokenSituations } from '../../tour/situations.ts';
import { ORIGIN, snapshotOf } from '../printing.ts';
import { first } from './samples.ts';

const AROUND = {
  unsubscribeUrl: 'https://status.example.org/unsubscribe/1',
  generatedAt: '2026-03-01T02:31:00Z',
};

describe('the body of a webhook', () => {
  test('says of the newest update of each incident what the API says', async () => {
    let compared = 0;
    for (const { name } of spokenSituations) {
      const snapshot = await snapshotOf(name);
      for (const incident of snapshot.incidents) {
        if (incident.drill) continue;
        const told = notificationIn(snapshot, incident, newestUpdate(incident), 'en', ORIGIN);
        const { incident: sent } = statuspageOf(notificationFile(told), AROUND);
        const api = incidentOf(incident, snapshot, ORIGIN);
        const what = `${name}: ${incident.id}`;
        for (const key of ['id', 'name', 'shortlink', 'page_id', 'scheduled_for', 'scheduled_until'] as const)
          assert.equal(sent[key], api[key], `${what}: ${key}`);
        assert.deepEqual(
          sent.components.map(({ id, name }) => [id, name]).toSorted(),
          api.components.map(({ id, name }) => [id, name]).toSorted(),
          what,
        );
        const [update] = sent.incident_updates;
        const [newest] = api.incident_updates;
        for (const key of ['id', 'incident_id', 'status', 'created_at', 'updated_at', 'display_at'] as const)
          assert.equal(update?.[key], newest?.[key], `${what}: update.${key}`);
        compared++;
      }
    }
    assert.ok(compared > 20);
  });

  test('says of every update, old ones too, from what to what it changed and where it left the incident, as the API does', async () => {
    const changed: string[] = [];
    for (const { name } of spokenSituations) {
      const snapshot = await snapshotOf(name);
      for (const incident of snapshot.incidents.filter(({ drill }) => !drill)) {
        const { incident_updates } = incidentOf(incident, snapshot, ORIGIN);
        for (const update of incident.updates) {
          const told = notificationFile(notificationIn(snapshot, incident, update, 'en', ORIGIN));
          const [sent] = statuspageOf(told, AROUND).incident.incident_updates;
          const api = incident_updates.find(({ id }) => id === sent?.id);
          const affected = [sent, api].map((one) =>
            (one?.affected_components ?? [])
              .map(({ code, old_status, new_status }) => `${code} ${old_status} ${new_status}`)
              .toSorted(),
          );
          assert.deepEqual(affected[0], affected[1], `${name}: ${told.id}`);
          assert.equal(sent?.status, api?.status, `${name}: ${told.id}`);
          for (const { status, status_before } of told.impact)
            if (!told.first && status !== status_before) changed.push(told.id);
        }
      }
    }
    assert.ok(changed.length > 5);
  });

  test('of an update that keeps the state says the one it was told in, whatever came later', () => {
    const statusesOf = (told: NotificationFile) => {
      const { incident } = statuspageOf(told, AROUND);
      return [incident.status, incident.incident_updates[0]?.status];
    };
    const later = {
      ...first,
      first: false,
      newest: false,
      state: 'update',
      incident_state: 'resolved',
    } as const;
    assert.deepEqual(statusesOf({ ...later, state_then: 'identified' }), ['identified', 'identified']);
    // What was published before `state_then` was told knows only how it stands now.
    assert.deepEqual(statusesOf(later), ['resolved', 'resolved']);
  });

  test('says from what a component changed; of what was published before that was told, that it was as it is', () => {
    const [impact] = first.impact;
    assert.ok(impact);
    const oldOf = (status_before?: Status) => {
      const row = { ...impact, ...(status_before && { status_before }) };
      const { incident } = statuspageOf({ ...first, first: false, impact: [row] }, AROUND);
      return incident.incident_updates[0]?.affected_components?.map(({ old_status }) => old_status);
    };
    assert.deepEqual(oldOf('degraded_performance'), ['degraded_performance']);
    assert.deepEqual(oldOf(), ['major_outage']);
  });

  test('has the page of the API, and keeps the indicator at what one notification can vouch for', async () => {
    const snapshot = await snapshotOf('one-incident');
    const [incident] = snapshot.open;
    assert.ok(incident);
    const told = notificationIn(snapshot, incident.incident, newestUpdate(incident.incident), 'en', ORIGIN);
    const { page, meta } = statuspageOf(notificationFile(told), AROUND);
    const summary = statuspageFiles(snapshot, ORIGIN).summary?.() as { page: { id: string } };
    assert.deepEqual(page, {
      id: summary.page.id,
      status_indicator: 'major',
      status_description: 'Partial System Outage',
    });
    assert.deepEqual(meta, {
      unsubscribe: AROUND.unsubscribeUrl,
      documentation: 'https://status.example.org/repo/schema/notification.json',
      generated_at: AROUND.generatedAt,
    });
  });

  test('of a drill says that nothing is wrong', () => {
    const impact = first.impact.map((one) => ({ ...one, status_before: 'partial_outage' as const }));
    const { page, incident } = statuspageOf({ ...first, first: false, drill: true, impact }, AROUND);
    assert.deepEqual(
      incident.incident_updates[0]?.affected_components?.map(({ old_status }) => old_status),
      ['operational'],
    );
    assert.equal(page.status_indicator, 'none');
    assert.equal(incident.name, '[Drill] Followers get no alerts');
    assert.equal(incident.impact, 'none');
    assert.deepEqual(
      incident.components.map(({ status }) => status),
      ['operational'],
    );
  });

  test('of a demonstration is never calm', () => {
    const { page, incident } = statuspageOf({ ...first, demonstration: true }, AROUND);
    assert.deepEqual(page.status_description, 'Demonstration, not a live status');
    assert.equal(page.status_indicator, 'minor');
    assert.equal(incident.name, '[Demonstration] Followers get no alerts');
  });
});
