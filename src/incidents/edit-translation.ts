import { type TranslatedName, TRANSLATED, fieldOf } from '../domain/fields.ts';
import { type Incident, type Prose, type Translation, updateId } from '../domain/incident.ts';
import { isolated } from '../domain/printable.ts';
import type { Language } from '../domain/site.ts';
import { type Problem, Report } from '../problems/index.ts';
import type { EntryChange } from '../yaml/edit.ts';
import { normalised, sourceText, type SourceText } from '../yaml/source.ts';
import { type Splice, withSplices } from '../yaml/splices.ts';
import { readBody } from './body.ts';
import type { Edited } from './edit.ts';
import {
  addSection,
  editMatter,
  editSummary,
  type Placed,
  placeOf,
  reportInexact,
  rewordSection,
  sayTheSame,
  wordsOf,
} from './edit-parts.ts';
import { readFrontMatter } from './front-matter.ts';
import { type Context, readIncidents } from './index.ts';
import { printTranslatedHead } from './print.ts';
import { mended } from './slips.ts';
import { headIn } from './translation.ts';
import { proseLeaf } from './writing.ts';
import { runsNewestFirst } from './updates.ts';

/** What is to be otherwise in a translation. What is not named here is not touched. */
export interface TranslationChanges {
  /** `undefined` takes the key out. */
  texts?: Partial<Pick<Translation, TranslatedName>>;
  /** In Markdown; an empty text takes it out. */
  summary?: string;
  /** Updates by the ids they have in the original; one that was not translated is put where it belongs. */
  updates?: Record<string, { markdown: string; place?: string | undefined }>;
}

/**
 * Changes a translation as `editIncident` changes an original.
 * @param written the text of the file.
 * @param original the incident that it translates.
 */
export function editTranslation(
  written: string,
  language: Language,
  original: Incident,
  changes: TranslationChanges,
  context: Context,
): Edited {
  const text = mended(written, context.site);
  const read = (one: string) => readBeside(original, language, one, context);
  const { translation: before, problems } = read(text);
  if (!before) return { text: undefined, problems };
  const wanted = wantedOf(before, changes);
  const edited = withSplices(text, splicesFor(sourceText(normalised(text)), original, before, wanted));
  const after = read(edited);
  const report = new Report({ file: nameOf(original, language) });
  if (after.translation) checkExact(wanted, after.translation, report);
  return {
    text: after.translation && !report.failed ? edited : undefined,
    problems: [...after.problems, ...report.problems],
  };
}

function nameOf({ id }: Incident, language: Language): string {
  return `${id}.${language}.md`;
}

function readBeside(
  original: Incident,
  language: Language,
  text: string,
  { site, now }: Context,
): { translation: Translation | undefined; problems: Problem[] } {
  const beside = `${original.id}.md`;
  const files = [
    { name: beside, bytes: new Uint8Array() },
    { name: nameOf(original, language), bytes: new TextEncoder().encode(text) },
  ];
  const { incidents, problems } = readIncidents(files, { site, now }, new Map([[beside, original]]));
  return { translation: incidents[0]?.translations[language], problems };
}

function wantedOf(
  before: Translation,
  { texts = {}, summary, updates = {} }: TranslationChanges,
): Translation {
  const wanted: Translation = {
    ...before,
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text && isolated(text.trim())])),
    // Names of updates are anybody's, `constructor` among them.
    updates: Object.assign(Object.create(null), before.updates) as Translation['updates'],
    places: Object.assign(Object.create(null), before.places) as Translation['places'],
  };
  if (summary !== undefined) wanted.summary = summary.trim() === '' ? undefined : proseOf(summary);
  for (const [id, { markdown, place }] of Object.entries(updates)) {
    wanted.updates[id] = proseOf(markdown);
    const where = placeOf(place);
    if (where === undefined) delete wanted.places[id];
    else wanted.places[id] = where;
  }
  return wanted;
}

function proseOf(markdown: string): Prose {
  return { markdown: wordsOf(markdown), html: '', text: '', words: '' };
}

function splicesFor(
  source: SourceText,
  original: Incident,
  before: Translation,
  wanted: Translation,
): Splice[] {
  const silent = new Report({ file: '' });
  const matter = readFrontMatter(source, silent);
  const body = matter && readBody(source, matter.bodyAt, original.sources, silent, headIn(original));
  if (!matter || !body) return [];
  const placed = body.sections.map(
    ({ head, headAt, wordsAt }): Placed => ({
      id: head.name ?? updateId(head.at),
      at: head.at,
      headAt,
      wordsAt,
    }),
  );
  const newestFirst = runsNewestFirst(placed);
  const texts = TRANSLATED.filter((name) => before[name] !== wanted[name]).map((name): EntryChange => {
    const text = wanted[name];
    return [fieldOf(name).key, text === undefined ? undefined : proseLeaf(text)];
  });
  const inOrder = newestFirst ? original.updates.toReversed() : original.updates;
  const known = new Set(original.updates.map(({ id }) => id));
  const strangers = Object.keys(wanted.updates).filter((id) => !known.has(id));
  return [
    ...editMatter(source.text, matter, texts),
    ...(sayTheSame(before.summary, wanted.summary)
      ? []
      : editSummary(source.text, body, wanted.summary?.markdown)),
    ...[...inOrder.map(({ id }) => id), ...strangers].flatMap((id): Splice[] => {
      const words = wanted.updates[id];
      if (!words) return [];
      const head = printTranslatedHead(id, wanted.places[id]);
      const section = placed.find((one) => one.id === id);
      if (section)
        return rewordSection(
          section,
          before.places[id] === wanted.places[id] ? undefined : head,
          sayTheSame(before.updates[id], words) ? undefined : words.markdown,
        );
      const at = original.updates.find((update) => update.id === id)?.at ?? original.updates[0]?.at;
      return at ? [addSection(source.text, placed, { at, head, markdown: words.markdown }, newestFirst)] : [];
    }),
  ];
}

function checkExact(wanted: Translation, after: Translation, report: Report): void {
  const ids = new Set([...Object.keys(wanted.updates), ...Object.keys(after.updates)]);
  reportInexact(
    [
      ...TRANSLATED.filter((name) => wanted[name] !== after[name]),
      ...(sayTheSame(wanted.summary, after.summary) ? [] : ['the summary']),
      ...[...ids].filter(
        (id) => !sayTheSame(wanted.updates[id], after.updates[id]) || wanted.places[id] !== after.places[id],
      ),
    ],
    report,
  );
}
