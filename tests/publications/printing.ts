import { readFileSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { incidentHistory, type GitHistory } from '../../src/domain/git-history.ts';
import type { Site } from '../../src/domain/site.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, type Instant, type TimeRange, readTimeRange } from '../../src/domain/time.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { live, regional, shipped } from '../sites.ts';
import { situation } from '../tour/situations.ts';

export const ORIGIN = { url: 'https://status.example.org', base: '/repo/' };

/** A minute of the night of 1 March 2026, UTC, in which the made-up incidents lie. */
export const at = (hour: number, minute = 0): TimeRange => exactly(Date.UTC(2026, 2, 1, hour, minute));

/** What the public sees of made-up incidents at ten past three in that night. */
export function snapshotAt(
  incidents: Incident[],
  change: { site?: Partial<Site>; attestation?: Attestation; git?: GitHistory; now?: Instant } = {},
): Snapshot {
  const { site, attestation = { by: 'nobody', at: null }, git, now = at(3, 10).latest } = change;
  return takeSnapshot({ ...live, ...site }, incidents, attestation, now, git);
}

/** What git knows of incidents that were each committed once, at an instant. */
export function committed(incidents: Incident[], when: Instant, imported = false): GitHistory {
  const versions = incidents.map((incident) => ({
    blob: `b-${incident.id}`,
    commit: 'c1',
    at: when,
    imported,
    incident,
  }));
  return {
    kind: 'git',
    incidents: new Map(versions.map((one) => [one.incident.id, incidentHistory([one])])),
  };
}

function siteOf(config: string): Site {
  if (/\/(?:live|telling)\.yaml$/.test(config)) return live;
  return config.endsWith('/regions.yaml') ? regional : shipped;
}

/** The snapshot of a situation, as its build takes it. */
export async function snapshotOf(name: string): Promise<Snapshot> {
  const { env, now } = situation(name);
  const site = siteOf(env.NIGHTLIGHT_CONFIG ?? '');
  const { incidents } = readIncidents((await readFolder(env.NIGHTLIGHT_INCIDENTS as string)).files, {
    site,
    now,
  });
  const [by = '', time = ''] = (env.NIGHTLIGHT_VOUCH ?? '').split('@');
  const read = readTimeRange(time);
  const attestation = by
    ? { by: by as 'watch' | 'person', at: read.ok ? read.range.latest : null }
    : { by: 'nobody' as const, at: null };
  return takeSnapshot(site, incidents, attestation, now);
}

/** `UPDATE_GOLDEN=1 npm test -- unit` writes what is printed now; read the difference before you commit it. */
export function assertGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, '../fixtures/golden', name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
}
