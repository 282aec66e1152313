import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isThorough } from '../thorough.ts';
import { install, newer, packed, upgrade, workplace } from './install.ts';
import { pathOf } from './javascript.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

/** So many minutes ago, as an incident file says it. */
const ago = (minutes: number) => `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 16)}Z`;

/** What a stranger writes at night; the word for the status is the one that it is to be. */
const incident = (status: string, ...updates: string[]) =>
  `---
title: Websites do not open
began: ${ago(90)}
impact:
  websites: ${status}
---
${updates.join('\n\n')}
`;
const FIRST = `## Investigating - ${ago(80)}\nWebsites do not open. We are looking for the cause.`;
const LAST = `## Resolved - ${ago(10)}\nWebsites open again.`;

describe('a stranger’s day with the package', () => {
  const folder = workplace();
  const site = join(folder, 'my-status');
  const engine = join(site, 'node_modules/nightlight');
  const file = join(site, 'incidents/2026-websites.md');
  const live = join(folder, 'my-status-clone-live');
  const [repository, clone] = [join(folder, 'repo.git'), join(folder, 'my-status-clone')];
  let tarball = '';

  /** Calls the program that is installed in a folder, in that folder. */
  const nightlight = (at: string, ...args: string[]) => {
    const { NIGHTLIGHT_SITE: _, GITHUB_ACTIONS: __, ...env } = process.env;
    const called = [join(at, 'node_modules/nightlight/src/cli/nightlight.mjs'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, called, {
      cwd: at,
      env: { ...env, ...PERSON },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };
  const commit = (message: string) => {
    execFileSync('git', ['add', '-A'], { cwd: site });
    execFileSync('git', ['commit', '-q', '-m', message], { cwd: site, env: { ...process.env, ...PERSON } });
  };
  const deploy = () => {
    const { status, output } = nightlight(site, 'deploy', '--to', live);
    assert.equal(status, 0, output);
  };
  /** Pushes to the repository that puts it live, and answers what whoever pushes reads. */
  const push = () => {
    const { status, stderr } = spawnSync('git', ['push', repository, 'main'], {
      cwd: site,
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        NIGHTLIGHT_WORK: clone,
        NIGHTLIGHT_LIVE: live,
      },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stderr;
  };
  /** What the live page says are its addresses. */
  const addresses = () =>
    readFileSync(join(live, 'addresses.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('/'));

  before(() => {
    const tool = join(folder, 'tool');
    tarball = packed(folder);
    install(tool, tarball);
    const { status, output } = nightlight(
      tool,
      ...['init', '../my-status', '--without-packages', '--name', 'Beispiel', '--service', 'web hosting'],
      ...['--url', 'https://status.example.org', '--component', 'Websites', '--component', 'E-mail'],
    );
    assert.equal(status, 0, output);
    install(site, tarball);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('begins with JavaScript alone, for Node refuses to read TypeScript in a package', () => {
    const inside = readdirSync(engine, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      inside.filter((path) => /(?<!\.d)\.tsx?$/.test(path)),
      [],
    );
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.(tsx?|astro|css|json)$/.test(path) && !path.endsWith('.d.ts'),
    );
    const missing = sources.filter((path) => !existsSync(join(engine, 'lib/src', pathOf(path))));
    assert.deepEqual(missing, []);
  });

  test('gets the pages that its words name, and none of the demonstration’s incidents, tests or pictures', () => {
    assert.ok(existsSync(join(engine, 'docs/config.schema.json')));
    const [first = ''] = readFileSync(join(site, 'nightlight.yaml'), 'utf8').split('\n');
    assert.ok(existsSync(join(site, first.split('$schema=')[1] as string)), first);
    for (const path of ['incidents', 'nightlight.yaml', 'tests', 'docs/pictures', 'lib/incidents'])
      assert.ok(!existsSync(join(engine, path)), path);
  });

  test('has as its one dependency the version that made the page', () => {
    const { dependencies } = JSON.parse(readFileSync(join(site, 'package.json'), 'utf8')) as object & {
      dependencies: object;
    };
    assert.deepEqual(dependencies, { nightlight: `^${VERSION}` });
    assert.deepEqual(nightlight(site, '--version'), { status: 0, output: `nightlight ${VERSION}\n` });
  });

  test('is checked before anything happened, in a clone without the empty folder', () => {
    rmSync(join(site, 'incidents'), { recursive: true });
    const { status, output } = nightlight(site, 'check');
    assert.equal(status, 0, output);
    assert.match(output, /^0 incidents, nothing to mend\.$/m);
  });

  test('changes the config by a program of its own, which keeps its comments', () => {
    const program = `import { set } from 'nightlight/config';
      console.log(set('site: # ours\\n  name: A\\n', ['site', 'name'], 'B'));`;
    const called = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, called, { cwd: site, encoding: 'utf8' });
    assert.equal(stdout, 'site: # ours\n  name: B\n\n', stderr);
    assert.ok(existsSync(join(engine, 'lib/config.d.ts')));
  });

  test('gets a name and a logo', () => {
    writeFileSync(join(site, 'public/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" id="ours"/>');
    const config = join(site, 'nightlight.yaml');
    // An outage of the evening before is written after midnight too: the service is older than its page.
    const named = readFileSync(config, 'utf8')
      .replaceAll('Beispiel', 'Beispiel Hosting')
      .replaceAll(/since: .*/g, 'since: 2026-01-01');
    writeFileSync(config, `${named}\nlook:\n  pictures: none\n`);
    // As npm leaves it.
    writeFileSync(join(site, 'package-lock.json'), '{}\n');
    commit('Our name and logo');
  });

  test('is told where a mistake in the first incident is, and which page explains it', () => {
    writeFileSync(file, incident('mayor_outage', FIRST));
    const { status, output } = nightlight(site, 'check');
    assert.equal(status, 1);
    assert.match(output, /^incidents\/2026-websites\.md:5:13 {2}error {2}status-unknown$/m);
    const [, page = ''] = /more: +(\S+)/.exec(output) ?? [];
    assert.ok(existsSync(join(site, page)), page);
  });

  test('goes live by a push once it is mended, beside the clone, and writes nothing where the engine lies', () => {
    writeFileSync(file, incident('major_outage', FIRST));
    assert.equal(nightlight(site, 'check').status, 0);
    commit('Websites do not open');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', repository]);
    cpSync(join(ROOT, 'docs/deploying/post-receive'), join(repository, 'hooks/post-receive'));
    execFileSync('git', ['clone', '-q', site, clone]);
    install(clone, tarball);
    // The packages are there already; npm would bring the same.
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/npm'), '#!/bin/sh\n', { mode: 0o755 });
    const there = readdirSync(join(clone, 'node_modules/nightlight/lib'));
    assert.match(push(), /Live after/);
    assert.match(readFileSync(join(live, 'index.html'), 'utf8'), /Beispiel Hosting[\s\S]*<\/html>/);
    assert.match(readFileSync(join(live, 'icon.svg'), 'utf8'), /ours/);
    for (const path of ['.well-known/security.txt', 'chart.js', 'favicon.ico'])
      assert.ok(existsSync(join(live, path)), path);
    assert.ok(!existsSync(join(live, '.gitkeep')));
    assert.deepEqual(
      readdirSync(join(clone, 'node_modules/nightlight/lib')).filter(
        (name) => !['.cache', ...there].includes(name),
      ),
      [],
    );
    assert.deepEqual(readdirSync(join(clone, '.cache/builds')), []);
  });

  test(`is resolved${isThorough ? ' with an upgrade in between' : ''}, and every address is found again`, () => {
    const earlier = addresses();
    assert.ok(earlier.includes('/incidents/2026-websites/'), earlier.slice(0, 5).join('\n'));
    writeFileSync(file, incident('major_outage', FIRST, LAST));
    if (isThorough) {
      const changed = {
        'src/layouts/Page.astro': (text: string) => text.replace('<main', '<main data-newer'),
      };
      upgrade(site, newer(tarball, '99.0.0', changed));
      const lock = readFileSync(join(site, 'package-lock.json'), 'utf8');
      assert.match(lock, /"node_modules\/nightlight": \{\s*"version": "99\.0\.0"/);
      assert.equal(nightlight(site, '--version').output, 'nightlight 99.0.0\n');
    }
    commit('Websites open again');
    // A newer engine makes a program of its own before it prints, and so does one that lies elsewhere.
    if (isThorough) deploy();
    else push();
    const now = new Set(addresses());
    assert.deepEqual(
      earlier.filter((address) => !now.has(address)),
      [],
    );
    const page = readFileSync(join(live, 'incidents/2026-websites/index.html'), 'utf8');
    assert.match(page, isThorough ? /<main data-newer[\s\S]*Websites open again/ : /Websites open again/);
    assert.equal(readdirSync(join(live, 'incidents/2026-websites/revisions')).length, 2);
  });

  describe('knows Astro, and makes a project of it', () => {
    const project = {
      'astro.config.mjs': `import { defineConfig } from 'astro/config';
import nightlight from 'nightlight/astro';
export default defineConfig({
  integrations: [nightlight({ components: { Footer: './src/Footer.astro', Banner: './src/Banner.astro' } })],
});
`,
      'src/Footer.astro': `---
const { language, site } = Astro.props;
---
<footer class="site"><p>Imprint of {site.operator.name} ({language})</p></footer>
`,
      'src/Banner.astro': '<p>Office hours: 9 to 5</p>\n',
      'src/pages/team.astro': `---
import Page from 'nightlight/layouts/Page.astro';
---
<Page title="Who we are"><h1>Who we are</h1><p class="mine">Two people.</p><style>.mine { color: green }</style></Page>
`,
    };
    const astro = [join(isThorough ? folder : site, 'node_modules/astro/bin/astro.mjs')];
    const { NIGHTLIGHT_SITE: _, ...env } = process.env;
    const told = { cwd: site, env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' } };
    const built = (path: string) => readFileSync(join(site, 'dist', path), 'utf8');

    before(() => {
      for (const [path, text] of Object.entries(project)) {
        mkdirSync(dirname(join(site, path)), { recursive: true });
        writeFileSync(join(site, path), text);
      }
    });

    test('that "astro build" builds, with pages of its own in our frame and components in the places they are named for', () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...astro, 'build'], {
        ...told,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stdout + stderr);
      for (const path of ['index.html', 'team/index.html', 'incidents/2026-websites/index.html']) {
        assert.match(
          built(path),
          /<p>Office hours: 9 to 5<\/p>\s*<main[\s\S]*<footer class="site"><p>Imprint of \S.* \(en\)<\/footer>/,
        );
        assert.match(built(path), /<a href="\/history\/">[\s\S]*id="_whole"/);
        assert.match(built(path), /<meta http-equiv="content-security-policy" content="default-src 'none';/);
      }
      assert.match(
        built('team/index.html'),
        /<title>Who we are · Beispiel Hosting<\/title>[\s\S]*color:\s*green/,
      );
      assert.doesNotMatch(built('index.html'), /\.mine/);
      for (const path of ['favicon.ico', 'api/v2/status.json'])
        assert.ok(existsSync(join(site, 'dist', path)), path);
    });

    test('that "astro dev" shows, and prints anew when an incident file is saved', async () => {
      const server = spawn(process.execPath, [...astro, 'dev', '--port', '0'], told);
      try {
        let said = '';
        const url = await new Promise<string>((done, fail) => {
          server.stdout.on('data', (data: Buffer) => {
            said += data;
            const [found] = /http:\/\/localhost:\d+/.exec(said) ?? [];
            if (found) done(found);
          });
          server.on('exit', () => fail(new Error(said)));
        });
        const text = async (path: string) => (await fetch(`${url}${path}`)).text();
        assert.match(await text('/team/'), /Two people\.[\s\S]*Imprint of/);
        assert.equal((await fetch(`${url}/favicon.ico`)).headers.get('content-type'), 'image/x-icon');
        assert.match(await text('/incidents/2026-websites/'), /Websites do not open/);
        assert.match(await text('/history.atom'), /Websites do not open/);
        writeFileSync(file, readFileSync(file, 'utf8').replace('title: Websites', 'title: Our websites'));
        const until = Date.now() + 20_000;
        while (!(await text('/incidents/2026-websites/')).includes('Our websites do not open')) {
          assert.ok(Date.now() < until, 'the page is printed anew');
          // To print a page takes a processor, which the server needs for what it notices.
          await pause(300);
        }
        // Also by a page that was printed before, and has all that it says from the model.
        assert.match(await text('/history.atom'), /Our websites do not open/);
      } finally {
        server.kill();
      }
    });
  });
});

/** Somebody whom git knows. */
const PERSON = {
  GIT_AUTHOR_NAME: 'T',
  GIT_AUTHOR_EMAIL: 't@example.org',
  GIT_COMMITTER_NAME: 'T',
  GIT_COMMITTER_EMAIL: 't@example.org',
};
