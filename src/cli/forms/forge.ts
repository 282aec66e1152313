import type { Environment } from '../command.ts';
import { UserError } from '../../problems/errors.ts';
import { problemIn } from '../../problems/index.ts';

/** What is asked of GitHub about one issue, and done there. */
export interface Forge {
  /** Whether somebody may write in the repository; nobody may of whom that cannot be told. */
  mayWrite(login: string): Promise<boolean>;
  isOpen(): Promise<boolean>;
  comment(markdown: string): Promise<void>;
  close(): Promise<void>;
  /** Has the workflow run that publishes: a push that a workflow makes begins no other. */
  publish(workflow: string, branch: string): Promise<void>;
  /** The open pull request of a branch, by its address. */
  pullOf(branch: string): Promise<string | undefined>;
  /** The address of a new one; nothing where the repository lets no workflow open any. */
  openPull(pull: { title: string; body: string; head: string; base: string }): Promise<string | undefined>;
}

/** Where the repository and the issue are, and by which right. */
export interface ForgePlace {
  /** The address of the API, without a slash at its end. */
  api: string;
  token: string;
  /** Owner and name. */
  repository: string;
  issue: number;
  fetch: typeof fetch;
}

/**
 * Where the API is and by which right a workflow asks it, as its environment says.
 * @throws UserError where it has no token.
 */
export function apiIn(env: Environment, otherwise: string): { api: string; token: string } {
  const token = env.GITHUB_TOKEN;
  if (token) return { api: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''), token };
  throw new UserError([
    problemIn(
      { variable: 'GITHUB_TOKEN' },
      {
        name: 'variable-missing',
        found: 'nothing',
        expected: 'the token of the workflow',
        remedy: otherwise,
      },
    ),
  ]);
}

/** How long an answer is waited for, in ms. */
const PATIENCE = 30_000;

/** What it answered. */
export interface Answer {
  status: number;
  body: unknown;
}

/** A repository on GitHub, as whoever knows its API asks it. */
export interface Repository {
  ask(method: string, path: string, body?: object): Promise<Answer>;
  /** @throws UserError where it is refused. */
  must(method: string, path: string, body?: object): Promise<unknown>;
}

/**
 * The API of GitHub, for one repository. https://docs.github.com/en/rest
 * @param workflow the file in which the permissions stand that it needs.
 */
export function repositoryOn({
  api,
  token,
  repository,
  fetch,
  workflow,
}: Omit<ForgePlace, 'issue'> & { workflow: string }): Repository {
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const service = `${api}/repos/${repository}/${path}`;
    try {
      const answer = await fetch(service, {
        method,
        headers: {
          Accept: 'application/vnd.github+json',
          Authorization: `Bearer ${token}`,
          'X-GitHub-Api-Version': '2022-11-28',
          'User-Agent': 'nightlight',
          ...(body && { 'Content-Type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : readJson(text) };
    } catch (error) {
      const { message, cause } = error as Error;
      throw new UserError([
        problemIn(
          { service },
          {
            name: 'service-unreachable',
            found: `${message} ${(cause as NodeJS.ErrnoException | undefined)?.code ?? ''}`.trim(),
            expected: 'an answer of GitHub',
            remedy: 'Run the workflow again: what is written already is not written twice.',
          },
        ),
      ]);
    }
  };
  const must = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await ask(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new UserError([
      problemIn(
        { service: `${api}/repos/${repository}/${path}` },
        {
          name: 'service-refuses',
          found: `${answer.status} ${wordOf(answer.body, 'message') ?? ''}`.trim(),
          expected: `that ${method} is allowed`,
          remedy: `Give the workflow the permissions that ${workflow} names, and run it again.`,
        },
      ),
    ]);
  };
  return { ask, must };
}

/** What is asked about one issue. */
export function gitHub({ issue, ...place }: ForgePlace): Forge {
  const [owner = ''] = place.repository.split('/');
  const { ask, must } = repositoryOn({ ...place, workflow: 'form.yml' });
  return {
    mayWrite: async (login) => {
      const { status, body } = await ask('GET', `collaborators/${encodeURIComponent(login)}/permission`);
      return status === 200 && ['admin', 'write'].includes(wordOf(body, 'permission') ?? '');
    },
    isOpen: async () => wordOf(await must('GET', `issues/${issue}`), 'state') === 'open',
    comment: async (markdown) => {
      await must('POST', `issues/${issue}/comments`, { body: markdown.slice(0, 60_000) });
    },
    close: async () => {
      await must('PATCH', `issues/${issue}`, { state: 'closed', state_reason: 'completed' });
    },
    publish: async (workflow, branch) => {
      await must('POST', `actions/workflows/${workflow}/dispatches`, { ref: branch });
    },
    pullOf: async (branch) => {
      const query = new URLSearchParams({ head: `${owner}:${branch}`, state: 'open' });
      const pulls = await must('GET', `pulls?${query}`);
      return Array.isArray(pulls) ? wordOf(pulls[0], 'html_url') : undefined;
    },
    openPull: async (pull) => {
      const { status, body } = await ask('POST', 'pulls', pull);
      return status === 201 ? wordOf(body, 'html_url') : undefined;
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordOf(body: unknown, key: string): string | undefined {
  const value = (body as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' ? value : undefined;
}
