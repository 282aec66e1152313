import { href, type Origin, paths } from '../domain/addresses.ts';
import type { GitHistory } from '../domain/git-history.ts';
import type { Site } from '../domain/site.ts';
import { UserError } from '../problems/errors.ts';
import { readCopies, writeCopies } from './record.ts';
import { type Answer, type Archivist, keep } from './wayback.ts';

export interface ArchiveOptions {
  folder: string;
  git: GitHistory;
  site: Pick<Site, 'languages'>;
  origin: Origin;
  archivist: Archivist;
}

/**
 * Has the newest version of each incident kept, with the page of the incident itself, unless it is kept
 * already, and records the answers beside the incident file. One that fails does not stop the others.
 */
export async function archive({ folder, git, site, origin, archivist }: ArchiveOptions): Promise<Answer[]> {
  const answers: Answer[] = [];
  if (git.kind !== 'git')
    throw new UserError(
      'Which pages changed is known from git alone, and this is a shallow clone or none: fetch the whole history (git fetch --unshallow).',
    );
  for (const [id, { revisions }] of git.incidents) {
    const newest = revisions.at(-1);
    const record = await readCopies(folder, id);
    if ('problem' in record) {
      answers.push({ ok: false, problem: record.problem });
      continue;
    }
    if (!newest || record.copies[newest.blob]) continue;
    const absolute = (path: string) =>
      new URL(href(site, origin.base, site.languages[0], path), origin.url).href;
    const pages = [paths.revision(id, newest.blob), paths.incident(id)].map(absolute);
    const told: Answer[] = [];
    for (const page of pages) told.push(await keep(page, archivist));
    answers.push(...told);
    const kept = told.flatMap((answer) => (answer.ok ? [answer.kept] : []));
    if (kept.length === pages.length)
      await writeCopies(folder, id, { ...record.copies, [newest.blob]: kept });
  }
  return answers;
}
