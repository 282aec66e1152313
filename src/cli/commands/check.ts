import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Opened, openedEditors } from '../../authoring/editor.ts';
import { href, paths } from '../../domain/addresses.ts';
import type { Hold } from '../../domain/hold.ts';
import { isOpen } from '../../domain/incident.ts';
import { iso } from '../../domain/time.ts';
import { templateWordsOf } from '../../i18n/templates.ts';
import { mended } from '../../incidents/slips.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors, type Problem } from '../../problems/index.ts';
import type { Ways } from '../../problems/markdown.ts';
import {
  asObjects,
  type Format,
  FORMATS,
  isFormat,
  type LineOf,
  REPORTERS,
} from '../../problems/reporters.ts';
import { currentInstant } from '../../site/environment.ts';
import { ANNOUNCEMENTS } from '../../site/beside.ts';
import type { Place } from '../../site/place.ts';
import { checkRecord, type FolderRecord, isNameTaken, linesOf } from '../../site/record.ts';
import { defineCommand, type Environment } from '../command.ts';
import { formProblems } from '../forms/committed.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { editorOf } from '../proposed.ts';
import { plainNotesOf } from '../writing/plain.ts';
import { loadRecordFast } from '../writing/reading.ts';
import { originOf } from '../writing/seen.ts';

export const command = defineCommand({
  flags: {
    format: {
      value: 'FORMAT',
      choices: FORMATS,
      says: 'How they are printed. Without it as for a terminal; on GitHub, beside the lines of a pull request.',
    },
    also: {
      value: 'FORMAT=FILE',
      multiple: true,
      says: 'Writes them to a file besides, such as markdown=check.md for a comment, or gitlab=quality.json for the lines of a merge request.',
    },
    editor: {
      says: 'Prints for each component the address at which the editor of the forge opens with a first notice of now filled in.',
    },
  },
  ofSite: true,
  variables: {
    GITHUB_ACTIONS: 'GitHub sets it.',
    GITHUB_EVENT_NAME: 'GitHub sets it.',
    GITHUB_EVENT_PATH: 'GitHub sets it.',
    GITHUB_WORKSPACE: 'GitHub sets it.',
    CI_PROJECT_DIR: 'GitLab sets it.',
    CI_MERGE_REQUEST_SOURCE_PROJECT_URL: 'GitLab sets it.',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'GitLab sets it.',
  },
  examples: [
    { when: 'Before you commit', call: 'check' },
    { when: 'For a program', call: 'check --json' },
    { when: 'To write a first notice in a browser', call: 'check --editor' },
    { when: 'For a comment on what was proposed', call: 'check --format markdown' },
  ],
  exits: {
    0: 'Nothing keeps it from going live.',
    1: 'There are errors, or files that cannot be read.',
  },
  json: 'A list of problems, as --format json prints it; if they could not be looked for, an object with command, exit_code and error. A problem has name, severity (error, warning or note), file, found, expected, remedy and documentation, the page that explains it. It has line and column where it lies at a place, and more where so many more of its kind are not listed.',
  run: async ({ flags, env, io, place, tell, warn }) => {
    const format = flags.format ?? (env.GITHUB_ACTIONS ? 'github' : 'terminal');
    const also = flags.also.map(targetOf);
    const site = place();
    const { problems, lineOf, notes, incidents, untold, record } = await look(site);
    const ways: Ways = {
      editOf: await editorOf(env, site.site),
      ...(record && { mendedOf: mendedIn(record) }),
    };
    tell(REPORTERS[format](problems, lineOf, ways));
    for (const { as, file } of also)
      await writeFile(resolve(io.cwd, file), `${REPORTERS[as](problems, lineOf, ways)}\n`);
    if (format === 'terminal' && problems.length === 0)
      tell(`${incidents} ${incidents === 1 ? 'incident' : 'incidents'}, nothing to mend.`);
    if (format === 'terminal') for (const [id, hold] of untold) tell(`Not told: ${id}, ${whyUntold(hold)}.`);
    if (record) {
      const now = { ...record, now: currentInstant(env, io.now) };
      if (flags.editor) for (const line of await editorsOf(now)) tell(line);
      else if (format === 'terminal' && record.site.forge) tell(await nearestEditor(now, env));
    }
    for (const note of notes) warn(format === 'github' ? `::notice::${note}` : note);
    return { code: hasErrors(problems) ? 1 : 0, report: asObjects(problems) };
  },
});

/** @throws WrongCall where it names no format, or no file. */
function targetOf(written: string): { as: Format; file: string } {
  const [, as = '', file = ''] = /^([a-z]+)=(.+)$/.exec(written) ?? [];
  if (isFormat(as)) return { as, file };
  throw new WrongCall(
    wrongSetting(
      { flag: '--also' },
      {
        found: written,
        expected: `FORMAT=FILE, with one of ${FORMATS.join(', ')}`,
        remedy: 'Write it such as "--also markdown=check.md".',
      },
    ),
  );
}

interface Seen {
  problems: readonly Problem[];
  lineOf: LineOf;
  notes: readonly string[];
  incidents: number;
  untold: ReadonlyMap<string, Hold>;
  /** Absent where it could not be read at all. */
  record?: FolderRecord;
}

/** The files as they are meant, where a keyboard made something else of them. */
function mendedIn({ lying, name: folder, site }: FolderRecord): (file: string) => string | undefined {
  const bytesOf = new Map(lying.map(({ name, bytes }) => [`${folder}/${name}`, bytes]));
  return (file) => {
    const bytes = bytesOf.get(file);
    const text = bytes && new TextDecoder().decode(bytes);
    const meant = text === undefined ? undefined : mended(text, site);
    return meant === text ? undefined : meant;
  };
}

/** Where a first notice is begun in a browser, a line for each component. */
async function editorsOf(record: FolderRecord): Promise<string[]> {
  if (!record.site.forge)
    return [
      'No editor is known: "forge" in nightlight.yaml names no repository. Add it, with a line such as "repository: https://github.com/example/status" below it.',
    ];
  return (await openedIn(record)).flatMap(({ name, file, text, address, isFilled }) => [
    `\n${name}: ${address}`,
    ...(isFilled ? [] : [`Paste this into ${file}:\n\n${text}`]),
  ]);
}

async function openedIn(record: FolderRecord): Promise<Opened[]> {
  const { site, writing, name: folder, now } = record;
  if (!site.forge) return [];
  const [language] = site.languages;
  const around = {
    ...{ site, language, now, templates: writing.templates, words: await templateWordsOf(language) },
    isTaken: (id: string) => isNameTaken(record, id),
  };
  return openedEditors(site.forge, around, { isFollowed: true, folder });
}

/** Where a first notice is begun in a browser, in one line: on the page that has all of them, or for what the answer at the top is about. */
async function nearestEditor(record: FolderRecord, env: Environment): Promise<string> {
  const { site } = record;
  if (site.forge?.links) {
    const { url, base } = originOf(env, record);
    const about = new URL(href(site, base, site.languages[0], paths.about), url);
    return `To write a first notice in a browser: ${about.href}#writing`;
  }
  const all = await openedIn(record);
  const headline = site.components.find((one) => one.headline)?.id;
  const first = all.find(({ component }) => component === headline) ?? all[0];
  if (!first) return 'No first notice can be begun in a browser: no component is in service.';
  const others = all.length > 1 ? '; --editor prints those of all others' : '';
  return `To write a first notice in a browser (${first.name}${others}): ${first.address}`;
}

function whyUntold({ draft, publish }: Hold): string {
  return draft
    ? 'a draft'
    : `before ${publish !== undefined && Number.isFinite(publish) ? iso(publish) : '"publish", which cannot be read'}`;
}

/** What is wrong with a site; what keeps it from being read at all is told as the rest is. */
async function look(place: Place): Promise<Seen> {
  try {
    const { record, keep } = await loadRecordFast(place);
    await keep();
    const { history, incidents } = record;
    return {
      problems: [
        ...checkRecord(record),
        ...(await formProblems(place.site, record)),
        ...(await plainNotesOf(record, incidents.filter(isOpen))),
      ],
      lineOf: linesOf(record),
      notes: history.notes,
      incidents: incidents.length,
      record,
      untold: new Map([
        ...record.untold,
        ...record.heldAnnouncements.map(
          ({ id, draft, publish }) => [`${ANNOUNCEMENTS}/${id}`, { draft, publish }] as const,
        ),
      ]),
    };
  } catch (error) {
    if (!(error instanceof UserError) || error.problems.length === 0) throw error;
    return { problems: error.problems, lineOf: error.lineOf, notes: [], incidents: 0, untold: new Map() };
  }
}
