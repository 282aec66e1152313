import { join, relative } from 'node:path';
import { type ArchivedCopies, readAllCopies } from '../archive/record.ts';
import { historyOfIncident, type GitHistory } from '../domain/git-history.ts';
import type { Hold } from '../domain/hold.ts';
import { filedAt, type Incident, isOpen } from '../domain/incident.ts';
import { FORGOTTEN, type Forgotten, mayBeForgotten, readForgotten } from '../release/forgotten.ts';
import type { ParseCache } from '../release/parse-cache.ts';
import { type GoingLive, goingLive, readVersions } from '../release/versions.ts';
import { withRedactions } from '../publications/redaction.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { OwnPage } from '../domain/own-page.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, yearOf } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { type LoadedConfig, loadConfig } from './config.ts';
import { isOfDraft } from './own-pages.ts';
import { loadProof } from './proof.ts';
import { loadRehearsals } from './rehearsals.ts';
import type { RehearsalRow } from '../domain/rehearsals-file.ts';
import type { Proof } from '../domain/proof.ts';
import type { Config } from '../config/index.ts';
import { standIn } from '../config/stand-in.ts';
import { currentInstant, incidentsFolder, versionsBefore } from './environment.ts';
import type { Place } from './place.ts';
import { contradictionsIn } from './contradiction.ts';
import { unsaidIn } from './unsaid.ts';
import { holdIn, incidentOf, untoldIn } from '../incidents/hold.ts';
import { type Folder, readFolder } from '../incidents/folder.ts';
import {
  type IncidentFile,
  type Problem,
  type Published,
  readIncidents,
  versionReader,
} from '../incidents/index.ts';
import { fileOf, inFolder, inOrder } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import { blobName, isBlobOf, type FolderHistory, readGitHistory } from '../revisions/index.ts';

/** The incident files as they lie there, what they say, and what git knows of them. */
export interface FolderRecord {
  site: Site;
  /** What is proposed to somebody who writes. */
  writing: Config['writing'];
  now: Instant;
  folder: string;
  /** What the folder is called to people: its path in the site. */
  name: string;
  /** Those that are told by now, with their translations: of the others nothing is printed, not even a digest. */
  files: IncidentFile[];
  /** All of them. */
  lying: IncidentFile[];
  /** What holds back the others, by id, and what they say as far as it could be read. */
  untold: Map<string, Hold>;
  held: Incident[];
  /** As they may be read: without the words that were taken out, as the versions in `git` are, too. */
  incidents: Incident[];
  /** What is wrong with the files by themselves, paths counted from the root; `checkRecord` adds what is wrong with them after what was published, and what they leave unsaid. */
  problems: Problem[];
  /** The operator's own pages, in their order. */
  pages: OwnPage[];
  /** Announcements of which nobody may hear yet. */
  heldAnnouncements: Announcement[];
  /** The ids of drafts of announcements, those with mistakes among them. */
  draftAnnouncements: ReadonlySet<string>;
  /** The lines of what is no incident file: the config, the site's own pages, its announcements and its own words. */
  besideOf: LineOf;
  /** The copies that others keep of each version, by incident. */
  copies: Map<string, ArchivedCopies>;
  /** How fast people were told. */
  proof: Proof;
  /** What was rehearsed, the newest first. */
  rehearsals: RehearsalRow[];
  git: GitHistory;
  /** What the files are held to: every word as it was committed. */
  history: FolderHistory;
  /** Addresses that were published and may go. */
  forgotten: Forgotten[];
  /** When each version went live; `undefined` where nobody notes it, for this is no deploy. */
  versions: GoingLive | undefined;
  /** Closed incidents whose files have no problem, for the next reading; `undefined` if it knows them all. */
  settled: ParseCache | undefined;
}

/** An incident from which words were taken out, and the years whose pages and archives may have held them. */
export interface Redacted {
  id: string;
  years: number[];
}

/** What a build that was started with a channel to its parent sends as soon as it has read the files. */
export interface Checked {
  /** Every problem, printed for a terminal; empty if there is none. */
  text: string;
  /** Whether one of them is an error; then the build ends. */
  failed: boolean;
  /** Whether git told what was published before. */
  history: boolean;
  /** When the build began, and the time at which it says that what is new was published; absent if nothing is. */
  began?: Instant;
  news?: Instant | undefined;
  /** Ids of incidents that are gone and never counted as published. */
  neverPublished: string[];
  /** Incidents from which words were taken out, with every year in which those were printed: nothing of them is kept as it was. */
  redacted: Redacted[];
}

/**
 * Reads config, clock, files and history once.
 * @param load what an earlier reading at or before an instant left; those files are not read again.
 */
export async function loadRecord(
  place: Place,
  load: (now: Instant) => Promise<ParseCache> = async () => new Map(),
): Promise<FolderRecord> {
  const { env } = place;
  const folder = incidentsFolder(place);
  const name = relative(place.site, folder);
  const now = currentInstant(env);
  // A build that is repeated at an earlier time still knows the commits made since.
  const latest = Math.max(now, Date.now());
  const [loaded, lying, earlier, forgotten, before, archived, told, rehearsed] = await Promise.all([
    loadConfig(place),
    lyingIn(folder),
    load(now),
    forgottenIn(folder, name, env),
    versionsBefore(env),
    readAllCopies(folder),
    loadProof(place),
    loadRehearsals(place),
  ]);
  const { site, config } = loaded;
  if (!site || !config) throw refusal(loaded, lying, name, now);
  const versions = before && goingLive(readVersions(before.list), now, before.lead, latest);
  const { files } = lying;
  const context = { site, now };
  const known = new Map(files.flatMap((file) => pairOf(file.name, earlier.get(keyOf(file)))));
  const { incidents, problems: mistakes } = readIncidents(files, context, known);
  const untold = untoldIn(files, now);
  const isTold = ({ id }: Incident) => !untold.has(id);
  const ownProblems = [...lying.problems, ...mistakes, ...archived.problems].toSorted(inOrder);
  const history = await readGitHistory({
    folder,
    env: place.env,
    files,
    current: incidents,
    read: versionReader(files, context),
    publishedSince: site.publishedSince,
    latest,
    now,
    holdOf: holdIn,
    ...(versions && { live: versions.of }),
  });
  const readable = withRedactions(incidents.filter(isTold), history.git);
  const isAllKnown = known.size === incidents.filter((incident) => !isOpen(incident)).length;
  return {
    site,
    writing: config.writing,
    now,
    folder,
    name,
    files: files.filter((file) => !untold.has(incidentOf(file.name))),
    lying: files,
    untold,
    incidents: readable.incidents,
    held: withRedactions(
      incidents.filter((one) => !isTold(one)),
      history.git,
    ).incidents,
    problems: [...loaded.problems, ...inFolder(name, ownProblems), ...told.problems, ...rehearsed.problems],
    pages: loaded.pages,
    heldAnnouncements: loaded.heldAnnouncements,
    draftAnnouncements: loaded.draftAnnouncements,
    besideOf: loaded.lineOf,
    proof: told.proof,
    rehearsals: rehearsed.rehearsals,
    copies: archived.copies,
    git: readable.git,
    history,
    forgotten,
    versions,
    settled: isAllKnown ? undefined : settledIn(files, incidents, ownProblems),
  };
}

/** What is wrong with a config, and with the incident files as far as they can be held to it. */
function refusal(config: LoadedConfig, { files, problems }: Folder, name: string, now: Instant): UserError {
  const site = standIn(config.draft);
  const mistakes = site ? readIncidents(files, { site, now }).problems : [];
  const lineOf = linesOf({ lying: files, name, besideOf: config.lineOf });
  return new UserError(
    [...config.problems, ...inFolder(name, [...problems, ...mistakes].toSorted(inOrder))],
    { lineOf },
  );
}

/** @throws UserError in a sentence where the folder is not there or may not be read. */
function lyingIn(folder: string): Promise<Folder> {
  return readFolder(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new UserError(
        `There is no folder ${folder} for incident files. Make it; while it is empty, a file .gitkeep in it lets git keep it. If they lie elsewhere, NIGHTLIGHT_INCIDENTS says where.`,
      );
    throw new UserError(`${folder} cannot be read: ${error.message}.`);
  });
}

/** The list that is committed with the record, and the one a deploy keeps beside its releases. */
async function forgottenIn(folder: string, called: string, env: NodeJS.ProcessEnv): Promise<Forgotten[]> {
  const { NIGHTLIGHT_FORGOTTEN: remembered } = env;
  const lists = [
    readForgotten(join(folder, FORGOTTEN), `${called}/${FORGOTTEN}`),
    ...(remembered ? [readForgotten(remembered)] : []),
  ];
  return (await Promise.all(lists)).flat();
}

function settledIn(files: IncidentFile[], incidents: Incident[], problems: Problem[]): ParseCache {
  const troubled = new Set(problems.map(fileOf));
  const closed = new Map(incidents.flatMap((one) => (isOpen(one) ? [] : pairOf(`${one.id}.md`, one))));
  return new Map(
    files
      .filter(({ name }) => !troubled.has(name))
      .flatMap((file) => pairOf(keyOf(file), closed.get(file.name))),
  );
}

function keyOf({ name, bytes }: IncidentFile): string {
  return `${name} ${blobName(bytes)}`;
}

function pairOf<Value>(key: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[key, value]];
}

/** The incidents from which words were taken out. */
export function redactedIn({ incidents, git }: Pick<FolderRecord, 'incidents' | 'git'>): Redacted[] {
  return incidents
    .filter(({ redactions }) => redactions.length > 0)
    .map((incident) => {
      const versions = historyOfIncident(git, incident.id)?.revisions ?? [];
      const told = [incident, ...versions.flatMap((version) => version.incident ?? [])];
      const times = told.flatMap((one) => [filedAt(one), ...one.updates.map(({ at }) => at.earliest)]);
      return { id: incident.id, years: [...new Set(times.map(yearOf))] };
    });
}

/** Whether an incident has that name, or had it: what was published under it stays said, also where its file went. */
export function isNameTaken(
  { lying, history }: Pick<FolderRecord, 'lying' | 'history'>,
  id: string,
): boolean {
  return (
    lying.some(({ name }) => name.startsWith(`${id}.`)) || (history.everPublished?.has(`${id}.md`) ?? false)
  );
}

/**
 * The record as it will be with a file that is not written yet, or is written otherwise.
 * @param name of the file, below the folder of incidents.
 */
export function withFile(record: FolderRecord, name: string, bytes: Uint8Array): FolderRecord {
  const { site, now, git } = record;
  const id = incidentOf(name);
  const put = (files: readonly IncidentFile[]) =>
    [...files.filter((file) => file.name !== name), { name, bytes }].toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  const lying = put(record.lying);
  const own = lying.filter((file) => incidentOf(file.name) === id);
  const { incidents, problems } = readIncidents(own, { site, now });
  const untold = untoldIn(lying, now);
  const others = (list: readonly Incident[]) => list.filter((one) => one.id !== id);
  const readable = withRedactions(incidents, git).incidents;
  const isOwn = (problem: Problem) => {
    const file = fileOf(problem);
    return file?.startsWith(`${record.name}/`) && incidentOf(file.slice(record.name.length + 1)) === id;
  };
  return {
    ...record,
    files: put(record.files).filter((file) => !untold.has(incidentOf(file.name))),
    lying,
    untold,
    incidents: [...others(record.incidents), ...(untold.has(id) ? [] : readable)],
    held: [...others(record.held), ...(untold.has(id) ? readable : [])],
    problems: [...record.problems.filter((problem) => !isOwn(problem)), ...inFolder(record.name, problems)],
  };
}

/** Every problem of every file, held to what was published before and to each other, and what the messages of what is open leave unsaid. */
export function checkRecord(record: FolderRecord): Problem[] {
  const { name, incidents, held, lying } = record;
  return [
    ...heldToPublished(record),
    ...inFolder(name, contradictionsIn(incidents, lying, held)),
    ...inFolder(name, unsaidIn(incidents, record)),
  ];
}

/** Only files that have changed since they were first committed are read again for it. */
function heldToPublished({
  site,
  now,
  name: folder,
  files: told,
  lying: files,
  problems,
  history,
  forgotten,
}: FolderRecord): Problem[] {
  const { everPublished, newestCommit } = history;
  if (!everPublished) return problems;
  const bytesOf = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const revisionsOf = (file: string) =>
    historyOfIncident(history.git, file.slice(0, -'.md'.length))?.revisions ?? [];
  const changed = files.filter(({ name }) => {
    const revisions = revisionsOf(name);
    return (
      !/\.[\w-]+\.md$/.test(name) &&
      !(revisions.length === 1 && isBlobOf(revisions[0]?.blob, bytesOf.get(name)))
    );
  });
  const published: Published = {
    files: new Set(told.map(({ name }) => name)),
    held: new Set(files.map(({ name }) => name)),
    everPublished,
    mayGo: (address) => mayBeForgotten(forgotten, address),
    before: (file) => {
      const revisions = revisionsOf(file);
      const last = revisions.at(-1);
      if (!isBlobOf(last?.blob, bytesOf.get(file))) return last?.incident;
      return last?.commit === newestCommit ? revisions.at(-2)?.incident : undefined;
    },
    versions: revisionsOf,
    toldIn: (file, update) =>
      revisionsOf(file).find(({ incident }) => incident?.updates.some(({ id }) => id === update))?.incident,
  };
  const again = new Set(changed.map(({ name }) => `${folder}/${name}`));
  return [
    ...problems.filter((problem) => !again.has(fileOf(problem) ?? '')),
    ...inFolder(folder, readIncidents(changed, { site, now, published }).problems),
  ];
}

/** Problems without those of drafts: they keep nothing from going live, and only the check tells of them. */
export function withoutDrafts(
  problems: readonly Problem[],
  { untold, draftAnnouncements, name }: FolderRecord,
): Problem[] {
  return problems.filter((problem) => {
    if (isOfDraft(problem, draftAnnouncements)) return false;
    const file = fileOf(problem);
    if (file === undefined || !file.startsWith(`${name}/`)) return true;
    return (
      problem.name === 'published-file-vanished' ||
      !untold.get(incidentOf(file.slice(name.length + 1)))?.draft
    );
  });
}

/** The lines of the incident files, for a report of what is wrong with them. */
export function linesOf({
  lying,
  name: folder,
  besideOf,
}: Pick<FolderRecord, 'lying' | 'name' | 'besideOf'>): LineOf {
  const texts = new Map(lying.map(({ name, bytes }) => [`${folder}/${name}`, bytes]));
  const read = new Map<string, string[]>();
  return (problem) => {
    const file = fileOf(problem);
    if (file === undefined || !problem.place) return undefined;
    if (!texts.has(file)) return besideOf(problem);
    const lines = read.get(file) ?? new TextDecoder().decode(texts.get(file)).split(/\r\n?|\n/);
    read.set(file, lines);
    return lines[problem.place.line - 1];
  };
}
