import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, type IncidentFile, type Published, readIncidents } from '../../src/incidents/index.ts';
import { live, regional } from '../sites.ts';

/** 1 March 2026, 03:10 UTC: the instant at which the tests' files are read. */
export const NOW = Date.UTC(2026, 2, 1, 3, 10);

export const context: Context = { site: live, now: NOW };

/** The same for a service with regions. */
export const ofRegions: Context = { site: regional, now: NOW };

/** What git says of a folder of which nothing was ever committed. */
export const NOTHING_PUBLISHED: Published = {
  files: new Set(),
  held: new Set(),
  everPublished: new Map(),
  mayGo: () => false,
  before: () => undefined,
  versions: () => [],
  toldIn: () => undefined,
};

export function file(name: string, text: string): IncidentFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** A whole incident file that has nothing wrong with it, with other lines where the test says so. */
export function incidentFile(
  change: { front?: string; body?: string; began?: string; impact?: string } = {},
): string {
  const began = change.began ?? 'began: 2026-03-01T02:10Z';
  return `---
title: Followers get no alerts
${began}
impact:
  ${change.impact ?? 'follow-alerts: major_outage'}
${change.front ?? ''}
---
${change.body ?? '## Investigating - 2026-03-01T03:00Z\nAlerts do not reach followers.'}
`;
}

/** What is said of each mistake of a file: where, what was found, what was expected, how to mend it. */
export function told(text: string, of: Context = context): string[] {
  return readIncidents([file('2026-03-01-alerts.md', text)], of).problems.map(
    ({ place, name, found, expected, remedy }) =>
      `${place?.line}:${place?.column} ${name}: ${found} | ${expected} | ${remedy}`,
  );
}

/** A test for each mistake: its name, how it is written, and what is said of it. */
export function says(
  cases: [string, string, ...string[]][],
  textOf: (written: string) => string,
  of: Context = context,
): void {
  for (const [mistake, written, ...said] of cases)
    test(mistake, () => assert.deepEqual(told(textOf(written), of), said));
}
