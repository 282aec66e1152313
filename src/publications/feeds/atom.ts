import { isoSeconds } from '../../domain/time.ts';
import { escapeHtml, xmlText } from '../escape.ts';
import type { Entry, Feed } from './entries.ts';

/** Atom 1.0 (RFC 4287; the licence, RFC 4946). The state stands in the title and as a category. */
export function toAtom(feed: Feed): string {
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
${pages(feed)}${feed.entries.map((one) => entry(one, feed)).join('')}</feed>
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

function entry({ id, title, told, html }: Entry, { schemes }: Feed): string {
  const categories = [
    `<category scheme="${text(schemes.state)}" term="${told.state}"/>`,
    ...told.impact.map(
      ({ component }) => `<category scheme="${text(schemes.component)}" term="${component}"/>`,
    ),
    ...Object.entries(told.regions).map(
      ([id, name]) => `<category scheme="${text(schemes.region)}" term="${id}" label="${text(name)}"/>`,
    ),
  ];
  return `  <entry>
    <id>${text(id)}</id>
    <title>${text(title)}</title>
    <link rel="alternate" type="text/html" href="${text(told.links.update)}"/>
    <published>${isoSeconds(told.published)}</published>
    <updated>${isoSeconds(told.changed)}</updated>
    ${categories.join('\n    ')}
    <content type="html">${text(html)}</content>
  </entry>
`;
}

function text(value: string): string {
  return escapeHtml(xmlText(value));
}
