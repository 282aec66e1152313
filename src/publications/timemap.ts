import { href, type Origin, paths } from '../domain/addresses.ts';
import type { Incident } from '../domain/incident.ts';
import { type IncidentHistory, publishedIn } from '../domain/git-history.ts';
import type { Site } from '../domain/site.ts';

/** A static TimeMap of an incident's versions (RFC 7089, 5; `application/link-format`), oldest first. */
export function toTimeMap(
  incident: Incident,
  { revisions }: IncidentHistory,
  site: Pick<Site, 'languages'>,
  origin: Origin,
): string {
  const absolute = (path: string) => new URL(path, origin.url).href;
  const at = (path: string) => absolute(href(site, origin.base, site.languages[0], path));
  const page = at(paths.incident(incident.id));
  const self = absolute(`${origin.base}incidents/${incident.id}.timemap`);
  const mementos = revisions.map((revision, index) => {
    const rel = ['memento', index === 0 && 'first', index === revisions.length - 1 && 'last']
      .filter(Boolean)
      .join(' ');
    return `<${at(paths.revision(incident.id, revision.blob))}>; rel="${rel}"; datetime="${new Date(publishedIn(revision)).toUTCString()}"`;
  });
  return `${[`<${page}>; rel="original"`, `<${self}>; rel="self"; type="application/link-format"`, ...mementos].join(',\n')}\n`;
}
