import { editsOfIncident, editsOfUpdate } from '../domain/edits.ts';
import { type FactName, type Facts, FACT_NAMES, type FieldKind, fieldOf } from '../domain/fields.ts';
import {
  type Incident,
  type Prose,
  type Saying,
  type State,
  type Update,
  updateId,
} from '../domain/incident.ts';
import { isolated } from '../domain/printable.ts';
import type { TimeRange } from '../domain/time.ts';
import { type Problem, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { EntryChange } from '../yaml/edit.ts';
import { normalised, sourceText, type SourceText } from '../yaml/source.ts';
import { type Splice, withSplices } from '../yaml/splices.ts';
import { idOf, readBody } from './body.ts';
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
import { printHead } from './print.ts';
import { mended } from './slips.ts';
import { runsNewestFirst } from './updates.ts';
import { writeFact } from './writing.ts';

/** One thing to be said; its id is that of its time if it is not given. */
export interface NewUpdate {
  id?: string;
  state: State;
  at: TimeRange;
  said: Saying;
  markdown: string;
}

/** What is to be otherwise in a file. What is not named here is not touched. */
export interface Changes {
  /** Fields that say something else; `undefined`, `false` and an empty list take the key out. */
  facts?: Partial<Facts>;
  /** In Markdown; an empty text takes it out. */
  summary?: string;
  /** What updates say otherwise, by their ids, which stay. */
  updates?: Record<string, Partial<Omit<NewUpdate, 'id'>>>;
  /** Put where their times belong, whichever way the file runs. */
  add?: NewUpdate[];
}

/** A file as it is after an edit, with what the check warns of; or why there is none, and the file stays. */
export interface Edited {
  text: string | undefined;
  problems: Problem[];
}

/**
 * Changes a file and leaves everything else in it byte for byte: comments, order, quotes, line ends. The result is
 * read again: it is given back only if it has no error and says exactly what was asked for. Only what the keyboard of
 * a phone made of it is put right.
 * @param id the name of the file, without `.md`.
 * @param written the text of the file.
 */
export function editIncident(id: string, written: string, changes: Changes, context: Context): Edited {
  const text = mended(written, context.site);
  const { incident: before, problems } = read(id, text, context);
  if (!before) return { text: undefined, problems };
  const report = new Report({ file: `${id}.md` });
  const wanted = wantedOf(before, changes, report);
  if (!wanted) return { text: undefined, problems: report.problems };
  const edited = withSplices(text, splicesFor(sourceText(normalised(text)), before, wanted));
  const after = read(id, edited, context);
  if (after.incident) checkExact(wanted, after.incident, report);
  return {
    text: after.incident && !report.failed ? edited : undefined,
    problems: [...after.problems, ...report.problems],
  };
}

function read(
  id: string,
  text: string,
  { site, now }: Context,
): { incident?: Incident; problems: Problem[] } {
  const bytes = new TextEncoder().encode(text);
  const { incidents, problems } = readIncidents([{ name: `${id}.md`, bytes }], { site, now });
  return { incident: incidents[0], problems };
}

/** An incident as it is to read: of prose, the Markdown alone. */
interface Wanted {
  incident: Incident;
  reworded: ReadonlySet<string>;
  added: Update[];
  hasNewSummary: boolean;
}

const EMPTY: Partial<Record<FieldKind, unknown>> = {
  flag: false,
  impact: [],
  components: [],
  sources: [],
  redactions: [],
};

function wantedOf(before: Incident, changes: Changes, report: Report): Wanted | undefined {
  const facts = Object.fromEntries(
    Object.entries(changes.facts ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolated(value.trim()) : (value ?? EMPTY[fieldOf(name as FactName).kind]),
    ]),
  );
  const ids = before.updates.map((update) => update.id);
  for (const id of Object.keys(changes.updates ?? {}))
    if (!ids.includes(id))
      report.add({
        name: 'update-unknown',
        found: id,
        expected: () => `one of ${ids.slice(0, 20).join(', ')}`,
        remedy: () => `Name the update by its id.${didYouMean(id, ids)}`,
      });
  if (report.failed) return undefined;
  const updates = before.updates.map((update) => {
    const change = Object.hasOwn(changes.updates ?? {}, update.id) && changes.updates?.[update.id];
    if (!change) return update;
    const wanted = updateOf({ ...update, markdown: update.prose.markdown, ...change });
    return change.markdown === undefined ? { ...wanted, prose: update.prose } : wanted;
  });
  const told = changes.summary === undefined ? undefined : wordsOf(changes.summary);
  const summary = told === (before.summary?.markdown ?? '') ? undefined : told;
  return {
    incident: {
      ...before,
      ...facts,
      updates,
      ...(summary !== undefined && { summary: summary === '' ? undefined : proseOf(summary) }),
    } as Incident,
    reworded: new Set(
      Object.entries(changes.updates ?? {}).flatMap(([id, { markdown }]) =>
        markdown === undefined ? [] : [id],
      ),
    ),
    added: (changes.add ?? []).map(updateOf),
    hasNewSummary: summary !== undefined,
  };
}

function updateOf({ id, state, at, said, markdown }: NewUpdate): Update {
  const place = placeOf(said.place);
  return { id: id ?? updateId(at), state, at, said: { ...said, place }, prose: proseOf(wordsOf(markdown)) };
}

function proseOf(markdown: string): Prose {
  return { markdown, html: '', text: '', words: '' };
}

function splicesFor(source: SourceText, before: Incident, wanted: Wanted): Splice[] {
  const silent = new Report({ file: '' });
  const matter = readFrontMatter(source, silent);
  const body = matter && readBody(source, matter.bodyAt, before.sources, silent);
  if (!matter || !body) return [];
  const { incident, added } = wanted;
  const placed = body.sections.map(
    ({ head, headAt, wordsAt }): Placed => ({
      id: idOf(head),
      at: head.at,
      headAt,
      wordsAt,
    }),
  );
  const reworded = incident.updates.flatMap((update) => {
    const was = before.updates.find(({ id }) => id === update.id) as Update;
    const section = placed.find(({ id }) => id === update.id) as Placed;
    if (was === update) return [];
    const isHeadSame = editsOfUpdate(was, update).every(({ field }) => field === 'prose');
    return rewordSection(
      section,
      isHeadSame ? undefined : printHead(update),
      update.prose.markdown === was.prose.markdown ? undefined : update.prose.markdown,
    );
  });
  const newestFirst = runsNewestFirst(placed);
  return [
    ...editMatter(source.text, matter, changedFacts(before, incident)),
    ...(wanted.hasNewSummary ? editSummary(source.text, body, incident.summary?.markdown) : []),
    ...reworded,
    ...added
      .toSorted((one, other) => (one.at.earliest - other.at.earliest) * (newestFirst ? -1 : 1))
      .map((update) =>
        addSection(
          source.text,
          placed,
          { at: update.at, head: printHead(update), markdown: update.prose.markdown },
          newestFirst,
        ),
      ),
  ];
}

function changedFacts(before: Incident, wanted: Incident): EntryChange[] {
  const changed = new Set<string>(editsOfIncident(before, wanted).map(({ field }) => field));
  return FACT_NAMES.filter((name) => changed.has(name)).map((name) => [
    fieldOf(name).key,
    writeFact(name, (wanted as unknown as Facts)[name]),
  ]);
}

/** Reports what reads otherwise than was asked for: Markdown and YAML can tie one thing in a file to another. */
function checkExact(wanted: Wanted, after: Incident, report: Report): void {
  const { incident, added, reworded, hasNewSummary } = wanted;
  const all = [...incident.updates, ...added];
  const wrong = [
    ...editsOfIncident(incident, after).flatMap(({ field }) => {
      if (field !== 'summary') return [fieldOf(field).key];
      const isAsked = hasNewSummary && sayTheSame(after.summary, incident.summary);
      return isAsked ? [] : ['the summary'];
    }),
    ...all.flatMap((update) => {
      const is = after.updates.find(({ id }) => id === update.id);
      if (!is) return [update.id];
      const isNew = added.includes(update) || reworded.has(update.id);
      const edits = editsOfUpdate(update, is).filter(
        ({ field }) => field !== 'prose' || !isNew || !sayTheSame(is.prose, update.prose),
      );
      return edits.length > 0 ? [update.id] : [];
    }),
    ...after.updates.flatMap(({ id }) => (all.some((update) => update.id === id) ? [] : [id])),
  ];
  reportInexact(wrong, report);
}
