import type { Heartbeat } from '../domain/freshness.ts';
import { validFor } from '../domain/site.ts';
import { type Snapshot, vouchLapses } from '../domain/snapshot.ts';
import { isoSeconds } from '../domain/time.ts';

/** `/heartbeat.json`: when this was built, until when it may be believed, and who vouches for the service. */
export function heartbeatOf({ now, site, vouch }: Snapshot, build: string): Heartbeat {
  return {
    built_at: isoSeconds(now),
    valid_until: isoSeconds(now + validFor(site)),
    build,
    vouched: {
      by: vouch.by,
      at: vouch.at === null ? null : isoSeconds(vouch.at),
      until: vouch.at === null ? null : isoSeconds(vouchLapses(site, vouch)),
    },
  };
}
