import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { readConfig } from '../../src/config/index.ts';
import { isSame } from '../../src/delivery/http.ts';
import type { AlertSource } from '../../src/watch/alerts.ts';
import { alertsRoute } from '../../src/watch/alerts-route.ts';
import { heardOf } from '../../src/watch/check.ts';
import type { Finding } from '../../src/watch/finding.ts';
import { judge } from '../../src/watch/judge.ts';
import { MinuteLimit } from '../../src/watch/limit.ts';
import { BLANK, type Memory, remember } from '../../src/watch/memory.ts';
import { configWith } from './config.ts';

const NOW = Date.parse('2026-03-01T03:10Z');
const HOLDS = NOW + 300 * 60_000;
const SECRET = 'a-secret-of-twenty-letters';

function configOf(alerts: string) {
  const check = "{ id: sharing, fails: [follow-alerts], http: { url: 'https://a.example.org' } }";
  return readConfig(configWith(check, `  alerts:\n    - ${alerts}\n`), 'nightlight.yaml', NOW, ['en', 'es']);
}

/** The door of one source, and what it heard. */
function doorOf(from: string, rule = '{ check: sharing }', { now = NOW, isKept = true } = {}) {
  const { config, problems } = configOf(`{ place: others, from: ${from}, rules: [${rule}] }`);
  assert.deepEqual(problems, []);
  const heard: Finding[] = [];
  const said: object[] = [];
  const lines: string[] = [];
  const app = new Hono();
  alertsRoute(app, {
    sources: config?.watch.alerts as AlertSource[],
    env: { NIGHTLIGHT_ALERTS_OTHERS: SECRET },
    now: () => now,
    hear: (finding) => heard.push(finding),
    kept: async () => isKept,
    isSame,
    log: {
      error: (what, facts = {}) => {
        lines.push(what);
        said.push(facts);
      },
    },
  });
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, { headers: { Authorization: `Bearer ${SECRET}`, ...init.headers }, ...init });
  const post = async (body: unknown, headers: Record<string, string> = {}) =>
    ask('/alerts/others', {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, heard, said, lines, ask, post };
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

function many(count: number, status: string, from = 0) {
  return Array.from({ length: count }, (_, index) => ({
    ...{ status, labels: { alertname: 'SharingDown' }, fingerprint: `f${from + index}` },
    ...{ startsAt: '2026-03-01T03:05:00Z', endsAt: '2026-03-01T03:08:00Z' },
  }));
}

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

  test('what a real one sent, when an alert fired and when it was over', async () => {
    // Recorded from Alertmanager 0.25.0 with one receiver, `send_resolved: true` and `amtool alert add`; only the name
    // of the machine in `externalURL` is another.
    const bodyOf = (name: string) =>
      readFileSync(new URL(`../fixtures/alerts/${name}.json`, import.meta.url), 'utf8');
    const now = Date.parse('2026-11-27T13:04Z');
    const door = doorOf('alertmanager', '{ match: [alertname=SharingDown, region=eu], check: sharing }', {
      now,
    });
    for (const name of ['alertmanager-fires', 'alertmanager-fires', 'alertmanager-over'])
      assert.equal((await door.post(bodyOf(name))).status, 204);
    assert.deepEqual(
      door.heard.map(({ ok, key, at }) => [ok, key, new Date(at).toISOString()]),
      [
        [false, '47d2be4760ecc342', '2026-11-27T13:03:35.468Z'],
        [false, '47d2be4760ecc342', '2026-11-27T13:03:35.468Z'],
        [true, '47d2be4760ecc342', '2026-11-27T13:03:44.000Z'],
      ],
    );
    assert.deepEqual(door.said, []);
  });

  test('Grafana: with all that it sends besides, and an end that is still to come while it fires', async () => {
    // The fields of https://github.com/grafana/alerting/blob/0fca94bf3710d2d9be581a8548698370d2b05b78/receivers/webhook/v1/webhook.go
    const one = {
      ...{
        ...firing.alerts[0],
        endsAt: '2026-03-01T03:14:00Z',
        silenceURL: '',
        dashboardURL: '',
        panelURL: '',
      },
      ...{ values: null, valueString: '[ var=A value=0 ]', imageURL: '', orgId: 1 },
    };
    const besides = { version: '1', orgId: 1, title: '[FIRING:1]', state: 'alerting', message: '' };
    const door = doorOf('grafana', '{ match: [alertname=SharingDown], check: sharing }');
    assert.equal((await door.post({ ...firing, ...besides, alerts: [one] })).status, 204);
    const over = { ...one, status: 'resolved', endsAt: '2026-03-01T03:08:00Z' };
    await door.post({ ...firing, ...besides, status: 'resolved', state: 'ok', alerts: [over] });
    assert.deepEqual(door.heard, [
      finding(false, BEGAN, 'c0ffee', 'SharingDown'),
      finding(true, Date.parse('2026-03-01T03:08Z'), 'c0ffee'),
    ]);
  });

  test('JSON that is sent as a form, as curl does by itself, is read as what it is', async () => {
    const door = doorOf('alertmanager');
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    assert.equal((await door.post(firing, type)).status, 204);
    assert.deepEqual(
      door.heard.map(({ ok }) => ok),
      [false],
    );
  });

  test('a night in which much fires comes in one message, and is taken whole', async () => {
    const door = doorOf('alertmanager');
    // 530 alerts with the labels of a cluster were 343,970 bytes from a real one.
    const alerts = many(530, 'firing').map((one) => ({ ...one, annotations: { runbook: 'x'.repeat(480) } }));
    const body = JSON.stringify({ ...firing, alerts });
    assert.ok(body.length > 340_000, `${body.length} bytes`);
    assert.equal((await door.post(body)).status, 204);
    assert.equal(new Set(door.heard.map(({ key }) => key)).size, 530);
    assert.deepEqual(door.said, []);
  });

  test('of too many what fires is read first, and the operator hears of the rest', async () => {
    const door = doorOf('alertmanager');
    const alerts = [...many(1000, 'resolved'), ...many(3, 'firing', 1000)];
    await door.post({ ...firing, alerts, truncatedAlerts: 7 });
    assert.equal(door.heard.length, 1000);
    assert.deepEqual(
      door.heard.slice(0, 4).map(({ ok }) => ok),
      [false, false, false, true],
    );
    assert.deepEqual(door.said, [{ place: 'others', left: 10 }]);
  });

  test('Grafana may PUT', async () => {
    const door = doorOf('grafana');
    const answer = await door.ask('/alerts/others', { method: 'PUT', body: JSON.stringify(firing) });
    assert.deepEqual([answer.status, door.heard.length], [204, 1]);
  });

  test('one of which no rule speaks is named to the operator, and says nothing of a check', async () => {
    const door = doorOf('alertmanager', '{ match: [alertname=Disk], check: sharing }');
    await door.post(firing);
    assert.deepEqual(door.heard, []);
    assert.deepEqual(door.said, [{ place: 'others', labels: { alertname: 'SharingDown', region: 'eu' } }]);
  });

  test('one whose sender has a clock that is ahead counts as of now, so that its end can be newer', async () => {
    const door = doorOf('alertmanager');
    await door.post({ ...firing, alerts: [{ ...firing.alerts[0], startsAt: '2026-03-01T04:00:00Z' }] });
    assert.equal(door.heard[0]?.at, NOW);
  });

  test('one whose beginning nobody can believe is ended by its end all the same, whatever time that has', async () => {
    const beginnings = [
      undefined,
      null,
      'yesterday',
      '0001-01-01T00:00:00Z',
      '1971-01-01T00:00:00Z',
      {},
      -1e308,
    ];
    for (const startsAt of [...beginnings, '9999-12-31T23:59:59Z', 1e308]) {
      const door = doorOf('alertmanager');
      const one = { ...firing.alerts[0], startsAt };
      await door.post({ ...firing, alerts: [one] });
      assert.deepEqual([door.heard[0]?.at, door.heard[0]?.undated], [NOW, true], String(startsAt));
      // The clock of its sender is behind ours.
      const end = { ...one, status: 'resolved', endsAt: '2026-03-01T03:09:00Z' };
      await door.post({ ...firing, status: 'resolved', alerts: [end] });
      const kept = door.heard.reduce((memory: Memory, each) => remember(memory, each), BLANK);
      assert.deepEqual(
        kept.findings.map(({ ok }) => ok),
        [true],
        String(startsAt),
      );
    }
  });

  test('one without a fingerprint is known again by its labels, in any order and beside any other', async () => {
    const door = doorOf('alertmanager');
    const { fingerprint: _, ...one } = firing.alerts[0] as Record<string, unknown>;
    await door.post({ ...firing, commonLabels: { region: 'eu' }, alerts: [one] });
    await door.post({ ...firing, commonLabels: {}, alerts: [{ ...one, status: 'resolved' }] });
    assert.equal(new Set(door.heard.map(({ key }) => key)).size, 1);
    assert.deepEqual(
      door.heard.map(({ ok }) => ok),
      [false, true],
    );
  });

  test('an end that lies before its beginning is one of now', async () => {
    const door = doorOf('alertmanager');
    const end = { ...firing.alerts[0], status: 'resolved', endsAt: '1999-01-01T00:00:00Z' };
    await door.post({ ...firing, status: 'resolved', alerts: [end] });
    assert.equal(door.heard[0]?.at, NOW);
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
      { ...finding(false, NOW, 'core/sharing', 'sharing'), undated: true },
      finding(true, NOW, 'core/sharing'),
    ]);
  });

  describe('Uptime Kuma', () => {
    // As https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js sends it.
    const told = (status: number, time: string) => ({
      heartbeat: { monitorID: 3, status, time, msg: 'timeout', important: true, ping: null },
      ...{ monitor: { id: 3, name: 'Sharing', type: 'http' }, msg: '[Sharing] down' },
    });
    const trial = { heartbeat: null, monitor: null, msg: 'Testing' };
    const down = told(0, '2026-03-01 03:05:00.000');
    const up = told(1, '2026-03-01 03:08:00.000');
    const both = [finding(false, BEGAN, '3', 'Sharing'), finding(true, Date.parse('2026-03-01T03:08Z'), '3')];

    test('what its own program sent: as JSON and as a form, what is down and up again, and a trial', async () => {
      // Recorded on 27 November 2026 from the webhook of Uptime Kuma 2.0.0-dev.0, with its own heartbeats and a monitor
      // that has no secrets.
      const file = new URL('../fixtures/alerts/uptime-kuma.json', import.meta.url);
      const recorded = JSON.parse(readFileSync(file, 'utf8')) as { type: string; body: string }[];
      assert.deepEqual(
        recorded.map(({ type }) => type.split(';', 1)[0]),
        [...Array(2).fill('application/json'), ...Array(2).fill('multipart/form-data'), 'application/json'],
      );
      const door = doorOf('uptime_kuma', '{ match: [monitor=Sharing], check: sharing }', {
        now: Date.parse('2026-11-27T19:40Z'),
      });
      for (const { type, body } of recorded)
        assert.equal((await door.post(body, { 'Content-Type': type })).status, 204);
      const [fell, rose] = ['2026-11-27T19:30:00.123Z', '2026-11-27T19:33:00.456Z'];
      assert.deepEqual(
        door.heard.map(({ ok, key, at }) => [ok, key, new Date(at).toISOString()]),
        [fell, rose, fell, rose].map((at, index) => [index % 2 === 1, '3', at]),
      );
      assert.deepEqual(door.lines, ['a message held no alert, as a test does']);
    });

    test('as JSON', async () => {
      const door = doorOf('uptime_kuma');
      for (const one of [down, up, trial]) assert.equal((await door.post(one)).status, 204);
      assert.deepEqual(door.heard, both);
    });

    for (const type of ['multipart/form-data', 'application/x-www-form-urlencoded'])
      test(`as a form of type ${type}`, async () => {
        const door = doorOf('uptime_kuma');
        for (const one of [down, up, trial]) {
          const data = JSON.stringify(one);
          const line = '--------------------------81187d19694f1cd5cf2a7c62';
          const parts = `--${line}\r\nContent-Disposition: form-data; name="data"\r\n\r\n${data}\r\n--${line}--\r\n`;
          const isParts = type.startsWith('multipart');
          const answer = await door.post(isParts ? parts : String(new URLSearchParams({ data })), {
            'Content-Type': isParts ? `${type}; boundary=${line}` : type,
          });
          assert.equal(answer.status, 204);
        }
        assert.deepEqual(door.heard, both);
      });

    test('by GET, with JSON behind the address', async () => {
      const door = doorOf('uptime_kuma');
      for (const { heartbeat, monitor, msg } of [down, up]) {
        const fields = { msg, heartbeat: JSON.stringify(heartbeat), monitor: JSON.stringify(monitor) };
        await door.ask(`/alerts/others?${new URLSearchParams(fields)}`);
      }
      await door.ask('/alerts/others?msg=Testing');
      assert.deepEqual(door.heard, both);
    });
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

  test('Better Stack: an incident that is opened again fires as of now, for it keeps the time of its beginning', async () => {
    const door = doorOf('better_stack');
    const facts = { name: 'Sharing', started_at: '2026-03-01T03:05:00Z', resolved_at: null };
    const told = (event: string) => ({ event, data: { id: '25', type: 'incident', attributes: facts } });
    await door.post(told('reopened'));
    await door.post(told('acknowledged'));
    assert.deepEqual(
      door.heard.map(({ ok, at }) => [ok, at]),
      [
        [false, NOW],
        [false, BEGAN],
      ],
    );
  });
});

describe('a rule that speaks for itself', () => {
  test('says what does not work where nothing of ours looks, and the same of two sources is one thing', async () => {
    const door = doorOf('alertmanager', '{ fails: [follow-glucose, follow-alerts], status: partial_outage }');
    await door.post(firing);
    const id = 'alerts:follow-alerts+follow-glucose:partial_outage';
    assert.deepEqual(
      door.heard.map(({ check, place, ok }) => [check, place, ok]),
      [[id, 'others', false]],
    );
    const { config } = configOf(
      `{ place: a, from: gatus, rules: [{ fails: [follow-alerts, follow-glucose], status: partial_outage }] }
    - { place: b, from: grafana, rules: [{ fails: [follow-glucose, follow-alerts], status: partial_outage }, { check: sharing }] }`,
    );
    assert.ok(config);
    assert.deepEqual(
      heardOf(config.watch).map((one) => [one.id, one.confirms]),
      [[id, []]],
      'that it is over confirms nothing',
    );
  });

  test('is refused where it speaks of nothing, of two things, or of no component', () => {
    const wrong = (rule: string) =>
      configOf(`{ place: others, from: grafana, rules: [${rule}] }`).problems.map(
        ({ name, found }) => `${name}: ${found}`,
      );
    assert.deepEqual(wrong('{ match: [a=b] }'), ['key-missing: a rule that speaks of nothing']);
    assert.deepEqual(wrong('{ fails: [] }'), ['key-missing: a rule that speaks of nothing']);
    assert.deepEqual(wrong('{ check: sharing, fails: [follow-alerts] }'), [
      'key-not-for-kind: "fails" beside "check"',
    ]);
    assert.deepEqual(wrong('{ fails: [follow-alert] }'), ['component-unknown: follow-alert']);
    assert.deepEqual(wrong('{ fails: [follow-alerts] }'), []);
  });
});

describe('a source that signs', () => {
  const WHSEC = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

  function signedDoor() {
    const { config, problems } = configOf(
      '{ place: own, from: signed, rules: [{ match: [check=sharing], check: sharing }, { match: [component=follow-alerts], fails: [follow-alerts] }] }',
    );
    assert.deepEqual(problems, []);
    const heard: Finding[] = [];
    const app = new Hono();
    alertsRoute(app, {
      ...{ sources: config?.watch.alerts ?? [], env: { NIGHTLIGHT_ALERTS_OWN: WHSEC }, isSame },
      ...{ now: () => NOW, hear: (one) => heard.push(one), kept: async () => true },
      log: { error: () => undefined },
    });
    const send = async (told: unknown, { secret = WHSEC, ago = 0 } = {}) => {
      const [body, at] = [typeof told === 'string' ? told : JSON.stringify(told), new Date(NOW - ago)];
      return app.request('/alerts/own', {
        method: 'POST',
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(at.getTime() / 1000),
          'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
        },
        body,
      });
    };
    return { app, heard, send };
  }

  test('says by a plain POST what fails and that it is over, of a check or of a component', async () => {
    const { heard, send } = signedDoor();
    const down = { check: 'sharing', status: 'down', at: '2026-03-01T03:05:00Z', text: 'no readings' };
    assert.equal((await send(down)).status, 204);
    assert.equal((await send({ component: 'follow-alerts', status: 'down' })).status, 204);
    assert.equal((await send({ component: 'follow-alerts', status: 'up', at: null })).status, 204);
    assert.deepEqual(
      heard.map(({ check, ok, at, why }) => [check, ok, at, why]),
      [
        ['sharing', false, BEGAN, 'is reported by own (no readings)'],
        ['alerts:follow-alerts:major_outage', false, NOW, 'is reported by own (follow-alerts)'],
        ['alerts:follow-alerts:major_outage', true, NOW, undefined],
      ],
    );
  });

  test('is not believed without its signature, with that of another, of another time, or too long', async () => {
    const { app, heard, send } = signedDoor();
    const down = { check: 'sharing', status: 'down' };
    const bare = { method: 'POST', body: JSON.stringify(down) };
    assert.equal((await app.request(`/alerts/own?secret=${WHSEC}`, bare)).status, 401);
    const other = `whsec_${Buffer.alloc(24, 6).toString('base64')}`;
    assert.equal((await send(down, { secret: other })).status, 401);
    assert.equal((await send(down, { ago: 600_000 })).status, 401);
    assert.equal((await send('x'.repeat(70_000))).status, 413);
    assert.deepEqual(heard, []);
  });

  test('has a secret that can be signed with', () => {
    const { config } = configOf('{ place: own, from: signed, rules: [{ check: sharing }] }');
    assert.throws(
      () =>
        alertsRoute(new Hono(), {
          ...{ sources: config?.watch.alerts ?? [], env: { NIGHTLIGHT_ALERTS_OWN: SECRET }, isSame },
          ...{ now: () => NOW, hear: () => undefined, kept: async () => true },
          log: { error: () => undefined },
        }),
      /NIGHTLIGHT_ALERTS_OWN: not set, or no secret to sign with: whsec_/,
    );
  });
});

describe('how many messages are taken', () => {
  test('is counted for each place by itself, and anew each minute', () => {
    const limit = new MinuteLimit(2);
    assert.deepEqual(
      [1, 2, 3, 4].map(() => limit.count('a', NOW + 20_000)?.after),
      [undefined, undefined, 60, 60],
    );
    assert.equal(limit.count('b', NOW + 30_000), undefined);
    assert.deepEqual(limit.count('a', NOW + 79_500), { after: 1, isFirst: false });
    assert.equal(limit.count('a', NOW + 80_000), undefined);
  });

  test('is told the operator once a minute', () => {
    const limit = new MinuteLimit(1);
    assert.deepEqual(
      [1, 2, 3].map(() => limit.count('a', NOW)?.isFirst),
      [undefined, true, false],
    );
  });

  test('goes on where the clock is set back', () => {
    const limit = new MinuteLimit(1);
    limit.count('a', NOW);
    assert.equal(limit.count('a', NOW - 3_600_000), undefined);
  });

  test('takes no more room for any number of names', () => {
    const limit = new MinuteLimit(1);
    const taken = Array.from({ length: 5_000 }, (_, index) => limit.count(`p${index}`, NOW));
    assert.equal(taken.filter((one) => one === undefined).length, 200);
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
    const form = { 'Content-Type': 'multipart/form-data' };
    assert.equal((await door.post('no form', form)).status, 400);
    assert.equal((await door.post('x'.repeat(3_000_000))).status, 413);
    const codes = await Promise.all(
      Array.from({ length: 130 }, async () => (await door.post(firing)).status),
    );
    assert.equal(codes.filter((code) => code === 204).length, 117);
    assert.equal(codes.at(-1), 429);
    assert.equal((await door.post(firing)).headers.get('retry-after'), '60');
    assert.deepEqual(door.lines, [
      'a message with alerts could not be read',
      'a message with alerts could not be read',
      'a message with alerts was too long and was left; let it be sent in smaller groups',
      'too many messages with alerts came in a minute; some were left',
    ]);
  });

  test('reads and counts nothing of whoever has no secret, and says nothing of it', async () => {
    const door = doorOf('alertmanager');
    const long = { method: 'POST', body: 'x'.repeat(3_000_000) };
    for (let times = 0; times < 130; times++)
      assert.equal((await door.app.request('/alerts/others', { method: 'POST', body: '{' })).status, 401);
    assert.equal((await door.app.request('/alerts/others', long)).status, 401);
    assert.equal((await door.post(firing)).status, 204);
    assert.deepEqual(door.lines, []);
  });

  test('tells the operator of a message that held nothing, for a body that was set up wrongly is silent too', async () => {
    const door = doorOf('gatus');
    // Without "method: POST" Gatus asks by GET, and its body is lost.
    assert.equal((await door.ask('/alerts/others')).status, 204);
    assert.deepEqual(door.lines, ['a message held no alert, as a test does']);
    assert.deepEqual(door.said, [{ place: 'others', from: 'gatus' }]);
  });

  test('lets an alert be sent again that could not be kept', async () => {
    const door = doorOf('alertmanager', '{ check: sharing }', { isKept: false });
    assert.equal((await door.post(firing)).status, 503);
    assert.equal((await door.post({})).status, 204);
  });

  test('is not opened without a secret for each source', () => {
    const { config } = configOf('{ place: grafana-eu, from: grafana, rules: [{ check: sharing }] }');
    assert.throws(
      () =>
        alertsRoute(new Hono(), {
          ...{ sources: config?.watch.alerts ?? [], env: { NIGHTLIGHT_ALERTS_GRAFANA_EU: 'short' }, isSame },
          ...{ now: () => NOW, hear: () => undefined, kept: async () => true },
          log: { error: () => undefined },
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

  test('holds while any number of others come and go, and are said again', () => {
    const all = Array.from({ length: 100 }, (_, index) => finding(false, BEGAN, `f${index}`));
    const still = all.slice(0, 30).map((one) => ({ ...one, holds: HOLDS + 60_000 }));
    const ended = all.slice(30).map(({ key = '' }) => finding(true, BEGAN + 180_000, key));
    const ofAnother = Array.from({ length: 200 }, (_, index) => finding(index % 2 === 1, BEGAN + index, 'x'));
    const told = [...all, ...still, ...ended, ...ofAnother].reduce(
      (memory: Memory, one) => remember(memory, one),
      BLANK,
    );
    assert.equal(state([...told.findings]), 'down');
    assert.equal(told.findings.length, 101, 'of each the word that holds');
    const over = all.map(({ key = '' }) => finding(true, BEGAN + 240_000, key));
    assert.equal(
      state([...over.reduce((memory: Memory, one) => remember(memory, one), told).findings]),
      'up',
    );
  });

  test('is forgotten only behind those that are over, where there are too many', () => {
    const ends = Array.from({ length: 1500 }, (_, index) => finding(true, BEGAN, `f${index}`));
    const told = [down, ...ends].reduce((memory: Memory, one) => remember(memory, one), BLANK);
    assert.equal(told.findings.length, 1000);
    assert.equal(state([...told.findings]), 'down');
  });

  test('counts once beside the looks of the same place', () => {
    const look = (ago: number): Finding => ({ check: 'sharing', place: 'others', at: NOW - ago, ok: false });
    assert.equal(state([down, look(0), look(30_000), look(60_000)], NOW, 2), 'unknown');
  });
});
