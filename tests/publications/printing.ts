import { readFileSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Site } from '../../src/domain/site.ts';
import { type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { readMoment } from '../../src/domain/time.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import shipped from '../../src/site.config.ts';
import live from '../fixtures/sites/live.config.ts';
import { situation } from '../tour/situations.ts';

export const ORIGIN = { url: 'https://status.example.org', base: '/repo/' };

/** The snapshot of a situation, as its build takes it. */
export async function snapshotOf(name: string): Promise<Snapshot> {
  const { env, now } = situation(name);
  const site: Site = env.NIGHTLIGHT_CONFIG?.includes('live') ? live : shipped;
  const { incidents } = readIncidents((await readFolder(env.NIGHTLIGHT_INCIDENTS as string)).files, {
    site,
    now,
  });
  const [by = '', time = ''] = (env.NIGHTLIGHT_VOUCH ?? '').split('@');
  const read = readMoment(time);
  const vouch = by
    ? { by: by as 'watch' | 'person', at: read.ok ? read.moment.latest : null }
    : { by: 'nobody' as const, at: null };
  return takeSnapshot(site, incidents, vouch, now);
}

/** `UPDATE_GOLDEN=1 npm test -- unit` writes what is printed now; read the difference before you commit it. */
export function assertGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, '../fixtures/golden', name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
}
