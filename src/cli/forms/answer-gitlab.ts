import { UserError } from '../../problems/errors.ts';
import { problemIn } from '../../problems/index.ts';
import type { Environment } from '../command.ts';
import { type Answered, type Ask, interfaceAt, MARK, MOST_PAGES, sayOnce } from './said-on-forge.ts';

/** Whether this runs in a pipeline of a merge request of GitLab. */
export function isMergeRequest(env: Environment): boolean {
  return Boolean(env.GITLAB_CI && env.CI_MERGE_REQUEST_IID);
}

interface Note {
  id: number;
  body: string;
  author?: { id?: number };
}

/**
 * Says on a merge request of GitLab what its check said, in one note. A job may not do that by its own token, so it
 * takes one of the project. https://docs.gitlab.com/api/notes/#merge-requests
 */
export async function answerOnGitlab(
  text: string | undefined,
  env: Environment,
  fetch: typeof globalThis.fetch,
): Promise<Answered> {
  const { CI_API_V4_URL: api = '', CI_PROJECT_ID: project = '', CI_MERGE_REQUEST_IID: number = '' } = env;
  const token = env.NIGHTLIGHT_GITLAB_TOKEN;
  if (!token)
    throw new UserError([
      problemIn(
        { variable: 'NIGHTLIGHT_GITLAB_TOKEN' },
        {
          name: 'variable-missing',
          found: 'nothing',
          expected: 'a token of the project that may use its interface',
          remedy:
            'Make one under Settings, Access tokens, with the role Reporter and the scope api, and keep it as a masked variable of the project. A merge request from a fork does not get it.',
        },
      ),
    ]);
  const ask = interfaceAt({
    api,
    headers: { 'PRIVATE-TOKEN': token },
    called: 'GitLab',
    remedy: 'See that NIGHTLIGHT_GITLAB_TOKEN has not ended, and has the scope api.',
    fetch,
  });
  const notes = `projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(number)}/notes`;
  return sayOnce(
    { pull: Number(number), text, commit: env.CI_COMMIT_SHA ?? '' },
    {
      before: await ownNote(ask, notes),
      write: (body) => ask('POST', notes, { body }),
      change: (id, body) => ask('PUT', `${notes}/${id}`, { body }),
    },
  );
}

/** The note that was written before by whoever owns the token; one that only looks like it is somebody else's. */
async function ownNote(ask: Ask, notes: string): Promise<Note | undefined> {
  const { id } = (await ask('GET', 'user')) as { id?: number };
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = (await ask('GET', `${notes}?per_page=100&page=${page}`)) as Note[];
    const own = found.find(({ author, body }) => author?.id === id && body.startsWith(MARK));
    if (own || found.length < 100) return own;
  }
  return undefined;
}
