import type { TestEvent } from 'node:test/reporters';
import { relative } from 'node:path';

/** How long each file of tests took, in ms, by its path from the root of the project. */
export type Durations = Record<string, number>;

/** A reporter for `node:test` that says of each file how long its tests took together, as JSON. */
export default async function* slowest(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const durations: Durations = {};
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.nesting > 0 || !data.file) continue;
    const file = relative(process.cwd(), data.file);
    durations[file] = (durations[file] ?? 0) + data.details.duration_ms;
  }
  yield JSON.stringify(durations);
}

/** The files that took longest, the longest first, a line for each with its seconds. */
export function longestOf(durations: Durations, count: number): string[] {
  return Object.entries(durations)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([file, ms]) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`);
}
