import type { Incident } from '../domain/incident.ts';
import type { Language, Site } from '../domain/site.ts';
import { dayOf } from '../domain/time.ts';
import { type Context, readIncident } from './incident.ts';
import { fileOf, inOrder, type Problem, Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';
import { tellLanguage } from './language-name.ts';
import { readMeant } from './source.ts';
import { checkVanishedFiles } from './published.ts';
import { didYouMean, proposedId } from '../problems/suggest.ts';
import { readTranslation } from './translation.ts';

export type { Context } from './incident.ts';
export type { Problem } from '../problems/index.ts';
export type { Published } from './published.ts';

/** A file of the incidents folder: its path below it, with `/`, and its bytes. */
export interface IncidentFile {
  name: string;
  bytes: Uint8Array;
}

export interface ParsedIncidents {
  /** In the order of their ids. Only files without an error are here: look at `problems` first. */
  incidents: Incident[];
  problems: Problem[];
}

/**
 * Reads a whole folder of incident files and reports every mistake in every file in one go.
 * Pure: the files, the clock, the config and what is published are passed in.
 * @param known incidents that were read before from these very bytes, without a problem, by file name.
 */
export function readIncidents(
  files: IncidentFile[],
  context: Context,
  known: ReadonlyMap<string, Incident> = new Map(),
): ParsedIncidents {
  const problems: Problem[] = [];
  const incidents = new Map<string, Incident>();
  const translations: { id: string; language: Language; source: SourceText; report: Report }[] = [];
  const broken = new Set<string>();
  const vanished: Report[] = [];
  for (const { name, bytes } of files) {
    const before = known.get(name);
    if (before) {
      incidents.set(before.id, { ...before, translations: {} });
      continue;
    }
    const report = new Report({ file: name });
    const parsed = parseName(name, context, report);
    const source = parsed && readMeant(bytes, report, context.site);
    if (!parsed) {
      if (report.problems.some((problem) => problem.name === 'file-name'))
        lookInside(name, bytes, context, report);
    } else if (!source) {
      broken.add(parsed.id);
    } else if (parsed.language) {
      translations.push({ id: parsed.id, language: parsed.language, source, report });
      continue;
    } else {
      const incident = readIncident(parsed.id, source, context, report);
      if (incident) incidents.set(parsed.id, incident);
      else broken.add(parsed.id);
    }
    problems.push(...report.problems);
  }
  if (context.published) {
    checkVanishedFiles(context.published, (file) => {
      const report = new Report({ file });
      vanished.push(report);
      return report;
    });
    for (const report of vanished) problems.push(...report.problems);
  }
  for (const { id, language, source, report } of translations) {
    const original = incidents.get(id);
    const isOriginal = language === (original?.language ?? context.site.languages[0]);
    if (isOriginal && !broken.has(id)) tellLanguage(id, language, othersOf(language, context.site), report);
    else if (original) {
      const translation = readTranslation(source, original, report);
      if (translation) original.translations[language] = translation;
    } else if (!broken.has(id)) {
      report.add({
        name: 'translation-without-original',
        place: { line: 1, column: 1 },
        found: `${id}.${language}.md`,
        expected: `${id}.md beside it`,
        remedy: () => `Give it the name of the incident it translates.${didYouMean(id, incidents.keys())}`,
      });
    }
    problems.push(...report.problems);
  }
  return {
    incidents: [...incidents.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    problems: withoutTold(problems).toSorted(inOrder),
  };
}

/** A wrong name hides nothing of what is wrong in the file. What does not begin as an incident does is somebody's else. */
function lookInside(name: string, bytes: Uint8Array, context: Context, report: Report): void {
  const inside = new Report({ file: name });
  const source = readMeant(bytes, inside, context.site);
  if (!source?.text.trimStart().startsWith('---')) return;
  const { published: _, ...unpublished } = context;
  readIncident(NAMELESS, source, unpublished, inside);
  for (const { more: _more, source: _source, ...problem } of inside.problems) report.add(problem);
}

/** An id for what has none yet. */
const NAMELESS = 'a-file-without-a-name';

/** Without the notes of how lines were read in which something is wrong all the same: one word about a line is enough. */
function withoutTold(problems: readonly Problem[]): Problem[] {
  const lineOf = (problem: Problem) => `${fileOf(problem)}:${problem.place?.line}`;
  const wrong = new Set(problems.filter(({ severity }) => severity === 'error').map(lineOf));
  return problems.filter((problem) => problem.name !== 'keyboard-slip' || !wrong.has(lineOf(problem)));
}

/**
 * A reader of one old version of a file of a folder: a translation is read beside the original as it lies
 * there now. It answers `undefined` where that version has mistakes in it.
 */
export function versionReader(files: IncidentFile[], context: Context) {
  return (name: string, bytes: Uint8Array): Incident | undefined => {
    const [id, language] = name.split('.') as [string, string];
    const original = language === 'md' ? undefined : files.find((file) => file.name === `${id}.md`);
    return readIncidents([...(original ? [original] : []), { name, bytes }], context).incidents[0];
  };
}

/** `<id>.md`, or `<id>.<language>.md` for a translation. */
function parseName(
  name: string,
  { site: { languages }, now }: Context,
  report: Report,
): { id: string; language?: Language } | undefined {
  const match = /^([a-z0-9-]+)(?:\.([^./]+))?\.md$/.exec(name);
  const top = { line: 1, column: 1 };
  if (!match || /^yyyy-mm-dd/.test(name)) {
    const written = (name.split('/').at(-1) as string).replace(/\.md$/i, '');
    const proposal = proposedId(written.replace(/yyyy-mm-dd/i, dayOf(now)));
    report.add({
      name: 'file-name',
      place: top,
      found: name,
      expected: 'a-z, 0-9 and "-", then ".md", in no subfolder',
      remedy: `The name is the address for ever. Rename it to ${proposal}.md`,
    });
    return undefined;
  }
  const [, id, language] = match as unknown as [string, string, string?];
  if (language === undefined) return { id };
  if (languages.includes(language)) return { id, language };
  // An original may be written in any of them, but most are in the first.
  tellLanguage(id, language, languages.slice(1), report);
  return undefined;
}

/** The languages into which what is written in one can be translated. */
function othersOf(language: Language, { languages }: Site): Language[] {
  return languages.filter((one) => one !== language);
}
