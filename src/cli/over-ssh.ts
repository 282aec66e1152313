import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../domain/printable.ts';
import { UserError } from '../problems/errors.ts';
import { LIST } from '../release/addresses.ts';
import { HEARTBEAT } from '../release/beat.ts';
import { markOf } from '../release/mark.ts';
import { siteRead } from '../release/published.ts';
import type { Released } from '../release/release.ts';
import { type FarRelease, type FarSide, farSide, readSshPlace, SSH_EXPECTED } from '../release/ssh.ts';
import { type Deploying, type Deployment, deploy } from './deploying.ts';
import { withWordOf } from './standing-word.ts';

/**
 * Puts a site live on another machine: built and checked here, held to what is live there, brought beside it, and then
 * one link is switched.
 * @throws UserError if it does not go live; then the live site is as it was.
 */
export async function deployOverSsh(deployment: Deployment, calling: Deploying): Promise<Released> {
  const { env, io, tell } = calling;
  const began = io.now();
  const place = readSshPlace(deployment.to);
  if (!place) throw new UserError(`"${deployment.to}" is no place. Write it as ${SSH_EXPECTED}.`);
  const side = farSide(place, env);
  const before = await side.look();
  mustBeOurs(before, deployment);
  const room = await mkdtemp(join(tmpdir(), 'nightlight-'));
  try {
    const published = before.from === '' ? deployment.published : siteRead(readerOf(side, before), io.fetch);
    const site = { ...deployment, published, to: join(room, 'live') };
    const released = await deploy(site, { ...calling, onLive: () => undefined });
    const name = await side.goLive({
      folder: released.folder,
      mark: markOf(released.folder),
      label: `${new Date(began).toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`,
      before,
      anew: deployment.anew,
      heartbeat: (standing) => withWordOf(standing, released.folder, join(room, 'standing')),
    });
    const live = io.now();
    const folder = `${deployment.to.replace(/\/+$/, '')}.releases/${name}`;
    tell(printable(`Live after ${((live - began) / 1000).toFixed(1)} s: ${deployment.to} -> ${folder}`));
    return { ...released, folder, live };
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** What lies there and was never ours is not a release before: its addresses would be lost in silence. */
function mustBeOurs({ named, from, files }: FarRelease, { to, anew }: Deployment): void {
  if (anew || (named === '' && from === '') || (files.has(LIST) && files.has(HEARTBEAT))) return;
  throw new UserError(
    `${to} leads to something else than a page of Nightlight. Name another place, or say --anew if it may go.`,
  );
}

/** What each deploy needs was read with the first look, so that a way that breaks is told and not taken for an empty page. */
function readerOf(side: FarSide, { from, files }: FarRelease): (file: string) => Promise<Buffer | undefined> {
  return async (file) => files.get(file) ?? side.read(from, file);
}
