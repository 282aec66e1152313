import { href, type Origin, paths } from '../../domain/addresses.ts';
import { type Announcement, announcedAt } from '../../domain/announcement.ts';
import { textIn } from '../../domain/own-page.ts';
import { inLanguage, type Language, type Site } from '../../domain/site.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import { escapeHtml } from '../escape.ts';
import { printOwnPage } from '../own-page.ts';
import { type AtomEntry, printAtom } from './atom.ts';
import { inItsLanguage } from './content.ts';
import { tagIn } from './entries.ts';

/**
 * `/announcements.atom`: what is and was announced, the newest first. It is apart from the feeds of updates, for who
 * reads those is woken by them. An announcement comes into it with its time, by which it is dated.
 */
export function announcementsAtom({ site, now }: Snapshot, language: Language, origin: Origin): string {
  const words = wordsOf(language);
  const absolute = (path: string) => new URL(href(site, origin.base, language, path), origin.url).href;
  const { current, past } = announcedAt(site.announcements, now);
  const changedAt = (one: Announcement) => updatedIn(one, language);
  const told = [...current, ...past.filter(({ from }) => from <= now)].toSorted(
    (one, other) => other.from - one.from || (one.id < other.id ? -1 : 1),
  );
  const mark = site.demonstration ? ` · ${words.feed.demonstration}` : '';
  return printAtom(
    {
      language,
      id: tagIn(site, `announcements/${language}`),
      title: `${words.announcements.feed(inLanguage(site.name, language))}${mark}`,
      description: words.announcements.intro,
      updated: told.length > 0 ? Math.max(...told.map(changedAt)) : Date.UTC(site.tag.year, 0, 1),
      author: site.operator.name,
      self: absolute(paths.announcementsAtom),
      home: absolute(paths.announcements),
      license: site.license,
    },
    told.flatMap((one) => entryOf(one, site, language, origin) ?? []),
  );
}

/** When what a reader of a language is shown was last changed: not before it was told. */
function updatedIn(announcement: Announcement, language: Language): Instant {
  const { from } = announcement;
  return Math.max(from, textIn(announcement, language)?.text.changed ?? from);
}

function entryOf(
  announcement: Announcement,
  site: Site,
  language: Language,
  { url, base }: Origin,
): AtomEntry | undefined {
  const { id, from, components, withdrawn } = announcement;
  // A reader of feeds shows it elsewhere: each address in it is a whole one.
  const printed = printOwnPage(announcement, site, new URL(base, url).href, language);
  if (!printed) return undefined;
  const { title, html, original } = printed;
  const { feed, states } = wordsOf(language);
  return {
    id: tagIn(site, `announcements/${id}/${language}`),
    title: withdrawn ? `${title} (${states.withdrawn})` : title,
    link: new URL(href(site, base, language, paths.announcement(id)), url).href,
    published: from,
    updated: updatedIn(announcement, language),
    categories: components.map((term) => ({ scheme: tagIn(site, 'component'), term })),
    html: [
      site.demonstration && `<p>${escapeHtml(inLanguage(site.demonstration.notice, language))}</p>`,
      original && `<p><em>${escapeHtml(feed.untranslated)}</em></p>`,
      inItsLanguage('div', original, language, html),
    ]
      .filter(Boolean)
      .join('\n'),
  };
}
