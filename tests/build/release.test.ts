import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { linkUnits } from '../../src/build/links.ts';
import { release } from '../../src/build/release.ts';
import { mustHave, verifySite } from '../../src/build/verify.ts';
import { isWhole, seal } from '../../src/domain/whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a site with everything that must be there, and more. */
function write(out: string, more: Record<string, string> = {}): void {
  const files = Object.fromEntries(mustHave().map((file) => [file, '<html><a href="/">home</a></html>']));
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), path.endsWith('.html') && !isWhole(text) ? seal(text) : text);
  }
}

const at = (to: string, name: string, build: (out: string) => void) =>
  release({ to, base: '/', name, build: async (out) => build(out) });

const released = (to: string, name: string, build: (out: string, manifest: string) => void) =>
  release({ to, base: '/', name, build: async (out, { manifest }) => build(out, manifest) });

describe('a release', () => {
  test('is switched to in one step, and the last five stay', async () => {
    const to = join(folder, 'five');
    for (let number = 1; number <= 7; number++)
      await at(to, `r${number}`, (out) => write(out, { 'number.txt': String(number) }));
    assert.equal(readFileSync(join(to, 'number.txt'), 'utf8'), '7');
    assert.deepEqual(readdirSync(`${to}.releases`), ['next', 'next.of', 'r3', 'r4', 'r5', 'r6', 'r7']);
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
    assert.deepEqual(
      readdirSync(`${to}.releases`).filter((name) => !name.startsWith('next')),
      ['r1'],
    );
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
    const build = async (out: string) => write(out);
    const mayGo = (address: string) => address.startsWith('incidents/');
    await release({ to, base: '/', name: 'r4', build, mayGo });
    assert.equal(existsSync(join(to, 'incidents/a/index.html')), false);
  });

  test('keeps the file, and so the time, of what was written again with the same bytes', async () => {
    const to = join(folder, 'unchanged');
    const build = (text: string) => (out: string) =>
      write(out, { 'history.atom': '<feed>the same</feed>', 'heartbeat.json': text });
    await at(to, 'r1', build('one'));
    const { ino, mtimeMs } = statSync(join(to, 'history.atom'));
    await at(to, 'r2', build('two'));
    assert.deepEqual(
      [statSync(join(to, 'history.atom')).ino, statSync(join(to, 'history.atom')).mtimeMs],
      [ino, mtimeMs],
    );
    assert.equal(readFileSync(join(to, 'heartbeat.json'), 'utf8'), 'two');
    assert.equal(readFileSync(`${to}.releases/r1/heartbeat.json`, 'utf8'), 'one');
  });

  test('shares with the one before what was kept, and leaves that one as it was', async () => {
    const to = join(folder, 'kept');
    const page = (text: string) => seal(`<html>${text}</html>`);
    const build =
      (units: Record<string, string>, files: Record<string, string>) => (out: string, manifest: string) => {
        write(out, files);
        writeFileSync(manifest, JSON.stringify({ code: 'c', units }));
      };
    const files = {
      'incidents/a/index.html': page('a'),
      'incidents/a.json': '{}',
      'es/incidents/a/index.html': page('a es'),
    };
    await released(
      to,
      'r1',
      build(
        { 'incidents/a': '1', 'incidents/b': '1', 'history/2025': '1' },
        {
          ...files,
          'incidents/b/index.html': page('b'),
          'incidents/b/old.png': 'x',
          'history/2025.atom': 'feed',
          'history/2025/index.html': page('2025'),
        },
      ),
    );
    const before = `${to}.releases/r1`;
    await assert.rejects(
      released(
        to,
        'r2',
        build(
          { 'incidents/a': '1', 'incidents/b': '2', 'history/2025': '1' },
          { 'incidents/b/index.html': page('b, again') },
        ),
      ),
      /incidents\/b\/old\.png was published before and is gone/,
    );
    await released(
      to,
      'r3',
      build(
        { 'incidents/a': '1', 'incidents/b': '2', 'history/2025': '1' },
        {
          'incidents/b/index.html': page('b, again'),
          'incidents/b/old.png': 'y',
        },
      ),
    );
    for (const file of [...Object.keys(files), 'history/2025.atom'])
      assert.equal(statSync(join(to, file)).ino, statSync(join(before, file)).ino, file);
    assert.equal(readFileSync(join(to, 'incidents/b/index.html'), 'utf8'), page('b, again'));
    assert.equal(readFileSync(join(before, 'incidents/b/index.html'), 'utf8'), page('b'));
    assert.deepEqual(readdirSync(`${to}.releases`), ['next', 'next.of', 'r1', 'r1.json', 'r3', 'r3.json']);
  });

  test('is linked anew where what was prepared is not from the live one', async () => {
    const to = join(folder, 'back');
    const build = (text: string) => (out: string, manifest: string) => {
      write(out, { 'incidents/a/index.html': `<html>${text}</html>` });
      writeFileSync(manifest, JSON.stringify({ code: 'c', units: { 'incidents/a': text } }));
    };
    await released(to, 'r1', build('one'));
    await released(to, 'r2', build('two'));
    rmSync(to);
    symlinkSync('back.releases/r1', to);
    await released(to, 'r3', (out, manifest) => {
      write(out);
      writeFileSync(manifest, JSON.stringify({ code: 'c', units: { 'incidents/a': 'one' } }));
    });
    assert.equal(readFileSync(join(to, 'incidents/a/index.html'), 'utf8'), seal('<html>one</html>'));
    assert.equal(readFileSync(`${to}.releases/r2/incidents/a/index.html`, 'utf8'), seal('<html>two</html>'));
  });

  test('is linked anew where what was prepared is gone, and does not go live without what it keeps', async () => {
    const to = join(folder, 'prepared');
    const manifestOf = (manifest: string) =>
      writeFileSync(manifest, JSON.stringify({ code: 'c', units: { 'incidents/a': '1' } }));
    const first = (out: string, manifest: string) => {
      write(out, { 'incidents/a/index.html': '<html>a</html>' });
      manifestOf(manifest);
    };
    const keeping = (out: string, manifest: string) => {
      write(out);
      manifestOf(manifest);
    };
    await released(to, 'r1', first);
    rmSync(`${to}.releases/next`, { recursive: true });
    await released(to, 'r2', keeping);
    assert.ok(existsSync(join(to, 'incidents/a/index.html')));
    rmSync(`${to}.releases/next/incidents/a`, { recursive: true });
    await assert.rejects(released(to, 'r3', keeping), /incidents\/a\/ was to be kept and is not there/);
    assert.match(readlinkSync(to), /r2$/);
  });

  test('that is live stays, whatever goes wrong afterwards', async () => {
    const to = join(folder, 'after');
    const build = async (out: string) => write(out);
    const onLive = () => {
      throw new Error('afterwards');
    };
    await assert.rejects(release({ to, base: '/', name: 'r1', build, onLive }), /afterwards/);
    assert.ok(existsSync(join(to, 'index.html')));
    await at(to, 'r2', (out) => write(out));
  });

  test('clears away what one that was cut off left behind', async () => {
    const to = join(folder, 'cut');
    for (const path of ['r1.made/index.html', 'r1/incidents/a.json', 'r1.json']) {
      mkdirSync(dirname(join(`${to}.releases`, path)), { recursive: true });
      writeFileSync(join(`${to}.releases`, path), 'half');
    }
    await at(to, 'r2', (out) => write(out));
    assert.deepEqual(readdirSync(`${to}.releases`), ['next', 'next.of', 'r2']);
  });

  test('waits for no process that is gone', async () => {
    const to = join(folder, 'lock');
    mkdirSync(`${to}.releases`, { recursive: true });
    writeFileSync(join(`${to}.releases`, 'lock'), '999999999');
    await at(to, 'r1', (out) => write(out));
    assert.ok(existsSync(join(to, 'index.html')));
  });
});

test('files are linked too where the system has no program that can', async () => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  write(from, { 'incidents/a/revisions/b/index.html': 'x', 'es/history/2025.atom': 'y' });
  const { PATH } = process.env;
  process.env.PATH = '';
  await linkUnits(from, to);
  process.env.PATH = PATH;
  for (const file of ['incidents/a/revisions/b/index.html', 'es/history/2025.atom'])
    assert.equal(statSync(join(to, file)).ino, statSync(join(from, file)).ino);
  assert.equal(existsSync(join(to, 'index.html')), false);
});

test('the check finds a place that a link promises and the page does not have', async () => {
  const out = join(folder, 'anchors');
  write(out, { 'about/index.html': '<html><a href="/prepare/#meter">x</a> <a href="#here">y</a></html>' });
  assert.deepEqual(verifySite(out, '/'), [
    'about/index.html links to /prepare/#meter, and the page has no such place.',
    'about/index.html links to #here, and the page has no such place.',
  ]);
});

test('the check finds a page that was cut short, wherever', () => {
  const out = join(folder, 'cut');
  const whole = seal('<html><body><p id="a" data-part>a</p><p id="b" data-part>b</p></body></html>');
  for (const cut of [whole.slice(0, 40), whole.slice(0, -8), whole.replace(/<p id="b".*?<\/p>/, '')]) {
    write(out);
    writeFileSync(join(out, 'about/index.html'), cut);
    assert.deepEqual(verifySite(out, '/'), ['about/index.html is cut short.'], cut);
  }
});
