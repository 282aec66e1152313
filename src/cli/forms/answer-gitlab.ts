import { UserError } from '../../problems/errors.ts';
import { ALL_WELL } from '../../problems/markdown.ts';
import { problemIn } from '../../problems/index.ts';
import type { Environment } from '../command.ts';
import { type Answered, LONGEST, MARK, MOST_PAGES, NO_REPORT } from './said-on-forge.ts';

/** Whether this runs in a pipeline of a merge request of GitLab. */
export function isMergeRequest(env: Environment): boolean {
  return Boolean(env.GITLAB_CI && env.CI_MERGE_REQUEST_IID);
}

/** How long an answer is waited for, in ms. */
const PATIENCE = 30_000;

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
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const service = `${api}/${path}`;
    const answer = await fetch(service, {
      method,
      headers: {
        'PRIVATE-TOKEN': token,
        'User-Agent': 'nightlight',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: Error) => {
      throw refused(
        service,
        'service-unreachable',
        error.message,
        'an answer of GitLab',
        'Run the job again.',
      );
    });
    if (answer.ok) return answer.json();
    throw refused(
      service,
      'service-refuses',
      String(answer.status),
      `that ${method} is allowed`,
      'See that NIGHTLIGHT_GITLAB_TOKEN has not ended, and has the scope api.',
    );
  };
  const notes = `projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(number)}/notes`;
  const pull = Number(number);
  const before = await ownNote(ask, notes);
  const isWell = text?.trim() === ALL_WELL;
  if (isWell && before === undefined) return { pull, outcome: 'none needed' };
  const commit = env.CI_COMMIT_SHA ?? '';
  const body = `${MARK}\n${(text ?? NO_REPORT).slice(0, LONGEST)}\n\nOf commit ${commit.slice(0, 10)}.`;
  if (before === undefined) {
    await ask('POST', notes, { body });
    return { pull, outcome: 'written' };
  }
  if (before.body === body) return { pull, outcome: 'as before' };
  await ask('PUT', `${notes}/${before.id}`, { body });
  return { pull, outcome: 'written anew' };
}

/** The note that was written before by whoever owns the token; one that only looks like it is somebody else's. */
async function ownNote(
  ask: (method: string, path: string) => Promise<unknown>,
  notes: string,
): Promise<Note | undefined> {
  const { id } = (await ask('GET', 'user')) as { id?: number };
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = (await ask('GET', `${notes}?per_page=100&page=${page}`)) as Note[];
    const own = found.find(({ author, body }) => author?.id === id && body.startsWith(MARK));
    if (own || found.length < 100) return own;
  }
  return undefined;
}

function refused(
  service: string,
  name: 'service-unreachable' | 'service-refuses',
  found: string,
  expected: string,
  remedy: string,
): UserError {
  return new UserError([problemIn({ service }, { name, found, expected, remedy })]);
}
