import type { Announcement } from '../domain/announcement.ts';
import { readAnnouncements } from '../own-pages/announcements.ts';
import { listOf, printMapping, textLeaf, timeLeaf, wordLeaf, type Yaml } from '../yaml/print.ts';
import type { BroughtAnnouncement } from './brought.ts';
import { componentsOf, isBroken, type Making, tellOfSource } from './file.ts';

/**
 * The file of an announcement that says what was brought along. It is read as every other before it is given back:
 * what the check would refuse is told of its source.
 * @returns nothing where it cannot be said; the report of what was brought then says why.
 */
export function announcementOf(
  brought: BroughtAnnouncement,
  making: Making,
): { text: string; announcement: Announcement } | undefined {
  const { report, id, title, began, until, about, markdown } = brought;
  const ids = [...new Set(about.flatMap((component) => componentsOf(component, brought, making) ?? []))];
  if (!began || !until || isBroken(brought)) return undefined;
  const entries: [string, Yaml][] = [
    ['title', textLeaf(title.replace(/\s+/g, ' ').trim())],
    ['from', timeLeaf(began)],
    ['until', timeLeaf(until)],
  ];
  if (ids.length > 0)
    entries.push([
      'components',
      listOf(
        ids.map((one) => wordLeaf(one)),
        'flow',
      ),
    ]);
  const text = `---\n${printMapping(entries)}---\n${markdown}\n`;
  const { languages, components } = making.site;
  const name = `${id}.md`;
  const { announcements, problems } = readAnnouncements([{ name, bytes: new TextEncoder().encode(text) }], {
    languages,
    components: [...components, ...making.added],
  });
  tellOfSource(problems, name, report);
  const [announcement] = announcements;
  return announcement && { text, announcement };
}
