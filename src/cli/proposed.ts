import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Environment } from './command.ts';
import { isOnGitea } from './forms/answer-gitea.ts';

/** Where a proposed change is changed again in a browser: the address before a path, with a slash at its end. */
type Editor = (file: string) => string | undefined;

/**
 * The editor of the forge on the very branch that is checked, as its own runner tells of it; nothing where no proposed
 * change is checked.
 * @param site the folder from which paths of files count.
 */
export async function editorOf(env: Environment, site: string): Promise<Editor | undefined> {
  const root = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  const begin = (await onGitHub(env)) ?? onGitLab(env);
  if (root === undefined || begin === undefined) return undefined;
  const within = relative(root, site);
  if (within.startsWith('..')) return undefined;
  return (file) =>
    /^(?:\/|\.\.\/)/.test(file)
      ? undefined
      : `${begin}/${inAddress([...within.split('/'), ...file.split('/')].filter(Boolean).join('/'))}`;
}

/**
 * Gitea and Forgejo tell it in the same words, and have their editor at another address.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
async function onGitHub(env: Environment): Promise<string | undefined> {
  const { GITHUB_EVENT_NAME, GITHUB_EVENT_PATH } = env;
  if (GITHUB_EVENT_NAME !== 'pull_request' || !GITHUB_EVENT_PATH) return undefined;
  try {
    const { head } = JSON.parse(await readFile(GITHUB_EVENT_PATH, 'utf8')).pull_request;
    return `${head.repo.html_url}/${isOnGitea(env) ? '_edit' : 'edit'}/${inAddress(head.ref)}`;
  } catch {
    // An event of another shape: then there is no link, and the report is the same.
    return undefined;
  }
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function onGitLab(env: Environment): string | undefined {
  const { CI_MERGE_REQUEST_SOURCE_PROJECT_URL: project, CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: branch } = env;
  return project && branch ? `${project}/-/edit/${inAddress(branch)}` : undefined;
}

/** A path in an address that stands in Markdown. */
function inAddress(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('(', '%28').replaceAll(')', '%29'))
    .join('/');
}
