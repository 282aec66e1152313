import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Around, call } from './io.ts';

export const ENGINE = resolve(import.meta.dirname, '../..');

/** Somebody whom git knows, at 03:10 UTC on 1 March 2026, and nothing else of this machine's settings. */
export const PERSON = {
  PATH: process.env.PATH,
  HOME: '/nowhere',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
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

/** Makes one, with a line of the config in place of another where a test says so. */
export function siteToWrite(change: (config: string) => string = (config) => config): WrittenSite {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-write-'));
  cpSync(join(ENGINE, 'tests/fixtures/sites/live.yaml'), join(folder, 'nightlight.yaml'));
  writeFileSync(
    join(folder, 'nightlight.yaml'),
    change(readFileSync(join(folder, 'nightlight.yaml'), 'utf8')),
  );
  mkdirSync(join(folder, 'incidents'));
  writeFileSync(join(folder, 'incidents/.gitkeep'), '');
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'Begin');
  return siteIn(folder);
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
