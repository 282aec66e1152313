import type { Environment } from '../command.ts';
import { readRun } from './event.ts';
import { type Answered, MARK, MOST_PAGES, sayOnce } from './said-on-forge.ts';
import { apiIn, type Repository, repositoryOn } from './forge.ts';

/**
 * Says on a pull request what its check said, in one comment.
 * @param text of the report; `undefined` where the check left none. It may be anybody's words.
 */
export async function answer({
  event,
  text,
  env,
  fetch,
}: {
  event: string;
  text: string | undefined;
  env: Environment;
  fetch: typeof globalThis.fetch;
}): Promise<Answered> {
  const { repository, head, commit } = await readRun(event);
  const token = apiIn(env, 'Set it to github.token in the step, as comment.yml does.');
  const forge = repositoryOn({ ...token, repository, fetch, workflow: 'comment.yml' });
  const pull = await pullAt(forge, head, commit);
  if (pull === undefined) return { pull: null, outcome: 'none needed' };
  return sayOnce(
    { pull, text, commit },
    {
      before: await commentOn(forge, pull),
      write: (body) => forge.must('POST', `issues/${pull}/comments`, { body }),
      change: (id, body) => forge.must('PATCH', `issues/comments/${id}`, { body }),
    },
  );
}

/** The open pull request whose newest commit that is: what was pushed since has a check of its own. */
async function pullAt(forge: Repository, head: string, commit: string): Promise<number | undefined> {
  const query = new URLSearchParams({ state: 'open', head, per_page: '100' });
  const pulls = (await forge.must('GET', `pulls?${query}`)) as {
    number?: unknown;
    head?: { sha?: unknown };
  }[];
  const number = Array.isArray(pulls) ? pulls.find((one) => one.head?.sha === commit)?.number : undefined;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** The comment that a workflow wrote before; one that only looks like it is somebody's own. */
async function commentOn(forge: Repository, pull: number): Promise<{ id: number; body: string } | undefined> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await forge.must('GET', `issues/${pull}/comments?per_page=100&page=${page}`);
    if (!Array.isArray(comments)) return undefined;
    const own = comments.find(
      ({ body, user }) => user?.login === 'github-actions[bot]' && String(body).startsWith(MARK),
    );
    if (own) return own;
    if (comments.length < 100) return undefined;
  }
  return undefined;
}
