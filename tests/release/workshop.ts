import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { nameOf, type Problem } from '../../src/problems/index.ts';

/** Gives each test an empty folder of its own, and takes all of them away when a file of tests is done. */
export function workshop(): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return () => {
    const own = join(folder, String(++count));
    mkdirSync(own, { recursive: true });
    return own;
  };
}

/** Writes files below a folder, and the folders they lie in. */
export function write(root: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** What is said of each problem, in a line. */
export function told(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ source, name, found, expected, remedy }) =>
      `${nameOf(source)} ${name}: ${found}; ${expected}. ${remedy}`,
  );
}

/** Where each problem is, its name, and what was found. */
export function found(problems: readonly Problem[]): string[] {
  return problems.map(({ source, name, found }) => `${nameOf(source)} ${name}: ${found}`);
}
