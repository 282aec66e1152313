import type { Language } from '../domain/site.ts';
import type { Place, Report } from './index.ts';
import { didYouMean } from './suggest.ts';

/** Where a link to the site itself can lead. */
export interface Places {
  languages: readonly Language[];
  /** The folders at its root that are pages: ours, and the operator's own. */
  pages: readonly string[];
  /** Those of them that are the operator's own: their text has no places that a link could name. */
  own?: readonly string[];
  /** What else lies at its root: names in `public/`, without their endings. */
  others: readonly string[];
  /** What stands below some of our folders, where it is known: the ids of `incidents`, and of their like. */
  below?: Readonly<Record<string, readonly string[]>>;
  /** Pages of ours that the config takes away. */
  off?: readonly string[];
}

/** What is known of a site behind the names at its root. */
export type Within = Pick<Places, 'below' | 'off'>;

/** Tells of a link to the site itself that leads to no page of it; of one to elsewhere nothing is known. */
export function tellDeadLink(url: string, place: Place, places: Places, report: Report): void {
  if (isBrokenEscape(url)) {
    report.add({
      ...{ name: 'link-to-nothing', place, found: url },
      expected: 'an address of this site',
      remedy:
        'A "%" in an address begins a letter that is written as two digits, as in %C3%A9. Write the letter itself, or %25 for the sign.',
    });
    return;
  }
  const { name, isFile, behind } = namedIn(url, places.languages);
  if (name === undefined || places.others.includes(name)) return;
  const remedy = remedyFor(name, { isFile, behind }, places);
  if (remedy !== undefined)
    report.add({ name: 'link-to-nothing', place, found: url, expected: 'an address of this site', remedy });
  else if (places.own?.includes(name) && /#[^_]/.test(url))
    report.add({
      name: 'link-to-no-place',
      place,
      found: url,
      expected: 'a place that is on the page it leads to',
      remedy: `A page of your own has no places to link to. Link to the page: ${url.replace(/#.*/, '')}`,
    });
}

/** Whether an address of this site says nothing, for a "%" in its path is no escape of a text: `/50%/`, `/%e4/`. */
function isBrokenEscape(url: string): boolean {
  const path = /^\/(?![/\\])[^?#]*/.exec(url)?.[0] ?? '';
  try {
    return decodeURIComponent(path) === undefined;
  } catch {
    return true;
  }
}

/** What to do about a link, if it leads to nothing as far as that is known. */
function remedyFor(
  name: string,
  { isFile, behind }: Pick<Named, 'isFile' | 'behind'>,
  { pages, below = {}, off = [] }: Places,
): string | undefined {
  if (!pages.includes(name))
    return `There is no page /${name}/: write pages/${name}.md, or mend the link.${didYouMean(name, pages)}`;
  if (off.includes(name))
    return `The config takes /${name}/ away, by "parts" of "site": take the link out, or give "${name}" back there.`;
  if (isFile) return 'The address of a page ends with a slash: write one behind its name.';
  const ids = Object.hasOwn(below, name) ? below[name] : undefined;
  return ids === undefined || behind === undefined || ids.includes(behind)
    ? undefined
    : `There is no /${name}/${behind}/: mend the link.${didYouMean(behind, ids)}`;
}

interface Named {
  name: string | undefined;
  /** Whether no slash stands behind it. */
  isFile: boolean;
  /** What is named below it, such as an incident; nothing where that is a file, or nothing. */
  behind: string | undefined;
}

/**
 * What at the root of the site a link leads to: `plan` of `/de/plan/#door`; nothing where that cannot be told, as of a
 * feed, whose name has a point in it.
 */
function namedIn(url: string, languages: readonly Language[]): Named {
  const parts = /^\/(?![/\\])([^?#]*)/.exec(url)?.[1]?.split('/') ?? [];
  const [name = '', ...behind] = languages.includes(parts[0] ?? '') ? parts.slice(1) : parts;
  const isFile = behind.length === 0;
  return {
    name: /^[\w-]+$/.test(name) || (!isFile && /^[\w.-]+$/.test(name)) ? name : undefined,
    isFile,
    behind: /^[\w-]+$/.exec(behind[0] ?? '')?.[0],
  };
}
