import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

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
