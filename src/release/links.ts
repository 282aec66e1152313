import { execFile } from 'node:child_process';
import { type Dirent, existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { groupFoldersIn, groupOf } from './page-groups.ts';

const run = promisify(execFile);

/**
 * Links all groups of an earlier release into a new one. A release is never written again, so two of them can
 * share a file; copies would take most of the time of a deploy.
 */
export async function linkGroups(from: string, to: string): Promise<void> {
  const folders = groupFoldersIn(from);
  if (folders.length === 0) return;
  await mkdir(to, { recursive: true });
  // One process for all: to begin one takes longer than most folders do.
  await run('cp', ['-al', '--parents', '--', ...folders, resolve(to)], { cwd: from }).catch(async () => {
    for (const folder of folders) {
      await rm(join(to, folder), { recursive: true, force: true });
      await linkTree(join(from, folder), join(to, folder));
    }
  });
}

/** Links a folder with all that is in it to a place where there is none yet. */
export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  // The system's own program is twice as fast; not every system's knows how.
  await run('cp', ['-al', from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true });
    await linkFolder(from, to);
  });
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await entriesOf(from)) {
    const [here, there] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(here, there);
    // Another disk, or one without links.
    else await link(here, there).catch(() => copyFile(here, there));
  }
}

/** Takes out of a new release the groups that its build did not keep: it has printed them anew, or they are gone. */
export async function dropGroups(release: string, kept: Set<string>): Promise<void> {
  for (const folder of groupFoldersIn(release))
    for (const { name } of await entriesOf(join(release, folder)))
      if (!kept.has(groupOf(folder, name))) await rm(join(release, folder, name), { recursive: true });
}

/** Moves what a build made into the release, file by file. */
export async function moveInto(made: string, release: string): Promise<void> {
  await mkdir(release, { recursive: true });
  for (const entry of await entriesOf(made)) {
    const [here, there] = [join(made, entry.name), join(release, entry.name)];
    if (entry.isDirectory() && existsSync(there)) await moveInto(here, there);
    else await rename(here, there);
  }
  await rm(made, { recursive: true, force: true });
}

function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
