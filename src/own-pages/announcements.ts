import type { Announcement, AnnouncementText } from '../domain/announcement.ts';
import type { Hold } from '../domain/hold.ts';
import { findComponent, type Language, type Site } from '../domain/site.ts';
import { type Instant, iso, type TimeRange } from '../domain/time.ts';
import { type Missing, readFrontMatter } from '../incidents/front-matter.ts';
import { checkComponent } from '../incidents/impact.ts';
import { readPublish } from '../incidents/incident.ts';
import { tellLanguage } from '../incidents/language-name.ts';
import { readSource } from '../incidents/source.ts';
import type { Places } from '../problems/dead-link.ts';
import { inOrder, type Problem, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import { type FileKind, readWord, ValueReader } from '../yaml/values.ts';
import { namedIn, type OwnFile, proseOf, TOP } from './text.ts';

/** The announcements of a site, and what is wrong with their files, which are named as they are given. */
export interface ParsedAnnouncements {
  /** In the order of their ids. Only those without an error in any of their files: look at `problems` first. */
  announcements: Announcement[];
  problems: Problem[];
}

/** What an announcement is called where its keys are told of. */
const ANNOUNCEMENT_FILE: FileKind = { plural: 'announcements', documentation: 'docs/announcements.md' };

const KEYS = ['title', 'draft', 'publish', 'from', 'until', 'withdrawn', 'components', 'language'];
const OF_TRANSLATION = ['title'];

const MISSING: Missing = {
  expected: 'an announcement',
  remedy: 'Write its title, its time and its text, or delete the file.',
  begin: 'Begin the file with a line "---", then title, from and until, then another line "---".',
  behind: 'the text',
  shorter: 'Tell it in the text below.',
};

/** The part of a site that announcements are held to. */
type Known = Pick<Site, 'languages' | 'components'>;

/** The files of one announcement. */
interface Files {
  original?: OwnFile;
  translations: Map<Language, OwnFile>;
}

/**
 * Reads the operator's announcements and reports every mistake in every file at once. Pure: files and site are passed
 * in.
 * @param files in any order; what is in subfolders is told, and not read.
 * @param places where their links can lead; without them links are taken as they are.
 */
export function readAnnouncements(
  files: readonly OwnFile[],
  site: Known,
  places?: Places,
): ParsedAnnouncements {
  const problems: Problem[] = [];
  const byId = new Map<string, Files>();
  for (const file of files) {
    const report = new Report({ file: file.name });
    const parsed = parseName(file.name, site, report);
    problems.push(...report.problems);
    if (!parsed) continue;
    const all: Files = byId.get(parsed.id) ?? { translations: new Map() };
    if (parsed.language === undefined) all.original = file;
    else all.translations.set(parsed.language, file);
    byId.set(parsed.id, all);
  }
  const originals = [...byId].flatMap(([id, { original }]) => (original ? [id] : []));
  const announcements = [...byId].flatMap(
    ([id, all]) => readOne(id, all, { site, places, originals, problems }) ?? [],
  );
  return {
    announcements: announcements.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    problems: problems.toSorted(inOrder),
  };
}

/** `<id>.md`, or `<id>.<language>.md` for a translation. */
function parseName(
  path: string,
  { languages }: Known,
  report: Report,
): { id: string; language?: Language | undefined } | undefined {
  const parts = namedIn(path, 'the announcement', report);
  if (!parts) return undefined;
  const { name: id, language } = parts;
  if (language === undefined || languages.includes(language)) return { id, language };
  tellLanguage(id, language, languages.slice(1), report);
  return undefined;
}

/** An announcement in all languages that it is written in; nothing where one of its files has an error. */
function readOne(
  id: string,
  { original, translations }: Files,
  {
    site,
    places,
    originals,
    problems,
  }: { site: Known; places: Places | undefined; originals: readonly string[]; problems: Problem[] },
): Announcement | undefined {
  const { languages } = site;
  let isBroken = false;
  const reading = <Read>(file: OwnFile, read: (report: Report) => Read | undefined): Read | undefined => {
    const report = new Report({ file: file.name });
    const found = read(report);
    problems.push(...report.problems);
    if (found === undefined || report.failed) isBroken = true;
    return found;
  };
  const whole = original && reading(original, (report) => readOriginal(original, site, places, report));
  const said = languages.flatMap((language) => {
    const file = translations.get(language);
    if (!file) return [];
    const text = reading(file, (report) => {
      if (!original)
        report.add({
          name: 'translation-without-original',
          place: TOP,
          found: file.name,
          expected: `${id}.md beside it`,
          remedy: () =>
            `Give it the name of the announcement it translates.${didYouMean(
              id,
              originals.filter((one) => one !== id),
            )}`,
        });
      else if (whole?.language === language)
        tellLanguage(
          id,
          language,
          languages.filter((one) => one !== language),
          report,
        );
      return readTranslation(file, `${id}.md`, places, report);
    });
    return text ? [[language, text] as const] : [];
  });
  if (!whole || isBroken) return undefined;
  const { language, text, ...rest } = whole;
  return { id, ...rest, texts: new Map([[language, text], ...said]) };
}

interface Original extends Hold {
  language: Language;
  text: AnnouncementText;
  from: Instant;
  until: Instant;
  withdrawn: boolean;
  components: string[];
}

function readOriginal(
  { bytes }: OwnFile,
  site: Known,
  places: Places | undefined,
  report: Report,
): Original | undefined {
  const source = readSource(bytes, report);
  const front = source && readFrontMatter(source, report, MISSING);
  if (!front) return undefined;
  const reader = new ValueReader(front, report, ANNOUNCEMENT_FILE);
  reader.checkKeys(KEYS, [], 'an announcement');
  const title = reader.text('title');
  const draft = reader.flag('draft');
  const publish = readPublish(reader, report)?.latest;
  const begins = reader.timeRange('from')?.earliest;
  // Nobody can have read it before it was told.
  const from = begins === undefined ? undefined : Math.max(begins, publish ?? begins);
  const until = endOf(reader.timeRange('until'));
  if (!front.broken) tellMissing(reader);
  if (from !== undefined && until !== undefined && until <= from)
    report.add({
      name: 'announcement-backwards',
      place: reader.place('until'),
      found: iso(until),
      expected: `a time after ${iso(from)}`,
      remedy: `Correct ${publish === undefined ? '' : '"publish", '}"from" or "until".`,
    });
  const withdrawn = reader.flag('withdrawn');
  const components = componentsIn(reader, site, report);
  const language = reader.oneOf('language', site.languages) ?? site.languages[0];
  const prose = proseOf(source, front.bodyAt, report, MISSING, places);
  if (title === undefined || from === undefined || until === undefined || !prose) return undefined;
  return { language, text: { title, prose }, draft, publish, from, until, withdrawn, components };
}

function tellMissing(reader: ValueReader): void {
  if (!reader.has('title'))
    reader.missing('title', 'title: New terms from April', 'Add a line "title: ..." at the top.');
  for (const [key, what] of [
    ['from', 'From then on it stands on the first page.'],
    ['until', 'Until then it stands on the first page, so that nobody has to take it away.'],
  ] as const)
    if (!reader.has(key))
      reader.missing(key, `${key}: 2026-03-01T08:00Z`, `Add a line "${key}: ..." at the top. ${what}`);
}

/** A bare date is that whole day, which ends as the next begins. */
function endOf(range: TimeRange | undefined): Instant | undefined {
  return range && (range.wholeDay ? range.latest + 1000 : range.latest);
}

function componentsIn(reader: ValueReader, site: Known, report: Report): string[] {
  const ids = reader.list('components').flatMap((item) => {
    const id = readWord(item, report);
    if (id === undefined) return [];
    checkComponent(id, item.place, site, report);
    return [findComponent(site, id)?.id ?? id];
  });
  return [...new Set(ids)];
}

function readTranslation(
  { bytes }: OwnFile,
  original: string,
  places: Places | undefined,
  report: Report,
): AnnouncementText | undefined {
  const source = readSource(bytes, report);
  const front = source && readFrontMatter(source, report, MISSING);
  if (!front) return undefined;
  const reader = new ValueReader(front, report, ANNOUNCEMENT_FILE);
  for (const [key, { place, keyPlace = place }] of front.values)
    if (!OF_TRANSLATION.includes(key))
      report.add({
        name: 'translation-key',
        place: keyPlace,
        found: key,
        expected: OF_TRANSLATION.join(', '),
        remedy: () =>
          `What is no text stands in ${original} alone; take it out.${didYouMean(key, OF_TRANSLATION)}`,
      });
  const title = reader.text('title');
  if (!reader.has('title') && !front.broken)
    reader.missing('title', 'title: New terms from April', 'Add a line "title: ..." at the top.');
  const prose = proseOf(source, front.bodyAt, report, MISSING, places);
  return title === undefined || !prose ? undefined : { title, prose };
}
