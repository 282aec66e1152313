/** Whether all is looked at that can be, as before a release, and not only what shows each mistake once. */
export const isThorough = process.env.THOROUGH === '1';

/** How often something made up is tried: as often as shows each mistake once, more often before a release, or as `RUNS` says. */
export function often(usual: number, thorough: number): number {
  return Number(process.env.RUNS || (isThorough ? thorough : usual));
}
