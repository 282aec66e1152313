import type { Heartbeat } from '../domain/freshness.ts';
import { leaseLength, leaseLimitsOf } from '../domain/site.ts';
import { type Snapshot, attestationLapses } from '../domain/snapshot.ts';
import { isoSeconds } from '../domain/time.ts';

/**
 * `/heartbeat.json`: when this was built, until when it may be believed, and who vouches for the service; and what
 * decides whether both may be renewed without a build.
 * @param next the instant at which the site reads differently by itself, whoever vouches.
 */
export function heartbeatOf(
  { now, site, attestation }: Snapshot,
  build: string,
  source: string,
  next?: number,
): Heartbeat {
  return {
    built_at: isoSeconds(now),
    valid_until: isoSeconds(now + leaseLength(site)),
    build,
    vouched: {
      by: attestation.by,
      at: attestation.at === null ? null : isoSeconds(attestation.at),
      until: attestation.at === null ? null : isoSeconds(attestationLapses(site, attestation)),
      ...(attestation.takenBack !== undefined && { taken_back: isoSeconds(attestation.takenBack) }),
    },
    changes_at: next === undefined ? null : isoSeconds(next),
    source,
    limits: leaseLimitsOf(site),
    moved_to: site.heartbeat ?? null,
  };
}
