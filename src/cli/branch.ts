import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitIn, type RunGit } from '../authoring/git.ts';
import { UserError } from '../problems/errors.ts';
import { HEARTBEAT } from '../release/beat.ts';
import { siteRead } from '../release/published.ts';
import type { Released } from '../release/release.ts';
import { filesIn } from '../release/verify.ts';
import { CONFIG_FILE } from '../config/file.ts';
import { type Deploying, type Deployment, deploy } from './deploying.ts';

/** What a place begins with that is a branch which a forge serves. */
export const BRANCH = 'branch:';
const REMOTE = 'origin';
/** Where the release lies that a fetch found; it is no branch of anybody's. */
const FOUND = 'refs/nightlight/published';
/** How long a forge may take for an answer, and for a site that is pushed or fetched; in ms. */
const PATIENCE = 30_000;
const LOAD = 10 * 60_000;

/**
 * Puts a site live as the one commit of a branch that a forge serves. The folder that one works in, its index and its
 * branches stay as they are. What lies on the branch is the release before: nothing of it is lost, and a deploy that
 * went live meanwhile is not written over.
 * @throws UserError if it does not go live; then the branch is as it was.
 */
export async function deployToBranch(deployment: Deployment, calling: Deploying): Promise<Released> {
  const { env, io, place, tell } = calling;
  const began = io.now();
  const branch = deployment.to.slice(BRANCH.length);
  const git = gitIn(place.site, env, io.terminal !== undefined);
  await mustBeBranch(git, branch);
  const before = await fetchBranch(git, branch);
  const room = await mkdtemp(join(tmpdir(), 'nightlight-'));
  const tree = join(room, 'before');
  const at = gitIn(tree, env, false);
  try {
    await done(git, ['worktree', 'add', '--quiet', '--no-checkout', '--detach', tree, before ?? 'HEAD']);
    if (before !== undefined) {
      await done(at, [...AS_IT_IS, 'checkout', '--quiet', '--force', before]);
      await mustBeOurs(tree, branch, deployment.anew);
    }
    const published =
      before === undefined
        ? deployment.published
        : siteRead((file) => readFile(join(tree, file)).catch(() => undefined), io.fetch);
    const site = { ...deployment, published, to: join(room, 'live') };
    const released = await deploy(site, { ...calling, onLive: () => undefined });
    if (before !== undefined)
      await copyFile(join(tree, 'CNAME'), join(released.folder, 'CNAME'), 1).catch(() => undefined);
    await writeFile(join(released.folder, '.nojekyll'), '');
    const commit = await commitOf(git, at, released.folder);
    await push(git, branch, before, commit);
    const live = io.now();
    tell(`Pushed after ${((live - began) / 1000).toFixed(1)} s: ${branch} of ${REMOTE} is ${commit}.`);
    tell('The branch changes in one step; the forge serves it some time later, which it alone knows.');
    return { ...released, folder: `${deployment.to}@${commit}`, live };
  } finally {
    await git(['worktree', 'remove', '--force', tree]);
    await rm(room, { recursive: true, force: true });
  }
}

/** No line ending and no filter of the one who deploys may change what was published. */
const AS_IT_IS = ['-c', 'core.autocrlf=false', '-c', 'core.fileMode=false', '-c', 'core.hooksPath=/dev/null'];

async function mustBeBranch(git: RunGit, branch: string): Promise<void> {
  if ((await git(['check-ref-format', '--branch', branch])).code !== 0)
    throw new UserError(`"${branch}" is no name of a branch. Write it as here: --to branch:gh-pages`);
  if ((await git(['remote', 'get-url', REMOTE])).code !== 0)
    throw new UserError(
      `The folder of your site has no remote "${REMOTE}" to push to. Name it: git remote add ${REMOTE} ADDRESS`,
    );
  if ((await git(['symbolic-ref', '--short', 'HEAD'])).out.trim() === branch)
    throw new UserError(
      `You are on the branch ${branch}: your files lie there, and the site would take their place. Name another branch, such as branch:gh-pages`,
    );
}

/** @returns the commit that the branch is, as the forge has it; nothing where it has none. */
async function fetchBranch(git: RunGit, branch: string): Promise<string | undefined> {
  const asked = await git(['ls-remote', REMOTE, `refs/heads/${branch}`], PATIENCE);
  if (asked.code !== 0) throw new UserError(`${REMOTE} does not answer: ${asked.err}\n${AS_IT_WAS}`);
  if (asked.out.trim() === '') return undefined;
  // Of this call alone: two that fetch at a time would wait for each other's lock, and one would give up.
  const found = `${FOUND}/${randomUUID()}`;
  await done(git, ['fetch', '--quiet', '--no-tags', REMOTE, `+refs/heads/${branch}:${found}`], LOAD);
  const commit = (await done(git, ['rev-parse', '--verify', found])).trim();
  await git(['update-ref', '-d', found]);
  return commit;
}

const AS_IT_WAS = 'The live site is as it was.';

async function mustBeOurs(tree: string, branch: string, anew: boolean): Promise<void> {
  const has = (file: string) =>
    readFile(join(tree, file)).then(
      () => true,
      () => false,
    );
  if (await has(CONFIG_FILE))
    throw new UserError(
      `The branch ${branch} holds ${CONFIG_FILE}: your own files lie there, and the site would take their place. Name another branch, such as branch:gh-pages`,
    );
  if (!anew && !(await has(HEARTBEAT)))
    throw new UserError(
      `The branch ${branch} holds something else than a page of Nightlight. Name another branch, or say --anew if it may go.`,
    );
}

/** How many files git is called with: a command line has an end. */
const AT_ONCE = 200;

/** Makes one commit of a folder, byte for byte and without a parent: what went before would only grow, and git has the incident files. */
async function commitOf(git: RunGit, at: RunGit, folder: string): Promise<string> {
  await done(at, ['read-tree', '--empty']);
  const files = filesIn(folder);
  for (let first = 0; first < files.length; first += AT_ONCE) {
    const some = files.slice(first, first + AT_ONCE);
    const paths = some.map((file) => join(folder, file));
    const blobs = (await done(at, ['hash-object', '-w', '--no-filters', '--', ...paths], LOAD))
      .trim()
      .split('\n');
    const entries = some.flatMap((file, index) => ['--cacheinfo', `100644,${blobs[index]},${file}`]);
    await done(at, ['update-index', '--add', ...entries]);
  }
  const tree = (await done(at, ['write-tree'])).trim();
  const from = (await done(git, ['rev-parse', '--short', 'HEAD'])).trim();
  const who = ['-c', 'user.name=Nightlight', '-c', 'user.email=nightlight@localhost'];
  return (await done(at, [...who, 'commit-tree', tree, '-m', `The page as of ${from}`])).trim();
}

/** @throws UserError where somebody else's deploy went live since the branch was read. */
async function push(git: RunGit, branch: string, before: string | undefined, commit: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const { code, err } = await git(
    [
      'push',
      '--quiet',
      '--no-verify',
      `--force-with-lease=${ref}:${before ?? ''}`,
      REMOTE,
      `${commit}:${ref}`,
    ],
    LOAD,
  );
  if (code === 0) return;
  throw new UserError(
    /stale info|fetch first|cannot lock ref|failed to update ref|reference already exists/.test(err)
      ? `Another deploy went live on ${branch} while this one was made, and stays. Deploy again: what it published is held to then.`
      : `${REMOTE} did not take the branch ${branch}: ${err}\n${AS_IT_WAS}`,
  );
}

async function done(git: RunGit, args: readonly string[], limit?: number): Promise<string> {
  const { code, out, err } = await git(args, limit);
  if (code !== 0) throw new UserError(`git ${args[0]} failed: ${err}\n${AS_IT_WAS}`);
  return out;
}
