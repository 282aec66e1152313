import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestUpdate } from '../../../src/domain/incident.ts';
import { notificationFile, notificationIn } from '../../../src/publications/notification.ts';
import { statuspageOf } from '../../../src/publications/messages/index.ts';
import { incidentOf } from '../../../src/publications/statuspage/incidents.ts';
import { statuspageFiles } from '../../../src/publications/statuspage/index.ts';
import { situations } from '../../tour/situations.ts';
import { ORIGIN, snapshotOf } from '../printing.ts';
import { first } from './samples.ts';

const AROUND = {
  unsubscribeUrl: 'https://status.example.org/unsubscribe/1',
  generatedAt: '2026-03-01T02:31:00Z',
};

describe('the body of a webhook', () => {
  test('says of the newest update of each incident what the API says', async () => {
    let compared = 0;
    for (const { name } of situations) {
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
      documentation: 'https://nightlight.example/about/',
      generated_at: AROUND.generatedAt,
    });
  });

  test('of a drill says that nothing is wrong', () => {
    const { page, incident } = statuspageOf({ ...first, drill: true }, AROUND);
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
