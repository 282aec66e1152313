import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { printable } from '../domain/printable.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, yearOf } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { markCarriedOver } from '../publications/carried.ts';
import { isPictureNotDrawn } from '../publications/picture-files.ts';
import { addForgotten, canonical, FORGOTTEN, type Forgotten, readForgotten } from '../release/forgotten.ts';
import { type PublishedSite, siteAt } from '../release/published.ts';
import { type Built, type Earlier, release, type Released } from '../release/release.ts';
import { currentSite } from '../site/config.ts';
import { basePath, DRAFTS, incidentsFolder } from '../site/environment.ts';
import type { Place } from '../site/place.ts';
import type { Checked, Redacted } from '../site/record.ts';
import { beginBuild, workFolder } from './astro.ts';
import type { Call, Environment } from './command.ts';

/** What a variable means that lets a page begin anew where no flag can be said, as on a host. */
export const ANEW =
  'The UTC day on which the page begins anew, such as 2026-03-01: on that day what was published before is given up, and nothing is held to it. On any other day it says nothing.';

/** What a variable means that says by how many threads a build prints. */
export const THREADS =
  'How many threads print pages beside the one that builds. Without it a build with 3,000 pages or more to print takes one for each further processor, as far as there is memory, and three at most; 0 lets one thread print all.';

/** Whether a variable lets the page begin anew. It names the day, so that it cannot be left standing by mistake. */
export function beginsAnew({ NIGHTLIGHT_ANEW: day }: Environment, now: Instant): boolean {
  return day !== undefined && day === new Date(now).toISOString().slice(0, 10);
}

/** Where a site is to go live, and how. */
export interface Deployment {
  to: string;
  /** The site as it is served. */
  live?: string | undefined;
  /** The site as it was published last, where that lies elsewhere than beside the new one. */
  published?: PublishedSite | undefined;
  /** The address of the storage, where it is a bucket. */
  endpoint?: string | undefined;
  /** In seconds. */
  upload: number;
  forget: readonly Forgotten[];
  withoutHistory: boolean;
  /** Whether the page begins anew: nothing that was published there before is held to. */
  anew: boolean;
}

/** By whom, and from where, a site goes live. */
export interface Deploying extends Pick<Call, 'env' | 'io' | 'tell' | 'warn'> {
  place: Place;
  /** Told in the place of whoever called that it is live. */
  onLive?: (folder: string) => void;
}

/**
 * Puts a site live.
 * @throws UserError if it does not go live; then the live site is as it was.
 */
export async function deploy(deployment: Deployment, calling: Deploying): Promise<Released> {
  const { env, io, place, tell } = calling;
  const began = io.now();
  const site = await currentSite(place);
  const to = resolve(io.cwd, deployment.to);
  // What a hook's clone forgets with its next push is remembered beside the releases.
  const remembered = `${to}.${FORGOTTEN}`;
  if (deployment.forget.length > 0) await addForgotten(remembered, [...deployment.forget]);
  const forgotten = [
    ...(await readForgotten(join(incidentsFolder(place), FORGOTTEN))),
    ...(await readForgotten(remembered)),
  ];
  return release({
    clock: Date.now,
    to,
    site,
    base: basePath(env),
    label: new Date(began).toISOString().replace(/[:.]/g, '-'),
    forgotten: [...new Map(forgotten.map((one) => [one.address, one])).values()],
    published: deployment.published ?? (deployment.live === undefined ? undefined : siteAt(deployment.live)),
    withoutHistory: deployment.withoutHistory,
    anew: deployment.anew,
    build: (out, earlier) => build({ out, earlier, remembered, site }, deployment, calling),
    markCarriedOver: (html, file) => markCarriedOver(site, html, file),
    isBrought: (file, text) => isIn(join(place.site, 'public', file), text),
    tell: (words) => tell(printable(words)),
    onLive:
      calling.onLive ??
      ((folder) =>
        tell(`Live after ${((io.now() - began) / 1000).toFixed(1)} s: ${deployment.to} -> ${folder}`)),
  });
}

/** Whether a file holds a text; one that is not there holds none. */
function isIn(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

interface Making {
  out: string;
  earlier: Earlier;
  /** The list beside the releases of what may go. */
  remembered: string;
  site: Site;
}

/** Builds in a process of its own, which checks the incident files too: a mistake in them ends it. */
async function build(
  { out, earlier: { folder = '', manifest, versions = '', standing = '', lead }, remembered, site }: Making,
  { upload, withoutHistory }: Deployment,
  { io, place, tell, warn }: Deploying,
): Promise<Built> {
  const work = await workFolder(place, remembered, basename(out));
  const child = beginBuild(place, io, {
    work: work.path,
    silent: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      NIGHTLIGHT_OUT: out,
      [DRAFTS]: '',
      NIGHTLIGHT_REUSE: manifest,
      NIGHTLIGHT_REUSE_FROM: folder,
      NIGHTLIGHT_STANDING: standing,
      NIGHTLIGHT_FORGOTTEN: remembered,
      ...(withoutHistory ? { NIGHTLIGHT_SHALLOW: 'accept' } : {}),
      NIGHTLIGHT_VERSIONS: versions,
      NIGHTLIGHT_LEAD: String(lead + upload * 1000),
    },
  });
  let output = '';
  let checked: Checked | undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data;
    });
  child.on('message', (message: Checked) => {
    checked = message;
    if (checked.text !== '') tell(`${checked.text}\n`);
  });
  const code = await new Promise((done) => child.on('close', done));
  await work.remove();
  if (checked?.failed) throw new UserError('Mend what stands above. The live site is as it was.');
  if (code !== 0) throw new UserError(`${output}\nThe build failed. The live site is as it was.`);
  if (output !== '') warn(output.trimEnd());
  return {
    history: checked?.history ?? false,
    began: checked?.began,
    news: checked?.news,
    mayGo: (address) =>
      isPictureNotDrawn(address, site) ||
      isFromBefore(address, checked?.neverPublished ?? [], site) ||
      isOfRedacted(address, checked?.redacted ?? []),
  };
}

/**
 * What an incident from which words were taken out printed once and prints no more: a picture, a version, a replay, a
 * year. Kept as it was, it would hold them. The page itself and the updates may not go.
 */
function isOfRedacted(address: string, redacted: Redacted[]): boolean {
  const path = canonical(address);
  const [, year] = /^(?:history\/|api\/v2\/incidents-)(\d{4})\b/.exec(path) ?? [];
  return redacted.some(
    ({ id, years }) =>
      (year !== undefined && years.includes(Number(year))) ||
      (path.startsWith(`incidents/${id}/`) && path !== `incidents/${id}/` && !path.includes('#')) ||
      path.startsWith(`incidents/${id}.`) ||
      path.startsWith(`replay/${id}/`),
  );
}

/** What went with a record that was never this page's own: its incidents, and the years before the page was public. */
function isFromBefore(address: string, ids: string[], { publishedSince }: Site): boolean {
  const path = canonical(address);
  const [, year] = /^(?:history\/|api\/v2\/incidents-)(\d{4})\b/.exec(path) ?? [];
  if (year !== undefined) return publishedSince !== undefined && Number(year) < yearOf(publishedSince);
  return ids.some((id) => path.startsWith(`incidents/${id}/`) || path.startsWith(`incidents/${id}.`));
}
