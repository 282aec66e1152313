import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import type { Heartbeat } from '../../src/domain/freshness.ts';
import { readLying } from '../../src/incidents/lying.ts';
import { sourceName } from '../../src/release/source.ts';
import { write } from '../release/workshop.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, 'tests/fixtures/sites/live.yaml');

describe('beat, as it is called,', () => {
  const root = mkdtempSync(join(tmpdir(), 'nightlight-'));
  let count = 0;
  let folder = '';
  let incidents = '';
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
      source: sourceName(readLying(incidents).files, readFileSync(CONFIG)),
      limits: { validFor: 2_400_000, vouchFor: 1_200_000 },
    };
    write(folder, { 'live/heartbeat.json': JSON.stringify(said) });
  };
  const run = (args: string[] = ['--to', 'live'], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'src/cli/beat.mjs'), ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          NIGHTLIGHT_SITE: ROOT,
          NIGHTLIGHT_VOUCH: '',
          NIGHTLIGHT_NOW: '2026-03-01T03:20Z',
          NIGHTLIGHT_INCIDENTS: incidents,
          NIGHTLIGHT_CONFIG: CONFIG,
          ...env,
        },
      },
    );
    return [status, stdout + stderr] as const;
  };

  beforeEach(() => {
    folder = join(root, String(++count));
    incidents = join(folder, 'incidents');
    write(incidents, { 'a.md': 'as committed\n', 'README.md': 'how to\n', 'forgotten.json': '[]' });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
    build();
  });

  test('says nothing where it has renewed, by a path that counts from where it is called', () => {
    assert.deepEqual(run(), [0, '']);
    assert.equal(heartbeat().valid_until, '2026-03-01T04:00:00Z');
  });

  test('takes the word from a flag, with a time or of now, or from the environment', () => {
    for (const [args, env, at] of [
      [[], 'watch@2026-03-01T03:15Z', '2026-03-01T03:15:00Z'],
      [['--vouch', 'person@2026-03-01T03:16Z'], 'watch@2026-03-01T03:15Z', '2026-03-01T03:16:00Z'],
      [['--vouch', 'watch'], '', '2026-03-01T03:20:00Z'],
    ] as const) {
      assert.deepEqual(run(['--to', 'live', ...args], { NIGHTLIGHT_VOUCH: env }), [0, '']);
      assert.equal(heartbeat().vouched.at, at);
    }
    assert.deepEqual(run(['--to', 'live', '--vouch', 'nobody']), [0, '']);
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
    test(`leaves all as it was where ${what}`, () => {
      change();
      const before = heartbeat();
      const [status, output] = run();
      assert.equal(status, 3, output);
      assert.match(output, /^The heartbeat is as it was\. /);
      assert.match(output, expected);
      assert.deepEqual(heartbeat(), before);
    });

  test('does not mind line ends that git has put in, nor a folder that is in no repository', () => {
    writeFileSync(join(incidents, 'a.md'), 'as committed\r\n');
    build();
    assert.deepEqual(run(), [0, '']);
    rmSync(join(folder, '.git'), { recursive: true });
    write(incidents, { 'a.md': 'new words\n' });
    build();
    assert.deepEqual(run(), [0, '']);
  });

  test('answers a wrong call, and what cannot be done, with a sentence', () => {
    for (const [args, code, expected] of [
      [['--help'], 0, /Exit codes: 0/],
      [[], 2, /^--to {2}error {2}flag-missing$/m],
      [['--too'], 2, /Did you mean "--to"\?/],
      [['--to', 'live', '--vouch', 'me'], 2, /^--vouch {2}error {2}flag-value$/m],
      [['--to', 'nowhere'], 1, /^There is no heartbeat at /],
    ] as const) {
      const [status, output] = run([...args]);
      assert.equal(status, code, output);
      assert.match(output, expected);
      assert.doesNotMatch(output, /at .*\.ts:\d+/);
    }
  });
});
