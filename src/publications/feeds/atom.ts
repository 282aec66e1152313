import type { Language } from '../../domain/site.ts';
import { type Instant, isoSeconds } from '../../domain/time.ts';
import { escapeHtml, xmlText } from '../escape.ts';
import type { Entry, Feed } from './entries.ts';

/** The head of a feed. */
export interface AtomHead {
  language: Language;
  id: string;
  title: string;
  description: string;
  updated: Instant;
  author: string;
  self: string;
  home: string;
  license: string | undefined;
}

/** What stands in a feed once. */
export interface AtomEntry {
  /** `tag:` URI (RFC 4151). */
  id: string;
  title: string;
  link: string;
  published: Instant;
  updated: Instant;
  categories: { scheme: string; term: string; label?: string }[];
  html: string;
}

/** The updates of a feed as Atom. The state stands in the title and as a category. */
export function toAtom(feed: Feed): string {
  return printAtom(
    feed,
    feed.entries.map((one) => entryOf(one, feed)),
    pages(feed),
  );
}

/**
 * Atom 1.0 (RFC 4287; the licence, RFC 4946).
 * @param more lines of the head.
 */
export function printAtom(feed: AtomHead, entries: readonly AtomEntry[], more = ''): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${feed.language}">
  <id>${text(feed.id)}</id>
  <title>${text(feed.title)}</title>
  <subtitle>${text(feed.description)}</subtitle>
  <updated>${isoSeconds(feed.updated)}</updated>
  <author><name>${text(feed.author)}</name></author>
  <link rel="self" type="application/atom+xml" href="${text(feed.self)}"/>
  <link rel="alternate" type="text/html" href="${text(feed.home)}"/>
${feed.license ? `  <link rel="license" href="${text(feed.license)}"/>\n` : ''}  <generator>Nightlight</generator>
${more}${entries.map(entry).join('')}</feed>
`;
}

/** How a reader finds what is older (RFC 5005). */
function pages({ archive, previous, current }: Feed): string {
  return [
    archive && '  <fh:archive/>\n',
    archive && `  <link rel="current" href="${text(current)}"/>\n`,
    previous && `  <link rel="prev-archive" href="${text(previous)}"/>\n`,
  ]
    .filter(Boolean)
    .join('');
}

function entryOf({ id, title, told, html }: Entry, { schemes }: Feed): AtomEntry {
  return {
    id,
    title,
    link: told.links.update,
    published: told.published,
    updated: told.changed,
    categories: [
      { scheme: schemes.state, term: told.state },
      ...told.impact.map(({ component }) => ({ scheme: schemes.component, term: component })),
      ...Object.entries(told.regions).map(([term, label]) => ({
        scheme: schemes.region,
        term,
        label,
      })),
    ],
    html,
  };
}

function entry({ id, title, link, published, updated, categories, html }: AtomEntry): string {
  const lines = categories.map(
    ({ scheme, term, label }) =>
      `    <category scheme="${text(scheme)}" term="${text(term)}"${label === undefined ? '' : ` label="${text(label)}"`}/>\n`,
  );
  return `  <entry>
    <id>${text(id)}</id>
    <title>${text(title)}</title>
    <link rel="alternate" type="text/html" href="${text(link)}"/>
    <published>${isoSeconds(published)}</published>
    <updated>${isoSeconds(updated)}</updated>
${lines.join('')}    <content type="html">${text(html)}</content>
  </entry>
`;
}

function text(value: string): string {
  return escapeHtml(xmlText(value));
}
