import { isScalar } from 'yaml';
import { OURS } from '../domain/addresses.ts';
import { languageTag } from '../domain/language.ts';
import { NAVIGATIONS, type Navigation, type OwnPage, type OwnPageText } from '../domain/own-page.ts';
import type { Language, Site } from '../domain/site.ts';
import { type Missing, readFrontMatter } from '../incidents/front-matter.ts';
import { readSource } from '../incidents/source.ts';
import type { Places, Within } from '../problems/dead-link.ts';
import { inOrder, type Problem, Report } from '../problems/index.ts';
import { written } from '../yaml/document.ts';
import { type FileKind, ValueReader } from '../yaml/values.ts';
import { namedIn, type OwnFile, proseOf, TOP } from './text.ts';

/** The own pages of a site, and what is wrong with their files, which are named as they are given. */
export interface ParsedPages {
  /** In their order. Only pages without an error in any of their files: look at `problems` first. */
  pages: OwnPage[];
  problems: Problem[];
}

/** What a page is called where its keys are told of. */
const PAGE_FILE: FileKind = { plural: 'own pages', documentation: 'docs/own-page.md' };

/** The keys of the whole page stand in the first of its files. */
const OF_PAGE = ['navigation', 'order'];
const OF_TEXT = ['title', 'short', 'description'];

const MISSING: Missing = {
  expected: 'a page',
  remedy: 'Write its title and its text, or delete the file.',
  begin: 'Begin the file with a line "---", then its title, then another line "---".',
  behind: 'the text',
  shorter: 'Tell it in the text below.',
};

/**
 * Reads the operator's own pages and reports every mistake in every file at once. Pure: files and site are passed in.
 * @param files in any order; what is in subfolders is told, and not read.
 * @param others what stands at the root of the site besides our pages and these, such as folders of `public/`.
 * @param within what is known of the site behind its root, for the links in them.
 */
export function readOwnPages(
  files: readonly OwnFile[],
  { languages }: Pick<Site, 'languages'>,
  others: readonly string[] = [],
  within: Within = {},
): ParsedPages {
  const problems: Problem[] = [];
  const byName = new Map<string, Map<Language, OwnFile>>();
  for (const file of files) {
    const report = new Report({ file: file.name });
    const parsed = parseName(file.name, languages, report);
    problems.push(...report.problems);
    if (!parsed) continue;
    const all = byName.get(parsed.name) ?? new Map<Language, OwnFile>();
    all.set(parsed.language, file);
    byName.set(parsed.name, all);
  }
  const own = [...byName.keys()];
  const places: Places = { languages, pages: [...OURS, ...own], own, others, ...within };
  const pages = [...byName].flatMap(([name, all]) => {
    const inTurn = languages.flatMap((language) => {
      const file = all.get(language);
      return file ? [{ language, file }] : [];
    });
    const read = readPage(name, inTurn, places, problems);
    return read ? [read] : [];
  });
  return {
    pages: pages.toSorted(
      ({ entry: one }, { entry: other }) => one.order - other.order || (one.name < other.name ? -1 : 1),
    ),
    problems: problems.toSorted(inOrder),
  };
}

function parseName(
  path: string,
  languages: Site['languages'],
  report: Report,
): { name: string; language: Language } | undefined {
  const parts = namedIn(path, 'the page', report);
  if (!parts) return undefined;
  const { name, language = languages[0] } = parts;
  if (OURS.includes(name) || languageTag(name) !== undefined) {
    report.add({
      name: 'page-name-taken',
      place: TOP,
      found: path,
      expected: 'a name that is no address of this site',
      remedy: OURS.includes(name)
        ? `/${name}/ is ours already. Call the page otherwise, such as our-${name}.md`
        : `/${name}/ is where pages in a language would stand. Call the page by a longer name.`,
    });
    return undefined;
  }
  if (parts.language !== undefined && language === languages[0]) {
    report.add({
      name: 'file-name',
      place: TOP,
      found: path,
      expected: `${name}.md: what has no language in its name is in ${languages[0]}`,
      remedy: `Rename it to ${name}.md`,
    });
    return undefined;
  }
  if (languages.includes(language)) return { name, language };
  const others = languages.slice(1);
  report.add({
    name: 'language-unknown',
    place: TOP,
    found: path,
    expected:
      others.length === 0
        ? 'one language: this site has no other'
        : `a language of this site: ${others.join(', ')}`,
    remedy: `Name one of them, or add "${language}" to "languages" of "site". What is in ${languages[0]} has no language in its name.`,
  });
  return undefined;
}

/** A page in all languages that it is written in; nothing where one of its files has an error. */
function readPage(
  name: string,
  files: { language: Language; file: OwnFile }[],
  places: Places,
  problems: Problem[],
): OwnPage | undefined {
  const texts = new Map<Language, OwnPageText>();
  let whole: { navigation: Navigation; order: number } = { navigation: 'footer', order: 0 };
  let isBroken = false;
  for (const [index, { language, file }] of files.entries()) {
    const report = new Report({ file: file.name });
    const read = readText(file, report, places, index === 0 ? undefined : files[0]?.file.name);
    problems.push(...report.problems);
    if (!read || report.failed) isBroken = true;
    else {
      texts.set(language, read.text);
      if (index === 0) whole = read.whole;
    }
  }
  if (isBroken) return undefined;
  const called = Object.fromEntries(
    [...texts].map(([language, { title, short }]) => [language, short ?? title]),
  );
  return { entry: { name, ...whole, called }, texts };
}

/** @param first the file that says what holds for the whole page, where it is not this one. */
function readText({ bytes }: OwnFile, report: Report, places: Places, first: string | undefined) {
  const source = readSource(bytes, report);
  const front = source && readFrontMatter(source, report, MISSING);
  if (!front) return undefined;
  const reader = new ValueReader(front, report, PAGE_FILE);
  if (first !== undefined)
    for (const key of OF_PAGE)
      if (reader.has(key))
        report.add({
          name: 'translation-key',
          place: front.values.get(key)?.keyPlace ?? reader.place(key),
          found: key,
          expected: OF_TEXT.join(', '),
          remedy: `Take it out: it holds for the page in every language, and stands in ${first}.`,
        });
  reader.checkKeys([...OF_TEXT, ...OF_PAGE], [], 'a page');
  const title = reader.text('title');
  if (!reader.has('title') && !front.broken)
    reader.missing('title', 'title: Imprint', 'Add a line "title: ..." at the top.');
  const short = reader.text('short');
  const description = reader.text('description');
  const navigation = reader.oneOf('navigation', NAVIGATIONS) ?? 'footer';
  const order = orderIn(reader, front.values.get('order')?.node ?? null, report);
  const prose = proseOf(source, front.bodyAt, report, MISSING, places);
  return title === undefined || !prose
    ? undefined
    : { text: { title, short, description, prose }, whole: { navigation, order } };
}

function orderIn(reader: ValueReader, node: Parameters<typeof written>[0], report: Report): number {
  if (!reader.has('order')) return 0;
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  report.add({
    name: 'number-out-of-range',
    place: reader.place('order'),
    found: written(node),
    expected: 'a number: the lower comes first',
    remedy: 'Write the number alone, without quotes.',
  });
  return 0;
}
