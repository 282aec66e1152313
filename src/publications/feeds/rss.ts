import RSS from 'rss';
import { xmlText } from '../escape.ts';
import type { Feed } from './entries.ts';

/** RSS 2.0 by the package `rss`, with the state as a category and the time of the newest entry as the build date. */
export function toRss(feed: Feed): string {
  const rss = new RSS({
    title: xmlText(feed.title),
    description: xmlText(feed.description),
    site_url: feed.home,
    feed_url: feed.self,
    language: feed.language,
    pubDate: new Date(feed.updated),
    ttl: 5,
    docs: 'https://www.rssboard.org/rss-specification',
    generator: 'Nightlight',
  });
  for (const entry of feed.entries) {
    rss.item({
      title: xmlText(entry.title),
      description: xmlText(entry.html),
      url: entry.told.links.update,
      guid: entry.id,
      categories: [entry.told.state, ...Object.values(entry.told.regions).map(xmlText)],
      // Readers that keep the newest date they have seen drop what is dated before it.
      date: new Date(Math.max(entry.told.published, entry.told.saidAt.latest)),
    });
  }
  const lastBuild = `<lastBuildDate>${new Date(feed.updated).toUTCString()}</lastBuildDate>`;
  return rss.xml({ indent: true }).replace(/<lastBuildDate>[^<]*<\/lastBuildDate>/, () => lastBuild);
}
