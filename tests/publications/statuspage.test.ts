import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { incidentFile } from '../../src/publications/data/incident.ts';
import { incidentSchema } from '../../src/publications/schema/incident.ts';
import { statuspageSchema } from '../../src/publications/schema/statuspage.ts';
import { apiId } from '../../src/publications/statuspage/ids.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import type { ApiComponent, ApiIncident, ApiStatus } from '../../src/publications/statuspage/types.ts';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, HOUR } from '../../src/domain/time.ts';
import { componentsOf } from '../../src/publications/statuspage/components.ts';
import { incidentOf } from '../../src/publications/statuspage/incidents.ts';
import { statusOf } from '../../src/publications/statuspage/status.ts';
import { outage, said } from '../domain/generators.ts';
import { spokenSituations } from '../tour/situations.ts';
import { assertGolden, ORIGIN, snapshotOf } from './printing.ts';

const ajv = new Ajv2020({ allErrors: true });
ajv.addSchema(statuspageSchema, 'statuspage');
const KINDS: [pattern: RegExp, kind: string][] = [
  [/^summary$/, 'summary'],
  [/^status$/, 'status'],
  [/^components$/, 'components'],
  [/^incidents/, 'incidents'],
  [/^scheduled-maintenances/, 'scheduled_maintenances'],
];

interface Summary {
  status: ApiStatus;
  components: ApiComponent[];
  incidents: ApiIncident[];
  scheduled_maintenances: ApiIncident[];
}

const files = async (name: string) => statuspageFiles(await snapshotOf(name), ORIGIN);
const summary = async (name: string) => (await files(name)).summary?.() as Summary;

describe('every address in every situation has the body that the published schema says', () => {
  for (const { name } of spokenSituations) {
    test(name, async () => {
      for (const [file, print] of Object.entries(await files(name))) {
        const kind = KINDS.find(([pattern]) => pattern.test(file))?.[1];
        const validate = ajv.getSchema(`statuspage#/$defs/${kind}`);
        assert.ok(validate, file);
        assert.ok(
          validate(JSON.parse(JSON.stringify(print()))),
          `${file}: ${ajv.errorsText(validate.errors)}`,
        );
      }
      const snapshot = await snapshotOf(name);
      const valid = ajv.compile(incidentSchema);
      for (const incident of snapshot.incidents)
        assert.ok(
          valid(JSON.parse(JSON.stringify(incidentFile(incident, snapshot, ORIGIN)))),
          ajv.errorsText(valid.errors),
        );
    });
  }
});

describe('the indicator', () => {
  for (const [name, indicator, description] of [
    ['nothing-watched', 'none', 'All Systems Operational'],
    ['nothing-reported', 'none', 'No Problem Reported (nobody checks automatically)'],
    ['everything-down', 'critical', 'Major System Outage'],
    ['one-incident', 'major', 'Partial System Outage'],
    ['degraded', 'minor', 'Partially Degraded Service'],
    ['not-known', 'minor', 'Status Partly Unknown'],
    ['fix-watched', 'minor', 'Partially Degraded Service'],
    ['maintenance-now', 'maintenance', 'Service Under Maintenance'],
    ['maintenance-overrun', 'major', 'Partial System Outage'],
    ['unknown', 'minor', 'Status Unknown'],
    ['demonstration', 'minor', 'Demonstration, not a live status'],
  ] as const)
    test(`of "${name}" is ${indicator}: ${description}`, async () => {
      assert.deepEqual((await summary(name)).status, { indicator, description });
    });

  test('says that no check confirms it where there are checks, and not that nobody checks', () => {
    const situation = { kind: 'clear', attestation: { by: 'nobody', at: null } } as Snapshot['situation'];
    const site = { watched: ['follow-alerts'] } as unknown as Snapshot['site'];
    assert.deepEqual(statusOf({ situation, site }), {
      indicator: 'none',
      description: 'No Problem Reported (no automatic check confirms it now)',
    });
  });
});

describe('the API', () => {
  test('is printed byte for byte', async () => {
    assertGolden('one-incident.summary.json', JSON.stringify(await summary('one-incident'), null, 1));
    assertGolden('maintenance-now.summary.json', JSON.stringify(await summary('maintenance-now'), null, 1));
  });

  test('has ids of twelve letters and digits that do not change', () => {
    assert.equal(apiId('component', 'follow-alerts'), apiId('component', 'follow-alerts'));
    assert.notEqual(apiId('component', 'a'), apiId('incident', 'a'));
    assert.match(apiId('page', 'x'), /^[a-z0-9]{12}$/);
  });

  test('keeps drills out, and what is over out of the open', async () => {
    assert.deepEqual((await summary('drill')).incidents, []);
    const all = (await files('drill')).incidents?.() as { incidents: ApiIncident[] };
    assert.ok(all.incidents.every(({ name }) => !name.includes('Exercise')));
    assert.deepEqual((await summary('withdrawn')).incidents, []);
  });

  test('says in each name of a demonstration that it is one', async () => {
    assert.match((await summary('demonstration')).incidents[0]?.name as string, /^\[Demonstration\] /);
  });

  test('sends a summary with eight components and an open incident in less than 10,000 bytes', async () => {
    assert.ok(gzipSync(JSON.stringify(await summary('one-incident'))).length < 10_000);
  });
});

describe('a component', () => {
  const words = async (name: string) => (await summary(name)).components.map(({ status }) => status);

  test('is never operational where nobody can say so, and the description says why', async () => {
    for (const name of ['unknown', 'demonstration']) {
      for (const [file, print] of Object.entries(await files(name)))
        assert.ok(!JSON.stringify(print()).includes('"status":"operational"'), `${name}: ${file}`);
      assert.ok((await words(name)).length > 0);
    }
    const [of, ofDemonstration] = await Promise.all(['unknown', 'demonstration'].map(summary));
    const described = (body: Summary | undefined) =>
      body?.components.find(({ name }) => name === 'Followers see glucose')?.description;
    assert.match(described(of) ?? '', /^Unknown: this page cannot confirm anything right now\. A follower/);
    assert.match(described(ofDemonstration) ?? '', /^Demonstration, not a live status\. A follower/);
    assert.ok((await words('nothing-watched')).every((status) => status === 'operational'));
  });

  test('is not taken for confirmed because another one is in trouble', async () => {
    const snapshot = await snapshotOf('one-incident');
    const late = takeSnapshot(
      snapshot.site,
      snapshot.incidents,
      { by: 'watch', at: snapshot.now - 24 * HOUR },
      snapshot.now,
    );
    const statuses = componentsOf(late).filter(({ group }) => !group);
    assert.deepEqual([...new Set(statuses.map(({ status }) => status))].toSorted(), [
      'degraded_performance',
      'major_outage',
    ]);
  });

  test('was updated when its status last changed, and created on its own first day', async () => {
    const { components } = await summary('one-incident');
    const timesOf = (name: string) => {
      const found = components.find((one) => one.name === name);
      return [found?.created_at, found?.updated_at];
    };
    assert.deepEqual(timesOf('Followers get alerts'), ['2018-01-01T00:00:00Z', '2026-03-01T02:10:00Z']);
    assert.deepEqual(timesOf('Sign-in'), ['2018-01-01T00:00:00Z', '2018-01-01T00:00:00Z']);
    assert.equal(timesOf('For followers')[1], '2026-03-01T02:10:00Z');
  });
});

describe('an incident', () => {
  const at = (minute: number) => exactly(Date.UTC(2026, 2, 1, 2, minute));
  const printed = async (incident: Incident) => {
    const { site, now } = await snapshotOf('one-incident');
    const snapshot = takeSnapshot(site, [incident], { by: 'nobody', at: null }, now);
    return { files: statuspageFiles(snapshot, ORIGIN), one: incidentOf(incident, snapshot, ORIGIN) };
  };

  test('lists what each update speaks of, also where nothing changed with it', async () => {
    const updates = [said('investigating', at(10)), said('update', at(20))];
    const { one } = await printed(outage({ began: at(5), updates }));
    assert.deepEqual(
      one.incident_updates.map(({ affected_components }) =>
        affected_components?.map(({ name, old_status, new_status }) => [name, old_status, new_status]),
      ),
      [
        [['Followers get alerts', 'major_outage', 'major_outage']],
        [['Followers get alerts', 'operational', 'major_outage']],
      ],
    );
  });

  test('whose end nobody knows is not resolved, and says so', async () => {
    const { one, files: all } = await printed(
      outage({ began: at(5), updates: [said('investigating', at(10))], ended: 'unknown', lastKnown: at(20) }),
    );
    assert.deepEqual([one.status, one.resolved_at], ['postmortem', null]);
    assert.match(
      one.incident_updates[0]?.body ?? '',
      /^It is not known when this ended\. It was last known to go on at 2026-03-01T02:20:00Z\./,
    );
    assert.deepEqual((all['incidents/unresolved']?.() as Partial<Summary> | undefined)?.incidents, []);
  });

  test('whose end nobody knows names nothing operational, at the last sighting or after it', async () => {
    const updates = [said('investigating', at(10)), said('update', at(20)), said('update', at(30))];
    const { one } = await printed(outage({ began: at(5), updates, ended: 'unknown', lastKnown: at(20) }));
    assert.deepEqual(
      one.incident_updates.map(({ affected_components }) => affected_components?.[0]?.new_status),
      ['degraded_performance', 'major_outage', 'major_outage'],
    );
  });

  test('says at the head of the text what the API has no word for', async () => {
    const updates = [said('investigating', at(10)), said('correction', at(20)), said('withdrawn', at(30))];
    const { one } = await printed(outage({ began: at(5), updates }));
    assert.deepEqual(
      one.incident_updates.map(({ body }) => body.trim()),
      ['Withdrawn:', 'Correction:', ''],
    );
  });

  test('that is maintenance is in progress once its window has begun, though nobody said so', async () => {
    const snapshot = await snapshotOf('maintenance-soon');
    const from = snapshot.incidents.find((one) => one.kind === 'maintenance')?.scheduled.from ?? 0;
    const later = takeSnapshot(snapshot.site, snapshot.incidents, snapshot.attestation, from + 60_000);
    const print = statuspageFiles(later, ORIGIN)['scheduled-maintenances/active'];
    assert.deepEqual(
      (print?.() as Summary | undefined)?.scheduled_maintenances.map(({ status }) => status),
      ['in_progress'],
    );
  });
});

test('the file of a year that is over keeps its bytes, whatever happens today', async () => {
  const { site, incidents, now, attestation } = await snapshotOf('one-incident');
  const print = (at: number, by: Attestation) =>
    JSON.stringify(statuspageFiles(takeSnapshot(site, incidents, by, at), ORIGIN)['incidents-2025']?.());
  const text = print(now, attestation);
  assert.match(text, /Readings do not leave/);
  assert.equal(print(now + 24 * HOUR, { by: 'watch', at: now - HOUR }), text);
});
