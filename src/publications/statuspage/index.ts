import { href, type Origin, paths } from '../../domain/addresses.ts';
import { filedAt, type Incident, isOpen, isReal, type Update } from '../../domain/incident.ts';
import { inLanguage } from '../../domain/site.ts';
import { historyOfIncident, incidentChangedAt } from '../../domain/git-history.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Instant, isoSeconds, yearOf } from '../../domain/time.ts';
import { wordingOf } from '../../domain/wording.ts';
import { componentsOf } from './components.ts';
import { apiId } from './ids.ts';
import { incidentOf } from './incidents.ts';
import { statusOf } from './status.ts';
import type { ApiIncident, ApiPage, ApiStatus } from './types.ts';

/** The API caps its lists, and clients rely on it; the files of the years have everything. */
const CAP = 50;

/**
 * Every address of the API below `/api/v2/`, with its body. A static file cannot turn stale by itself:
 * `page.updated_at` is the build, and `/heartbeat.json` says until when to believe it. The file of a year
 * has the newest change among its incidents there.
 */
export function statuspageFiles(
  snapshot: Snapshot,
  origin: Origin,
  status: ApiStatus = statusOf(snapshot),
): Record<string, () => object> {
  const page = pageOf(snapshot, origin, snapshot.now);
  const print = (incident: Incident) => incidentOf(incident, snapshot, origin);
  const real = snapshot.incidents.filter((incident) => !incident.drill);
  const outages = real.filter((incident) => incident.kind === 'incident');
  const works = real.filter((incident) => incident.kind === 'maintenance');
  const unresolved = () => outages.filter((incident) => isOpen(incident) && isReal(incident)).map(print);
  const phase = (...phases: string[]) =>
    snapshot.maintenance
      .filter((one) => phases.includes(one.phase))
      .map(({ incident }): ApiIncident => print(incident));
  const years = [...new Set(real.map((incident) => yearOf(filedAt(incident))))];
  return {
    summary: () => ({
      page,
      status,
      components: componentsOf(snapshot),
      incidents: unresolved(),
      scheduled_maintenances: phase('ahead', 'active', 'overrun'),
    }),
    status: () => ({ page, status }),
    components: () => ({ page, components: componentsOf(snapshot) }),
    incidents: () => ({ page, incidents: outages.slice(0, CAP).map(print) }),
    'incidents/unresolved': () => ({ page, incidents: unresolved() }),
    'scheduled-maintenances': () => ({ page, scheduled_maintenances: works.slice(0, CAP).map(print) }),
    'scheduled-maintenances/upcoming': () => ({ page, scheduled_maintenances: phase('ahead') }),
    'scheduled-maintenances/active': () => ({ page, scheduled_maintenances: phase('active', 'overrun') }),
    ...Object.fromEntries(
      years.map((year) => [
        `incidents-${year}`,
        () => {
          const inYear = real.filter((incident) => yearOf(filedAt(incident)) === year);
          const isOver = year < yearOf(snapshot.now) && !inYear.some(isOpen);
          return {
            page: pageOf(snapshot, origin, changeOf(inYear, snapshot)),
            incidents: inYear.map((incident) => incidentOf(incident, snapshot, origin, isOver)),
          };
        },
      ]),
    ),
  };
}

/**
 * Everything of the record in the API's words, to be taken elsewhere: lists without an end, texts as they were written,
 * and no mark of a demonstration, which is about this page and not about what happened.
 */
export function statuspageExport(snapshot: Snapshot, origin: Origin) {
  const plain = { ...snapshot, site: { ...snapshot.site, demonstration: undefined } };
  const page = pageOf(plain, origin, snapshot.now);
  const real = snapshot.incidents.filter((incident) => !incident.drill);
  const listed = (kind: Incident['kind']) =>
    real.filter((incident) => incident.kind === kind).map((incident) => asWritten(incident, plain, origin));
  return {
    components: { page, components: componentsOf(plain) },
    incidents: { page, incidents: listed('incident') },
    'scheduled-maintenances': { page, scheduled_maintenances: listed('maintenance') },
  };
}

/** An incident with its texts in Markdown: the API's own are plain. */
function asWritten(incident: Incident, snapshot: Snapshot, origin: Origin): ApiIncident {
  const printed = incidentOf(incident, snapshot, origin);
  const newestFirst = incident.updates.toReversed();
  const { proseOf } = wordingOf(incident, snapshot.site.languages[0]);
  return {
    ...printed,
    incident_updates: printed.incident_updates.map((update, index) => {
      const { text, markdown } = proseOf(newestFirst[index] as Update).text;
      // What names a source by its title leads nowhere without the list of them.
      if (markdown.includes('][')) return update;
      return { ...update, body: update.body.slice(0, update.body.length - text.length) + markdown };
    }),
  };
}

/** When the newest of some incidents changed: the file of a year that is over stays as it is. */
function changeOf(incidents: Incident[], { git }: Snapshot): Instant {
  return Math.max(
    ...incidents.map((incident) => incidentChangedAt(historyOfIncident(git, incident.id), incident)),
  );
}

function pageOf({ site }: Snapshot, origin: Origin, updated: Instant): ApiPage {
  const [first] = site.languages;
  const name = inLanguage(site.name, first);
  return {
    id: apiId('page', site.tag.authority),
    name: site.demonstration ? `${name} (demonstration)` : name,
    url: new URL(href(site, origin.base, first, paths.home), origin.url).href,
    time_zone: site.timeZone ?? 'Etc/UTC',
    updated_at: isoSeconds(updated),
  };
}
