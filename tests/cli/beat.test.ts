import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import type { Heartbeat } from '../../src/domain/freshness.ts';
import { readLying } from '../../src/incidents/lying.ts';
import { sourceName } from '../../src/release/source.ts';
import { filesBeside } from '../../src/site/beside.ts';
import { call } from './io.ts';
import { write } from '../release/workshop.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, 'tests/fixtures/sites/live.yaml');

describe('beat, as it is called,', () => {
  const root = mkdtempSync(join(tmpdir(), 'nightlight-'));
  let count = 0;
  let folder = '';
  let incidents = '';
  let site = ROOT;
  after(() => rmSync(root, { recursive: true, force: true }));

  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      stdio: 'pipe',
    });
  const heartbeat = () => JSON.parse(readFileSync(join(folder, 'live/heartbeat.json'), 'utf8')) as Heartbeat;
  /** Writes what a build would say now. */
  const build = () => {
    const said: Heartbeat = {
      built_at: '2026-03-01T03:10:00Z',
      valid_until: '2026-03-01T03:50:00Z',
      build: 'b1',
      vouched: { by: 'nobody', at: null, until: null },
      changes_at: null,
      source: sourceName(readLying(incidents).files, readFileSync(CONFIG), filesBeside(site)),
      limits: { validFor: 2_400_000, vouchFor: 1_200_000 },
      moved_to: null,
    };
    write(folder, { 'live/heartbeat.json': JSON.stringify(said) });
  };
  const run = async (args: string[] = ['--to', 'live'], env: Record<string, string> = {}) => {
    const { code, out, err } = await call(['beat', ...args], {
      cwd: folder,
      env: {
        NIGHTLIGHT_SITE: site,
        NIGHTLIGHT_NOW: '2026-03-01T03:20Z',
        NIGHTLIGHT_INCIDENTS: incidents,
        NIGHTLIGHT_CONFIG: CONFIG,
        ...env,
      },
    });
    return [code, out + err] as const;
  };

  beforeEach(() => {
    folder = join(root, String(++count));
    incidents = join(folder, 'incidents');
    site = ROOT;
    write(incidents, { 'a.md': 'as committed\n', 'README.md': 'how to\n', 'forgotten.json': '[]' });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
    build();
  });

  test('says nothing where it has renewed, by a path that counts from where it is called', async () => {
    assert.deepEqual(await run(), [0, '']);
    assert.equal(heartbeat().valid_until, '2026-03-01T04:00:00Z');
  });

  test('takes the word from a flag, with a time or of now, or from the environment', async () => {
    for (const [args, env, at] of [
      [[], 'watch@2026-03-01T03:15Z', '2026-03-01T03:15:00Z'],
      [['--vouch', 'person@2026-03-01T03:16Z'], 'watch@2026-03-01T03:15Z', '2026-03-01T03:16:00Z'],
      [['--vouch', 'watch'], '', '2026-03-01T03:20:00Z'],
    ] as const) {
      assert.deepEqual(await run(['--to', 'live', ...args], { NIGHTLIGHT_VOUCH: env }), [0, '']);
      assert.equal(heartbeat().vouched.at, at);
    }
    assert.deepEqual(await run(['--to', 'live', '--vouch', 'nobody']), [0, '']);
    assert.equal(heartbeat().vouched.until, '2026-03-01T03:20:00Z');
  });

  const moved: [what: string, change: () => void, expected: RegExp][] = [
    [
      'a file is saved and not committed',
      () => write(incidents, { 'a.md': 'new words\n' }),
      /a\.md in .*not as committed/,
    ],
    [
      'a file is new and not committed',
      () => write(incidents, { 'b.md': 'new\n' }),
      /b\.md in .*not as committed/,
    ],
    ['a file was taken away', () => rmSync(join(incidents, 'a.md')), /a\.md in .*not as committed/],
    [
      'a notice lies there under another name',
      () => write(incidents, { 'b.txt': 'new\n' }),
      /b\.txt in .*no build takes that/,
    ],
    [
      'another version is committed than was built',
      () => {
        write(incidents, { 'a.md': 'new words\n' });
        git('commit', '-qam', 'b');
      },
      /are not those that the live build was made from/,
    ],
    [
      'what was built is not what is committed',
      () => {
        write(incidents, { 'a.md': 'new words\n' });
        build();
      },
      /a\.md in .*not as committed/,
    ],
  ];
  for (const [what, change, expected] of moved)
    test(`leaves all as it was where ${what}`, async () => {
      change();
      const before = heartbeat();
      const [status, output] = await run();
      assert.equal(status, 3, output);
      assert.match(output, /^The heartbeat is as it was\. /);
      assert.match(output, expected);
      assert.deepEqual(heartbeat(), before);
    });

  describe('with a public/ of its own', () => {
    const lying = (name: string) => join(site, 'public', name);
    beforeEach(() => {
      site = folder;
      copyFileSync(CONFIG, join(site, 'nightlight.yaml'));
      write(site, {
        'public/logo.svg': 'logo',
        'public/.well-known/security.txt': 'Contact: a',
        'shared/rules.txt': 'rules',
      });
      symlinkSync('../shared', lying('shared'));
      // Each leads to nothing, or to where it lies.
      symlinkSync('nowhere', lying('gone.txt'));
      symlinkSync('round', lying('round'));
      symlinkSync('..', lying('.well-known/above'));
      build();
    });

    for (const [what, change] of [
      ['changed', () => writeFileSync(lying('logo.svg'), 'Logo')],
      ['added', () => writeFileSync(lying('dates.pdf'), '')],
      ['taken away', () => rmSync(lying('logo.svg'))],
      ['given another name', () => renameSync(lying('logo.svg'), lying('sign.svg'))],
      ['hidden, and changed', () => writeFileSync(lying('.well-known/security.txt'), 'Contact: b')],
      ['elsewhere, and changed', () => writeFileSync(join(site, 'shared/rules.txt'), 'other rules')],
    ] as const)
      test(`leaves all as it was where a file there is ${what}`, async () => {
        assert.deepEqual(await run(), [0, '']);
        change();
        const [code, output] = await run();
        assert.equal(code, 3);
        assert.match(output, /public\/.* are not those that the live build was made from\. Deploy\./);
      });

    test('names each folder in whose place something else lies, and each file that nobody can read', async () => {
      rmSync(lying('.'), { recursive: true });
      writeFileSync(lying('.'), '');
      symlinkSync('words', join(site, 'words'));
      let [code, output] = await run();
      assert.equal(code, 1);
      assert.match(
        output,
        /^words {2}error {2}file-not-read\n {2}found: {4}a link that leads to nothing, or to itself$/m,
      );
      assert.match(output, /^public {2}error {2}file-not-read\n {2}found: {4}a file$/m);
      rmSync(lying('.'));
      rmSync(join(site, 'words'));
      write(site, { 'pages/imprint.md': '# Imprint' });
      symlinkSync('../shared', join(site, 'pages/shared'));
      [code, output] = await run();
      assert.equal(code, 1);
      assert.match(output, /^pages\/shared {2}error {2}file-not-read\n {2}found: {4}a link to a folder$/m);
      rmSync(join(site, 'pages'), { recursive: true });
    });

    test('passes over a sheet that an editor keeps open', async () => {
      symlinkSync('somebody@machine.1', join(site, '.#site.css'));
      assert.deepEqual(await run(), [0, '']);
    });

    test('does not mind what programs write there meanwhile, nor what an editor leaves behind', async () => {
      for (const name of [
        'proof.json',
        'watch.json',
        'rehearsals.json',
        'logo.svg~',
        '.DS_Store',
        '.logo.svg.swp',
      ])
        writeFileSync(lying(name), '{}');
      assert.deepEqual(await run(), [0, '']);
    });
  });

  test('does not mind line ends that git has put in, nor a folder that is in no repository', async () => {
    writeFileSync(join(incidents, 'a.md'), 'as committed\r\n');
    build();
    assert.deepEqual(await run(), [0, '']);
    rmSync(join(folder, '.git'), { recursive: true });
    write(incidents, { 'a.md': 'new words\n' });
    build();
    assert.deepEqual(await run(), [0, '']);
  });

  test('tells a program until when it holds, or why it was left as it was', async () => {
    assert.deepEqual(await run(['--to', 'live', '--json']), [
      0,
      '{"command":"beat","exit_code":0,"renewed":true,"until":"2026-03-01T04:00:00Z","why":null}\n',
    ]);
    write(incidents, { 'a.md': 'new words\n' });
    const [code, output] = await run(['--to', 'live', '--json']);
    assert.equal(code, 3);
    assert.match(output, /^\{"command":"beat","exit_code":3,"renewed":false,"until":null,"why":"a\.md in /m);
  });

  test('answers a word that is none, and what cannot be done, with a sentence', async () => {
    for (const [args, env, code, expected] of [
      [
        ['--to', 'live', '--vouch', 'me'],
        '',
        2,
        /^--vouch .*flag-value[\s\S]*mend: .* watch@<time> or person@<time>.*not "me"/,
      ],
      [['--to', 'live'], 'me', 2, /^NIGHTLIGHT_VOUCH .*variable-value/],
      [['--to', 'nowhere'], '', 1, /^There is no heartbeat at /],
    ] as const) {
      const [status, output] = await run([...args], { NIGHTLIGHT_VOUCH: env });
      assert.equal(status, code, output);
      assert.match(output, expected);
    }
  });
});
