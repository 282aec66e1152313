import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { QUICK_GIT } from '../git.ts';
import { type Around, call } from './io.ts';

export const ENGINE = resolve(import.meta.dirname, '../..');

/** Somebody whom git knows, at 03:10 UTC on 1 March 2026, and nothing else of this machine's settings. */
export const PERSON = {
  PATH: process.env.PATH,
  HOME: '/nowhere',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  // No hooks to look at, which git writes into each repository.
  GIT_TEMPLATE_DIR: '',
  ...QUICK_GIT,
  GIT_AUTHOR_NAME: 'T',
  GIT_AUTHOR_EMAIL: 't@example.org',
  GIT_COMMITTER_NAME: 'T',
  GIT_COMMITTER_EMAIL: 't@example.org',
  NIGHTLIGHT_NOW: '2026-03-01T03:10Z',
};

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: PERSON, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A site in a repository of its own. */
export interface WrittenSite {
  folder: string;
  call(argv: readonly string[], around?: Around): ReturnType<typeof call>;
  /** The incident files that lie there. */
  files(): string[];
  read(id: string): string;
  write(id: string, text: string): void;
  /** Commits all that lies there, at a time. */
  commit(at: string): void;
  /** What was typed and waits. */
  drafts(): string[];
  remove(): void;
}

/** What was made once of a config: all others are copies, for git takes five calls where one copies a few files. */
const made = new Map<string, string>();
process.on('exit', () => {
  for (const folder of made.values()) rmSync(folder, { recursive: true, force: true });
});

/** Makes one, with a line of the config in place of another where a test says so. */
export function siteToWrite(change: (config: string) => string = (config) => config): WrittenSite {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-write-'));
  cpSync(join(madeOf(change), 'site'), folder, { recursive: true });
  return siteIn(folder);
}

/** A folder with a bare repository of such a site, and with clones of it, as each of several people has one. */
export interface PushedSite {
  folder: string;
  bare: string;
  clone: string;
  clones: string[];
}

/** Makes one with so many clones. */
export function siteToPush(change: (config: string) => string = (config) => config, count = 1): PushedSite {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-push-'));
  const from = madeOf(change);
  const bare = join(folder, 'bare.git');
  cpSync(join(from, 'bare.git'), bare, { recursive: true });
  const clones = Array.from({ length: count }, (_, index) =>
    join(folder, index === 0 ? 'clone' : `clone-${index}`),
  );
  for (const clone of clones) {
    cpSync(join(from, 'clone'), clone, { recursive: true });
    const config = join(clone, '.git/config');
    writeFileSync(config, readFileSync(config, 'utf8').replace(join(from, 'bare.git'), bare));
  }
  return { folder, bare, clone: clones[0] as string, clones };
}

function madeOf(change: (config: string) => string): string {
  const text = change(readFileSync(join(ENGINE, 'tests/fixtures/sites/live.yaml'), 'utf8'));
  const before = made.get(text);
  if (before !== undefined) return before;
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-made-'));
  made.set(text, folder);
  const [site, bare, clone] = ['site', 'bare.git', 'clone'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(site, 'incidents'), { recursive: true });
  writeFileSync(join(site, 'nightlight.yaml'), text);
  writeFileSync(join(site, 'incidents/.gitkeep'), '');
  git(site, 'init', '-q', '-b', 'main');
  git(site, 'add', '-A');
  git(site, 'commit', '-q', '-m', 'Begin');
  git(folder, 'clone', '-q', '--bare', site, bare);
  // It takes no settings of whoever pushes.
  git(bare, 'config', 'receive.autogc', 'false');
  git(folder, 'clone', '-q', bare, clone);
  // For the hooks of a test.
  mkdirSync(join(bare, 'hooks'));
  return folder;
}

/** The same of a folder that is there. */
export function siteIn(folder: string): WrittenSite {
  const incidents = join(folder, 'incidents');
  return {
    folder,
    call: (argv, { env, ...around } = {}) =>
      call(argv, { cwd: folder, env: { ...PERSON, ...env }, ...around }),
    files: () => readdirSync(incidents).filter((name) => name !== '.gitkeep'),
    read: (id) => readFileSync(join(incidents, `${id}.md`), 'utf8'),
    write: (id, text) => writeFileSync(join(incidents, `${id}.md`), text),
    commit: (at) => {
      const date = `${Math.floor(Date.parse(at) / 1000)} +0000`;
      const env = { ...PERSON, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
      for (const args of [
        ['add', '-A'],
        ['commit', '-q', '-m', 'Say so'],
      ])
        execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
    },
    drafts: () => {
      try {
        return readdirSync(join(folder, '.git/nightlight'));
      } catch {
        return [];
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Keys as a terminal sends them. */
export const KEY = { enter: '\r', space: ' ', down: '\u001b[B', leave: '\u001b' };

/** A terminal at which somebody presses these, each as soon as what it answers is asked. */
export function terminalOf(...answers: [asked: RegExp, keys: string | string[]][]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { columns: 100, rows: 40, isTTY: true });
  let said = '';
  let from = 0;
  output.on('data', (data: Buffer) => {
    said += data;
    const [next] = answers;
    if (!next?.[0].test(said.slice(from))) return;
    answers.shift();
    from = said.length;
    const keys = [next[1]].flat();
    const press = () => {
      const key = keys.shift();
      if (key === undefined) {
        from = said.length;
        return;
      }
      input.write(key);
      setImmediate(() => setImmediate(press));
    };
    setImmediate(press);
  });
  return { input, output, said: () => said, left: () => answers.length };
}
