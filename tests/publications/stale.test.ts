import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { Site } from '../../src/domain/site.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { staleFiles } from '../../src/publications/stale.ts';
import { lastKnown } from '../../src/publications/statuspage/status.ts';
import type { ApiStatus } from '../../src/publications/statuspage/types.ts';
import { outage, said } from '../domain/generators.ts';
import { live, shipped } from '../sites.ts';
import { ORIGIN } from './printing.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);
const NOBODY: Attestation = { by: 'nobody', at: null };
const watchedAt = (minutesAgo: number): Attestation => ({ by: 'watch', at: NOW - minutesAgo * MINUTE });
const down = outage({
  began: exactly(NOW - 60 * MINUTE),
  updates: [said('investigating', exactly(NOW - 50 * MINUTE))],
});

/** What a guard would put in place of what was built at ten past three. */
function stale(change: { site?: Site; incidents?: Incident[]; attestation?: Attestation } = {}) {
  const { site = live, incidents = [], attestation = NOBODY } = change;
  const files = staleFiles(takeSnapshot(site, incidents, attestation, NOW), ORIGIN, 'b1');
  const text = (file: string) => {
    const print = files[file];
    assert.ok(print, file);
    return print();
  };
  const json = (file: string) => JSON.parse(text(file)) as Record<string, unknown>;
  return { files: Object.keys(files), text, json };
}

const status = (change: Parameters<typeof stale>[0]) => stale(change).json('api/v2/status.json').status;
const asOf = (change: Parameters<typeof stale>[0]) => stale(change).json('badge.json').message;

describe('once nobody has renewed the files', () => {
  test('each that speaks of now has one that stands in its place, in each language, and no archive has', () => {
    const closed = outage({
      id: 'closed',
      began: exactly(Date.UTC(2025, 5, 1)),
      updates: [said('resolved', exactly(Date.UTC(2025, 5, 2)))],
    });
    const { files } = stale({ incidents: [down, closed] });
    const badges = ['', ...live.components.map(({ id }) => `components/${id}/`)].flatMap((path) => [
      `${path}badge.svg`,
      `${path}badge.json`,
    ]);
    const api = ['summary', 'status', 'components', 'incidents', 'incidents/unresolved'];
    const works = ['', '/upcoming', '/active'].map((list) => `scheduled-maintenances${list}`);
    assert.deepEqual(
      files.toSorted(),
      [
        ...[...api, ...works, 'incidents-2026'].map((name) => `api/v2/${name}.json`),
        ...[...badges, 'embed.json'].flatMap((file) => [file, `es/${file}`]),
      ].toSorted(),
    );
  });

  test('the API says that it is unknown, and what was known last', () => {
    assert.deepEqual(status({ attestation: watchedAt(1) }), {
      indicator: 'minor',
      description: 'Status Unknown',
    });
    assert.deepEqual(status({ incidents: [down] }), {
      indicator: 'major',
      description: 'Status Unknown (last known: Partial System Outage)',
    });
    const { components } = stale().json('api/v2/summary.json') as { components: { status: string }[] };
    assert.ok(components.length > 0);
    assert.ok(components.every(({ status }) => status === 'degraded_performance'));
  });

  test('the badges say so, each under its own name, as of when it could be believed no longer', () => {
    const { json, text } = stale({ incidents: [down] });
    const unknown = {
      schemaVersion: 1,
      label: 'glucose sharing',
      message: 'Unknown (as of 1 March 2026, 03:50 UTC)',
      color: '555d6e',
      isError: true,
      cacheSeconds: 300,
    };
    assert.deepEqual(json('badge.json'), unknown);
    assert.deepEqual(json('components/sign-in/badge.json'), { ...unknown, label: 'Sign-in' });
    assert.match(text('es/components/sign-in/badge.svg'), /<title>Inicio de sesión: Desconocido \(/);
  });

  test('the banner says so, and is of the build that was', () => {
    const { json } = stale({ incidents: [down] });
    const { headline, tone, advice, next, build, built_at, valid_until, as_of, as_of_here } =
      json('embed.json');
    assert.equal(headline, 'Unknown: we cannot say whether glucose sharing is working.');
    assert.deepEqual([tone, advice, next, build], ['unknown', null, null, 'b1']);
    assert.deepEqual([built_at, valid_until], ['2026-03-01T03:10:00Z', '2026-03-01T03:50:00Z']);
    assert.equal(as_of, 'Known as of 1 March 2026, 03:10 UTC');
    assert.equal(as_of_here, 'Known as of {time} (03:10 UTC)');
    assert.match(json('es/embed.json').headline as string, /^Desconocido: /);
  });

  test('a demonstration stays what it is', () => {
    const change = { site: shipped, incidents: [down] };
    assert.deepEqual(status(change), { indicator: 'minor', description: 'Demonstration, not a live status' });
    assert.match(asOf(change) as string, /^Demonstration, not a live status \(/);
    assert.match(stale(change).json('embed.json').headline as string, /^This is a demonstration/);
  });
});

describe('the files of a build are believed', () => {
  for (const [what, attestation, vouchFor, until] of [
    ['for three builds and the age of a cache where nobody vouches', NOBODY, 20, '03:50'],
    ['until the word of whoever checked has grown old', watchedAt(5), 20, '03:25'],
    ['no longer than for three builds, however long that word holds', watchedAt(5), 120, '03:50'],
    ['for three builds where that word had grown old already', watchedAt(30), 20, '03:50'],
    ['for three builds where that word grows old this instant', watchedAt(20), 20, '03:50'],
  ] as const)
    test(what, () => {
      assert.equal(
        asOf({ site: { ...live, vouchFor }, attestation }),
        `Unknown (as of 1 March 2026, ${until} UTC)`,
      );
    });
});

describe('what was known last', () => {
  const unknown: ApiStatus = { indicator: 'minor', description: 'Status Unknown' };
  for (const [indicator, told] of [
    ['critical', 'critical'],
    ['major', 'major'],
    ['minor', 'minor'],
    ['maintenance', 'minor'],
    ['none', 'minor'],
  ] as const)
    test(`is never less alarming than it was: "${indicator}" reads as "${told}"`, () => {
      assert.deepEqual(lastKnown(unknown, { indicator, description: 'As it was' }), {
        indicator: told,
        description: 'Status Unknown (last known: As it was)',
      });
    });

  test('is not repeated where it was unknown already', () => {
    assert.deepEqual(lastKnown(unknown, unknown), unknown);
  });
});
