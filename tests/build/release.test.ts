import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { release } from '../../src/build/release.ts';
import { mustHave, verifySite } from '../../src/build/verify.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a site with everything that must be there, and more. */
function write(out: string, more: Record<string, string> = {}): void {
  const files = Object.fromEntries(mustHave().map((file) => [file, '<html><a href="/">home</a></html>']));
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
}

const at = (to: string, name: string, build: (out: string) => void) =>
  release({ to, base: '/', name, build: async (out) => build(out) });

describe('a release', () => {
  test('is switched to in one step, and the last five stay', async () => {
    const to = join(folder, 'five');
    for (let number = 1; number <= 7; number++)
      await at(to, `r${number}`, (out) => write(out, { 'number.txt': String(number) }));
    assert.equal(readFileSync(join(to, 'number.txt'), 'utf8'), '7');
    assert.deepEqual(readdirSync(`${to}.releases`), ['r3', 'r4', 'r5', 'r6', 'r7']);
  });

  test('that fails to build leaves the live site as it was and nothing behind', async () => {
    const to = join(folder, 'fails');
    await at(to, 'r1', (out) => write(out));
    const target = readlinkSync(to);
    await assert.rejects(
      at(to, 'r2', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(readlinkSync(to), target);
    assert.deepEqual(readdirSync(`${to}.releases`), ['r1']);
  });

  test('that lost an address, a file, or a link’s target may not go live', async () => {
    const to = join(folder, 'lost');
    await at(to, 'r1', (out) => write(out, { 'incidents/a/index.html': '<html id="x"></html>' }));
    await assert.rejects(
      at(to, 'r2', (out) => write(out)),
      /incidents\/a\/index\.html was published before and is gone/,
    );
    await assert.rejects(
      at(to, 'r3', (out) =>
        write(out, {
          'index.html': '<html><a href="/nowhere/">x</a></html>',
          'incidents/a/index.html': '<html></html>',
        }),
      ),
      /index\.html links to \/nowhere\/, and there is nothing/,
    );
    assert.ok(existsSync(join(to, 'incidents/a/index.html')));
  });

  test('waits for no process that is gone', async () => {
    const to = join(folder, 'lock');
    mkdirSync(`${to}.releases`, { recursive: true });
    writeFileSync(join(`${to}.releases`, 'lock'), '999999999');
    await at(to, 'r1', (out) => write(out));
    assert.ok(existsSync(join(to, 'index.html')));
  });
});

test('the check finds a place that a link promises and the page does not have', async () => {
  const out = join(folder, 'anchors');
  write(out, { 'about/index.html': '<html><a href="/prepare/#meter">x</a> <a href="#here">y</a></html>' });
  assert.deepEqual(await verifySite(out, '/'), [
    'about/index.html links to /prepare/#meter, and the page has no such place.',
    'about/index.html links to #here, and the page has no such place.',
  ]);
});
