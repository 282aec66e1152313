import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ADMIN, OURS, paths, PROOF, REHEARSALS } from '../domain/addresses.ts';
import { partAt } from '../domain/parts.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { canonical, type Forgotten, mayBeForgotten } from './forgotten.ts';
import { groupFolderOf, languageFolderOf } from './page-groups.ts';
import { linksIn } from './verify.ts';
import { VERSIONS } from './versions.ts';

/** The addresses that a site has published: its files, and the updates of each incident. */
export interface Addresses {
  files: Iterable<string>;
  updates: Record<string, readonly string[]>;
}

/** What became of addresses that a new site does not print. */
export interface Lost {
  /** They say the same for ever, and are carried over as they were. */
  carried: string[];
  /** They may not go. */
  mistakes: Problem[];
}

/** Where every address of a site is listed, one a line. */
export const LIST = 'addresses.txt';

/** How the list begins and ends: with the number of addresses, for a list cut short is none. */
const HEAD = '# Every address of this site. None of them goes.';
const FOOT = '# addresses ';

/**
 * Sorts the addresses that were published before and are not printed any more. What says the same for ever (a
 * version, a year) is carried over, so that nothing new waits for it; an incident or an update that is gone is
 * a mistake, and so is what would tell an old status for ever.
 * @param mayGo what may go besides what the list of forgotten addresses names.
 * @param redirects the line of `public/_redirects` that made a page before, by the file of it.
 */
export function sortLost(
  before: Addresses,
  now: Addresses,
  forgotten: readonly Forgotten[],
  mayGo: (address: string) => boolean = () => false,
  redirects: ReadonlyMap<string, string> = new Map(),
): Lost {
  const here = new Set(now.files);
  const isAllowed = (address: string) => mayGo(address) || mayBeForgotten(forgotten, address);
  const missing = [...before.files].filter((file) => isAddress(file) && !here.has(file) && !isAllowed(file));
  const languages = languagesGone(missing);
  const lost = missing.filter((file) => !languages.some((one) => file.startsWith(one)));
  const places = Object.entries(before.updates).flatMap(([id, updates]) =>
    here.has(`incidents/${id}/index.html`)
      ? updates
          .filter((update) => !now.updates[id]?.includes(update))
          .map((update) => `incidents/${id}/#${update}`)
          .filter((address) => !isAllowed(address))
      : [],
  );
  const gone = new Set([
    ...lost
      .filter((file) => !isCarried(file))
      .filter(isTold(lost))
      .map(wholePart),
    ...places,
  ]);
  const mistakes = [...gone].map((file) => {
    const line = redirects.get(file);
    return line === undefined ? vanished(file) : redirectVanished(file, line);
  });
  return {
    carried: lost.filter((file) => isCarried(file) && !isOfOneGone(file, [...gone])),
    mistakes: [...languages.map(languageVanished), ...mistakes],
  };
}

/**
 * Carries files of an earlier site over into a new one, with the scripts and styles that they need.
 * @param mark says on a page that it is kept, and no longer part of the record.
 * @returns what was carried, and what was nowhere to be found.
 */
export async function carryOver(
  files: string[],
  from: (file: string) => Promise<string | Buffer | undefined>,
  to: string,
  mark: (html: string, file: string) => string,
): Promise<{ carried: Set<string>; missing: string[] }> {
  const carried = new Set<string>();
  const missing: string[] = [];
  const wanted = [...files];
  for (let file = wanted.shift(); file !== undefined; file = wanted.shift()) {
    if (carried.has(file) || existsSync(join(to, file))) continue;
    const source = await from(file);
    if (source === undefined) {
      missing.push(file);
      continue;
    }
    await mkdir(dirname(join(to, file)), { recursive: true });
    if (/\.(html|js)$/.test(file)) {
      const text = typeof source === 'string' ? await readFile(source, 'utf8') : source.toString('utf8');
      wanted.push(...partsOf(text, file));
      await writeFile(join(to, file), file.endsWith('.html') ? mark(text, file) : text);
    } else if (typeof source === 'string')
      await link(source, join(to, file)).catch(() => copyFile(source, join(to, file)));
    else await writeFile(join(to, file), source);
    carried.add(file);
  }
  return { carried, missing };
}

/** The list of all addresses, for whoever wants to see that none goes, a later build among them. */
export function printList({ files, updates }: Addresses, forgotten: readonly Forgotten[]): string {
  const lines = [...files].filter(isAddress).map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`);
  for (const [id, ids] of Object.entries(updates))
    for (const update of ids) lines.push(`/incidents/${id}/#${update}`);
  const gone = forgotten.map(
    ({ address, why, at }) => `# forgotten ${at.slice(0, 10)}: /${address} - ${why.replace(/\s+/g, ' ')}`,
  );
  return [HEAD, ...gone, ...lines.toSorted(), `${FOOT}${lines.length}`, ''].join('\n');
}

/**
 * Reads what `printList` wrote; `undefined` for anything else, and for a list that was cut short. What leads out
 * of a site is none of its addresses.
 */
export function readList(text: string): Addresses | undefined {
  const lines = text.split('\n').filter((one) => one.startsWith('/'));
  if (!text.startsWith(`${HEAD}\n`) || !text.endsWith(`\n${FOOT}${lines.length}\n`)) return undefined;
  const files: string[] = [];
  const updates: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const line of lines.filter((one) => !/\/\.\.?(\/|$)|\/\/|[\\%]/.test(one))) {
    const [, id, update] = /^\/incidents\/([^/]+)\/#(.+)$/.exec(line) ?? [];
    if (id !== undefined && update !== undefined) updates[id] = [...(updates[id] ?? []), update];
    else files.push(line.endsWith('/') ? `${line.slice(1)}index.html` : line.slice(1));
  }
  return { files, updates };
}

/**
 * All but what a build names by its content, the lists themselves, the numbers of delivery, of a watcher and of rehearsals, and what
 * waits to be put in the place of a file that is stale: it goes with that file.
 */
export function isAddress(file: string): boolean {
  const isOfABuild = file.startsWith('_astro/') || file.startsWith('stale/');
  const isOfNumbers = [PROOF, paths.responses, REHEARSALS].includes(file);
  return !isOfABuild && !isOfNumbers && !file.startsWith(ADMIN) && ![LIST, VERSIONS].includes(file);
}

/** What says the same for ever: all of an incident but its page, a year, and the archive of one. */
function isCarried(file: string): boolean {
  if (/^api\/v2\/incidents-\d+\.json$/.test(file)) return true;
  return groupFolderOf(file) !== undefined && !isIncidentPage(file);
}

function isIncidentPage(file: string): boolean {
  return /^incidents\/[^/]+\/$/.test(canonical(file));
}

/**
 * A component or a region is told of once, and not each of its pages, feeds and badges; so is what was switched off, and
 * the list of announcements with its feed.
 */
function wholePart(file: string): string {
  const part = partAt(canonical(file));
  if (part !== undefined) return `${part}/`;
  if ([paths.announcements, paths.announcementsAtom].includes(canonical(file))) return paths.announcements;
  return /^(?:components|regions)\/[^/]+\//.exec(file)?.[0] ?? file;
}

/** Told once, and not for each language again. */
function isTold(lost: string[]): (file: string) => boolean {
  const all = new Set(lost);
  return (file) => {
    const language = languageFolderOf(file);
    return language === '' || !all.has(file.slice(language.length));
  };
}

/** The folders of languages that are printed no more: with their first page and their feed all of them is gone. */
function languagesGone(lost: string[]): string[] {
  const all = new Set(lost);
  const folders = new Set(lost.map(languageFolderOf).filter((folder) => folder !== ''));
  return [...folders].filter((folder) => ['index.html', 'feed.json'].every((file) => all.has(folder + file)));
}

/** What belongs to an incident that is gone is not kept without it. */
function isOfOneGone(file: string, gone: string[]): boolean {
  const path = canonical(file);
  return gone.some((one) => isIncidentPage(one) && path.startsWith(canonical(one).slice(0, -1)));
}

function wayOut(address: string): string {
  return `To let it go: npm run deploy -- --forget ${address} --why "the reason", with --to DIR if that is how you deploy; else commit incidents/forgotten.json.`;
}

function languageVanished(folder: string): Problem {
  return problemIn(
    { address: folder },
    {
      name: 'published-address-vanished',
      found: 'nothing',
      expected: 'every page in that language, which was published there before: an address never breaks',
      remedy: `Name "${folder.slice(0, -1)}" in "languages" of nightlight.yaml, and not as the first of them, for that one has no prefix. ${wayOut(folder)}`,
    },
  );
}

function redirectVanished(file: string, line: string): Problem {
  const address = canonical(file);
  return problemIn(
    { address: file },
    {
      name: 'published-address-vanished',
      found: 'nothing',
      expected: 'the old address that led on before: an address never breaks',
      remedy: `Put its line back into public/_redirects, leading to where it is told now: "${line}". ${wayOut(address)}`,
    },
  );
}

function vanished(file: string): Problem {
  const address = canonical(file);
  const out = wayOut(address || file);
  if (address.includes('#'))
    return problemIn(
      { address },
      {
        name: 'published-update-vanished',
        found: 'no such update on its page',
        expected: 'every update that was published before',
        remedy: `Put the update back and say in a Correction what is wrong with it; if its time was corrected, keep the old id at the end of its heading: {${address.slice(address.indexOf('#'))}}. ${out}`,
      },
    );
  const part = partAt(address);
  if (part !== undefined)
    return problemIn(
      { address },
      {
        name: 'published-address-vanished',
        found: 'nothing',
        expected: 'the part that was published there before: an address never breaks',
        remedy: `Take "${part}: false" out of "parts" below "site" in nightlight.yaml. ${out}`,
      },
    );
  if (address.startsWith(paths.announcements)) return announcementVanished(file, address, out);
  const [, own] = /^([a-z0-9-]+)\/$/.exec(address) ?? [];
  if (own !== undefined && !OURS.includes(own))
    return problemIn(
      { address: file },
      {
        name: 'published-address-vanished',
        found: 'nothing',
        expected: 'the page that was published there before: an address never breaks',
        remedy: `Put pages/${own}.md back, with what whoever follows a link to it should find. ${out}`,
      },
    );
  const known = PARTS.find(({ folder }) => address.startsWith(folder));
  return problemIn(
    { address: known ? address : file },
    {
      name: 'published-address-vanished',
      found: 'nothing',
      expected: 'what was published there before: an address never breaks',
      remedy: known
        ? `It says how things are now, and would say so for ever if it were kept as it was: ${known.remedy}. ${out}`
        : `${isOurs(address) ? 'Bring the file back, or withdraw the incident instead.' : 'Bring back what made it: a file of public/, a page of your Astro project, or a line of public/_redirects.'} ${out}`,
    },
  );
}

/** Whether an address is one that we print, and not one that an operator made. */
function isOurs(address: string): boolean {
  const [first = ''] = address.split('/');
  return OURS.includes(first) || !address.includes('/');
}

/** @param address of one of them, or of their list, which is gone with the last. */
function announcementVanished(file: string, address: string, out: string): Problem {
  const [, id] = /^announcements\/([^/]+)\/$/.exec(address) ?? [];
  return problemIn(
    { address: file },
    {
      name: 'published-address-vanished',
      found: 'nothing',
      expected: 'what was announced there before: an address never breaks',
      remedy: `${id === undefined ? 'Put announcements/ back' : `Put announcements/${id}.md back, without "draft" and "publish" if it has them`}: once its "until" is past, an announcement stands in the list alone, and "withdrawn: true" in it takes it back, with your reason as its text. ${out}`,
    },
  );
}

/** What speaks of now and is gone with its lines in the config, and what to do with those. */
const PARTS = [
  {
    folder: 'components/',
    remedy: 'give the component its old id in "formerly", or keep it with "until"',
  },
  { folder: 'regions/', remedy: 'put the region back into "regions" of "site"' },
];

function partsOf(text: string, file: string): string[] {
  if (file.endsWith('.js'))
    return [...text.matchAll(/["']\.\/([\w.-]+\.js)["']/g)].map(([, name]) =>
      join(dirname(file), name as string),
    );
  return [...linksIn(text)].flatMap((link) => /_astro\/[\w./-]+/.exec(link)?.[0] ?? []);
}
