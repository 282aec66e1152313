import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { call } from './io.ts';
import { siteToWrite } from './written.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const WRITTEN = `—-
Title: “No alerts”
began: 2026-03-01T02:10Z
impact:
  follow-alerts: Major outage # all of them
—-
## Investigating - 2026-03-01T03:00Z
We look — “soon”.
`;
const MENDED = `---
title: 'No alerts'
began: 2026-03-01T02:10Z
impact:
  follow-alerts: major_outage # all of them
---
## Investigating - 2026-03-01T03:00Z
We look — “soon”.
`;

function setUp() {
  const { folder } = siteToWrite();
  folders.push(folder);
  const file = join(folder, 'incidents/2026-03-01-phone.md');
  writeFileSync(file, WRITTEN);
  return { file, mend: (...flags: string[]) => call(['mend', ...flags, '--site', folder]) };
}

describe('mend', () => {
  test('puts right what a phone wrote, says each line, and leaves all else', async () => {
    const { file, mend } = setUp();
    const { code, out } = await mend();
    assert.equal(code, 0);
    assert.equal(readFileSync(file, 'utf8'), MENDED);
    assert.match(out, /^2026-03-01-phone\.md:2 {2}Title: “No alerts” {2}-> {2}title: 'No alerts'$/m);
    assert.match(out, /^1 file changed\.$/m);
    assert.match((await mend()).out, /^Nothing to mend\.$/m);
  });

  test('writes nothing where it is only asked', async () => {
    const { file, mend } = setUp();
    const { code, out } = await mend('2026-03-01-phone', '--dry-run', '--json');
    assert.equal(code, 0);
    assert.equal(readFileSync(file, 'utf8'), WRITTEN);
    assert.deepEqual(
      JSON.parse(out).mended.map(({ line, meant }: { line: number; meant: string }) => [line, meant]),
      [
        [1, '---'],
        [2, "title: 'No alerts'"],
        [5, 'follow-alerts: major_outage # all of them'],
        [6, '---'],
      ],
    );
  });

  test('names the folder where no file has that name', async () => {
    const { mend } = setUp();
    const { code, err } = await mend('2026-03-01-tablet');
    assert.equal(code, 2);
    assert.match(err, /found: {4}2026-03-01-tablet/);
  });
});
