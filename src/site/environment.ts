import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { CONFIG_FILE } from '../config/file.ts';
import { REHEARSALS } from '../domain/addresses.ts';
import { aheadOf, readAttestation, wordIn } from '../domain/attestation.ts';
import type { Attestation } from '../domain/freshness.ts';
import { type Instant, readTimeRange } from '../domain/time.ts';
import type { Place } from './place.ts';
import { UserError } from '../problems/errors.ts';
import { ENGINE } from '../release/engine.ts';
import { problemIn } from '../problems/index.ts';

// An empty variable says nothing: a forge sets those that have no value.

/** The folder of incident files: `NIGHTLIGHT_INCIDENTS`, or `incidents/`. */
export function incidentsFolder({ site, env }: Place): string {
  return resolve(site, env.NIGHTLIGHT_INCIDENTS || 'incidents');
}

/**
 * The folder that a build writes: `NIGHTLIGHT_OUT`, or `dist/`. A preview with drafts has one beside it, `dist-drafts/`:
 * what is published must never lie in a folder that drafts were in.
 */
export function outputFolder({ site, env }: Place): string {
  const out = resolve(site, env.NIGHTLIGHT_OUT || 'dist');
  return areDraftsShown(env) ? `${out}-drafts` : out;
}

/** Whether a preview is built, which shows what nobody is told yet. A command says so by its flag. */
export function areDraftsShown(env: NodeJS.ProcessEnv): boolean {
  return env[DRAFTS] === '1';
}

/** The variable by which a command tells its build that drafts are shown. */
export const DRAFTS = 'NIGHTLIGHT_DRAFTS';

/** Where drawn pictures are kept from build to build: `NIGHTLIGHT_PICTURES`, or `.cache/pictures`. */
export function picturesFolder({ site, env }: Place): string {
  return resolve(site, env.NIGHTLIGHT_PICTURES || '.cache/pictures');
}

/**
 * In whose `.cache` a build works: Astro knows the scripts in its files only where they and its root have a folder in
 * common, such as `/srv`. A site that has none with the engine is built in the engine's folder.
 */
export function workPlace(site: string): string {
  const top = (path: string) => path.split(sep, 2).join(sep);
  return top(site) === top(ENGINE) ? site : ENGINE;
}

/**
 * Where the program is kept that prints pages, by its name: in the folder that `NIGHTLIGHT_PROGRAM` names, or in
 * `.cache/program`.
 */
export function programFolder({ site, env }: Place, name: string): string {
  return join(resolve(site, env.NIGHTLIGHT_PROGRAM || join(workPlace(site), '.cache/program')), name);
}

/**
 * How many threads are to print pages beside the one that builds: `NIGHTLIGHT_THREADS`; `undefined` lets the build decide.
 * @throws UserError for anything but such a number.
 */
export function threadsAsked({ NIGHTLIGHT_THREADS: named }: NodeJS.ProcessEnv): number | undefined {
  if (!named) return undefined;
  if (/^[0-9]$/.test(named)) return Number(named);
  throw wrongVariable(
    'NIGHTLIGHT_THREADS',
    named,
    'a number from 0 to 9',
    'Write one, or leave it out: then as many print as the machine and the record are worth.',
  );
}

/** Where rehearsals are kept, and served once they are committed. */
export function rehearsalsFile({ site }: Pick<Place, 'site'>): string {
  return resolve(site, 'public', REHEARSALS);
}

/** Where the numbers of delivery lie: `NIGHTLIGHT_PROOF`, or `public/proof.json`. */
export function proofFile({ site, env }: Place): string {
  return resolve(site, env.NIGHTLIGHT_PROOF || 'public/proof.json');
}

/** Where a build keeps what it read for the next one: `NIGHTLIGHT_KNOWN`, or a file for each incidents folder in `.cache`. */
export function parseCacheFile(place: Place): string {
  const name = createHash('sha256').update(incidentsFolder(place)).digest('hex').slice(0, 12);
  return resolve(place.site, place.env.NIGHTLIGHT_KNOWN || `.cache/read-${name}`);
}

/**
 * What a deploy tells its build of going live: the list of when each version did, as the release before has it
 * (`NIGHTLIGHT_VERSIONS` names the file, and is empty where there is none), and how long it takes from the
 * instant of the build until the switch (`NIGHTLIGHT_LEAD`, in ms). `undefined` for a build that is no deploy.
 */
export async function versionsBefore(
  env: NodeJS.ProcessEnv,
): Promise<{ list: string; lead: number } | undefined> {
  const path = env.NIGHTLIGHT_VERSIONS;
  if (path === undefined) return undefined;
  const list = path === '' ? '' : await readFile(path, 'utf8').catch(() => '');
  return { list, lead: Number(env.NIGHTLIGHT_LEAD ?? 0) };
}

/** Now: `NIGHTLIGHT_NOW` for a build that can be repeated, else the clock. */
export function currentInstant(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now): Instant {
  if (!env.NIGHTLIGHT_NOW) return clock();
  const reading = readTimeRange(env.NIGHTLIGHT_NOW);
  if (!reading.ok)
    throw wrongVariable(
      'NIGHTLIGHT_NOW',
      env.NIGHTLIGHT_NOW,
      'a time such as 2026-03-01T08:04Z',
      'Write one, or leave it out: then the clock says what time it is.',
    );
  return reading.range.earliest;
}

/**
 * The host that the site is served from: `SITE_URL`, or what the config says.
 * @throws UserError where the variable is no address.
 */
export function servedFrom(env: NodeJS.ProcessEnv, configured: string): string {
  const named = env.SITE_URL;
  if (!named) return configured;
  if (URL.canParse(named) && /^https?:/i.test(named)) return named;
  throw wrongVariable(
    'SITE_URL',
    named,
    'the host, such as https://status.example.org',
    'Write https:// and the host, or leave it out: then "url" in the config says it.',
  );
}

/**
 * The path that the site is served below, `BASE_PATH`, with slashes.
 * @throws UserError where the variable is no path.
 */
export function basePath(env: NodeJS.ProcessEnv): string {
  const named = env.BASE_PATH || '/';
  const inner = named.replace(/^\/|\/$/g, '');
  const path = inner === '' ? '/' : `/${inner}/`;
  if (/^\/(?:[\w~!$&'()*+,;=@%-][\w.~!$&'()*+,;=@%-]*\/)*$/.test(path)) return path;
  throw wrongVariable(
    'BASE_PATH',
    named,
    'a path, such as /status/',
    'Write the path alone, without the host, or leave it out: then the site is served at the top of its host.',
  );
}

/** The file of the config: `NIGHTLIGHT_CONFIG`, or `nightlight.yaml`. */
export function configFile({ site, env }: Place): string {
  return resolve(site, env.NIGHTLIGHT_CONFIG || CONFIG_FILE);
}

/**
 * Who vouches for the service: `NIGHTLIGHT_VOUCH`, `watch@<time>`, `person@<time>` or `nobody`. Without it the word
 * in the live heartbeat stays, which a deploy names by `NIGHTLIGHT_STANDING`: a push takes back nothing. Without
 * that nobody does: that this program runs says nothing about the service.
 * @throws UserError for anything but an exact time that has come: a word from the future would hold for as long.
 */
export function currentAttestation(env: NodeJS.ProcessEnv, now: Instant): Attestation {
  if (!env.NIGHTLIGHT_VOUCH && env.NIGHTLIGHT_STANDING) return standingWord(env.NIGHTLIGHT_STANDING, now);
  const read = readAttestation(env.NIGHTLIGHT_VOUCH || 'nobody', now);
  const mistake = read.ok ? aheadOf(read.attestation, now) : read.mistake;
  if (mistake !== undefined)
    throw wrongVariable(
      'NIGHTLIGHT_VOUCH',
      String(env.NIGHTLIGHT_VOUCH),
      'watch@<time>, person@<time> or nobody',
      `NIGHTLIGHT_VOUCH ${mistake}`,
    );
  return read.ok ? read.attestation : { by: 'nobody', at: null };
}

function wrongVariable(variable: string, found: string, expected: string, remedy: string): UserError {
  return new UserError([problemIn({ variable }, { name: 'variable-value', found, expected, remedy })]);
}

/** A heartbeat that is not there, that cannot be read, or that speaks of what is to come, is nobody's word. */
function standingWord(path: string, now: Instant): Attestation {
  try {
    const word = wordIn(JSON.parse(readFileSync(path, 'utf8')));
    if (aheadOf(word, now) === undefined) return word;
  } catch {
    // As where there is none.
  }
  return { by: 'nobody', at: null };
}
