import { execFile } from 'node:child_process';

/** How a call of git ended, and what it said. */
export interface GitAnswer {
  code: number;
  out: string;
  err: string;
}

/** Calls git in a folder; it never rejects. */
export type RunGit = (args: readonly string[], limit?: number) => Promise<GitAnswer>;

/** Room for a log or a file. */
const MOST = 1 << 26;

/**
 * Git in a folder, in English words that are looked for here, and in that folder's own repository: a hook runs with
 * another's in its environment.
 * @param isAsked whether somebody sits there who can be asked for a password.
 */
export function gitIn(folder: string, env: NodeJS.ProcessEnv, isAsked: boolean): RunGit {
  const own = Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR)$/.test(name),
    ),
  );
  const around = { ...own, LC_ALL: 'C', GIT_EDITOR: ':', ...(!isAsked && { GIT_TERMINAL_PROMPT: '0' }) };
  return (args, limit) =>
    new Promise((done) => {
      execFile(
        'git',
        ['-C', folder, ...args],
        { env: around, maxBuffer: MOST, ...(limit !== undefined && { timeout: limit }) },
        (error, out, err) => {
          const { code, killed } = (error ?? { code: 0 }) as { code?: unknown; killed?: boolean };
          const words =
            code === 'ENOENT'
              ? 'git is not installed.'
              : killed
                ? `It did not end within ${Math.round((limit ?? 0) / 1000)} seconds.\n${err}`
                : err;
          done({ code: error ? (typeof code === 'number' ? code : 1) : 0, out, err: words.trim() });
        },
      );
    });
}
