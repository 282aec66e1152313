import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchivedCopies } from '../archive/record.ts';
import { loadParseCache, saveParseCache } from '../release/parse-cache.ts';
import { mayBeForgotten } from '../release/forgotten.ts';
import { digestsOf } from '../release/digests.ts';
import { refusalOfShallow } from '../release/hosts.ts';
import type { Reuse } from '../release/reuse.ts';
import { sourceName } from '../release/source.ts';
import { printVersions, VERSIONS } from '../release/versions.ts';
import type { Incident } from '../domain/incident.ts';
import type { OwnPage } from '../domain/own-page.ts';
import type { Proof } from '../domain/proof.ts';
import type { RehearsalRow } from '../domain/rehearsals-file.ts';
import { toldBeside } from './beside.ts';
import { type Changed, changedIn } from './changed.ts';
import {
  areDraftsShown,
  configFile,
  currentAttestation,
  parseCacheFile,
  picturesFolder,
} from './environment.ts';
import type { Handover } from './handover.ts';
import { picturesOf } from './pictures.ts';
import { type Origin, paths, PROOF } from '../domain/addresses.ts';
import { placePictures } from '../pictures/place.ts';
import { nextReading, NOBODY, type Snapshot, takeSnapshot, vouchedBy } from '../domain/snapshot.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { IncidentFile } from '../incidents/index.ts';
import { UserError } from '../problems/errors.ts';
import { hasErrors } from '../problems/index.ts';
import { REPORTERS } from '../problems/reporters.ts';
import {
  type Checked,
  checkRecord,
  type FolderRecord,
  linesOf,
  loadRecord,
  redactedIn,
  withoutDrafts,
} from './record.ts';

/** Everything a page is printed from. */
export interface Model {
  /** Without anybody's word: whose word holds until when stands in the heartbeat alone. */
  snapshot: Snapshot;
  /** The same with the word of whoever checked, for what other programs read: the API, badges, the heartbeat. */
  vouched: Snapshot;
  /** The same at the next instant at which it says otherwise by itself how things are, if there is one. */
  next: Snapshot | undefined;
  /** The name of this build: page and heartbeat carry the same one. */
  build: string;
  /** A name for the incident files, the config, the own pages, the announcements, the own words and the files of `public/` that it is made from. */
  source: string;
  /** The copies that others keep of each version, by incident. */
  copies: Map<string, ArchivedCopies>;
  /** How fast people were told. */
  proof: Proof;
  /** What was rehearsed, the newest first. */
  rehearsals: readonly RehearsalRow[];
  /** The host and the path below it, for absolute addresses. */
  origin: Origin;
  /** What this build prints. */
  changed: Changed;
  /** The operator's own pages, in their order. */
  pages: OwnPage[];
  /** What is proposed to somebody who writes. */
  writing: FolderRecord['writing'];
  /** In a preview, what nobody is told yet: each has its page and stands nowhere else. */
  held: Incident[];
  /** The same of announcements. */
  heldAnnouncements: Announcement[];
}

/**
 * Reads config, files and clock for a build. What need not wait for its pages is begun at once: pictures, and what
 * the next build may know.
 * @throws UserError with every problem of every file; a build with a broken file must not go live.
 */
export async function readModel({ place, origin, reuse }: Handover): Promise<Model> {
  const { env } = place;
  const began = Date.now();
  const code = reuse.code();
  const known = parseCacheFile(place);
  const record = await loadRecord(place, async (now) =>
    code === undefined ? new Map() : loadParseCache(known, code, now),
  ).catch(tell);
  const { site, now, files, incidents, copies, proof, rehearsals, git, history } = record;
  const shallow = git.kind === 'shallow' ? refusalOfShallow(env) : undefined;
  if (shallow !== undefined) await tell(new UserError(shallow));
  // A deploy holds the files to what was published too, and wants to hear of it at once.
  const found = process.send ? checkRecord(record) : record.problems;
  const problems = areDraftsShown(env) ? found : withoutDrafts(found, record);
  const text = problems.length > 0 ? REPORTERS.terminal(problems, linesOf(record)) : '';
  const said = [...history.notes, ...(text === '' ? [] : [text])].join('\n\n');
  if (!process.send) for (const note of history.notes) console.warn(note);
  process.send?.({
    text: said,
    failed: hasErrors(problems),
    history: git.kind === 'git',
    neverPublished: [...history.neverPublished],
    redacted: redactedIn(record),
    began,
    news: record.versions?.news(),
  } satisfies Checked);
  if (hasErrors(problems)) throw new UserError(`\n\n${text}\n`);
  if (!process.send && text !== '') console.warn(text);
  if (areDraftsShown(env))
    for (const { id } of record.held)
      console.warn(`Only this preview shows ${origin.base}${paths.incident(id)}`);
  if (areDraftsShown(env))
    for (const { id } of record.heldAnnouncements)
      console.warn(`Only this preview shows ${origin.base}${paths.announcement(id)}`);
  const { settled } = record;
  if (code !== undefined && settled)
    reuse.alongside(() => saveParseCache(known, code, now, settled).then(() => []));
  listVersions(record, reuse);
  publishProof(record, reuse);
  const snapshot = takeSnapshot(site, incidents, NOBODY, now, git);
  const changed = changedIn(snapshot, digestsOf(files, git, copies), reuse);
  reuse.alongside((out) =>
    placePictures(picturesOf(changed.incidents, { snapshot, origin }), picturesFolder(place), out),
  );
  return {
    snapshot,
    vouched: vouchedBy(snapshot, currentAttestation(env, now)),
    next: nextReading(snapshot, incidents),
    build: buildName(files, now),
    source: sourceName(files, await readFile(configFile(place)), await toldBeside(place.site, now)),
    copies,
    proof,
    rehearsals,
    origin,
    changed,
    pages: record.pages,
    writing: record.writing,
    held: areDraftsShown(env) ? record.held : [],
    heldAnnouncements: areDraftsShown(env) ? record.heldAnnouncements : [],
  };
}

/** A deploy serves the list of when each version went live, for the next one to go on from. */
function listVersions({ versions, forgotten }: FolderRecord, { alongside }: Reuse): void {
  if (!versions) return;
  const list = versions.list((address) => mayBeForgotten(forgotten, address));
  alongside(async (out) => {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, VERSIONS), printVersions(list));
    return [VERSIONS];
  });
}

/** Numbers that lie elsewhere than in `public/` are served all the same, at the address where programs look for them. */
function publishProof({ proof }: FolderRecord, { alongside }: Reuse): void {
  if (proof.kind !== 'known') return;
  alongside(async (out) => {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, PROOF), `${JSON.stringify(proof.file)}\n`);
    return [PROOF];
  });
}

/** What cannot be read ends the build, and whoever started it hears why. A mistake of ours shows its way through the code. */
async function tell(error: Error): Promise<never> {
  if (error instanceof UserError)
    process.send?.({
      text: error.message,
      failed: true,
      history: false,
      neverPublished: [],
      redacted: [],
    } satisfies Checked);
  throw error;
}

function buildName(files: IncidentFile[], now: number): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(name).update(bytes);
  return `${Math.floor(now / 1000).toString(36)}-${hash.digest('hex').slice(0, 8)}`;
}
