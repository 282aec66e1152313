import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { set } from '../../src/config/edit.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');

/** The config that ships, with all that a page can have. */
const SHIPPED = 'nightlight.yaml';
/** The smallest of two languages, for what is about the words of notices and about none of the config. */
export const PAIR = 'tests/fixtures/sites/pair.yaml';

/** A site in a repository of its own, of which every byte that is built can be searched. */
export function siteWithSecrets(config: [path: string[], value: unknown][] = [], from = SHIPPED) {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-secrets-'));
  const live = join(site, 'live');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  };
  const git = (time: string, ...args: string[]) => {
    const env = { PATH: process.env.PATH, HOME: site, GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: time };
    const named = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args];
    const { status, stderr } = spawnSync('git', named, { cwd: site, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };
  const called = (now: string, ...argv: string[]) =>
    call(argv, {
      cwd: site,
      env: {
        ...process.env,
        NIGHTLIGHT_SITE: '',
        // It prints by the program that any site of this code is printed by.
        NIGHTLIGHT_PROGRAM: join(ENGINE, '.cache/program'),
        GITHUB_ACTIONS: '',
        NIGHTLIGHT_NOW: now,
      },
      now: Date.now,
      begin: sharedBuilder().begin,
    });
  let text = readFileSync(join(ENGINE, from), 'utf8');
  for (const [path, value] of config) text = set(text, path, value as never);
  write('nightlight.yaml', text);
  cpSync(join(ENGINE, 'public/icon.svg'), join(site, 'public/icon.svg'));
  write('.gitignore', 'live*\n.cache\ndist\n');
  write('incidents/.gitkeep', '');
  git('', 'init', '-q');
  return {
    site,
    write,
    /** Commits all that lies there. */
    commit: (time: string) => {
      git(time, 'add', '-A');
      git(time, 'commit', '-q', '--allow-empty', '-m', 'a change');
    },
    called,
    /** Deploys at an instant, and answers what was said. */
    deploy: async (now: string) => {
      const { code, out, err } = await called(now, 'deploy', '--to', live);
      assert.equal(code, 0, out + err);
      return out + err;
    },
    /** The files of the live release, or of a built folder, in which a word stands, and those whose names have it. */
    filesWith: (word: string, folder = live) => filesBelow(realpathSync(resolve(site, folder)), word),
    read: (path: string) => readFileSync(join(live, path), 'utf8'),
    bytes: (path: string) => readFileSync(join(live, path)),
    remove: () => rmSync(site, { recursive: true, force: true }),
  };
}

function filesBelow(folder: string, word: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path.includes(word) || readFileSync(join(folder, path)).includes(word));
}
