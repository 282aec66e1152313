import type { BedsideFile } from '../domain/bedside.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isoSeconds } from '../domain/time.ts';
import { apiId } from './statuspage/ids.ts';

/** `/bedside.json`: what the page for the night table reads, with the name of the build it belongs to. */
export function bedsideFile({ site, statuses }: Snapshot, build: string): BedsideFile {
  return {
    build,
    demonstration: site.demonstration !== undefined,
    components: statuses.map(({ component, status, since }) => ({
      id: apiId('component', component.id),
      status,
      since: since === undefined || since.before ? null : isoSeconds(since.at.earliest),
      since_before: since?.before ? isoSeconds(since.at.latest) : null,
    })),
  };
}
