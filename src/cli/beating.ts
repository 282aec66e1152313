import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Attestation } from '../domain/freshness.ts';
import type { Instant } from '../domain/time.ts';
import { type Lying, readLying } from '../incidents/lying.ts';
import { mayHold } from '../incidents/may-hold.ts';
import { isIncidentPath } from '../incidents/names.ts';
import { UserError } from '../problems/errors.ts';
import { beat, type Beaten, type FarPlace, type HeartbeatPlace } from '../release/beat.ts';
import { sourceName } from '../release/source.ts';
import { isBlobOf } from '../revisions/blobs.ts';
import { readHead } from '../revisions/git.ts';
import { notFolders, toldBeside } from '../site/beside.ts';
import { configFile, incidentsFolder } from '../site/environment.ts';
import type { Place } from '../site/place.ts';
import type { Call } from './command.ts';
import { isFar, S3 } from './far.ts';
import { WrongCall, wrongSetting } from './parse.ts';

/** How long a place elsewhere is waited for, in ms: a watcher looks and tells after it, and the next beat comes soon. */
const PATIENCE = 10_000;

/**
 * Where a heartbeat stands that is to be renewed: a folder, counted from where it was called, or a place elsewhere.
 * What speaks to those is loaded where one is named alone.
 */
export async function heartbeatAt(
  to: string,
  { env, io }: Pick<Call, 'env' | 'io'>,
): Promise<string | FarPlace> {
  if (!isFar(to)) return resolve(io.cwd, to);
  if (to.startsWith(S3)) return (await import('./to-bucket.ts')).heartbeatOfBucket(to, { env, io }, PATIENCE);
  const { farSide, readSshPlace, SSH_EXPECTED } = await import('../release/ssh.ts');
  const place = readSshPlace(to);
  if (!place)
    throw new WrongCall(
      wrongSetting(
        { flag: '--to' },
        { found: to, expected: SSH_EXPECTED, remedy: 'Write it as it was named to nightlight deploy.' },
      ),
    );
  const side = farSide(place, env, PATIENCE);
  return { name: to, read: () => side.heartbeat(), write: (file, text) => side.write(file, text) };
}

/** Renews the heartbeat of what is live, if that is still what the repository says. */
export async function beatNow(
  live: string | HeartbeatPlace,
  { now, word, place }: { now: Instant; word: Attestation | undefined; place: () => Place },
): Promise<Beaten> {
  return beat(live, { now, word, source: async () => currentSource(place(), now) });
}

/** What a build would be made from now, if it is what is committed. */
async function currentSource(place: Place, now: Instant): Promise<{ name: string } | { why: string }> {
  const folder = incidentsFolder(place);
  const wrong = notFolders(place.site, folder);
  if (wrong.length > 0) throw new UserError(wrong);
  const head = readHead(folder, place.env);
  const { files, refused } = readLying(folder);
  const name = sourceName(
    await toldOf(files, now),
    readFileSync(configFile(place)),
    await toldBeside(place.site, now),
  );
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
