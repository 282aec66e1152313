import type { Instant } from './time.ts';

/** What keeps an incident file from being told, as its front matter has it. */
export interface Hold {
  /** It is told to nobody as long as this is so. */
  draft: boolean;
  /** It is told from this instant on. */
  publish: Instant | undefined;
}

/** A file that is told as soon as it is committed, as nearly all are. */
export const NO_HOLD: Hold = { draft: false, publish: undefined };

/** Whether nobody may hear of a file at `now`: not what it says, not when it will say it, not that it is there. */
export function isUntold({ draft, publish }: Hold, now: Instant): boolean {
  return draft || (publish !== undefined && publish > now);
}

/**
 * Which versions of a file were ever told by `now`, and from when on. A draft never was, and one whose time had not
 * come when the next version took its place was not either.
 * @param versions oldest first, each with the time of its commit.
 */
export function toldVersions<Version extends { at: Instant }>(
  versions: readonly Version[],
  holdOf: (version: Version) => Hold,
  now: Instant,
): Version[] {
  return versions.flatMap((version, index) => {
    const hold = holdOf(version);
    const from = Math.max(version.at, hold.publish ?? version.at);
    const next = versions[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (isUntold(hold, now) || (from > version.at && next <= from)) return [];
    return [from === version.at ? version : { ...version, at: from }];
  });
}
