import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, describe, test } from 'node:test';
import { readConfig, siteOf } from '../../src/config/index.ts';
import { HOSTS } from '../../src/cli/init/hosts.ts';
import { call as callAny, STACK } from './io.ts';
import { LANGUAGES } from '../languages.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-init-'));
after(() => rmSync(folder, { recursive: true }));

/** Somebody whom git knows, and nothing else of this machine's settings. */
const PERSON = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'T',
  GIT_AUTHOR_EMAIL: 't@example.org',
  GIT_COMMITTER_NAME: 'T',
  GIT_COMMITTER_EMAIL: 't@example.org',
};
const call = (argv: string[], around: Parameters<typeof callAny>[1] = {}) =>
  callAny(['init', ...argv], { cwd: folder, env: PERSON, ...around });
const ANSWERS = [
  ...['--name', 'Example: Status', '--service', 'web hosting.', '--url', 'https://status.example.org/'],
  ...['--component', 'Websites', '--component', 'Zahlung & Konto', '--component', 'Сайты'],
];
const ENGINE = ['--engine', 'file:packages/nightlight.tgz', '--without-packages'];

const git = (site: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: join(folder, site), encoding: 'utf8' }).trim();
const filesIn = (site: string) => git(site, 'ls-files').split('\n').toSorted();
const siteIn = (site: string) => {
  const { config, problems } = readConfig(
    readFileSync(join(folder, site, 'nightlight.yaml')),
    'nightlight.yaml',
    Date.parse('2026-03-01T03:10Z'),
    LANGUAGES,
  );
  assert.deepEqual(problems, []);
  assert.ok(config);
  return siteOf(config);
};

/** A terminal at which somebody writes these answers, a line each. */
function terminalOf(answers: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true });
  let said = '';
  output.on('data', (data: Buffer) => {
    said += data;
  });
  const write = () => {
    const next = answers.shift();
    if (next === undefined) return;
    input.write(next);
    setImmediate(() => setImmediate(write));
  };
  setImmediate(write);
  return { input, output, said: () => said };
}

describe('nightlight init', () => {
  test('leaves a repository with one commit that holds a config, folders and workflows, and no code', async () => {
    const { code, out } = await call(['new', ...ANSWERS, ...ENGINE]);
    assert.equal(code, 0);
    assert.match(out, /^Next: cd new && npm install && npm start$/m);
    assert.match(out, /mailto:status@example\.org: mend it in nightlight\.yaml/);
    assert.deepEqual(filesIn('new'), [
      '.github/ISSUE_TEMPLATE/maintenance.yml',
      '.github/ISSUE_TEMPLATE/notice.yml',
      '.github/ISSUE_TEMPLATE/update.yml',
      '.github/workflows/check.yml',
      '.github/workflows/comment.yml',
      '.github/workflows/form.yml',
      '.github/workflows/pages.yml',
      '.github/workflows/renew.yml',
      '.gitignore',
      'README.md',
      'incidents/.gitkeep',
      'nightlight.yaml',
      'package.json',
      'public/.gitkeep',
    ]);
    assert.equal(git('new', 'log', '--format=%s'), 'Begin the status page');
    assert.equal(git('new', 'status', '--porcelain'), '');
    assert.equal(git('new', 'branch', '--show-current'), 'main');
  });

  test('writes a config that reads back as what was answered', () => {
    const { name, service, url, components, tag, operator, demonstration } = siteIn('new');
    assert.deepEqual(
      [name.en, service.en, url, tag, operator.contact, demonstration],
      [
        'Example: Status',
        'web hosting',
        'https://status.example.org',
        { authority: 'status.example.org', year: 2026 },
        'mailto:status@example.org',
        undefined,
      ],
    );
    assert.deepEqual(
      components.map(({ id, name: called, headline, since }) => [id, called.en, headline, since]),
      [
        ['websites', 'Websites', true, Date.UTC(2026, 2, 1)],
        ['zahlung-konto', 'Zahlung & Konto', true, Date.UTC(2026, 2, 1)],
        ['component-3', 'Сайты', true, Date.UTC(2026, 2, 1)],
      ],
    );
    assert.match(readFileSync(join(folder, 'new/nightlight.yaml'), 'utf8'), /^ {2}# What you promise/m);
  });

  test('leaves out the page for the night table, which most services do without and which is there for ever once it is live', () => {
    assert.equal(siteIn('new').parts.bedside, false);
  });

  test('promises no more than the host keeps that is named, and leaves what publishes there', async () => {
    for (const [host, files] of [
      [
        'github-pages',
        [
          ...['maintenance', 'notice', 'update'].map((name) => `.github/ISSUE_TEMPLATE/${name}.yml`),
          ...['check', 'comment', 'form', 'pages', 'renew'].map((name) => `.github/workflows/${name}.yml`),
        ],
      ],
      ['gitlab-pages', ['.gitlab-ci.yml']],
      ['server', []],
    ] as const) {
      assert.equal((await call([`at-${host}`, ...ANSWERS, ...ENGINE, '--host', host])).code, 0);
      const { rebuildEvery, cacheAge, vouchFor } = siteIn(`at-${host}`);
      const { rebuildEvery: rebuilds, cacheAge: caches } = HOSTS[host];
      assert.deepEqual([rebuildEvery, cacheAge, vouchFor], [rebuilds, caches, rebuilds + caches]);
      assert.deepEqual(
        filesIn(`at-${host}`).filter((path) => /^\.git[hl]/.test(path)),
        files,
      );
      const readme = readFileSync(join(folder, `at-${host}`, 'README.md'), 'utf8');
      assert.equal(readme.includes('docs/forms.md'), host === 'github-pages');
      assert.equal(readme.includes('A push puts it live'), host !== 'server', 'a server needs a hook for it');
      assert.equal(readme.includes('npm run deploy -- --to'), host === 'server');
    }
  });

  test('names one dependency, by a path that npm counts from the new folder', () => {
    const { dependencies, scripts } = JSON.parse(readFileSync(join(folder, 'new/package.json'), 'utf8')) as {
      dependencies: object;
      scripts: object;
    };
    assert.deepEqual(dependencies, { nightlight: 'file:../packages/nightlight.tgz' });
    assert.deepEqual(Object.keys(scripts), ['start', 'build', 'check', 'deploy', 'comment', 'take-form']);
  });

  test('lets run whose scripts must, and what makes the package only where it comes from git', async () => {
    const allowed = async (site: string, ...engine: string[]) => {
      await call([site, ...ANSWERS, ...engine, '--without-packages']);
      const text = readFileSync(join(folder, site, 'package.json'), 'utf8');
      return (JSON.parse(text) as { allowScripts: object }).allowScripts;
    };
    const always = { node: true, esbuild: true, 'core-js': false };
    assert.deepEqual(await allowed('from-registry', '--engine', '^1.0.0'), always);
    const git = await allowed('from-git', '--engine', 'git+https://forge.example/nightlight.git');
    assert.deepEqual(git, { nightlight: true, ...always });
  });

  test('says no word of anybody else’s service', () => {
    for (const path of filesIn('new'))
      assert.doesNotMatch(
        // A shell sleeps, too.
        readFileSync(join(folder, 'new', path), 'utf8').replace(/^ +run: sleep \d+$/m, ''),
        /glucos|sleep|wearer|sensor|dexcom|nightlight\.example/i,
        path,
      );
  });

  test('asks at a terminal for what no flag says, and for that alone', async () => {
    const terminal = terminalOf(['Example\r', 'web hosting\r', 'Websites, E-mail\r', '\r']);
    const flags = ['--url', 'https://status.example.org', '--contact', 'https://example.org/help'];
    const { code, out } = await call(['asked', ...flags, ...ENGINE], { terminal });
    assert.equal(code, 0);
    const { name, components, operator } = siteIn('asked');
    assert.deepEqual(
      [name.en, components.map(({ id }) => id), operator.contact],
      ['Example', ['websites', 'e-mail'], 'https://example.org/help'],
    );
    assert.match(terminal.said(), /What is the page called\?/);
    assert.doesNotMatch(terminal.said(), /At which address/);
    assert.doesNotMatch(out, /mend it/);
  });

  test('takes languages as they are typed, and says of one without words what there is', async () => {
    const answers = ['Example\r', 'web hosting\r', 'Websites\r', 'es eo\r', '\u007f\u007fen\r'];
    const terminal = terminalOf(answers);
    const { code } = await call(['typed', '--url', 'https://status.example.org', ...ENGINE], { terminal });
    assert.equal(code, 0);
    assert.deepEqual(siteIn('typed').languages, ['es', 'en']);
    assert.match(terminal.said(), /no words in "eo": write one of/);
  });

  test('writes nothing for who would rather not go on', async () => {
    const { code, err } = await call(['not', ...ENGINE], { terminal: terminalOf(['Example\r', '\u0003']) });
    assert.equal(code, 1);
    assert.match(err, /^Nothing was written\.$/m);
    assert.ok(!existsSync(join(folder, 'not')));
  });

  test('asks nothing where no terminal is, and tells all that is missing or wrong at once', async () => {
    const missing = await call(['not', ...ENGINE]);
    assert.equal(missing.code, 2);
    for (const flag of ['--name', '--service', '--url', '--component'])
      assert.match(missing.err, new RegExp(`^${flag} {2}error {2}flag-missing$`, 'm'));
    const wrong = await call([
      'not',
      ...ENGINE,
      '--url',
      'status.example.org',
      '--language',
      'eo',
      '--name',
      ' ',
    ]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^--url {2}error[\s\S]*Write https:\/\/ and the host\./m);
    assert.match(wrong.err, /^--language {2}error[\s\S]*found: {4}eo/m);
    assert.match(wrong.err, /^--name {2}error/m);
    assert.ok(!existsSync(join(folder, 'not')));
  });

  test('writes into no folder in which anything lies, but into a repository that was just made', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/notes.txt'), 'mine');
    const { code, err } = await call(['full', ...ANSWERS, ...ENGINE]);
    assert.equal(code, 2);
    assert.match(err, /found: {4}\S+full, in which lies notes\.txt$/m);
    assert.deepEqual(readdirSync(join(folder, 'full')), ['notes.txt']);
    const file = await call(['full/notes.txt', ...ANSWERS, ...ENGINE]);
    assert.deepEqual(
      [file.code, file.err],
      [1, `${join(folder, 'full/notes.txt')} is a file. Name a folder.\n`],
    );
    mkdirSync(join(folder, 'made'));
    execFileSync('git', ['init', '-q', '-b', 'trunk'], { cwd: join(folder, 'made') });
    const { code: made, out } = await call([...ANSWERS, ...ENGINE], { cwd: join(folder, 'made') });
    assert.equal(made, 0);
    assert.ok(existsSync(join(folder, 'made/nightlight.yaml')));
    assert.equal(git('made', 'branch', '--show-current'), 'main', 'which a forge publishes');
    assert.doesNotMatch(out, /inside of the one/);
  });

  test('makes a repository of its own inside of another one, and says so', async () => {
    const outer = join(folder, 'outer');
    mkdirSync(outer);
    execFileSync('git', ['init', '-q'], { cwd: outer });
    const { code, out } = await call(['mine', ...ANSWERS, ...ENGINE], { cwd: outer });
    assert.equal(code, 0);
    assert.match(
      out,
      /^It is a repository of its own, inside of the one in \S+outer, which does not keep it/m,
    );
    assert.equal(git('outer/mine', 'log', '--format=%s'), 'Begin the status page');
    assert.equal(git('outer', 'status', '--porcelain'), '?? mine/');
  });

  test('adds its commit to a repository that has some, on the branch that it is on', async () => {
    const site = join(folder, 'begun');
    mkdirSync(site);
    execFileSync('git', ['init', '-q', '-b', 'trunk'], { cwd: site });
    execFileSync('git', ['commit', '-q', '--allow-empty', '-m', 'Earlier'], { cwd: site, env: PERSON });
    assert.equal((await call([...ANSWERS, ...ENGINE], { cwd: site })).code, 0);
    assert.equal(git('begun', 'log', '--format=%s'), 'Begin the status page\nEarlier');
    assert.equal(git('begun', 'branch', '--show-current'), 'trunk');
  });

  test('leaves the commit to who is not known to git, and the packages to who has no network', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "no network" >&2\nexit 1\n', { mode: 0o755 });
    const unknown = {
      PATH: `${bin}:${process.env.PATH}`,
      GIT_CONFIG_GLOBAL: '/dev/null',
      EMAIL: '',
      HOME: folder,
    };
    const { code, err } = await call(['alone', ...ANSWERS, '--engine', '1.0.0'], {
      env: {
        ...unknown,
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'user.useConfigOnly',
        GIT_CONFIG_VALUE_0: 'true',
      },
    });
    assert.equal(code, 1);
    assert.match(
      err,
      /no network\nnpm could not install it\. Run "npm install" in \S+alone, and commit package-lock\.json\./,
    );
    assert.match(err, /who you are|user\.email|user\.name/i, 'in the words of git');
    assert.match(
      err,
      /All files are there, and the first commit is left to you, once git is set up: git init/,
    );
    const without = { ...unknown, PATH: bin };
    const gitless = await call(['gitless', ...ANSWERS, ...ENGINE], { env: without });
    assert.equal(gitless.code, 1);
    assert.match(gitless.err, /spawnSync git ENOENT\nAll files are there/);
    assert.ok(existsSync(join(folder, 'gitless/incidents/.gitkeep')));
    assert.doesNotMatch(err, STACK);
    assert.ok(existsSync(join(folder, 'alone/nightlight.yaml')));
  });

  test('asks of a clone of the sources what npm is to install', async () => {
    const { code, err } = await call(['not', ...ANSWERS]);
    assert.equal(code, 2);
    assert.match(err, /^--engine {2}error {2}flag-missing/m);
    assert.match(err, /"npm pack"/);
  });
});
