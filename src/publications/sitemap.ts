import { href, type Origin, paths } from '../domain/addresses.ts';
import { announcedAt } from '../domain/announcement.ts';
import { filedAt } from '../domain/incident.ts';
import { isReplayed } from '../domain/replay.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, yearOf } from '../domain/time.ts';
import { escapeHtml } from './escape.ts';

/** The most that one file may list (https://www.sitemaps.org/protocol.html). */
const MOST = 50_000;

/**
 * `/sitemap.xml`: every page that is worth finding, the newest incidents first. Versions are not: a search must
 * not land on an old "Investigating".
 */
export function toSitemap({ site, incidents, now }: Snapshot, origin: Origin): string {
  const { home, history, uptime, pledge, subscribe, about } = paths;
  const years = [...new Set(incidents.map((incident) => yearOf(filedAt(incident))))];
  const pages = [
    ...[home, history, uptime, ...(site.parts.pledge ? [pledge] : []), subscribe, about],
    ...site.ownPages.map(({ name }) => paths.own(name)),
    ...announcementPages(site, now),
    ...site.components.map(({ id }) => paths.component(id)),
    ...site.regions.map(({ id }) => paths.region(id)),
    ...years.map(paths.year),
    ...incidents.filter(isReplayed).map(({ id }) => paths.replay(id)),
    ...incidents.map(({ id }) => paths.incident(id)),
  ];
  const urls = pages
    .flatMap((path) => site.languages.map((language) => href(site, origin.base, language, path)))
    .slice(0, MOST)
    .map((path) => `<url><loc>${escapeHtml(new URL(path, origin.url).href)}</loc></url>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('')}</urlset>\n`;
}

/** Their list, and each: what stands on the first page, what is to come, what is over. */
function announcementPages({ announcements }: Pick<Site, 'announcements'>, now: Instant): string[] {
  if (announcements.length === 0) return [];
  const { current, ahead, past } = announcedAt(announcements, now);
  return [paths.announcements, ...[...current, ...ahead, ...past].map(({ id }) => paths.announcement(id))];
}
