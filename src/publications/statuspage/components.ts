import { snapshotIn, spokenNow } from '../../domain/region.ts';
import { type Component, inLanguage, type Region } from '../../domain/site.ts';
import { type ComponentStatus, isUnconfirmed, type Snapshot } from '../../domain/snapshot.ts';
import { STATUSES, type Status, worst } from '../../domain/status.ts';
import { dayOf, type Instant, isoSeconds } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import { besideName } from '../sentence.ts';
import { statusChangedAt } from './changes.ts';
import { apiId } from './ids.ts';
import type { ApiComponent, ApiComponentStatus } from './types.ts';

/** Our words in the API's. It has none for what nobody knows: the mildest that is not health stands for it. */
export const API_STATUS: Record<Status, ApiComponentStatus> = {
  major_outage: 'major_outage',
  partial_outage: 'partial_outage',
  degraded_performance: 'degraded_performance',
  under_maintenance: 'under_maintenance',
  operational: 'operational',
  not_known: 'degraded_performance',
};

/**
 * Groups and components, in the page's order: a group stands before its members. Where the service has regions, each
 * component has the worst of them, and a group for each region follows, with the components that are there: the API
 * knows no regions, and its users make groups of them.
 */
export function componentsOf(snapshot: Snapshot): ApiComponent[] {
  const { regions } = snapshot.site;
  return [...ofGroups(snapshot), ...regions.flatMap((region, index) => ofRegion(region, index, snapshot))];
}

/** A region as a group: what is everywhere alike is not said again. */
function ofRegion(region: Region, index: number, snapshot: Snapshot): ApiComponent[] {
  const { site } = snapshot;
  const [first] = site.languages;
  const groupId = apiId('group', `regions/${region.id}`);
  const divided = new Set(
    site.components.filter((component) => component.regions.includes(region.id)).map(({ id }) => id),
  );
  const there = snapshotIn(snapshot, region.id);
  const members = there.statuses
    .filter(({ component }) => divided.has(component.id))
    .map((entry, place) => ({
      ...componentOf(entry, place + 1, there),
      id: apiId('component', `${entry.component.id}/${region.id}`),
      name: `${inLanguage(entry.component.name, first)} (${inLanguage(region.name, first)})`,
      group_id: groupId,
    }));
  if (members.length === 0) return [];
  const worstFirst = STATUS_ORDER.find((status) => members.some((one) => one.status === status));
  return [
    {
      ...shared(snapshot),
      id: groupId,
      name: inLanguage(region.name, first),
      status: worstFirst ?? 'operational',
      created_at: members.map((one) => one.created_at).toSorted()[0] as string,
      updated_at: members
        .map((one) => one.updated_at)
        .toSorted()
        .at(-1) as string,
      position: site.groups.length + index + 1,
      description: null,
      start_date: null,
      group_id: null,
      group: true,
      components: members.map(({ id }) => id),
    },
    ...members,
  ];
}

/** The API's statuses, worst first. */
const STATUS_ORDER = [...new Set(STATUSES.map((status) => API_STATUS[status]))];

function ofGroups(snapshot: Snapshot): ApiComponent[] {
  const { site, statuses } = snapshot;
  return site.groups.flatMap((group, position) => {
    const members = statuses.filter(({ component }) => component.group === group.id);
    if (members.length === 0) return [];
    const apiGroup: ApiComponent = {
      ...shared(snapshot),
      id: apiId('group', group.id),
      name: inLanguage(group.name, site.languages[0]),
      status: API_STATUS[worst(members.map(({ status }) => statusIn(status, snapshot)))],
      created_at: isoSeconds(Math.min(...members.map(({ component }) => component.since))),
      updated_at: isoSeconds(
        Math.max(...members.map(({ component }) => statusChangedAt(component, snapshot))),
      ),
      position: position + 1,
      description: group.description ? inLanguage(group.description, site.languages[0]) : null,
      start_date: null,
      group_id: null,
      group: true,
      components: members.map(({ component }) => apiId('component', component.id)),
    };
    return [apiGroup, ...members.map((entry, index) => componentOf(entry, index + 1, snapshot))];
  });
}

/** A component as it is now. */
export function componentOf(entry: ComponentStatus, position: number, snapshot: Snapshot): ApiComponent {
  const { component, status } = entry;
  const [language] = snapshot.site.languages;
  const spoken = spokenNow(snapshot.site, entry);
  const why = unconfirmedIn(status, snapshot) ?? (spoken.where && `${besideName(spoken, status, language)}.`);
  return {
    ...shared(snapshot),
    ...named(component, position, snapshot),
    description: [why, descriptionOf(component, snapshot)].filter(Boolean).join(' '),
    status: statusIn(status, snapshot),
    updated_at: isoSeconds(statusChangedAt(component, snapshot)),
  };
}

/**
 * A component in the file of a year that is over, which keeps its bytes: with the worst that the incident did
 * to it, whatever it is doing today.
 */
export function componentThen(
  { component, status }: ComponentStatus,
  position: number,
  changed: Instant,
  snapshot: Snapshot,
): ApiComponent {
  return {
    ...shared(snapshot),
    ...named(component, position, snapshot),
    description: descriptionOf(component, snapshot),
    status: API_STATUS[status],
    updated_at: isoSeconds(changed),
  };
}

function descriptionOf({ description }: Component, { site: { languages } }: Snapshot): string {
  return inLanguage(description, languages[0]);
}

function named(component: Component, position: number, { site: { languages } }: Snapshot) {
  return {
    id: apiId('component', component.id),
    name: inLanguage(component.name, languages[0]),
    created_at: isoSeconds(component.since),
    position,
    start_date: dayOf(component.since),
    group_id: apiId('group', component.group),
    group: false,
  };
}

function shared({ site }: Snapshot) {
  return { showcase: true, page_id: apiId('page', site.tag.authority), only_show_if_degraded: false };
}

/** The API cannot say "unknown", and "operational" is a word that somebody must vouch for. */
function statusIn(status: Status, snapshot: Snapshot): ApiComponentStatus {
  return status === 'operational' && isUnconfirmed(snapshot) ? 'degraded_performance' : API_STATUS[status];
}

/** Why a component is not called operational though no trouble is known. */
function unconfirmedIn(status: Status, snapshot: Snapshot): string | undefined {
  const { answer, feed, statuses } = wordsOf(snapshot.site.languages[0]);
  if (status === 'not_known') return `${statuses.not_known}.`;
  if (status !== 'operational') return undefined;
  if (snapshot.site.demonstration) return `${feed.demonstration}.`;
  return isUnconfirmed(snapshot) ? answer.unknownPage : undefined;
}
