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
import { situations } from '../tour/situations.ts';
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
  for (const { name } of situations) {
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
    ['nothing-reported', 'none', 'No Problem Reported'],
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
