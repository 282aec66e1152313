import { readFileSync } from 'node:fs';
import type { Attestation } from '../domain/freshness.ts';
import type { Instant } from '../domain/time.ts';
import { type Lying, readLying } from '../incidents/lying.ts';
import { mayHold } from '../incidents/may-hold.ts';
import { isIncidentPath } from '../incidents/names.ts';
import { beat, type Beaten } from '../release/beat.ts';
import { sourceName } from '../release/source.ts';
import { isBlobOf } from '../revisions/blobs.ts';
import { readHead } from '../revisions/git.ts';
import { filesBeside } from '../site/beside.ts';
import { configFile, incidentsFolder } from '../site/environment.ts';
import type { Place } from '../site/place.ts';

/** Renews the heartbeat of what is live, if that is still what the repository says. */
export async function beatNow(
  live: string,
  { now, word, place }: { now: Instant; word: Attestation | undefined; place: () => Place },
): Promise<Beaten> {
  return beat(live, { now, word, source: async () => currentSource(place(), now) });
}

/** What a build would be made from now, if it is what is committed. */
async function currentSource(place: Place, now: Instant): Promise<{ name: string } | { why: string }> {
  const folder = incidentsFolder(place);
  const head = readHead(folder);
  const { files, refused } = readLying(folder);
  const name = sourceName(await toldOf(files, now), readFileSync(configFile(place)), filesBeside(place.site));
  const committed = await head;
  const loose = committed ? notAsCommitted(files, committed) : [];
  if (refused.length > 0)
    return { why: `${some(refused)} in ${folder}: no build takes that. See nightlight check.` };
  if (loose.length > 0) return { why: `${some(loose)} in ${folder}: not as committed. Commit, then deploy.` };
  return { name };
}

/** The files that a build would tell now: one whose time has come is new, and a deploy tells it. */
async function toldOf(files: Lying['files'], now: Instant): Promise<Lying['files']> {
  if (!files.some(({ bytes }) => mayHold(bytes))) return files;
  const { incidentOf, untoldIn } = await import('../incidents/hold.ts');
  const untold = untoldIn(files, now);
  return files.filter(({ name }) => !untold.has(incidentOf(name)));
}

function notAsCommitted(files: Lying['files'], committed: Map<string, string>): string[] {
  const here = new Set(files.map(({ name }) => name));
  return [
    ...files.filter(({ name, bytes }) => !isBlobOf(committed.get(name), bytes)).map(({ name }) => name),
    ...[...committed.keys()].filter((path) => isIncidentPath(path) && !here.has(path)),
  ];
}

function some(names: string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
