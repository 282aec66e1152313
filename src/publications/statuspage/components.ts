import { ORIGINAL } from '../../domain/site.ts';
import type { ComponentStatus, Snapshot } from '../../domain/snapshot.ts';
import { type Status, worst } from '../../domain/status.ts';
import { dayOf, isoSeconds } from '../../domain/time.ts';
import { apiId } from './ids.ts';
import type { ApiComponent, ApiComponentStatus } from './types.ts';

/** The API has no word for what nobody knows; the mildest that is not health stands in for it. */
export function apiStatus(status: Status): ApiComponentStatus {
  return status === 'not_known' ? 'degraded_performance' : status;
}

/** Groups and components, in the page's order: a group stands before its members. */
export function componentsOf(snapshot: Snapshot): ApiComponent[] {
  const { site, statuses } = snapshot;
  return site.groups.flatMap((group, position) => {
    const members = statuses.filter(({ component }) => component.group === group.id);
    if (members.length === 0) return [];
    const apiGroup: ApiComponent = {
      ...shared(snapshot),
      id: apiId('group', group.id),
      name: group.name[ORIGINAL],
      status: apiStatus(worst(members.map(({ status }) => status))),
      position: position + 1,
      description: null,
      start_date: null,
      group_id: null,
      group: true,
      components: members.map(({ component }) => apiId('component', component.id)),
    };
    return [apiGroup, ...members.map((entry, index) => componentOf(entry, index + 1, snapshot))];
  });
}

export function componentOf(
  { component, status }: ComponentStatus,
  position: number,
  snapshot: Snapshot,
): ApiComponent {
  return {
    ...shared(snapshot),
    id: apiId('component', component.id),
    name: component.name[ORIGINAL],
    status: apiStatus(status),
    position,
    description: component.description[ORIGINAL],
    start_date: dayOf(component.since),
    group_id: apiId('group', component.group),
    group: false,
  };
}

function shared({ site, now }: Snapshot) {
  return {
    created_at: isoSeconds(Math.min(...site.components.map(({ since }) => since))),
    updated_at: isoSeconds(now),
    showcase: true,
    page_id: apiId('page', site.tag.authority),
    only_show_if_degraded: false,
  };
}
