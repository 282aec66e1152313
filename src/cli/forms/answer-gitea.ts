import type { Environment } from '../command.ts';
import { readPull } from './event.ts';
import { apiIn } from './forge.ts';
import { type Answered, type Ask, interfaceAt, MARK, MOST_PAGES, sayOnce } from './said-on-forge.ts';

/** Whether this runs in a workflow of Gitea or Forgejo, which have GitHub's variables besides. */
export function isOnGitea(env: Environment): boolean {
  return env.GITEA_ACTIONS === 'true' || env.FORGEJO_ACTIONS === 'true';
}

interface Comment {
  id: number;
  body: string;
  user?: { id?: number } | null;
}

/**
 * Says on a pull request of Gitea or Forgejo what its check said, in one comment.
 * https://docs.gitea.com/api/#tag/issue/operation/issueCreateComment
 */
export async function answerOnGitea({
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
  const { repository, number, commit } = await readPull(event);
  const { api, token } = apiIn(env, 'Set it to github.token in the step.');
  const ask = interfaceAt({
    api,
    headers: { Authorization: `token ${token}` },
    called: 'the forge',
    remedy:
      'See that GITHUB_TOKEN has not ended and may write issues and read its user. A pull request from elsewhere may have a token that only reads.',
    fetch,
  });
  const issues = `repos/${repository}/issues`;
  return sayOnce(
    { pull: number, text, commit },
    {
      before: await ownComment(ask, `${issues}/${number}/comments`),
      write: (body) => ask('POST', `${issues}/${number}/comments`, { body }),
      change: (id, body) => ask('PATCH', `${issues}/comments/${id}`, { body }),
    },
  );
}

/**
 * The comment that was written before by whoever owns the token; one that only looks like it is somebody else's. Some
 * versions answer all comments at once, whichever page is asked for.
 */
async function ownComment(ask: Ask, comments: string): Promise<Comment | undefined> {
  const { id } = (await ask('GET', 'user')) as { id?: number };
  const seen = new Set<number>();
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = (await ask('GET', `${comments}?page=${page}&limit=50`)) as Comment[];
    const own = found.find(({ user, body }) => user?.id === id && body.startsWith(MARK));
    if (own || found.every((one) => seen.has(one.id))) return own;
    for (const one of found) seen.add(one.id);
  }
  return undefined;
}
