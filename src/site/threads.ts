import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { PageAsked, PagePrinted, PageThread } from '../release/crew.ts';
import { beginThread } from '../release/thread.ts';
import type { Told } from './build.ts';
import { modelLeft } from './handover.ts';
import type { Work } from './thread.ts';

/**
 * Fewer pages are printed before another thread has helped: until it prints as fast as the first, it takes two or three
 * seconds of a processor and 200 MB. On two processors a build of 8,327 files took a sixth less on the clock with one,
 * one of 3,476 as long, and one of 1,053 longer.
 */
const WORTHWHILE = 3000;
/** More than three beside the one that builds do not help: that one writes all that is printed. */
const MOST = 3;

/** What a build may be printed by. */
interface Machine {
  processors: number;
  /** Bytes that nothing takes. */
  free: number;
  /** Bytes that this process takes. */
  taken: number;
}

/**
 * How many threads print beside the one that builds. Each has a copy of all that was read, and takes at most as much
 * memory as the process took until then.
 * @param asked what `NIGHTLIGHT_THREADS` says: so many, however few pages there are.
 */
export function threadsFor(
  pages: number,
  asked: number | undefined,
  { processors, free, taken }: Machine,
): number {
  if (asked !== undefined) return asked;
  if (pages < WORTHWHILE) return 0;
  return Math.max(0, Math.min(processors - 1, MOST, Math.floor(free / taken) - 1));
}

/** Begins the threads that print pages beside the one that builds, once that has read what they are printed from. */
export async function beginThreads(
  { said, threads }: Pick<Told, 'said' | 'threads'>,
  folder: string,
  pages: number,
): Promise<PageThread[]> {
  const model = await modelLeft();
  if (!model || !existsSync(folder)) return [];
  const count = threadsFor(pages, threads, {
    processors: availableParallelism(),
    free: process.availableMemory(),
    taken: process.memoryUsage.rss(),
  });
  const work: Work = { folder, said, model };
  return Array.from({ length: count }, () =>
    beginThread<PageAsked, PagePrinted>('src/site/thread.ts', work, 'The thread that prints pages'),
  );
}
