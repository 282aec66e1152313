import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHistory } from '../../src/domain/git-history.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readIncidents, versionReader } from '../../src/incidents/index.ts';
import { type HistoryOptions, readGitHistory } from '../../src/revisions/index.ts';
import { context } from '../incidents/context.ts';

const BEFORE = '2026-02-01T00:00:00Z';

/** A repository below a folder, whose commits have the times a test gives them. */
export function repository(root: string, name: string, begun = true) {
  const folder = join(root, name, 'incidents');
  mkdirSync(folder, { recursive: true });
  const run = (time: string, ...args: string[]) => {
    const env = { PATH: process.env.PATH, GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: time, HOME: root };
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args],
      { cwd: folder, env, encoding: 'utf8' },
    );
    assert.equal(status, 0, `${args.join(' ')}: ${stderr}${stdout}`);
    return stdout.trim();
  };
  run('', 'init', '-q', '-b', 'main', '..');
  /** A commit before the test's own, so that what those bring is not taken for a record that came along. */
  if (begun) {
    writeFileSync(join(folder, '.gitkeep'), '');
    run(BEFORE, 'add', '-A', '.');
    run(BEFORE, 'commit', '-q', '-m', 'the folder');
  }
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
