import type { Language } from '../domain/site.ts';
import type { Place, Report } from './index.ts';
import { didYouMean } from './suggest.ts';

/** Where a link to the site itself can lead. */
export interface Places {
  languages: readonly Language[];
  /** The folders at its root that are pages: ours, and the operator's own. */
  pages: readonly string[];
  /** What else lies at its root: names in `public/`, without their endings. */
  others: readonly string[];
}

/** Tells of a link to the site itself that leads to no page of it; of one to elsewhere nothing is known. */
export function tellDeadLink(url: string, place: Place, places: Places, report: Report): void {
  const { name, isFile } = namedIn(url, places.languages);
  if (name === undefined || places.others.includes(name)) return;
  const isPage = places.pages.includes(name);
  if (isPage && !isFile) return;
  report.add({
    name: 'link-to-nothing',
    place,
    found: url,
    expected: 'an address of this site',
    remedy: isPage
      ? 'The address of a page ends with a slash: write one behind its name.'
      : `There is no page /${name}/: write pages/${name}.md, or mend the link.${didYouMean(name, places.pages)}`,
  });
}

/**
 * What at the root of the site a link leads to: `plan` of `/de/plan/#door`; nothing where that cannot be told, as of a
 * feed, whose name has a point in it.
 */
function namedIn(url: string, languages: readonly Language[]): { name: string | undefined; isFile: boolean } {
  const parts = /^\/(?![/\\])([^?#]*)/.exec(url)?.[1]?.split('/') ?? [];
  const [name = '', ...behind] = languages.includes(parts[0] ?? '') ? parts.slice(1) : parts;
  const isFile = behind.length === 0;
  return { name: /^[\w-]+$/.test(name) || (!isFile && /^[\w.-]+$/.test(name)) ? name : undefined, isFile };
}
