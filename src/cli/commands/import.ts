import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { save } from '../../authoring/save.ts';
import { addComponent } from '../../config/edit.ts';
import { readConfig } from '../../config/index.ts';
import { dayOf } from '../../domain/time.ts';
import type { Language } from '../../domain/site.ts';
import { spokenLanguages } from '../../i18n/index.ts';
import type { Load } from '../../import/brought.ts';
import { type Addition, bring, differs, isRefused, namedComponents } from '../../import/index.ts';
import { readSystem } from '../../import/read.ts';
import { changeTable, printTable, SYSTEMS, type System, tableOf } from '../../import/table.ts';
import { isZone } from '../../import/times.ts';
import { UserError } from '../../problems/errors.ts';
import { fileOf, hasErrors, type Problem, Report } from '../../problems/index.ts';
import { asObjects, type LineOf, REPORTERS } from '../../problems/reporters.ts';
import { ANNOUNCEMENTS, announcementsFolder } from '../../site/beside.ts';
import { currentSite } from '../../site/config.ts';
import { configFile, currentInstant, incidentsFolder } from '../../site/environment.ts';
import { defineCommand } from '../command.ts';
import {
  keepRedirects,
  looksLike,
  notCstate,
  readSource,
  type Source,
  writeAll,
  type Written,
} from '../importing.ts';
import { WrongCall, wrongSetting } from '../parse.ts';

/** What a program is told of an import. */
interface Imported {
  written: string[];
  unchanged: string[];
  differing: string[];
  skipped: string[];
  components: string[];
  guessed: number;
  problems: object[];
}

export const command = defineCommand({
  more: [
    'It makes an incident file of each incident, marks it as imported, and reads it as the check does before it writes it. What the other system itself calls no incident becomes an announcement. What it does not understand is an error with its place, and then nothing is written; with --skip the rest is. What it guessed is a note. It never writes over a file, so it may be called again.',
    'The page docs/moving-in.md goes through each system, and says what to do with what is not understood.',
  ],
  flags: {
    zone: {
      value: 'ZONE',
      says: 'The zone of times that name none, such as Europe/Berlin or UTC. Without it they are refused.',
    },
    map: {
      value: 'FILE',
      says: 'A file that says which component, status or state of yours a word of theirs is; --print-map prints one to begin with.',
    },
    'print-map': { says: 'Prints that table for this source, and writes nothing.' },
    origin: {
      value: 'NAME',
      says: 'From where it comes, as each file says it. Without it the host that the source names.',
    },
    'add-components': {
      says: 'Adds components that the source names and you do not have to nightlight.yaml.',
    },
    redirects: {
      value: 'FILE',
      says: 'Keeps in this file, such as public/_redirects, where each old address leads now.',
    },
    skip: { says: 'Leaves out what is not understood, and writes the rest.' },
    'dry-run': { says: 'Writes nothing, and says what it would write.' },
  },
  args: {
    system: { choices: SYSTEMS, needed: true, says: 'The system it comes from.' },
    source: { needed: true, says: 'A folder, a file, or an address that begins with https://.' },
  },
  ofSite: true,
  variables: { NIGHTLIGHT_NOW: 'The time that it is taken to be.' },
  examples: [
    {
      when: 'A cState site whose times are those of Berlin',
      call: 'import cstate ../old-status --zone Europe/Berlin',
    },
    { when: 'To look first', call: 'import cstate ../old-status --zone UTC --dry-run' },
    { when: 'To say which words are which', call: 'import cstate ../old-status --print-map' },
  ],
  exits: {
    0: 'All of it is written, or was already.',
    1: 'Something was not understood, and nothing is written.',
    3: 'It is written, but for what was skipped, or lies there in other words.',
  },
  json: {
    written: 'A list of the files that were written, or with --dry-run would be.',
    unchanged: 'A list of those that lay there already with the same words.',
    differing: 'A list of those that lie there in other words, and were left.',
    skipped: 'A list of what was left out, by what it is called in the source.',
    components: 'A list of the ids that were added to the config.',
    guessed: 'How many guesses there were; each is a note in problems.',
    problems: 'A list of problems, as check --json has them.',
  },
  run: async ({ flags, args, env, io, place, tell, warn }) => {
    const { zone } = flags;
    const system = args.system as System;
    if (zone !== undefined && !isZone(zone))
      throw new WrongCall(
        wrongSetting(
          { flag: '--zone' },
          {
            found: zone,
            expected: 'a zone by its name, such as Europe/Berlin, America/New_York or UTC',
            remedy: 'Write its name as the IANA database has it.',
          },
        ),
      );
    const where = place();
    const site = await currentSite(where);
    const now = currentInstant(env, io.now);
    const table = tableOf(system);
    if (flags.map !== undefined) await readTable(flags.map, io.cwd, table);
    const source = await readSource(system, args.source, io.cwd, io.fetch);
    const other = looksLike(source.files);
    if (other !== undefined && other !== system)
      throw new UserError(
        `${args.source} looks like ${other}, not ${system}. Call it so: nightlight import ${other} ${args.source}`,
      );
    const elsewhere = system === 'cstate' ? await notCstate(args.source, io.cwd, source.files) : undefined;
    if (elsewhere !== undefined) throw new UserError(elsewhere);
    const load = readSystem(system, source.files, table, {
      ...{ zone, nameOf: source.nameOf },
      languages: site.languages,
    });
    if (flags['print-map']) {
      io.stdout.write(printTable(system, table, namedComponents(load, { table, site })));
      return { code: 0, report: nothing([]) };
    }
    const origin = flags.origin ?? load.origin ?? source.called;
    const addComponents = flags['add-components'];
    const plan = bring({ ...load, origin }, { table, site, now, origin, addComponents });
    const { problems } = plan;
    const lineOf = linesOf(source);
    if (isEmpty(load) && !hasErrors(problems) && system in KEPT_IN)
      throw new UserError(
        `Nothing of ${system} was found in ${args.source}. ${KEPT_IN[system]} Name the folder in which that lies.`,
      );
    const isStopped = isRefused(plan) && !flags.skip;
    if (isStopped) {
      warn(REPORTERS.terminal(problems, lineOf));
      warn(
        `\nNothing was written. Mend it in the source or with --map, or leave out what is not understood with --skip.`,
      );
      for (const [id, first] of beganBefore(problems))
        warn(
          `"${id}" was there before its "since" in nightlight.yaml: write "since: ${first}", or an earlier day, and call this again.`,
        );
      return { code: 1, report: { ...nothing(problems), skipped: plan.skipped } };
    }
    const isDry = flags['dry-run'];
    if (plan.added.length > 0 && !isDry) await addAll(configFile(where), plan.added, site.languages, now);
    const folder = incidentsFolder(where);
    const { written, unchanged, differing } = joined(
      await writeAll(folder, plan.files, isDry),
      relative(where.site, folder) || folder,
      await writeAll(announcementsFolder(where.site), plan.announcements, isDry),
    );
    const all = [...problems, ...differing.map(({ name, from }) => differs(name, from))];
    if (all.length > 0) warn(`${REPORTERS.terminal(all, lineOf)}\n`);
    const guessed = all
      .filter(({ name }) => name === 'import-guessed')
      .reduce((sum, { more = 0 }) => sum + 1 + more, 0);
    const report: Imported = {
      written,
      unchanged,
      differing: differing.map(({ name }) => name),
      skipped: plan.skipped,
      components: plan.added.map(({ id }) => id),
      guessed,
      problems: asObjects(all),
    };
    list(isDry ? 'Would be written' : 'Written', report.written, tell);
    list('There already, with the same words', report.unchanged, tell);
    list('There in other words, and left', report.differing, tell);
    list('Skipped', report.skipped, tell);
    if (report.components.length > 0)
      list(isDry ? 'Components that would be added' : 'Components added', report.components, tell);
    const redirects =
      flags.redirects === undefined || isDry
        ? 0
        : await keepRedirects(resolve(io.cwd, flags.redirects), {
            incidents: plan.files,
            announcements: plan.announcements,
            pages: plan.redirects,
          });
    if (flags.redirects !== undefined)
      tell(`Old addresses that lead on, newly kept in ${flags.redirects}: ${redirects}.`);
    for (const name of source.redirects)
      tell(
        `${name} has redirects of its own, and nothing is taken from it: put the lines that are still true into public/_redirects.`,
      );
    tell(`Guessed: ${guessed}${guessed > 0 ? ', each a note above' : ''}.`);
    const isWhole = report.skipped.length === 0 && differing.length === 0 && !hasErrors(all);
    return { code: isWhole ? 0 : 3, report };
  },
});

/** Where a system keeps what it told, if that is a folder: a wrong one must not look like a page that told nothing. */
const KEPT_IN: { [Name in System]?: string } = {
  cstate: 'It keeps its issues as Markdown in content/issues/.',
  statusfy: 'It keeps its incidents as Markdown in content/.',
};

/** The components that something is told of before they are in service, each with the first such day. */
function beganBefore(problems: readonly Problem[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { name, found } of problems) {
    const [, id, day] = /^(\S+) on (\d{4}-\d{2}-\d{2})/.exec(found) ?? [];
    if (name !== 'component-not-in-service' || id === undefined || day === undefined) continue;
    const known = first.get(id);
    if (known === undefined || day < known) first.set(id, day);
  }
  return first;
}

function isEmpty({ incidents, announcements, left }: Load): boolean {
  return incidents.length + announcements.length + left.length === 0;
}

/** What became of both kinds of files, each by its path below the site. */
function joined(incidents: Written, folder: string, announcements: Written): Written {
  const below = (called: string, { written, unchanged, differing }: Written): Written => ({
    written: written.map((name) => `${called}/${name}`),
    unchanged: unchanged.map((name) => `${called}/${name}`),
    differing: differing.map((file) => ({ ...file, name: `${called}/${file.name}` })),
  });
  const [first, second] = [below(folder, incidents), below(ANNOUNCEMENTS, announcements)];
  return {
    written: [...first.written, ...second.written],
    unchanged: [...first.unchanged, ...second.unchanged],
    differing: [...first.differing, ...second.differing],
  };
}

function nothing(problems: readonly Problem[]): Imported {
  return {
    ...{ written: [], unchanged: [], differing: [], skipped: [], components: [], guessed: 0 },
    problems: asObjects(problems),
  };
}

/** So many names are listed to a person; a program has all of them. */
const MOST_LISTED = 10;

function list(what: string, names: readonly string[], tell: (words: string) => void): void {
  tell(`${what}: ${names.length}${names.length === 0 ? '.' : ''}`);
  for (const name of names.slice(0, MOST_LISTED)) tell(`  ${name}`);
  if (names.length > MOST_LISTED) tell(`  and ${names.length - MOST_LISTED} more; --json lists all.`);
}

/** @throws UserError with all that is wrong with the file. */
async function readTable(written: string, cwd: string, table: ReturnType<typeof tableOf>): Promise<void> {
  const path = resolve(cwd, written);
  const bytes = await readFile(path).catch(() => {
    throw new UserError(`There is no file ${path}, which --map names. --print-map prints one to begin with.`);
  });
  const report = new Report({ file: written });
  changeTable(table, path, bytes, report);
  const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/);
  if (report.failed)
    throw new UserError(report.problems, { lineOf: ({ place }) => lines[(place?.line ?? 0) - 1] });
}

/** @throws UserError where the config would not be one with them; then it stays as it is. */
async function addAll(
  path: string,
  added: readonly Addition[],
  languages: readonly Language[],
  now: number,
): Promise<void> {
  const before = await readFile(path, 'utf8');
  const inEach = (words: string) => Object.fromEntries(languages.map((language) => [language, words]));
  const text = added.reduce(
    (config, { id, name, description, group, since }) =>
      addComponent(config, {
        id,
        name: inEach(name),
        description: inEach(description),
        group,
        since: dayOf(since),
      }),
    before,
  );
  const { problems } = readConfig(new TextEncoder().encode(text), path, now, spokenLanguages());
  if (hasErrors(problems))
    throw new UserError(problems, { heading: 'With these components the config would not be one:' });
  await save(path, text, before);
}

function linesOf({ files, nameOf }: Source): LineOf {
  const texts = new Map(files.map(({ name, bytes }) => [nameOf(name), bytes]));
  const read = new Map<string, string[]>();
  return (problem) => {
    const file = fileOf(problem);
    const bytes = file === undefined ? undefined : texts.get(file);
    if (file === undefined || bytes === undefined) return undefined;
    const lines = read.get(file) ?? new TextDecoder().decode(bytes).split(/\r\n?|\n/);
    read.set(file, lines);
    return lines[(problem.place?.line ?? 0) - 1];
  };
}
