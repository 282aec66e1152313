import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Update } from '../domain/incident.ts';
import type { Site } from '../domain/site.ts';
import { iso, type Instant } from '../domain/time.ts';
import type { RunGit } from './git.ts';
import { mergeIncident, type Merged } from './merge.ts';

/** One file that is to be told. */
export interface ToPublish {
  git: RunGit;
  /** The folder of incident files, in which git is called. */
  folder: string;
  id: string;
  /** How whoever called names the file from where they stand; its name alone where nobody reads along. */
  shown?: string;
  /** What is committed with it: its translations, by the names of their files. */
  also?: readonly string[];
  /** What the commit says. */
  message: string;
  site: Site;
  now: Instant;
  tell(words: string): void;
}

/** How far it came. Without `pushed` nobody is told yet, and `next` says what to do. */
export interface Published {
  commit: string | null;
  pushed: boolean;
  why?: string;
  next?: string;
}

/** How long a remote may take to answer at all, in ms: at night nobody watches a call that hangs. */
const PATIENCE = 30_000;
/** How long a push may take, in ms: a hook may build the page before it lets go. */
const PUSH = 10 * 60_000;
/** How often somebody else may be faster. */
const TRIES = 4;

/**
 * How far a file came whose publication was cut off.
 * @returns nothing where it was pushed, as far as is known here.
 */
export async function stageOf(git: RunGit, id: string): Promise<'written' | 'committed' | undefined> {
  const files = [`${id}.md`, `${id}.*.md`];
  const status = await git(['status', '--porcelain', '--', ...files]);
  if (status.code !== 0 || status.out.trim() !== '') return 'written';
  const { out } = await git(['rev-list', '--max-count=1', 'HEAD', '--not', '--remotes', '--', ...files]);
  return out.trim() === '' ? undefined : 'committed';
}

/** Commits one file with what belongs to it and nothing else, and pushes it; where somebody else was faster, on top of what they wrote. */
export async function publish(to: ToPublish): Promise<Published> {
  const { git, folder, id } = to;
  const name = `${id}.md`;
  const { code, out: state } = await git(['status', '--long', '--untracked-files=no']);
  // What else may be wrong with it, the commit says.
  if (code !== 0 && (await git(['rev-parse', '--git-dir'])).code !== 0)
    return {
      commit: null,
      pushed: false,
      why: `${folder} lies in no git repository.`,
      next: 'Build and upload it as you do else, such as: nightlight deploy --to DIR',
    };
  if (
    /rebase in progress|currently rebasing|still merging|unmerged paths|cherry-picking|am session/i.test(
      state,
    )
  )
    return {
      commit: null,
      pushed: false,
      why: 'A merge or a rebase was left half done here, and a commit would become a part of it.',
      next: `git status says how to end it (git rebase --continue, or --abort). Then: ${byHand(to)}`,
    };
  const done = await commit(to, name);
  if ('pushed' in done) return done;
  const { commit: committed } = done;
  const way = await wayOut(git, done);
  if ('why' in way) return { commit: committed, pushed: false, ...way };
  const asked = await git(['ls-remote', '--heads', way.remote, way.branch], PATIENCE);
  const silence = asked.code === 0 ? undefined : failureOf(asked.err, way);
  if (silence) return { commit: committed, pushed: false, ...silence };
  const elsewhere = asked.out.trim() === '' ? await otherBranch(git, way) : undefined;
  let isOnTop = false;
  for (let left = TRIES; left > 0; left--) {
    const { code, out, err } = await git(
      ['push', '--porcelain', way.remote, `HEAD:refs/heads/${way.branch}`],
      PUSH,
    );
    if (code === 0) {
      const words = err.split('\n').filter((line) => /^remote: *\S/.test(line));
      if (words.length > 0) to.tell(words.join('\n').trimEnd());
      if (elsewhere !== undefined)
        to.tell(
          `${way.remote} had no branch "${way.branch}". A page that is built from "${elsewhere}" does not say it yet. To tell it there: git switch ${elsewhere} && git cherry-pick ${committed.slice(0, 7)} && git push`,
        );
      return { commit: isOnTop ? await head(git) : committed, pushed: true };
    }
    const failure = failureOf(`${out}\n${err}`, way);
    if (failure) return { commit: await head(git), pushed: false, ...failure };
    const behind = await goOnTop(to, name, way);
    if (behind) return { commit: await head(git), pushed: false, ...behind };
    isOnTop = true;
  }
  return {
    commit: await head(git),
    pushed: false,
    why: 'Others pushed each time just before.',
    next: `Push it once it is calm: git push ${way.remote} HEAD:${way.branch}`,
  };
}

/** What whoever does the rest by hand types, without an editor that opens at night. */
function byHand({ id, shown = `${id}.md` }: ToPublish): string {
  return `git add ${shown} && git commit -m "${id}" && git push`;
}

/** The branch of a remote from which a page is built, as far as is known here, where it is another than is pushed. */
async function otherBranch(git: RunGit, { remote, branch }: Way): Promise<string | undefined> {
  const at = `refs/remotes/${remote}`;
  const [{ out: usual }, { out: all }] = await Promise.all([
    git(['symbolic-ref', '--quiet', '--short', `${at}/HEAD`]),
    git(['for-each-ref', '--format=%(refname)', at]),
  ]);
  const known = all.split('\n').map((ref) => ref.slice(at.length + 1));
  return [usual.trim().slice(remote.length + 1), 'main', 'master', ...known].find(
    (one) => one !== '' && one !== 'HEAD' && one !== branch && known.includes(one),
  );
}

async function head(git: RunGit): Promise<string> {
  return (await git(['rev-parse', 'HEAD'])).out.trim();
}

/** What is checked out: a commit, and the branch that it is the tip of. */
interface Standing {
  commit: string;
  branch: string | undefined;
}

async function standing(git: RunGit): Promise<Standing> {
  const [commit = '', ref = ''] = (
    await git(['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD'])
  ).out.split('\n');
  return { commit, branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1] };
}

async function commit(to: ToPublish, name: string): Promise<Standing | Published> {
  const { git, message, also = [] } = to;
  const steps = [
    ['add', '--', name, ...also],
    // What else is staged stays staged, and is not told by this.
    ['commit', '--quiet', '--only', '--message', message, '--', name, ...also],
  ];
  for (const step of steps) {
    const { code, out, err } = await git(step);
    if (code === 0) continue;
    const words = err || out.trim();
    if (/nothing (?:added )?to commit|no changes added/.test(out)) break;
    return {
      commit: null,
      pushed: false,
      why: `git could not commit it:\n${indented(words)}`,
      next: `${remedyFor(words) ?? 'Mend that, then: '}${byHand(to)}`,
    };
  }
  return standing(git);
}

function remedyFor(words: string): string | undefined {
  if (/Please tell me who you are|empty ident|unable to auto-detect/i.test(words))
    return 'Say who you are, then commit it: git config user.name "Your Name" && git config user.email you@example.org && ';
  if (/index\.lock/.test(words))
    return 'Another git works there. Wait until it has ended, or remove the file that it names, then: ';
  if (/during a (?:merge|rebase|cherry-pick)/.test(words))
    return 'A merge or a rebase was left half done. End it (git status says how), then: ';
  if (/ignored by one of your .gitignore/.test(words))
    return 'Take the folder of incidents out of .gitignore, then: ';
  return undefined;
}

interface Way {
  remote: string;
  branch: string;
}

/** Where the branch is pushed to: where it comes from, or the one remote that there is. */
async function wayOut(
  git: RunGit,
  { commit, branch }: Standing,
): Promise<Way | Required<Pick<Published, 'why' | 'next'>>> {
  if (branch === undefined)
    return {
      why: 'No branch is checked out here.',
      next: `Check one out and bring the commit along: git switch main && git cherry-pick ${commit.slice(0, 7)} && git push`,
    };
  const { remotes, followed, from } = await remotesOf(git, branch);
  const remote = [followed, 'origin', ...remotes].find((one) => one !== undefined && remotes.includes(one));
  if (remote === undefined)
    return {
      why: 'This repository has no remote to push to.',
      next: 'If the page is built from this folder, build it: nightlight deploy --to DIR. Else name the remote once: git remote add origin ADDRESS, then git push -u origin HEAD',
    };
  const merge = from?.replace('refs/heads/', '');
  return { remote, branch: remote === followed && merge ? merge : branch };
}

/** The remotes that there are, which of them a branch follows, and what it is called there. */
async function remotesOf(
  git: RunGit,
  branch: string,
): Promise<{ remotes: string[]; followed: string | undefined; from: string | undefined }> {
  const asked = String.raw`^(remote\..*\.(push)?url|branch\..*\.(remote|merge))$`;
  const { out } = await git(['config', '--null', '--get-regexp', asked]);
  const settings = new Map(
    out.split('\0').map((one) => {
      const end = one.indexOf('\n');
      return [one.slice(0, end), one.slice(end + 1)] as const;
    }),
  );
  const names = [...settings.keys()].flatMap((key) => /^remote\.(.+)\.(?:push)?url$/s.exec(key)?.[1] ?? []);
  return {
    remotes: [...new Set(names)].toSorted(),
    followed: settings.get(`branch.${branch}.remote`),
    from: settings.get(`branch.${branch}.merge`),
  };
}

/** Why a push failed, unless somebody else was faster. */
function failureOf(words: string, { remote, branch }: Way): Pick<Published, 'why' | 'next'> | undefined {
  const again = `git push ${remote} HEAD:${branch}`;
  if (
    /\[rejected\]|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value/.test(
      words,
    )
  )
    return undefined;
  const quoted = indented(words.trim());
  if (/\[remote rejected\]|hook declined|protected branch/i.test(words))
    return {
      why: `${remote} does not take it:\n${quoted}`,
      next: `What it says stands above. Where ${branch} takes only what was reviewed: git switch -c notice && git push ${remote} HEAD, and open a pull request.`,
    };
  if (
    /Authentication failed|Permission (?:to .* )?denied|could not read (?:Username|Password)|403|Host key/i.test(
      words,
    )
  )
    return { why: `${remote} does not know you:\n${quoted}`, next: `Sign in to it, then: ${again}` };
  return {
    why: `${remote} cannot be reached:\n${quoted}`,
    next: `As soon as you are online again: ${again}`,
  };
}

function indented(words: string): string {
  return words
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 12)
    .map((line) => `  ${line}`)
    .join('\n');
}

/**
 * Puts the commit on top of what somebody else has pushed.
 * @returns why it could not be done; nothing where it was.
 */
async function goOnTop(
  to: ToPublish,
  name: string,
  { remote, branch }: Way,
): Promise<Required<Pick<Published, 'why' | 'next'>> | undefined> {
  const { git, tell, shown = name } = to;
  const fetched = await git(['fetch', '--quiet', remote, branch], PATIENCE);
  if (fetched.code !== 0)
    return {
      why: `${remote} cannot be reached:\n${indented(fetched.err)}`,
      next: `As soon as you are online again: git pull --rebase ${remote} ${branch} && git push ${remote} HEAD:${branch}`,
    };
  const theirs = (await git(['rev-parse', 'FETCH_HEAD'])).out.trim();
  const base = (await git(['merge-base', 'HEAD', theirs])).out.trim();
  const changed = (await git(['diff', '--name-only', '--relative', '-z', base, theirs, '--', '.'])).out.split(
    '\0',
  );
  const both = changed.includes(name) ? await merged(to, name, base, theirs) : undefined;
  if (both && 'why' in both)
    return {
      why: `Somebody else wrote in ${name} meanwhile. ${both.why}${told('They say', both.theirs)}`,
      next: [
        'Your commit is kept here. Three steps put the two together:',
        `  git pull --rebase ${remote} ${branch}`,
        `  (it stops: open ${shown}, leave what is right, and take out the lines <<<<<<<, ======= and >>>>>>>)`,
        `  git add ${shown} && git -c core.editor=true rebase --continue && git push ${remote} HEAD:${branch}`,
      ].join('\n'),
    };
  if (both)
    tell(
      `Somebody else wrote in ${name} meanwhile; both are kept.${told('They say', both.theirs)}${told('You say', both.ours)}`,
    );
  const stopped = await rebase(to, name, theirs, both?.text);
  if (stopped === undefined) {
    if (!both) tell('Somebody else pushed something else meanwhile: yours stands on top of it.');
    return undefined;
  }
  return {
    why: `It could not be put on top of what somebody else pushed:\n${indented(stopped)}`,
    next: `Your commit is kept here. git pull --rebase ${remote} ${branch}, mend what it names, git -c core.editor=true rebase --continue, then git push ${remote} HEAD:${branch}`,
  };
}

async function merged(
  { git, id, site, now }: ToPublish,
  name: string,
  base: string,
  theirs: string,
): Promise<Merged> {
  const at = async (commit: string) => {
    const { code, out } = await git(['show', `${commit}:./${name}`]);
    return code === 0 ? out : undefined;
  };
  const versions = await Promise.all([at(base), at(theirs), at('HEAD')]);
  const [before, other, own] = versions;
  if (other === undefined || own === undefined) return { why: 'One of you deleted it.', theirs: [] };
  return mergeIncident(id, { base: before, theirs: other, ours: own }, { site, now });
}

function told(who: string, updates: readonly Update[]): string {
  return updates
    .map(({ state, at, prose }) => `\n${who} (${state}, ${iso(at.latest)}): ${prose.text.trim()}`)
    .join('');
}

/**
 * Puts what is committed here on top of a commit.
 * @param text of the file where both changed it.
 * @returns what git says where that stopped; all is then as before.
 */
async function rebase(
  { git, folder }: ToPublish,
  name: string,
  onto: string,
  text: string | undefined,
): Promise<string | undefined> {
  const path = join(folder, name);
  let { code, out, err } = await git(['rebase', '--quiet', '--autostash', onto]);
  for (let left = 20; code !== 0 && text !== undefined && left > 0; left--) {
    const unmerged = (await git(['diff', '--name-only', '--relative', '--diff-filter=U', '-z'])).out;
    const outside = (await git(['diff', '--name-only', '--diff-filter=U'])).out.trim().split('\n');
    if (unmerged !== `${name}\0` || outside.length !== 1) break;
    await writeFile(path, text);
    await git(['add', '--', name]);
    const isEmpty = (await git(['diff', '--cached', '--quiet', 'HEAD'])).code === 0;
    ({ code, out, err } = await git(['rebase', isEmpty ? '--skip' : '--continue']));
  }
  if (code !== 0) {
    await git(['rebase', '--abort']);
    return err || out;
  }
  if (text === undefined || (await git(['show', `HEAD:./${name}`])).out === text) return undefined;
  // Git put the two together by itself, as lines and not as updates.
  await writeFile(path, text);
  const amended = await git(['commit', '--quiet', '--amend', '--no-edit', '--only', '--', name]);
  return amended.code === 0 ? undefined : amended.err;
}
