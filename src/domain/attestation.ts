import { type Attestation, instantOf } from './freshness.ts';
import { type Instant, isoSeconds, MINUTE, readTimeRange } from './time.ts';

/** How far the clock of whoever checks may run ahead of the builder's, in ms. */
const AHEAD = 5 * MINUTE;

/**
 * A word as it is written: `watch@<time>`, `person@<time>`, or `nobody`, which takes a word back.
 * @returns who vouches and when, or a sentence that says what is wrong with it.
 */
export function readAttestation(
  written: string,
  now: Instant,
): { ok: true; attestation: Attestation } | { ok: false; mistake: string } {
  if (written === 'nobody') return { ok: true, attestation: { by: 'nobody', at: null } };
  const [by, time = ''] = written.split('@');
  const reading = readTimeRange(time);
  if ((by !== 'watch' && by !== 'person') || !reading.ok)
    return {
      ok: false,
      mistake: `is watch@<time> or person@<time>, such as watch@2026-03-01T08:04Z, or nobody, not "${written}".`,
    };
  const { earliest, latest } = reading.range;
  if (earliest !== latest)
    return {
      ok: false,
      mistake: `says when somebody saw that it works, to the minute; "${time}" is a span of time. Write one such as ${by}@${isoSeconds(now)}.`,
    };
  return { ok: true, attestation: { by, at: latest } };
}

/** The word that stands in a heartbeat, as it was written; nobody's where it cannot be read. */
export function wordIn(heartbeat: unknown): Attestation {
  const { by, at, until, taken_back } =
    (heartbeat as { vouched?: Record<string, unknown> } | null)?.vouched ?? {};
  const [given, lapses, takenBack] = [at, until, taken_back].map(instantOf);
  if ((by !== 'watch' && by !== 'person') || given === undefined) return { by: 'nobody', at: null };
  return { by, at: given, until: lapses ?? given, ...(takenBack !== undefined && { takenBack }) };
}

/** Why nobody can have given a word by now; nothing where somebody can: a word from the future would hold for as long. */
export function aheadOf({ at }: Attestation, now: Instant): string | undefined {
  if (at === null || at <= now + AHEAD) return undefined;
  return `speaks of ${isoSeconds(at)}, and now it is ${isoSeconds(now)}: nobody can have seen that yet. Is it a local time written with Z?`;
}
