import { readIncidents } from '../../src/incidents/index.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { NOBODY, type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import { FOLDERS } from '../incidents/corpus.ts';
import { file } from '../incidents/context.ts';
import { regional } from '../sites.ts';

/** 1 March 2026, 03:10 UTC, as the situation has it. */
export const NOW = Date.UTC(2026, 2, 1, 3, 10);

/** The incidents of the situation in which one region of three is in trouble. */
export const INCIDENTS = readOf(FOLDERS.find(({ folder }) => folder.includes('one-region'))?.files ?? []);

export const SNAPSHOT = at(INCIDENTS);

/** What is seen of some incidents of a service with regions. */
export function at(incidents: Incident[], now = NOW): Snapshot {
  return takeSnapshot(regional, incidents, NOBODY, now);
}

/** One incident that does this, and that nobody has ended. */
export function doing(impact: string, front = ''): Incident[] {
  const text = `---
title: A problem
began: 2026-03-01T02:10Z
impact:
  ${impact}
${front}---
## Investigating - 2026-03-01T02:30Z
We look at it.
`;
  return readOf([{ name: '2026-03-01-a-problem.md', text }]);
}

function readOf(files: { name: string; text: string }[]): Incident[] {
  const { incidents, problems } = readIncidents(
    files.map(({ name, text }) => file(name, text)),
    { site: regional, now: NOW },
  );
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return incidents;
}
