import { changesToTell } from '../domain/edits.ts';
import { type Incident, isOpen, newestUpdate } from '../domain/incident.ts';
import { type Instant, iso, MINUTE } from '../domain/time.ts';
import { offsetOf } from './past.ts';
import type { Report } from '../problems/index.ts';
import type { PlacedUpdate } from './updates.ts';

/** What git knows of a folder of incident files. */
export interface Published {
  /** The names of the files that lie there and are told. */
  files: ReadonlySet<string>;
  /** The names of all that lie there, those that are not told too. */
  held: ReadonlySet<string>;
  /** Ids of the updates that any commit ever had, by file; files that are gone are here too. */
  everPublished: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether an address may go, because somebody has said why. */
  mayGo(address: string): boolean;
  /** The file before the change that is looked at: what is not committed yet, or what the newest commit did. */
  before(file: string): Incident | undefined;
  /** Every version of a file that git knows, oldest first; the one that lies there is among them once it is committed. */
  versions(file: string): readonly Version[];
  /** The version in which an update first stood. */
  toldIn(file: string, update: string): Incident | undefined;
}

/** A committed version of a file; without an incident if it had mistakes in it. */
export interface Version {
  blob: string;
  incident: Incident | undefined;
}

const TOP = { line: 1, column: 1 };

/** Holds a file to what was published: nothing vanishes, and what changes what a reader should do is told. */
export function checkPublished(
  incident: Incident,
  placed: PlacedUpdate[],
  published: Published,
  now: Instant,
  report: Report,
): void {
  const file = `${incident.id}.md`;
  const ids = published.everPublished.get(file) ?? new Set<string>();
  const fresh = placed.filter(({ id }) => !ids.has(id));
  checkFresh(fresh, isOpen(incident), now, report);
  for (const id of ids) {
    const address = `incidents/${incident.id}/#${id}`;
    if (placed.some((update) => update.id === id) || published.mayGo(address)) continue;
    report.add({
      name: 'published-update-vanished',
      place: fresh[0]?.place ?? TOP,
      found: id,
      expected: 'every update that was published',
      remedy: `If its time was corrected, keep the old id at the end of its heading: {#${id}}. If it was taken out, put it back and say in a Correction what is wrong with it. ${wayOut(address)}`,
    });
  }
  if (ids.has(newestUpdate(incident).id)) checkWindow(incident, published, report);
  const before = published.before(file);
  if (!before || incident.updates.some(({ id }) => before.updates.every((one) => one.id !== id))) return;
  const changed = changesToTell(before, incident);
  if (changed.length > 0)
    report.add({
      name: 'changed-without-update',
      place: placed.find(({ id }) => changed.some(({ update }) => update === id))?.place ?? TOP,
      found: [...new Set(changed.map(({ name }) => name))].join(', '),
      expected: 'an update that tells people of the change',
      remedy:
        'Add "## Update - <now>", or "## Correction - <now>" if something was wrong, and say what changed. Without it nobody is told.',
    });
}

/** Reports every file that was published and is not there any more. */
export function checkVanishedFiles(
  { files, held, everPublished, mayGo }: Published,
  reportOn: (file: string) => Report,
): void {
  for (const file of everPublished.keys()) {
    const address = `incidents/${file.slice(0, -'.md'.length)}/`;
    if (files.has(file) || mayGo(address)) continue;
    if (held.has(file))
      reportOn(file).add({
        name: 'published-file-vanished',
        place: TOP,
        found: 'a file that is not told any more, by "draft" or "publish"',
        expected: 'the file that was published',
        remedy: `Take "draft" and "publish" out. If it should not have been published, add "## Withdrawn - <now>" and the reason. ${wayOut(address)}`,
      });
    else
      reportOn(file).add({
        name: 'published-file-vanished',
        place: TOP,
        found: 'no file',
        expected: 'the file that was published',
        remedy: `Bring it back: git log --diff-filter=D -- '*${file}' names the commit that took it out or renamed it. If it should not have been published, add "## Withdrawn - <now>" and the reason. If it belonged to a record that is not yours, set published_since in nightlight.yaml. ${wayOut(address)}`,
      });
  }
}

/** There is always one: a new notice must not wait for an old address. */
function wayOut(address: string): string {
  return `To let the address go: npm run deploy -- --forget "${address}" --why "the reason", and commit incidents/forgotten.json.`;
}

/** A window that was moved in silence would hide that the work ran over. */
function checkWindow(incident: Incident, published: Published, report: Report): void {
  const then = published.toldIn(`${incident.id}.md`, newestUpdate(incident).id);
  if (incident.kind !== 'maintenance' || then?.kind !== 'maintenance') return;
  const [was, is] = [then, incident].map(
    ({ scheduled }) => `${iso(scheduled.from)} to ${iso(scheduled.until)}`,
  );
  if (was === is) return;
  report.add({
    name: 'scheduled-moved',
    place: TOP,
    found: is as string,
    expected: `${was}, as it was announced, or an update that tells of the new window`,
    remedy: 'Add "## Update - <now>" that names the new times, or put the old ones back.',
  });
}

/**
 * Warns of an update written just now whose time is far from now: most often a local time with a Z.
 * In a closed incident only a slip of an offset counts, for there an old time is usual.
 */
function checkFresh(updates: PlacedUpdate[], open: boolean, now: Instant, report: Report): void {
  for (const { at, place } of updates) {
    const off = at.earliest - now;
    if (Math.abs(off) <= 30 * MINUTE || off > 5 * MINUTE) continue;
    const slip = offsetOf(off);
    if (!open && slip === undefined) continue;
    const meant =
      slip === undefined
        ? ''
        : ` Did you mean ${iso(at.earliest).slice(0, 'yyyy-mm-ddThh:mm'.length)}${slip}?`;
    report.add({
      name: 'time-far-from-now',
      place,
      found: iso(at.earliest),
      expected: `a time near now, ${iso(now)}`,
      remedy: `You wrote ${iso(at.earliest)}, it is ${iso(now)}.${meant} If it was said then, leave it.`,
    });
  }
}
