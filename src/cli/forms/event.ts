import { readFile } from 'node:fs/promises';
import type { Instant } from '../../domain/time.ts';
import { UserError } from '../../problems/errors.ts';

/** What GitHub tells of an issue that was opened or edited, as far as it is used. */
export interface IssueEvent {
  number: number;
  title: string;
  body: string;
  at: Instant;
  labels: string[];
  /** Who wrote the issue, and who opened or edited it now. */
  author: string;
  sender: string;
  repository: string;
  /** The branch that is published. */
  branch: string;
  /** Whether it was only begun anew, or changed. */
  isEdited: boolean;
}

/**
 * Reads what GitHub left of an event, and takes nothing in it for granted.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues
 * @throws UserError where it is none of an issue.
 */
export async function readEvent(path: string): Promise<IssueEvent> {
  const event = await parsedIn(path);
  const issue = at(event, 'issue');
  const number = at(issue, 'number');
  const created = Date.parse(wordAt(issue, 'created_at') ?? '');
  const repository = wordAt(at(event, 'repository'), 'full_name');
  const branch = wordAt(at(event, 'repository'), 'default_branch');
  const author = wordAt(at(issue, 'user'), 'login');
  const sender = wordAt(at(event, 'sender'), 'login');
  const isIssue =
    Number.isSafeInteger(number) && !Number.isNaN(created) && at(issue, 'pull_request') === undefined;
  if (!isIssue || !author || !sender || !branch || !/^[\w.-]+\/[\w.-]+$/.test(repository ?? ''))
    throw new UserError(
      `${path} is no event of an issue that was opened or edited. GITHUB_EVENT_PATH names the one of a workflow, --event another.`,
    );
  const labels = at(issue, 'labels');
  return {
    number: number as number,
    title: wordAt(issue, 'title') ?? '',
    body: wordAt(issue, 'body') ?? '',
    at: created,
    labels: Array.isArray(labels) ? labels.flatMap((label) => wordAt(label, 'name') ?? []) : [],
    ...{ author, sender, branch, repository: repository as string },
    isEdited: wordAt(event, 'action') === 'edited',
  };
}

/** What GitHub tells of a check of a pull request that has ended. */
export interface RunEvent {
  repository: string;
  /** The owner and the branch that the pull request is from, as `owner:branch`. */
  head: string;
  /** The commit that was checked. */
  commit: string;
}

/**
 * Reads what GitHub left of a workflow that has ended.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run
 * @throws UserError where it is none of a pull request.
 */
export async function readRun(path: string): Promise<RunEvent> {
  const event = await parsedIn(path);
  const run = at(event, 'workflow_run');
  const repository = wordAt(at(event, 'repository'), 'full_name');
  const owner = wordAt(at(at(run, 'head_repository'), 'owner'), 'login');
  const branch = wordAt(run, 'head_branch');
  const commit = wordAt(run, 'head_sha') ?? '';
  const isOfPull = wordAt(run, 'event') === 'pull_request' && /^[0-9a-f]{40,64}$/.test(commit);
  if (!isOfPull || !owner || !branch || !/^[\w.-]+\/[\w.-]+$/.test(repository ?? ''))
    throw new UserError(
      `${path} is no event of a check of a pull request that has ended. GITHUB_EVENT_PATH names the one of a workflow, --event another.`,
    );
  return { repository: repository as string, head: `${owner}:${branch}`, commit };
}

/** What Gitea and Forgejo tell of a pull request whose check runs. */
export interface PullEvent {
  repository: string;
  number: number;
  /** The commit that was proposed. */
  commit: string;
}

/**
 * Reads what Gitea or Forgejo left of a pull request.
 * https://docs.gitea.com/usage/actions/overview
 * @throws UserError where it is none of a pull request.
 */
export async function readPull(path: string): Promise<PullEvent> {
  const event = await parsedIn(path);
  const pull = at(event, 'pull_request');
  const number = at(pull, 'number');
  const commit = wordAt(at(pull, 'head'), 'sha') ?? '';
  const repository = wordAt(at(event, 'repository'), 'full_name') ?? '';
  if (
    !Number.isSafeInteger(number) ||
    !/^[0-9a-f]{40,64}$/.test(commit) ||
    !/^[\w.-]+\/[\w.-]+$/.test(repository)
  )
    throw new UserError(
      `${path} is no event of a pull request. GITHUB_EVENT_PATH names the one of a workflow, --event another.`,
    );
  return { repository, number: number as number, commit };
}

async function parsedIn(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${path}, the event, cannot be read: ${error.code ?? error.message}.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function wordAt(value: unknown, key: string): string | undefined {
  const word = at(value, key);
  return typeof word === 'string' ? word : undefined;
}
