import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Hono } from 'hono';
import { readConfig } from '../../src/config/index.ts';
import { isSame } from '../../src/delivery/http.ts';
import type { AlertSource } from '../../src/watch/alerts.ts';
import { alertsRoute } from '../../src/watch/alerts-route.ts';
import type { Finding } from '../../src/watch/finding.ts';
import { judge } from '../../src/watch/judge.ts';
import { configWith } from './config.ts';

const NOW = Date.parse('2026-03-01T03:10Z');
const HOLDS = NOW + 300 * 60_000;
const SECRET = 'a-secret-of-twenty-letters';

function configOf(alerts: string) {
  const check = "{ id: sharing, fails: [follow-alerts], http: { url: 'https://a.example.org' } }";
  return readConfig(configWith(check, `  alerts:\n    - ${alerts}\n`), 'nightlight.yaml', NOW, ['en', 'es']);
}

/** The door of one source, and what it heard. */
function doorOf(from: string, rule = '{ check: sharing }') {
  const { config, problems } = configOf(`{ place: others, from: ${from}, rules: [${rule}] }`);
  assert.deepEqual(problems, []);
  const heard: Finding[] = [];
  const said: object[] = [];
  const app = new Hono();
  alertsRoute(app, {
    sources: config?.watch.alerts as AlertSource[],
    env: { NIGHTLIGHT_ALERTS_OTHERS: SECRET },
    now: () => NOW,
    hear: (finding) => heard.push(finding),
    isSame,
    log: { error: (_, facts = {}) => said.push(facts) },
  });
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, { headers: { Authorization: `Bearer ${SECRET}`, ...init.headers }, ...init });
  const post = async (body: unknown, headers: Record<string, string> = {}) =>
    ask('/alerts/others', {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, heard, said, ask, post };
}

const finding = (ok: boolean, at: number, key: string, name = ''): Finding => ({
  ...{ check: 'sharing', place: 'others', at, ok, key, holds: HOLDS },
  ...(!ok && { why: `is reported by others (${name})` }),
});

/** As https://prometheus.io/docs/alerting/latest/configuration/#webhook_config has it. */
const firing = {
  ...{ version: '4', groupKey: '{}:{alertname="SharingDown"}', truncatedAlerts: 0, status: 'firing' },
  ...{ receiver: 'nightlight', groupLabels: {}, commonLabels: { alertname: 'SharingDown' } },
  ...{ commonAnnotations: {}, externalURL: 'https://alerts.example.org' },
  alerts: [
    {
      ...{ status: 'firing', labels: { alertname: 'SharingDown', region: 'eu' }, annotations: {} },
      ...{ startsAt: '2026-03-01T03:05:00Z', endsAt: '0001-01-01T00:00:00Z' },
      ...{ generatorURL: 'https://p.example.org', fingerprint: 'c0ffee' },
    },
  ],
};
const BEGAN = Date.parse('2026-03-01T03:05Z');

describe('alerts of Alertmanager, and of Grafana, which sends the same', () => {
  for (const from of ['alertmanager', 'grafana'])
    test(`${from}: one that fires, and its end`, async () => {
      const door = doorOf(from, '{ match: [alertname=Sharing*], check: sharing }');
      assert.equal((await door.post(firing)).status, 204);
      const over = { ...firing.alerts[0], status: 'resolved', endsAt: '2026-03-01T03:08:00Z' };
      await door.post({ ...firing, status: 'resolved', alerts: [over] });
      assert.deepEqual(door.heard, [
        finding(false, BEGAN, 'c0ffee', 'SharingDown'),
        finding(true, Date.parse('2026-03-01T03:08Z'), 'c0ffee'),
      ]);
    });

  test('one of which no rule speaks is named to the operator, and says nothing of a check', async () => {
    const door = doorOf('alertmanager', '{ match: [alertname=Disk], check: sharing }');
    await door.post(firing);
    assert.deepEqual(door.heard, []);
    assert.deepEqual(door.said, [{ place: 'others', labels: { alertname: 'SharingDown', region: 'eu' } }]);
  });

  test('fields that are null or missing are as if they were not there', async () => {
    const door = doorOf('alertmanager');
    const bare = {
      status: 'firing',
      labels: { alertname: 'A' },
      annotations: null,
      startsAt: null,
      fingerprint: null,
    };
    assert.equal((await door.post({ alerts: [bare, null, 7], commonLabels: null })).status, 204);
    assert.equal(door.heard.length, 1);
    assert.equal(door.heard[0]?.at, NOW);
    for (const body of ['{}', 'null', '[]', '{"alerts":null}'])
      assert.equal((await door.post(body)).status, 204);
    assert.equal(door.heard.length, 1);
  });
});

describe('alerts of others', () => {
  test('Gatus: by POST, and by GET with the fields in the address', async () => {
    const door = doorOf('gatus');
    await door.post({ group: 'core', endpoint: 'sharing', state: 'TRIGGERED' });
    await door.ask('/alerts/others?endpoint=sharing&group=core&state=RESOLVED');
    await door.ask('/alerts/others?endpoint=sharing&state=[ALERT_TRIGGERED_OR_RESOLVED]');
    assert.deepEqual(door.heard, [
      finding(false, NOW, 'core/sharing', 'sharing'),
      finding(true, NOW, 'core/sharing'),
    ]);
  });

  test('Uptime Kuma: as JSON, as a form, and with nothing in it, as its test has it', async () => {
    const door = doorOf('uptime_kuma');
    const body = {
      heartbeat: {
        monitorID: 3,
        status: 0,
        time: '2026-03-01 03:05:00.000',
        msg: 'timeout',
        important: true,
      },
      ...{ monitor: { id: 3, name: 'Sharing', type: 'http' }, msg: '[Sharing] down' },
    };
    await door.post(body);
    const form = new URLSearchParams({
      data: JSON.stringify({
        ...body,
        heartbeat: { ...body.heartbeat, status: 1, time: '2026-03-01 03:08:00.000' },
      }),
    });
    await door.post(String(form), { 'Content-Type': 'application/x-www-form-urlencoded' });
    assert.equal((await door.post({ heartbeat: null, monitor: null, msg: 'Testing' })).status, 204);
    assert.deepEqual(door.heard, [
      finding(false, BEGAN, '3', 'Sharing'),
      finding(true, Date.parse('2026-03-01T03:08Z'), '3'),
    ]);
  });

  test('Pingdom: a check that is down, and one of steps that fails', async () => {
    const door = doorOf('pingdom');
    const told = { check_id: 12, check_name: 'Sharing', state_changed_timestamp: BEGAN / 1000 };
    await door.post({ ...told, current_state: 'DOWN', previous_state: 'UP' });
    await door.post({ ...told, check_id: 13, current_state: 'SUCCESS', previous_state: 'FAILING' });
    assert.deepEqual(door.heard, [finding(false, BEGAN, '12', 'Sharing'), finding(true, BEGAN, '13')]);
  });

  test('Better Stack: an incident, seen by somebody, and its end', async () => {
    const door = doorOf('better_stack');
    const told = (facts: object) => ({
      data: {
        id: '25',
        type: 'incident',
        attributes: { name: 'Sharing', started_at: '2026-03-01T03:05:00Z', ...facts },
      },
    });
    await door.post(told({ acknowledged_at: '2026-03-01T03:06:00Z', resolved_at: null }));
    await door.post(told({ resolved_at: '2026-03-01T03:08:00Z' }));
    assert.deepEqual(door.heard, [
      finding(false, BEGAN, '25', 'Sharing'),
      finding(true, Date.parse('2026-03-01T03:08Z'), '25'),
    ]);
  });
});

describe('the door for alerts', () => {
  test('opens with the secret of that source alone, and says nothing else', async () => {
    const door = doorOf('alertmanager');
    const wrong = { headers: { Authorization: 'Bearer another-secret-entirely' } };
    for (const path of ['/alerts/others', '/alerts/nobody', '/alerts/others?secret=x']) {
      const answer = await door.app.request(path, { method: 'POST', body: JSON.stringify(firing), ...wrong });
      assert.deepEqual([answer.status, await answer.text()], [401, 'Not for you.\n']);
    }
    const basic = Buffer.from(`nightlight:${SECRET}`).toString('base64');
    const headers = { Authorization: `Basic ${basic}` };
    assert.equal(
      (await door.app.request('/alerts/others', { method: 'POST', body: '{}', headers })).status,
      204,
    );
    assert.equal((await door.app.request(`/alerts/others?secret=${SECRET}`)).status, 204);
    assert.deepEqual(door.heard, []);
  });

  test('takes nothing that cannot be read, that is too long, and no more than some each minute', async () => {
    const door = doorOf('alertmanager');
    assert.equal((await door.post('{')).status, 400);
    assert.equal((await door.post('x'.repeat(300_000))).status, 413);
    const codes = await Promise.all(
      Array.from({ length: 130 }, async () => (await door.post(firing)).status),
    );
    assert.equal(codes.filter((code) => code === 204).length, 119);
    assert.equal(codes.at(-1), 429);
  });

  test('is not opened without a secret for each source', () => {
    const { config } = configOf('{ place: grafana-eu, from: grafana, rules: [{ check: sharing }] }');
    assert.throws(
      () =>
        alertsRoute(new Hono(), {
          ...{ sources: config?.watch.alerts ?? [], env: { NIGHTLIGHT_ALERTS_GRAFANA_EU: 'short' }, isSame },
          ...{ now: () => NOW, hear: () => undefined, log: { error: () => undefined } },
        }),
      /NIGHTLIGHT_ALERTS_GRAFANA_EU: not set, or shorter than 20 letters/,
    );
  });

  test('is told in the config where a rule speaks of no check, or can never fit', () => {
    const { problems } = configOf(
      '{ place: others, from: grafana, rules: [{ match: [alertname], check: sharign }] }',
    );
    assert.deepEqual(
      problems.map(({ found, remedy }) => [found, remedy]),
      [
        ['alertname', 'Write the label, "=" and its value.'],
        ['sharign', 'Write the id of a check. Did you mean "sharing"?'],
      ],
    );
  });
});

describe('what an alert says', () => {
  const RULE = { check: 'sharing', failures: 3, of: 3, quorum: 1, heardWithin: 120_000 };
  const state = (findings: Finding[], now = NOW, quorum = 1) =>
    judge({ ...RULE, quorum }, findings, undefined, now).state;
  const down = finding(false, BEGAN, 'c0ffee', 'A');
  const over = finding(true, BEGAN + 180_000, 'c0ffee');

  test('holds by itself until another comes or it lapses, as one place', () => {
    assert.equal(state([down]), 'down');
    assert.equal(state([down], HOLDS + 1), 'unknown');
    assert.equal(state([down], NOW, 2), 'unknown');
    assert.equal(state([down, over]), 'up');
  });

  test('is not believed again behind its end, whoever says it once more', () => {
    assert.equal(state([down, over, { ...down, holds: HOLDS + 60_000 }]), 'up');
  });

  test('holds while another alert of the same check is over', () => {
    assert.equal(state([down, finding(true, NOW, 'other')]), 'down');
  });
});
