import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { incidentHistory } from '../../src/domain/git-history.ts';
import { type ProofFile, rounded } from '../../src/domain/proof-file.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { pageBadge, toShields } from '../../src/publications/badge.ts';
import { bedsideFile } from '../../src/publications/bedside.ts';
import { citedOf, toCslJson } from '../../src/publications/citation.ts';
import { incidentFile } from '../../src/publications/data/incident.ts';
import { embedFile } from '../../src/publications/embed.ts';
import { feedOf } from '../../src/publications/feeds/entries.ts';
import { toJsonFeed } from '../../src/publications/feeds/json.ts';
import { heartbeatOf } from '../../src/publications/heartbeat.ts';
import { SCHEMA_NAMES, schemaFor, schemasOf } from '../../src/publications/schema/index.ts';
import { statuspageFiles } from '../../src/publications/statuspage/index.ts';
import { uptimeFile } from '../../src/publications/uptime.ts';
import { ORIGIN, snapshotOf } from './printing.ts';
import { SNAPSHOT } from './regional.ts';

const schemas = schemasOf(ORIGIN);
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, schemas: [...schemas.values()] });

/** Why a body is not what the schema of its address says; nothing where it is. */
function faultIn(file: string, body: unknown): string | undefined {
  const name = schemaFor(file);
  assert.ok(name, `${file} has no schema`);
  const validate = ajv.getSchema(schemas.get(name)?.$id as string);
  assert.ok(validate, name);
  return validate(JSON.parse(JSON.stringify(body))) ? undefined : ajv.errorsText(validate.errors);
}

/** What delivery publishes: a channel that speaks to each who asked, and one that speaks to everybody. */
const proof: ProofFile = {
  about: 'https://status.example.org/repo/pledge/',
  written_at: '2026-03-01T09:00:00Z',
  updates: [
    {
      id: '2026-03-01-alerts/u-20260301T021000Z',
      published: '2026-03-01T02:11:04Z',
      channels: [
        {
          channel: 'email',
          kind: 'email',
          first_at: '2026-03-01T02:11:31Z',
          median_seconds: 48.5,
          p99_seconds: 130,
          owed: rounded(1234),
          sent: rounded(1229),
          failed: rounded(5),
        },
        {
          channel: 'mastodon-es',
          kind: 'mastodon',
          first_at: null,
          median_seconds: null,
          p99_seconds: null,
        },
      ],
    },
  ],
};

/** One file of each kind, as it is printed. */
function filesOf(snapshot: Snapshot): [file: string, body: unknown][] {
  const { incidents } = snapshot;
  return [
    ['heartbeat.json', heartbeatOf(snapshot, 'b1', 's1', snapshot.now)],
    ['bedside.json', bedsideFile(snapshot, 'b1', ORIGIN.base)],
    ['es/embed.json', embedFile(snapshot, snapshot, 'es', ORIGIN, 'b1')],
    ['uptime.json', uptimeFile(snapshot)],
    ['badge.json', toShields(pageBadge(snapshot, 'en'), 'as of 03:10 UTC')],
    ['proof.json', proof],
    ['feed.json', JSON.parse(toJsonFeed(feedOf(snapshot, 'en', ORIGIN, 'feed.json')))],
    ...Object.entries(statuspageFiles(snapshot, ORIGIN)).map(([name, print]): [string, unknown] => [
      `api/v2/${name}.json`,
      print(),
    ]),
    ...incidents.flatMap((incident): [string, unknown][] => [
      [`incidents/${incident.id}.json`, incidentFile(incident, snapshot, ORIGIN)],
      [`incidents/${incident.id}.csl.json`, toCslJson(citedOf(incident), snapshot, 'en', ORIGIN)],
    ]),
  ];
}

describe('every JSON fits the schema of its address', () => {
  for (const name of ['one-incident', 'maintenance-now', 'not-known', 'demonstration', 'hostile', 'empty'])
    test(name, async () => {
      for (const [file, body] of filesOf(await snapshotOf(name)))
        assert.equal(faultIn(file, body), undefined, file);
    });

  test('with what git knows of it, too', async () => {
    const snapshot = await snapshotOf('one-incident');
    const incidents = new Map(
      snapshot.incidents.map((incident) => {
        const version = { blob: 'b1', commit: 'c1', at: snapshot.now, imported: false, incident };
        return [incident.id, incidentHistory([version])];
      }),
    );
    for (const [file, body] of filesOf({ ...snapshot, git: { kind: 'git', incidents } }))
      assert.equal(faultIn(file, body), undefined, file);
  });

  test('of a service with regions, too', () => {
    for (const [file, body] of filesOf(SNAPSHOT)) assert.equal(faultIn(file, body), undefined, file);
  });

  test('a word that was taken back, too', async () => {
    const snapshot = await snapshotOf('one-incident');
    const { now } = snapshot;
    const attestation = { by: 'watch', at: now, until: now, takenBack: now } as const;
    const heartbeat = heartbeatOf({ ...snapshot, attestation }, 'b1', 's1');
    assert.equal(typeof heartbeat.vouched.taken_back, 'string');
    assert.equal(faultIn('heartbeat.json', heartbeat), undefined);
  });

  test('and only what it says: nothing in it may be missing, strange, of another kind or no time', async () => {
    for (const [file, body] of filesOf(await snapshotOf('one-incident'))) {
      if (file.startsWith('api/v2/') && file !== 'api/v2/summary.json') continue;
      const told = shortened(JSON.parse(JSON.stringify(body)));
      for (const [change, changed] of brokenIn(told, told, file))
        assert.ok(faultIn(file, changed), `${file}: ${change}`);
    }
  });
});

const MAY_BE_MISSING =
  /\.(image|(title|told|site|name)\.(en|es)|owed|sent|failed|minutes\.\w+|weights\.\w+|(short_)?names\.[\w-]+|translations\.\w+|updates\.u-\w+|components\.\d\.components)$/;
/** Citation managers read more than the schema speaks of. */
const NOT_TOLD = /\.csl\.json\.0$|\.csl\.json\.0\.(author|language|note|container-title)$/;

/** Of each list the first entry, which stands for all. */
function shortened(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.slice(0, 1).map(shortened);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, shortened(value)]));
}

/** Every way in which one thing in a body is not what it says. */
function* brokenIn(whole: unknown, part: unknown, path: string): Generator<[change: string, body: unknown]> {
  if (typeof part !== 'object' || part === null) return;
  const held = part as Record<string, unknown>;
  const isList = Array.isArray(part);
  const changed = (key: string, value: unknown): unknown => {
    const before = Object.entries(held);
    held[key] = value;
    const copy = structuredClone(whole);
    if (!isList) delete held[key];
    for (const [own, was] of before) held[own] = was;
    return copy;
  };
  if (!isList && !NOT_TOLD.test(path)) yield [`${path} with a strange key`, changed('strange', true)];
  for (const [key, value] of Object.entries(held)) {
    const here = `${path}.${key}`;
    if (NOT_TOLD.test(here) && !isList) continue;
    if (!isList && !MAY_BE_MISSING.test(here)) yield [`without ${here}`, changed(key, undefined)];
    yield [`${here} of another kind`, changed(key, { strange: [] })];
    if (/^\d{4}-\d{2}-\d{2}T/.test(String(value))) yield [`${here} that is no time`, changed(key, 'soon')];
    yield* brokenIn(whole, value, here);
  }
}

describe('a schema', () => {
  test('belongs to each address of a JSON file, in every language, of every component, and no other', () => {
    for (const [file, name] of [
      ['heartbeat.json', 'heartbeat'],
      ['bedside.json', 'bedside'],
      ['es/embed.json', 'embed'],
      ['uptime.json', 'uptime'],
      ['components/sign-in/badge.json', 'shields'],
      ['es/feed.json', 'feed'],
      ['proof.json', 'proof'],
      ['incidents/2026-03-01-alerts.csl.json', 'citation'],
      ['incidents/2026-03-01-alerts.json', 'incident'],
      ['api/v2/incidents/unresolved.json', 'statuspage'],
      ['stale/api/v2/summary.json', 'statuspage'],
      ['incidents/2026-03-01-alerts/picture.json', undefined],
      ['schema/heartbeat.json', undefined],
      ['history.atom', undefined],
    ] as const)
      assert.equal(schemaFor(file), name, file);
  });

  test('names its own address and the draft it is written in', () => {
    assert.deepEqual([...schemas.keys()], SCHEMA_NAMES);
    for (const [name, { $id, $schema, title }] of schemas) {
      assert.equal($id, `https://status.example.org/repo/schema/${name}.json`);
      assert.equal($schema, 'https://json-schema.org/draft/2020-12/schema');
      assert.ok(title);
    }
  });
});
