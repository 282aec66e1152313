import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHistory } from '../../src/domain/git-history.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents, versionReader } from '../../src/incidents/index.ts';
import { type HistoryOptions, readGitHistory } from '../../src/revisions/index.ts';
import { QUICK_GIT } from '../git.ts';
import { context } from '../incidents/context.ts';

const BEFORE = '2026-02-01T00:00:00Z';

/** One with a commit before the test's own, so that what those bring is not taken for a record that came along; or none. */
type Begun = 'empty' | 'begun';

/** A repository below a folder, whose commits have the times a test gives them: a copy, for git takes three calls for one. */
export function repository(root: string, name: string, begun = true) {
  const made = madeIn(root, begun ? 'begun' : 'empty');
  cpSync(made, join(root, name), { recursive: true });
  return repositoryIn(root, join(root, name, 'incidents'));
}

function madeIn(root: string, begun: Begun): string {
  const made = join(root, `made ${begun}`);
  if (existsSync(made)) return made;
  const folder = join(made, 'incidents');
  mkdirSync(folder, { recursive: true });
  const { run, write, commit } = repositoryIn(root, folder);
  run('', 'init', '-q', '-b', 'main', '--template=', '..');
  mkdirSync(join(made, '.git/info'));
  if (begun === 'begun') {
    write('.gitkeep', '');
    commit(BEFORE);
  }
  return made;
}

function repositoryIn(root: string, folder: string) {
  const run = (time: string, ...args: string[]) => {
    const dates = { GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: time };
    const env = { PATH: process.env.PATH, ...QUICK_GIT, ...dates, HOME: root };
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args],
      { cwd: folder, env, encoding: 'utf8' },
    );
    assert.equal(status, 0, `${args.join(' ')}: ${stderr}${stdout}`);
    return stdout.trim();
  };
  return {
    folder,
    run,
    write: (file: string, text: string) => writeFileSync(join(folder, file), text),
    commit: (time: string) => {
      run(time, 'add', '-A', '.');
      run(time, 'commit', '-q', '-m', 'a change');
    },
    read: (more: Partial<HistoryOptions> = {}) => history(folder, more),
  };
}

export async function history(folder: string, more: Partial<HistoryOptions> = {}) {
  const { files } = await readFolder(folder);
  const read = versionReader(files, context);
  return readGitHistory({
    folder,
    env: process.env,
    files,
    current: readIncidents(files, context).incidents,
    read,
    ...more,
  });
}

export function incidents(git: GitHistory) {
  assert.equal(git.kind, 'git');
  return git.kind === 'git' ? git.incidents : new Map<string, never>();
}

/** Runs something with other variables around it. */
export async function within<T>(env: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(env))
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
  }
}
