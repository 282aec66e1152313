import type { Situation, Snapshot } from '../../domain/snapshot.ts';
import type { ApiStatus } from './types.ts';

type IncidentSituation = Extract<Situation, { kind: 'incident' }>;

/** The words that clients know, by how bad it is and whether it hits all of the headline. */
export const INCIDENT_STATUS: Record<
  IncidentSituation['status'],
  Record<IncidentSituation['extent'], ApiStatus>
> = {
  major_outage: {
    all: { indicator: 'critical', description: 'Major System Outage' },
    some: { indicator: 'major', description: 'Partial System Outage' },
  },
  partial_outage: {
    all: { indicator: 'major', description: 'Partial System Outage' },
    some: { indicator: 'minor', description: 'Minor Service Outage' },
  },
  degraded_performance: {
    all: { indicator: 'minor', description: 'Degraded System Service' },
    some: { indicator: 'minor', description: 'Partially Degraded Service' },
  },
  not_known: {
    all: { indicator: 'minor', description: 'Status Unknown' },
    some: { indicator: 'minor', description: 'Status Partly Unknown' },
  },
  under_maintenance: {
    all: { indicator: 'maintenance', description: 'Service Under Maintenance' },
    some: { indicator: 'maintenance', description: 'Service Under Maintenance' },
  },
};

/**
 * The status of the page. The API has no word for "unknown": what nobody can vouch for, a demonstration
 * among it, is `minor` and says what it is. "All Systems Operational" needs somebody who checked.
 */
export function statusOf({ situation, site }: Pick<Snapshot, 'situation' | 'site'>): ApiStatus {
  switch (situation.kind) {
    case 'incident':
      return INCIDENT_STATUS[situation.status][situation.extent];
    case 'overrun':
      return { indicator: 'major', description: 'Partial System Outage' };
    case 'maintenance':
      return { indicator: 'maintenance', description: 'Service Under Maintenance' };
    case 'reported':
      return { indicator: 'minor', description: 'Minor Service Outage' };
    case 'watched':
      return { indicator: 'minor', description: 'Partially Degraded Service' };
    case 'unknown':
      return { indicator: 'minor', description: 'Status Unknown' };
    case 'demonstration':
      return { indicator: 'minor', description: 'Demonstration, not a live status' };
    case 'clear':
      return {
        indicator: 'none',
        description:
          situation.attestation.by !== 'nobody'
            ? 'All Systems Operational'
            : site.watched.length > 0
              ? 'No Problem Reported (no automatic check confirms it now)'
              : 'No Problem Reported (nobody checks automatically)',
      };
  }
}

/** What is said when nobody knows any more: never less alarming than what was known last, which stands beside it. */
export function lastKnown(unknown: ApiStatus, known: ApiStatus): ApiStatus {
  if (known.description === unknown.description) return unknown;
  const worse = known.indicator === 'critical' || known.indicator === 'major';
  return {
    indicator: worse ? known.indicator : unknown.indicator,
    description: `${unknown.description} (last known: ${known.description})`,
  };
}
