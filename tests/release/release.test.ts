import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type Built, type Earlier, release, type ReleaseOptions } from '../../src/release/release.ts';
import { mustHave } from '../../src/release/verify.ts';
import { isWhole, seal } from '../../src/domain/whole.ts';
import { shellLock } from '../../src/system/lock.ts';
import { SPOKEN } from '../languages.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a site with everything that must be there, and more. */
function write(out: string, more: Record<string, string> = {}): void {
  const files = Object.fromEntries(
    mustHave(SPOKEN).map((file) => [file, '<html><a href="/">home</a></html>']),
  );
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), path.endsWith('.html') && !isWhole(text) ? seal(text) : text);
  }
}

const BUILT: Built = { history: true, mayGo: () => false };

/** A release, by a build that writes with the folder and the manifest it is given. */
const released = (
  to: string,
  label: string,
  build: (out: string, manifest: string) => unknown,
  more: Partial<ReleaseOptions> = {},
) =>
  release({
    clock: Date.now,
    to,
    site: SPOKEN,
    base: '/',
    label,
    build: async (out, { manifest }) => {
      await build(out, manifest);
      return BUILT;
    },
    ...more,
  });
const at = released;

/** What lies beside the live link, in the order of its names. */
const beside = (to: string, what: RegExp) =>
  readdirSync(`${to}.releases`).filter((name) => what.test(name) && !name.startsWith('next'));
const releasesOf = (to: string) => beside(to, /^\d{8}-[^.]*$/);

describe('a release', () => {
  test('that fails to build leaves the live site as it was and nothing behind', async () => {
    const to = join(folder, 'fails');
    await at(to, 'r1', (out) => write(out));
    const target = readlinkSync(to);
    await assert.rejects(
      at(to, 'r2', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(readlinkSync(to), target);
    assert.deepEqual(beside(to, /./), ['00000001-r1', '00000001-r1.whole.json', 'lock']);
  });

  test('leaves what went live from another machine while it was made, and says to deploy again', async () => {
    const to = join(folder, 'raced');
    await at(to, 'r1', (out) => write(out));
    const other = join(`${to}.releases`, '00000002-other');
    await assert.rejects(
      at(to, 'r2', (out) => {
        write(out);
        mkdirSync(other);
        rmSync(to);
        symlinkSync('raced.releases/00000002-other', to);
      }),
      /Something else went live there while this was made/,
    );
    assert.equal(readlinkSync(to), 'raced.releases/00000002-other');
  });

  test('waits with its switch for who switches the link from another machine', async () => {
    const to = join(folder, 'waits');
    await at(to, 'r1', (out) => write(out));
    writeFileSync(join(`${to}.releases`, 'ssh.lock'), '');
    const free = await shellLock(join(`${to}.releases`, 'ssh.lock'), 5);
    const steps: string[] = [];
    const second = at(to, 'r2', (out) => write(out), { onLive: () => steps.push('live') });
    await at(join(folder, 'beside'), 'r1', (out) => write(out));
    steps.push('free');
    await free();
    await second;
    assert.deepEqual(steps, ['free', 'live']);
    await assert.rejects(
      (async () => {
        const held = await shellLock(join(`${to}.releases`, 'ssh.lock'), 5);
        await shellLock(join(`${to}.releases`, 'ssh.lock'), 0).finally(held);
      })(),
      /has been locked by another process/,
    );
  });

  test('that lost an address, a file, or a link’s target may not go live', async () => {
    const to = join(folder, 'lost');
    await at(to, 'r1', (out) => write(out, { 'incidents/a/index.html': '<html id="x"></html>' }));
    await assert.rejects(
      at(to, 'r2', (out) => write(out)),
      /incidents\/a\/index\.html {2}error {2}published-address-vanished/,
    );
    await assert.rejects(
      at(to, 'r3', (out) =>
        write(out, {
          'index.html': '<html><a href="/nowhere/">x</a></html>',
          'incidents/a/index.html': '<html></html>',
        }),
      ),
      /^index\.html {2}error {2}link-to-nothing\n {2}found: {4}\/nowhere\/$/m,
    );
    assert.ok(existsSync(join(to, 'incidents/a/index.html')));
    const build = async (out: string) => {
      write(out);
      return {
        history: true,
        mayGo: (address: string) => address.startsWith('incidents/'),
      };
    };
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r4', build });
    assert.equal(existsSync(join(to, 'incidents/a/index.html')), false);
  });

  test('keeps the file, and so the time, of what was written again with the same bytes', async () => {
    const to = join(folder, 'unchanged');
    const build = (text: string) => (out: string) =>
      write(out, {
        'history.atom': '<feed>the same</feed>',
        'heartbeat.json': text,
      });
    await at(to, 'r1', build('one'));
    const { ino, mtimeMs } = statSync(join(to, 'history.atom'));
    await at(to, 'r2', build('two'));
    assert.deepEqual(
      [statSync(join(to, 'history.atom')).ino, statSync(join(to, 'history.atom')).mtimeMs],
      [ino, mtimeMs],
    );
    assert.equal(readFileSync(join(to, 'heartbeat.json'), 'utf8'), 'two');
    assert.equal(readFileSync(`${to}.releases/00000001-r1/heartbeat.json`, 'utf8'), 'one');
  });

  test('hands on the list of when versions went live, also after going back to an older release', async () => {
    const to = join(folder, 'versions');
    const heard: (string | undefined)[] = [];
    const build =
      (list: string) =>
      async (out: string, { versions }: Earlier) => {
        heard.push(versions && readFileSync(versions, 'utf8'));
        write(out, { 'versions.txt': list });
        return BUILT;
      };
    const deploy = (list: string) =>
      release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r', build: build(list) });
    await deploy('one');
    await deploy('two');
    rmSync(to);
    symlinkSync('versions.releases/00000001-r', to);
    await deploy('three');
    assert.deepEqual(heard, [undefined, 'one', 'two']);
    assert.equal(readFileSync(join(to, 'versions.txt'), 'utf8'), 'three');
    assert.doesNotMatch(readFileSync(join(to, 'addresses.txt'), 'utf8'), /versions\.txt/);
  });

  test('shares with the one before what was kept, and leaves that one as it was', async () => {
    const to = join(folder, 'kept');
    const page = (text: string) => seal(`<html>${text}</html>`);
    const build =
      (groups: Record<string, string>, files: Record<string, string>) => (out: string, manifest: string) => {
        write(out, files);
        writeFileSync(manifest, JSON.stringify({ code: 'c', groups }));
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
    const before = `${to}.releases/00000001-r1`;
    await released(
      to,
      'r3',
      build(
        { 'incidents/a': '1', 'incidents/b': '2', 'history/2025': '1' },
        {
          'incidents/b/index.html': page('b, again'),
        },
      ),
    );
    for (const file of [...Object.keys(files), 'history/2025.atom'])
      assert.equal(statSync(join(to, file)).ino, statSync(join(before, file)).ino, file);
    assert.equal(readFileSync(join(to, 'incidents/b/index.html'), 'utf8'), page('b, again'));
    assert.equal(readFileSync(join(before, 'incidents/b/index.html'), 'utf8'), page('b'));
    assert.equal(readFileSync(join(to, 'incidents/b/old.png'), 'utf8'), 'x', 'carried over');
    assert.deepEqual(releasesOf(to), ['00000001-r1', '00000002-r3']);
  });

  test('is linked anew where what was prepared is not from the live one', async () => {
    const to = join(folder, 'back');
    const build = (text: string) => (out: string, manifest: string) => {
      write(out, { 'incidents/a/index.html': `<html>${text}</html>` });
      writeFileSync(manifest, JSON.stringify({ code: 'c', groups: { 'incidents/a': text } }));
    };
    await released(to, 'r1', build('one'));
    await released(to, 'r2', build('two'));
    rmSync(to);
    symlinkSync('back.releases/00000001-r1', to);
    await released(to, 'r3', (out, manifest) => {
      write(out);
      writeFileSync(manifest, JSON.stringify({ code: 'c', groups: { 'incidents/a': 'one' } }));
    });
    assert.equal(readFileSync(join(to, 'incidents/a/index.html'), 'utf8'), seal('<html>one</html>'));
    assert.equal(
      readFileSync(`${to}.releases/00000002-r2/incidents/a/index.html`, 'utf8'),
      seal('<html>two</html>'),
    );
  });

  test('is linked anew where what was prepared is gone, and does not go live without what it keeps', async () => {
    const to = join(folder, 'prepared');
    const manifestOf = (manifest: string) =>
      writeFileSync(manifest, JSON.stringify({ code: 'c', groups: { 'incidents/a': '1' } }));
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
    await assert.rejects(
      released(to, 'r3', keeping),
      /incidents\/a\/index\.html {2}error {2}built-file-missing\n.* it was to be kept/,
    );
    assert.match(readlinkSync(to), /r2$/);
  });

  test('that is live stays, whatever goes wrong afterwards', async () => {
    const to = join(folder, 'after');
    const onLive = () => {
      throw new Error('afterwards');
    };
    await assert.rejects(
      released(to, 'r1', (out) => write(out), { onLive }),
      /afterwards/,
    );
    assert.match(readlinkSync(to), /00000001-r1$/);
    assert.ok(existsSync(join(to, 'index.html')));
    await at(to, 'r2', (out) => write(out));
    assert.deepEqual(releasesOf(to), ['00000001-r1', '00000002-r2']);
  });

  test('clears away what one that was cut off left behind, before and after its files were moved', async () => {
    const to = join(folder, 'cut');
    await at(to, 'r1', (out) => write(out));
    const left = [
      '00000002-a.made/index.html',
      '00000002-a/x.json',
      '00000002-a.json',
      '00000003-b/index.html',
      '00000004-c.json',
      '00000005-d.whole.json.next',
      '00000006-b/index.html',
      '00000006-b.whole.json',
    ];
    for (const path of left) {
      mkdirSync(dirname(join(`${to}.releases`, path)), { recursive: true });
      writeFileSync(join(`${to}.releases`, path), 'half');
    }
    await at(to, 'r4', (out) => write(out));
    assert.deepEqual(releasesOf(to), ['00000001-r1', '00000002-r4']);
    assert.deepEqual(beside(to, /-[abcd]\b/), [], 'also of one that had written no page yet');
  });

  test('goes on where the live one was deleted by hand, and keeps the addresses of the one before it', async () => {
    const to = join(folder, 'deleted');
    const version = 'incidents/a/revisions/b1/index.html';
    const incident = { 'incidents/a/index.html': '<html><main></main></html>' };
    await at(to, 'r1', (out) => write(out, { ...incident, [version]: '<html><main></main></html>' }));
    await at(to, 'r2', (out) => write(out, incident));
    rmSync(`${to}.releases/00000002-r2`, { recursive: true });
    await at(to, 'r3', (out) => write(out, incident));
    assert.ok(existsSync(join(to, version)));
    assert.match(readlinkSync(to), /00000003-r3$/);
  });

  test('is switched to in one step; the last five stay, in the order of their numbers, whatever the clock said', async () => {
    const to = join(folder, 'five');
    const labels = ['2026-03-06', '2026-03-05', '2026-03-04', '2026-03-03', '2026-03-02', '2026-03-01'];
    for (const label of labels) await at(to, label, (out) => write(out, { 'label.txt': label }));
    assert.equal(readFileSync(join(to, 'label.txt'), 'utf8'), '2026-03-01');
    assert.deepEqual(
      releasesOf(to),
      labels.slice(1).map((label, index) => `0000000${index + 2}-${label}`),
    );
    assert.equal(readlinkSync(to), 'five.releases/00000006-2026-03-01');
    assert.equal(beside(to, /\.whole\.json$/).length, 5);
  });

  test('is switched to at the time that it prints for what is new, and tells the next one how long it took', async () => {
    const to = join(folder, 'pace');
    const leads: number[] = [];
    const build = async (out: string, { lead }: Earlier) => {
      leads.push(lead);
      write(out);
      const began = Date.now();
      return { ...BUILT, began: began - 700, news: began + 900 };
    };
    let switched = 0;
    const onLive = () => {
      switched = Date.now();
    };
    const before = Date.now();
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r', build, onLive });
    assert.ok(switched >= before + 900);
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r', build, onLive });
    assert.equal(leads[0], 0);
    assert.ok((leads[1] ?? 0) >= 700);
  });

  test('is live, and says so, where what comes after the switch fails', async () => {
    const to = join(folder, 'untidy');
    const one = async (out: string) => {
      write(out);
      return { ...BUILT, began: Date.now() - 700 };
    };
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r1', build: one });
    // As a full disk or a lost right would have it.
    rmSync(join(`${to}.releases`, 'pace.json'));
    mkdirSync(join(`${to}.releases`, 'pace.json'));
    const told: string[] = [];
    const { folder: live } = await release({
      ...{ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r2', build: one },
      tell: (words) => told.push(words),
    });
    assert.equal(realpathSync(to), realpathSync(live));
    assert.match(
      told.join(),
      /^It is live\. What comes after it failed: EISDIR.*\. The next deploy tries again\.$/,
    );
  });
});

describe('what was published', () => {
  const page = (text: string) => `<html><main id="m">${text}</main></html>`;
  const incident = (updates: string[]) => ({
    'incidents/a/index.html': page('a'),
    'incidents/a.json': JSON.stringify({
      updates: updates.map((id) => ({ id })),
    }),
  });

  test('says the same for ever and is carried over from release to release, marked once', async () => {
    const to = join(folder, 'carried');
    const old = {
      'incidents/a/revisions/b1/index.html':
        '<html><script src="/_astro/x.js"></script><main id="m">words</main><a href="/gone/">x</a></html>',
      'history/2025/index.html': page('2025'),
      'api/v2/incidents-2025.json': '{}',
      '_astro/x.js': 'import "./y.js"',
      '_astro/y.js': '1',
      'gone/index.html': page('x'),
    };
    const markCarriedOver = (html: string) =>
      html.includes('KEPT') ? html : html.replace('<main', 'KEPT<main');
    const told: string[] = [];
    const more = { markCarriedOver, tell: (words: string) => told.push(words) };
    await at(to, 'r1', (out) => write(out, { ...incident(['u-1']), ...old }), more);
    const build = async (out: string) => {
      write(out, incident(['u-1']));
      return {
        history: true,
        mayGo: (address: string) => address.startsWith('gone/'),
      };
    };
    const first = await release({
      clock: Date.now,
      to,
      site: SPOKEN,
      base: '/',
      label: 'r2',
      build,
      ...more,
    });
    const second = await release({
      clock: Date.now,
      to,
      site: SPOKEN,
      base: '/',
      label: 'r3',
      build,
      ...more,
    });
    const carried = ['api/v2/incidents-2025.json', 'history/2025/index.html'];
    for (const outcome of [first, second]) {
      assert.deepEqual(outcome.carried.toSorted(), [...carried, 'incidents/a/revisions/b1/index.html']);
      assert.deepEqual(outcome.missing, []);
    }
    assert.deepEqual([first.dropped, second.dropped], [['gone/index.html'], []]);
    assert.deepEqual([second.folder, second.news], [realpathSync(to), undefined]);
    const kept = readFileSync(join(to, 'incidents/a/revisions/b1/index.html'), 'utf8');
    assert.equal(kept.match(/KEPT/g)?.length, 1);
    for (const file of Object.keys(old).filter((one) => !one.startsWith('gone')))
      assert.ok(existsSync(join(to, file)), file);
    assert.match(told.join(), /Kept as they were published before: .*revisions\/b1/);
    const list = readFileSync(join(to, 'addresses.txt'), 'utf8').split('\n');
    for (const address of [
      '/',
      '/incidents/a/',
      '/incidents/a/#u-1',
      '/history/2025/',
      '/incidents/a/revisions/b1/',
    ])
      assert.ok(list.includes(address), address);
  });

  test('may not go where it is an update, an incident or a component, until somebody says why', async () => {
    const to = join(folder, 'places');
    const component = {
      'components/c/index.html': page('c'),
      'components/c/badge.svg': '<svg></svg>',
      'es/components/c/index.html': page('c'),
      'stale/components/c/badge.svg': '<svg></svg>',
    };
    await at(to, 'r1', (out) => write(out, { ...incident(['u-1', 'u-2']), ...component }));
    const without = (out: string) => write(out, { ...incident(['u-1']), ...component });
    await assert.rejects(
      at(to, 'r2', without),
      /incidents\/a\/#u-2 {2}error {2}published-update-vanished[\s\S]*--forget incidents\/a\/#u-2/,
    );
    await assert.rejects(
      at(to, 'r2', (out) => write(out, incident(['u-1', 'u-2']))),
      ({ message }: Error) => {
        assert.match(
          message,
          /components\/c\/ {2}error {2}published-address-vanished[\s\S]*"formerly".* --forget components\/c\/ /,
        );
        return /\n\n1 error, 0 warnings\n\nThe live site is as it was\. .* by --forget .* another page stood there .* --anew .*NIGHTLIGHT_ANEW/.test(
          message,
        );
      },
    );
    const forgotten = [
      {
        address: 'incidents/a/#u-2',
        why: 'a test',
        at: '2026-03-01T03:10:00Z',
      },
    ];
    await at(to, 'r2', without, { forgotten });
    await at(to, 'r3', without);
    await assert.rejects(
      at(to, 'r4', (out) => write(out, component)),
      /incidents\/a\/index\.html {2}error {2}published-address-vanished/,
    );
    const retired = [{ address: 'components/c/', why: 'a test', at: '2026-03-01T03:10:00Z' }];
    await at(to, 'r3b', (out) => write(out, incident(['u-1'])), {
      forgotten: retired,
    });
    assert.equal(existsSync(join(to, 'components/c/badge.svg')), false);
    await at(to, 'r3c', (out) => write(out, { ...incident(['u-1']), ...component }));
    const whole = [{ address: 'incidents/a/', why: 'a test', at: '2026-03-01T03:10:00Z' }];
    await at(to, 'r4', (out) => write(out, component), { forgotten: whole });
    assert.equal(existsSync(join(to, 'incidents/a.json')), false);
    assert.match(
      readFileSync(join(to, 'addresses.txt'), 'utf8'),
      /# forgotten 2026-03-01: \/incidents\/a\/ - a test/,
    );
  });

  test('may not go where a line of public/_redirects made it, and then that line is named', async () => {
    const to = join(folder, 'old-pages');
    const old = {
      'issues/a/index.html': page('a'),
      _redirects: '/b /about/\n/issues/a/ /incidents/a/ 301\n',
    };
    await at(to, 'r1', (out) => write(out, old));
    await assert.rejects(
      at(to, 'r2', (out) => write(out, { _redirects: '/b /about/\n' })),
      /issues\/a\/index\.html {2}error[\s\S]* into public\/_redirects, .*: "\/issues\/a\/ \/incidents\/a\/ 301"\. To let it go: .*--forget issues\/a\/ /,
    );
  });

  test('is given up whole by a page that begins anew, and by nothing after it', async () => {
    const to = join(folder, 'anew');
    const other = { ...incident(['u-1']), 'components/c/badge.svg': '<svg></svg>' };
    await at(to, 'r1', (out) => write(out, other));
    await assert.rejects(
      at(to, 'r2', (out) => write(out)),
      /published-address-vanished/,
    );
    const { carried, dropped, missing } = await release({
      clock: Date.now,
      ...{ to, site: SPOKEN, base: '/', label: 'r2', anew: true },
      build: async (out, { folder: earlier, versions }) => {
        assert.deepEqual([earlier, versions], [undefined, undefined]);
        write(out, { 'incidents/b.json': '{}', 'incidents/b/index.html': page('b') });
        return { ...BUILT, history: false };
      },
    });
    assert.deepEqual([carried, dropped, missing], [[], [], []]);
    assert.doesNotMatch(readFileSync(join(to, 'addresses.txt'), 'utf8'), /incidents\/a/);
    await assert.rejects(
      at(to, 'r3', (out) => write(out)),
      /incidents\/b\/index\.html {2}error {2}published-address-vanished/,
    );
  });

  test('is not given up for a git that knows nothing any more, unless that is asked for', async () => {
    const to = join(folder, 'history');
    await at(to, 'r1', (out) => write(out));
    const build = async (out: string) => {
      write(out);
      return { ...BUILT, history: false };
    };
    await assert.rejects(
      release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r2', build }),
      /git gives none now.*--without-history/,
    );
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r2', build, withoutHistory: true });
    await release({ clock: Date.now, to, site: SPOKEN, base: '/', label: 'r3', build });
  });

  test('is printed anew where it was emptied or written over in the live release', async () => {
    for (const damage of ['', '<html>other</html>']) {
      const to = join(folder, `damaged-${damage.length}`);
      const made: string[] = [];
      const build = (out: string, manifest: string) => {
        const known = (
          JSON.parse(existsSync(manifest) ? readFileSync(manifest, 'utf8') : '{}') as { groups?: object }
        ).groups;
        const isKept = known !== undefined && 'incidents/a' in known;
        made.push(isKept ? 'kept' : 'printed');
        write(out, isKept ? {} : { 'incidents/a/index.html': '<html>right</html>' });
        writeFileSync(manifest, JSON.stringify({ code: 'c', groups: { 'incidents/a': '1' } }));
      };
      await at(to, 'r1', build);
      await at(to, 'r2', build);
      writeFileSync(join(to, 'incidents/a/index.html'), damage);
      await at(to, 'r3', build);
      assert.deepEqual(made, ['printed', 'kept', 'printed']);
      assert.equal(readFileSync(join(to, 'incidents/a/index.html'), 'utf8'), seal('<html>right</html>'));
    }
  });
});

describe('a file in which a bit was flipped, with its size and its time as they were', () => {
  /** A whole second, which any file system gives back as it was set. */
  const TIME = 1_772_334_600;
  const flip = (path: string) => {
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(20) ^ 4, 20);
    writeFileSync(path, bytes);
    utimesSync(path, TIME, TIME);
  };

  test('is not carried over, but the same file of an earlier release is', async () => {
    const to = join(folder, 'flipped-version');
    const version = 'incidents/a/revisions/b1/index.html';
    const incident = { 'incidents/a/index.html': '<html><main></main></html>' };
    await at(to, 'r1', (out) => write(out, { ...incident, [version]: '<html><main>said</main></html>' }));
    await at(to, 'r2', (out) => write(out, incident));
    const told: string[] = [];
    const tell = { tell: (words: string) => told.push(words) };
    flip(join(to, version));
    await at(to, 'r3', (out) => write(out, incident), tell);
    assert.equal(readFileSync(join(to, version), 'utf8'), seal('<html><main>said</main></html>'));
    assert.doesNotMatch(told.join(), /nowhere to be found/);
    for (const release of releasesOf(to)) writeFileSync(join(`${to}.releases`, release, version), '');
    await at(to, 'r4', (out) => write(out, incident), tell);
    assert.match(told.join(), /nowhere to be found any more: incidents\/a\/revisions\/b1\/index\.html/);
  });
});
