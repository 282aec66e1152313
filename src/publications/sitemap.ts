import { href, type Origin, paths } from '../domain/addresses.ts';
import { announcedAt } from '../domain/announcement.ts';
import { filedAt } from '../domain/incident.ts';
import { isReplayed } from '../domain/replay.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Language, Site } from '../domain/site.ts';
import { type Instant, yearOf } from '../domain/time.ts';
import { escapeHtml } from './escape.ts';

/** The most that one file may list (https://www.sitemaps.org/protocol.html). */
const MOST = 50_000;

/**
 * `/sitemap.xml`: every page that is worth finding, the newest incidents first. Versions are not: a search must
 * not land on an old "Investigating". Which page is which in another language is said here, for those who search, and
 * not in the head of each page, for those who read: the links in its header lead a reader there.
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
  const address = (path: string, language: Language) =>
    escapeHtml(new URL(href(site, origin.base, language, path), origin.url).href);
  const urls = pages
    .flatMap((path) => {
      const others =
        site.languages.length > 1 ? alternatives(site, (language) => address(path, language)) : '';
      return site.languages.map((language) => `<url><loc>${address(path, language)}</loc>${others}</url>\n`);
    })
    .slice(0, MOST);
  const spaces =
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset ${spaces}>\n${urls.join('')}</urlset>\n`;
}

/** The same page in each language, and where to send whoever reads none of them. */
function alternatives({ languages }: Site, address: (language: Language) => string): string {
  const link = (tag: string, language: Language) =>
    `<xhtml:link rel="alternate" hreflang="${tag}" href="${address(language)}"/>`;
  return [...languages.map((language) => link(language, language)), link('x-default', languages[0])].join('');
}

/** Their list, and each: what stands on the first page, what is to come, what is over. */
function announcementPages({ announcements }: Pick<Site, 'announcements'>, now: Instant): string[] {
  if (announcements.length === 0) return [];
  const { current, ahead, past } = announcedAt(announcements, now);
  return [paths.announcements, ...[...current, ...ahead, ...past].map(({ id }) => paths.announcement(id))];
}
