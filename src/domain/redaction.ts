import type { Revision } from './git-history.ts';
import type { Incident, Redaction } from './incident.ts';
import type { Instant } from './time.ts';

/** In an entry: every version that was committed before the entry was. */
export const EARLIER = 'earlier';

/**
 * Entries of the second list that the first one lacks, whatever their days and reasons. Who found that a second
 * name was left writes a second entry about the same words, so entries are counted.
 */
export function lackingRedactions(has: readonly Redaction[], wanted: readonly Redaction[]): Redaction[] {
  return wanted.filter((one, index) => {
    const nth = wanted.slice(0, index + 1).filter((other) => isAboutTheSame(one, other)).length;
    return has.filter((other) => isAboutTheSame(one, other)).length < nth;
  });
}

function isAboutTheSame(one: Redaction, other: Redaction): boolean {
  return one.update === other.update && one.version === other.version;
}

/** What is gone of one version of an incident. */
export interface Removed {
  /** The entry by which all its words are. */
  whole: Redaction | undefined;
  /** The entry by which the text of an update is. */
  update(id: string): Redaction | undefined;
}

/**
 * What was taken out of a version by the entries that the file has now. A version that has an entry itself was
 * written with it, so its words are those that may stay.
 */
export function removedFrom(
  { blob, incident }: Pick<Revision, 'blob' | 'incident'>,
  redactions: readonly Redaction[],
): Removed {
  const later = lackingRedactions(incident?.redactions ?? [], redactions);
  return {
    whole: redactions.findLast((one) =>
      one.version === EARLIER ? later.includes(one) : one.version !== undefined && isNamed(one, blob),
    ),
    update: (id) => later.findLast(({ update }) => update === id),
  };
}

/** The entry that speaks of a version at all, if one does. */
export function redactionOf(
  revision: Pick<Revision, 'blob' | 'incident'>,
  redactions: readonly Redaction[],
): Redaction | undefined {
  const removed = removedFrom(revision, redactions);
  const updates = revision.incident?.updates ?? [];
  return removed.whole ?? updates.map(({ id }) => removed.update(id)).findLast((one) => one !== undefined);
}

/** Whether an entry names this version. */
export function isNamed({ version }: Redaction, blob: string): boolean {
  return version !== undefined && blob.startsWith(version);
}

/** When an entry was committed; `undefined` if that was never done. */
export function committedAt(
  redaction: Redaction,
  { redactions }: Pick<Incident, 'redactions'>,
  revisions: readonly Revision[],
): Instant | undefined {
  return revisions.find(
    ({ incident }) => incident && !lackingRedactions(incident.redactions, redactions).includes(redaction),
  )?.at;
}
