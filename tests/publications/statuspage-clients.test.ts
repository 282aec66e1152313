import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import statuspageIo from 'statuspage.io';
import statuspageJs from 'statuspage.js';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import { serve, type TestServer } from '../server.ts';
import { ORIGIN, snapshotOf } from './printing.ts';

/** What is printed for a situation, on a server, as a host serves it. */
const servers: TestServer[] = [];
const root = mkdtempSync(join(tmpdir(), 'nightlight-'));

async function served(name: string): Promise<TestServer> {
  const snapshot = await snapshotOf(name);
  for (const [file, print] of Object.entries(statuspageFiles(snapshot, ORIGIN))) {
    const path = join(root, name, 'api/v2', `${file}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(print()));
  }
  const server = await serve({ '/': join(root, name) }, snapshot.now);
  servers.push(server);
  return server;
}

after(async () => {
  for (const server of servers) await server.close();
  rmSync(root, { recursive: true });
});

describe('the client "statuspage.io", as it is published, with its address set by its own method', () => {
  test('reads an open incident', async () => {
    const { url } = await served('one-incident');
    const client = new statuspageIo.Statuspage('nightlight');
    client.setApiUrl(url);
    const { status } = await client.api.getStatus();
    assert.deepEqual(status, { indicator: 'major', description: 'Partial System Outage' });
    const { incidents, components, page } = await client.api.getSummary();
    assert.equal(page.time_zone, 'Etc/UTC');
    assert.deepEqual(
      incidents.map(({ name, status: state }) => [name, state]),
      [['Followers get no alerts', statuspageIo.IncidentStatus.Identified]],
    );
    assert.equal(components.find(({ name }) => name === 'Followers get alerts')?.status, 'major_outage');
    assert.deepEqual(await client.api.incidents.getUnresolved(), {
      page,
      incidents,
    });
    assert.equal((await client.api.incidents.getAll()).incidents.length, 3);
    assert.deepEqual((await client.api.getComponents()).components, components);
  });

  test('reads a maintenance that is announced', async () => {
    const client = new statuspageIo.Statuspage('nightlight');
    client.setApiUrl((await served('maintenance-ahead')).url);
    const [ahead] = (await client.api.scheduledMaintenances.getUpcoming()).scheduled_maintenances;
    assert.equal(ahead?.status, statuspageIo.MaintenanceStatus.Scheduled);
    assert.equal(ahead?.scheduled_for, '2026-03-02T02:00:00Z');
  });
});

/** This one asks `https://<id>.statuspage.io` and nothing else; a proxy in its environment leads it to us. */
describe('the client "statuspage.js", as it is published, behind a proxy that is our server', () => {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  const through = async (name: string) => {
    process.env.HTTPS_PROXY = process.env.https_proxy = (await served(name)).url;
    return new statuspageJs.Statuspage('nightlight');
  };
  before(() => {
    process.env.NO_PROXY = process.env.no_proxy = '';
  });
  after(() => {
    for (const [name, value] of Object.entries({ HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  test('reads an open incident, with times as dates', async () => {
    const client = await through('one-incident');
    const { status, incidents = [] } = await client.summary();
    assert.equal(status.indicator, 'major');
    assert.equal(incidents[0]?.name, 'Followers get no alerts');
    assert.deepEqual(incidents[0]?.incident_updates[0]?.display_at, new Date('2026-03-01T02:55:00Z'));
    assert.equal((await client.unresolvedIncidents()).incidents.length, 1);
    assert.equal((await client.allIncidents()).incidents.length, 3);
    assert.equal((await client.components()).components.length, 8 + 3, 'groups are in the list');
  });

  test('reads what is announced, what is under way, and what is over', async () => {
    const ahead = await through('maintenance-ahead');
    assert.equal((await ahead.upcomingScheduledMaintenances()).scheduled_maintenances.length, 1);
    assert.equal((await ahead.activeScheduledMaintenances()).scheduled_maintenances.length, 0);
    const now = await through('maintenance-now');
    assert.equal((await now.activeScheduledMaintenances()).scheduled_maintenances.length, 1);
    assert.equal((await now.allScheduledMaintenances()).scheduled_maintenances.length, 1);
    assert.equal((await now.status()).status.indicator, 'maintenance');
  });
});
