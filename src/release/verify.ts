import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { paths, prefixOf } from '../domain/addresses.ts';
import { partAt } from '../domain/parts.ts';
import type { Site } from '../domain/site.ts';
import { isWhole } from '../domain/whole.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { groupOf, isGroupFolder } from './page-groups.ts';

/** What every site has in every language. */
const PAGES = [
  'index.html',
  'history/index.html',
  'uptime/index.html',
  'pledge/index.html',
  'subscribe/index.html',
  'about/index.html',
  'bedside/index.html',
  'embed/index.html',
  'embed.json',
  'history.rss',
  'history.atom',
  'feed.json',
  'calendar.ics',
  'badge.svg',
  'manifest.webmanifest',
];
/** What every site has once. */
const FILES = [
  '404.html',
  'heartbeat.json',
  'uptime.json',
  'uptime.csv',
  'api/v2/summary.json',
  'api/v2/status.json',
  'stale/api/v2/summary.json',
  'robots.txt',
  'sitemap.xml',
  'favicon.ico',
  '.well-known/security.txt',
  'stale/api/v2/status.json',
  'icon.svg',
  'icon-180.png',
  'share.png',
  'icon-512.png',
  'sw.js',
  'bedside.js',
  'bedside.json',
  'strips.js',
  'chart.js',
  'exchange.js',
  'later.js',
  'print.css',
  'incident.js',
  'telling.js',
  'watched.js',
  'embed.js',
];

/** What decides which pages and files a site has. */
type Printed = Pick<Site, 'languages'> &
  Partial<Pick<Site, 'ownPages' | 'announcements' | 'parts' | 'regions'>>;

/**
 * Checks a built site as it lies in a folder: that every page, feed and file is there and not empty, that
 * every link inside the site leads to something, its anchor too. The groups in `kept` and the pages in
 * `carried` are those of an earlier release: they were checked there.
 * @param isBrought whether a file is one that the operator brought along as it is, which need not end as our pages do.
 * @returns what is wrong; nothing if it may go live.
 */
export function verifySite(
  folder: string,
  site: Printed,
  base: string,
  kept: ReadonlySet<string> = new Set(),
  carried: ReadonlySet<string> = new Set(),
  isBrought: (file: string, text: string) => boolean = () => false,
): Problem[] {
  const files = filesIn(folder, kept);
  const known = new Set(files);
  // What was kept is not listed, and looked for only where something leads to it.
  const isThere = (file: string) => known.has(file) || (kept.size > 0 && isFile(join(folder, file)));
  const mistakes = mustHave(site)
    .filter((file) => !isThere(file))
    .map((file) => missing(file, 'no file'));
  for (const group of kept)
    if (!isFile(join(folder, group, 'index.html')))
      mistakes.push(missing(`${group}/index.html`, 'no file, and it was to be kept from the release before'));
  const pages = new Map<string, string>();
  for (const file of files.filter((one) => one.endsWith('.html') && !carried.has(one))) {
    pages.set(file, readFileSync(join(folder, file), 'utf8'));
  }
  const ids = new Map<string, Set<string>>();
  const idsOf = (file: string) => {
    const known = ids.get(file) ?? placesIn(pages.get(file) ?? readFileSync(join(folder, file), 'utf8'));
    ids.set(file, known);
    return known;
  };
  for (const [file, html] of pages) {
    const isOurs = isWhole(html) || !isBrought(file, html);
    if (isOurs && !isWhole(html)) mistakes.push(cutShort(file));
    for (const link of linksIn(isOurs ? html : html.replace(UNREAD, ''))) {
      const target = targetOf(link, file, base);
      // What a watcher writes may come after the build, or never.
      if (target === undefined || target.file === paths.responses) continue;
      if (target.file === undefined || !isThere(target.file))
        mistakes.push(brokenLink(file, 'link-to-nothing', link));
      else if (target.anchor && target.file.endsWith('.html') && !idsOf(target.file).has(target.anchor))
        mistakes.push(brokenLink(file, 'link-to-no-place', link));
    }
  }
  return mistakes;
}

/** What a browser reads no links in: comments, and what stands inside of scripts and styles. */
const UNREAD = /<!--[\s\S]*?-->|(?<=<(script|style)\b[^>]*>)[\s\S]*?(?=<\/\1>)/gi;
/** Where an anchor can lead, also in a page that is not ours, which may write it in other ways. */
const PLACE = /(?:\sid|<a\s(?:[^<>]*\s)?name)=(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))/gi;

function placesIn(html: string): Set<string> {
  return new Set(
    [...html.matchAll(PLACE)].map(([, double, single, bare]) => decoded(double ?? single ?? bare ?? '')),
  );
}

const AGAIN =
  'Deploy again: all of it is written anew. If this is said again, it is a mistake of ours: the page named below says where to tell it.';

function missing(file: string, found: string): Problem {
  const expected = 'a file that the site must have to go live';
  return problemIn({ address: file }, { name: 'built-file-missing', found, expected, remedy: AGAIN });
}

function cutShort(file: string): Problem {
  return problemIn(
    { address: file },
    {
      name: 'built-page-cut-short',
      found: 'a page without its end',
      expected: 'a whole page',
      remedy: AGAIN,
    },
  );
}

function brokenLink(file: string, name: 'link-to-nothing' | 'link-to-no-place', link: string): Problem {
  return problemIn(
    { address: file },
    {
      name,
      found: link,
      expected:
        name === 'link-to-nothing' ? 'an address of this site' : 'a place that is on the page it leads to',
      remedy:
        'Mend the link in the file that has it. If no file of yours has it, it is a mistake of ours: the page named below says where to tell it.',
    },
  );
}

/** Every file of a site but those of kept page groups. Read at once and in one go: the process has nothing else to do. */
export function filesIn(folder: string, kept: ReadonlySet<string> = new Set(), below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    if (kept.size > 0 && isGroupFolder(below) && kept.has(groupOf(below, entry.name))) return [];
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, kept, path) : [path];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Every file that a site must have to go live. */
export function mustHave(site: Printed): string[] {
  const isOn = (file: string) => {
    const part = partAt(file);
    return part === undefined || site.parts?.[part] !== false;
  };
  const pages = [
    ...PAGES.filter(isOn),
    ...(site.ownPages ?? []).map(({ name }) => `${paths.own(name)}index.html`),
    ...announced(site.announcements ?? []),
    ...(site.regions ?? []).flatMap(({ id }) =>
      ['index.html', paths.atom, paths.rss, paths.json].map((file) => `${paths.region(id)}${file}`),
    ),
  ];
  return [
    ...FILES.filter(isOn),
    ...site.languages.flatMap((language) => pages.map((page) => `${prefixOf(site, language)}${page}`)),
  ];
}

function announced(all: Site['announcements']): string[] {
  if (all.length === 0) return [];
  const pages = [paths.announcements, ...all.map(({ id }) => paths.announcement(id))];
  return [...pages.map((path) => `${path}index.html`), paths.announcementsAtom];
}

/** The links of a page that we printed ourselves: attributes are always in double quotes. */
export function linksIn(html: string): Set<string> {
  const links = new Set<string>();
  for (const [, link] of html.matchAll(/\s(?:href|src|component-url|renderer-url)="([^"]*)"/g))
    links.add(decoded(link as string));
  return links;
}

function decoded(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#38;', '&')
    .replaceAll('&amp;', '&');
}

/** The file a link leads to, `{ file: undefined }` if it leads out of the base, `undefined` if out of the site. */
function targetOf(
  link: string,
  from: string,
  base: string,
): { file: string | undefined; anchor: string } | undefined {
  const here = new URL(`${base}${from.replace(/index\.html$/, '')}`, 'http://site.invalid');
  if (!URL.canParse(link, here.href)) return { file: undefined, anchor: '' };
  const url = new URL(link, here);
  if (url.origin !== here.origin) return undefined;
  const hash = url.hash.slice(1);
  const anchor = unescaped(hash) ?? hash;
  if (url.pathname === here.pathname) return { file: from, anchor };
  if (!url.pathname.startsWith(base)) return { file: undefined, anchor };
  const path = unescaped(url.pathname.slice(base.length));
  return { file: path === '' || path?.endsWith('/') ? `${path}index.html` : path, anchor };
}

/** What an escaped address says; nothing where that is no text: `/50%/`. */
function unescaped(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
}
