import type { Place, Report } from '../problems/index.ts';

interface Minutes {
  watch?: { vouchFor?: number | undefined } | undefined;
  publish?: { rebuildEvery?: number | undefined; cacheAge?: number | undefined } | undefined;
}

/**
 * Reports a word that lapses before the next one is heard: it is renewed by the next build, and a cache may hold
 * back that build for its age.
 */
export function checkPromise({ watch, publish }: Minutes, place: Place, report: Report): void {
  const { vouchFor } = watch ?? {};
  const { rebuildEvery, cacheAge } = publish ?? {};
  if (vouchFor === undefined || rebuildEvery === undefined || cacheAge === undefined) return;
  const needed = rebuildEvery + cacheAge;
  if (vouchFor >= needed) return;
  const shortest = vouchFor - cacheAge;
  const other = shortest > 0 ? `, or rebuild_every to ${shortest} or less (and rebuild that often)` : '';
  report.add({
    name: 'vouch-too-short',
    place,
    found: `${vouchFor} minutes`,
    expected: `at least rebuild_every + cache_age = ${rebuildEvery} + ${cacheAge} = ${needed} minutes`,
    remedy: `The next word comes only then: the page would say "unknown" for up to ${needed - vouchFor} minutes before each. Set vouch_for to ${needed} or more${other}.`,
  });
}
