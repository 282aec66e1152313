import { execFile, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Instant } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { type FileLog, LOG_ARGUMENTS, parseLog } from './log.ts';

export type GitLog = { kind: 'git'; log: FileLog } | { kind: 'shallow' } | { kind: 'none' };

const run = promisify(execFile);
/** Room for the log of some hundred thousand commits. */
const MOST = 1 << 29;

/** The environment in which git is called: where its program is found, and what it is told about its own settings. */
export type GitEnvironment = NodeJS.ProcessEnv;

/**
 * One `git log` for a whole folder. Only a folder that lies in no repository has no git; a shallow clone is
 * told as one, and nothing is guessed.
 * @param latest the instant after which no commit can have been made, in ms UTC.
 * @throws UserError in git's words, with the remedy, for whatever else keeps the history from being read.
 */
export async function readLog(
  folder: string,
  env: GitEnvironment,
  latest: Instant = Number.POSITIVE_INFINITY,
): Promise<GitLog> {
  const repository = repositoryAbove(folder);
  try {
    if (await isShallow(folder, env, repository)) return { kind: 'shallow' };
    return { kind: 'git', log: parseLog(await git(folder, env, ...LOG_ARGUMENTS), latest) };
  } catch (error) {
    return withoutLog(error, folder, repository);
  }
}

/**
 * Whether the history of a folder was cut off, as git decides it: by a file in the folder of the repository. Git is
 * asked only where that folder lies elsewhere, for each call of it takes longer than to read a short log.
 */
async function isShallow(
  folder: string,
  env: GitEnvironment,
  repository: string | undefined,
): Promise<boolean> {
  const own = repository && folderOf(repository);
  if (own) return existsSync(join(own, 'shallow'));
  return (await git(folder, env, 'rev-parse', '--is-shallow-repository')).trim() === 'true';
}

/**
 * What it means that git ended with an error: there is nothing to read yet, or nothing to read it from.
 * @param repository the folder whose `.git` the other lies below, if it lies below one.
 * @throws UserError in git's words, with the remedy, where there is a history and it cannot be read.
 */
export function withoutLog(error: unknown, folder: string, repository: string | undefined): GitLog {
  const words = isNotInstalled(error) ? 'git is not installed.' : wordsOf(error);
  if (/does not have any commits yet/.test(words)) return { kind: 'git', log: parseLog('') };
  if (repository === undefined && /not installed|not a git repository/.test(words)) return { kind: 'none' };
  throw failure(folder, repository, words);
}

/**
 * The bytes of some blobs, by one `git cat-file`.
 * @throws UserError if one of them is not there or cannot be read: what was published would read as never said.
 */
export async function readBlobs(
  folder: string,
  blobs: Iterable<string>,
  env: GitEnvironment,
): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(blobs)];
  if (wanted.length === 0) return new Map();
  const { output, words, code } = await catFile(folder, wanted, env);
  const found = parseBatch(output);
  const missing = wanted.filter((blob) => !found.has(blob));
  if (code === 0 && missing.length === 0) return found;
  const lost = missing.length > 0 ? `missing object ${missing[0]}` : `git cat-file ended with ${code}`;
  throw failure(folder, repositoryAbove(folder), [words.trim(), lost].filter(Boolean).join('\n'));
}

/**
 * The blobs of the files that the newest commit has below a folder, by their paths there.
 * @returns nothing where there is no repository; no blobs where nothing is committed.
 * @throws UserError in git's words, with the remedy, where there is a repository that cannot be read.
 */
export async function readHead(
  folder: string,
  env: GitEnvironment,
): Promise<Map<string, string> | undefined> {
  const repository = repositoryAbove(folder);
  try {
    const listed = await git(folder, env, 'ls-tree', '-r', '-z', 'HEAD', '.');
    return new Map(
      listed
        .split('\0')
        .map((line) => /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line))
        .flatMap((match) => (match ? [[match[2] as string, match[1] as string]] : [])),
    );
  } catch (error) {
    if (/Not a valid object name HEAD/.test(wordsOf(error))) return new Map();
    return withoutLog(error, folder, repository).kind === 'none' ? undefined : new Map();
  }
}

async function git(folder: string, env: GitEnvironment, ...args: string[]): Promise<string> {
  const options = { maxBuffer: MOST, env: environment(env) };
  return (await run('git', ['-C', folder, '--no-replace-objects', ...args], options)).stdout;
}

function catFile(
  folder: string,
  wanted: string[],
  env: GitEnvironment,
): Promise<{ output: Buffer; words: string; code: number }> {
  return new Promise((done, fail) => {
    const child = spawn('git', ['-C', folder, '--no-replace-objects', 'cat-file', '--batch'], {
      stdio: 'pipe',
      env: environment(env),
    });
    const chunks: Buffer[] = [];
    let words = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ output: Buffer.concat(chunks), words, code: code ?? 1 }));
    // It may end before it has read all; its exit code tells of that.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${wanted.join('\n')}\n`);
  });
}

/**
 * The folder's own repository is asked, whatever repository the caller is in (a hook runs with `GIT_DIR`
 * set), in the words that are looked for here, and for the history as it was made: without grafts.
 */
function environment(env: GitEnvironment): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !OF_ANOTHER.includes(name));
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** What `git rev-parse --local-env-vars` names: each belongs to one repository. */
const OF_ANOTHER = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/**
 * The folder in which git keeps what it knows of the repository that a folder lies in.
 * @returns nothing where only git can say: in a work tree beside another, or in no repository.
 */
export function gitFolderOf(folder: string): string | undefined {
  const repository = repositoryAbove(folder);
  return repository && folderOf(repository);
}

/** The `.git` of a repository, unless that only names a folder elsewhere. */
function folderOf(repository: string): string | undefined {
  const own = join(repository, '.git');
  return existsSync(join(own, 'HEAD')) ? own : undefined;
}

/** The folder whose `.git` a folder lies below, also where git itself does not take it for a repository. */
function repositoryAbove(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

function failure(folder: string, repository: string | undefined, words: string): UserError {
  const quoted = words
    .trim()
    .split('\n')
    .slice(0, 8)
    .map((line) => `  ${line}`)
    .join('\n');
  return new UserError(
    `git cannot tell what was published from ${folder}:\n${quoted}\n${remedyFor(words, repository ?? folder)}`,
  );
}

function remedyFor(words: string, repository: string): string {
  if (/not installed/.test(words))
    return `${repository} is a git repository: install git, so that its history can be read.`;
  if (/dubious ownership/.test(words))
    return `Another user owns ${repository}. Run this as that user, or allow it: git config --global --add safe.directory ${repository}`;
  return `The repository in ${repository} is broken. "git -C ${repository} fsck --full" says where; a new clone beside it mends it. Nothing is published without its history.`;
}

function wordsOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return stderr?.trim() || (message ?? String(error));
}

function isNotInstalled(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && (syscall ?? '').startsWith('spawn');
}

/** What `git cat-file --batch` says: `<blob> blob <size>`, a line feed, the bytes, a line feed; or `<blob> missing`. */
export function parseBatch(output: Buffer): Map<string, Buffer> {
  const result = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [blob = '', kind, size] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    result.set(blob, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return result;
}
