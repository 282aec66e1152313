import type { RunGit } from '../../authoring/git.ts';

/** By which line of its message a commit is known to say what an issue said. */
const TRAILER = 'Notice-form';

/** The lines that the commit of a form has. */
export function trailersOf(issue: string, author: string): string[] {
  return [`${TRAILER}: ${issue}`, ...(/^[\w[\]-]{1,60}$/.test(author) ? [`Said-by: ${author}`] : [])];
}

/** The commit among some that says what an issue said. A word in a title is no such line. */
export async function commitOf(git: RunGit, issue: string, commits = 'HEAD'): Promise<string | undefined> {
  const { code, out } = await git([
    'log',
    '--fixed-strings',
    `--grep=${TRAILER}: ${issue}`,
    `--format=%H %(trailers:key=${TRAILER},valueonly,separator=%x2C)`,
    commits,
  ]);
  if (code !== 0) return undefined;
  const found = out.split('\n').find((line) =>
    line
      .slice(line.indexOf(' ') + 1)
      .split(',')
      .includes(issue),
  );
  return found?.slice(0, found.indexOf(' '));
}

/** A branch of the remote, as it may be written anew. */
export interface Branch {
  name: string;
  /** Where it stands there; empty where there is none yet. */
  tip: string;
}

/**
 * The branch for an issue, as the remote has it.
 * @returns why it must not be written, where somebody else has gone on with it.
 */
export async function branchFor(git: RunGit, name: string, issue: string): Promise<Branch | { why: string }> {
  const { code, out, err } = await git(['ls-remote', '--heads', 'origin', `refs/heads/${name}`]);
  if (code !== 0) return { why: `The repository could not be asked: ${err}` };
  const [tip = ''] = out.split(/\s/);
  if (tip === '') return { name, tip };
  const fetched = await git(['fetch', '--quiet', 'origin', `refs/heads/${name}`]);
  if (fetched.code !== 0) return { why: `The branch ${name} could not be fetched: ${fetched.err}` };
  const ahead = (await git(['rev-list', 'HEAD..FETCH_HEAD'])).out.trim().split('\n').filter(Boolean);
  const isOurs = ahead.length === 1 && (await commitOf(git, issue, 'HEAD..FETCH_HEAD')) === ahead[0];
  return isOurs ? { name, tip } : { why: `Somebody has gone on with the branch ${name}` };
}

/** Commits one file, and nothing else. Answers why it could not be done. */
export async function commitFile(git: RunGit, path: string, message: string): Promise<string | undefined> {
  for (const step of [
    ['add', '--', path],
    ['commit', '--quiet', '--only', '--message', message, '--', path],
  ]) {
    const { code, out, err } = await git(step);
    if (code !== 0) return err || out.trim();
  }
  return undefined;
}

/** Pushes what is checked out, over nothing but what stood there. Answers why it could not be done. */
export async function pushBranch(git: RunGit, { name, tip }: Branch): Promise<string | undefined> {
  const ref = `refs/heads/${name}`;
  const { code, err } = await git(
    ['push', '--quiet', `--force-with-lease=${ref}:${tip}`, 'origin', `HEAD:${ref}`],
    60_000,
  );
  return code === 0 ? undefined : err;
}
