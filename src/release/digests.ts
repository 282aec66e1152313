import { createHash } from 'node:crypto';
import { historyOfIncident, type GitHistory } from '../domain/git-history.ts';

/**
 * What an incident's pages are printed from, besides the code: its files, what git says of them, when they went live,
 * and who keeps copies.
 */
export function digestsOf(
  files: { name: string; bytes: Uint8Array }[],
  git: GitHistory,
  copies: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const digests = new Map<string, string>();
  for (const { name, bytes } of files) {
    const id = name.slice(0, name.indexOf('.'));
    const digest = createHash('sha256').update(name).update(bytes).digest('hex').slice(0, 16);
    const known = digests.get(id) ?? saidByGit(git, id) + JSON.stringify(copies.get(id) ?? '');
    digests.set(id, known + digest);
  }
  return digests;
}

function saidByGit(git: GitHistory, id: string): string {
  const history = historyOfIncident(git, id);
  if (!history) return git.kind;
  const translations = Object.entries(history.translations);
  return [
    ...history.revisions.map(({ blob, commit, imported, live }) => [blob, commit, imported, live].join(' ')),
    ...translations.map(([language, { lastCommitted, title, updates }]) =>
      [language, lastCommitted, title, ...updates.values()].join(' '),
    ),
  ].join();
}
