import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ENGINE = resolve(import.meta.dirname, '../..');
const CLI = join(ENGINE, 'src/cli');
const call = (command: string, args: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(CLI, `${command}.ts`), ...args], {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { ...process.env, NIGHTLIGHT_SITE: ENGINE, GITHUB_ACTIONS: '', ARCHIVE_CREDENTIALS: '', ...env },
  });
  return { status, stdout, stderr };
};
/** Where an exception would show its way through the code. */
const STACK = /^\s+at /m;

for (const command of ['build', 'check', 'deploy', 'archive', 'start', 'guard'])
  describe(`npm run ${command}`, () => {
    test('says how to call it', () => {
      const { status, stdout } = call(command, ['--help']);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`npm (run )?${command}`));
    });

    test('answers a flag it does not know with a sentence', () => {
      const { status, stderr } = call(command, ['--nonsense']);
      assert.equal(status, 2);
      assert.match(stderr, /^--nonsense {2}error {2}flag-unknown$/m);
      assert.doesNotMatch(stderr, STACK);
    });
  });

describe('the folder of a site', () => {
  const checked = (args: string[], env: Record<string, string> = {}) =>
    call('check', args, { NIGHTLIGHT_SITE: '', ...env });

  test('is named by a flag or by the environment, from wherever a command is called', () => {
    for (const { status, stdout } of [
      checked(['--site', ENGINE]),
      checked([], { NIGHTLIGHT_SITE: ENGINE }),
      checked(['--site', ENGINE], { NIGHTLIGHT_SITE: tmpdir() }),
    ]) {
      assert.equal(status, 0);
      assert.match(stdout, /^0 errors, \d+ warnings?$/m);
    }
  });

  test('is told of where there is none, with the way out', () => {
    const { status, stderr } = checked([]);
    assert.equal(status, 1);
    assert.match(stderr, /There is no nightlight\.yaml in .* or in a folder above it\. .*--site DIR/);
    assert.doesNotMatch(stderr, STACK);
    assert.match(checked(['--site', 'nowhere']).stderr, /no nightlight\.yaml in \S+\/nowhere, which --site/);
  });
});

test('a folder of incidents that is not there, and a config that is not there, are named in a sentence', () => {
  const missing = join(tmpdir(), 'nightlight-nowhere');
  for (const [env, words] of [
    [{ NIGHTLIGHT_INCIDENTS: missing }, `There is no folder ${missing}`],
    [{ NIGHTLIGHT_CONFIG: join(missing, 'site.yaml') }, `There is no file ${missing}/site.yaml`],
    [{ NIGHTLIGHT_CONFIG: 'src' }, 'There is no file'],
    [{ NIGHTLIGHT_CONFIG: 'package.json' }, 'package.json:2:3  error  key-unknown'],
    [{ NIGHTLIGHT_CONFIG: 'README.md' }, 'README.md:3:1  error  yaml-syntax'],
    [{ NIGHTLIGHT_CONFIG: 'tests/fixtures/sites/ahead.yaml' }, 'published-since-ahead'],
  ] as const) {
    const { status, stdout, stderr } = call('check', [], env as Record<string, string>);
    assert.equal(status, 1);
    assert.ok((stdout + stderr).includes(words), stdout + stderr);
    assert.doesNotMatch(stderr, STACK);
  }
});

test('what cannot be read at all is printed in the format that was asked for', () => {
  const incidents = mkdtempSync(join(tmpdir(), 'nightlight-'));
  writeFileSync(join(incidents, 'forgotten.json'), '[');
  const { status, stdout } = call('check', ['--format', 'json'], { NIGHTLIGHT_INCIDENTS: incidents });
  rmSync(incidents, { recursive: true });
  assert.equal(status, 1);
  const [problem] = JSON.parse(stdout) as { name: string; file: string }[];
  assert.equal(problem?.name, 'forgotten-list-broken');
  assert.match(problem?.file ?? '', /forgotten\.json$/);
});

test('a format, an address and a reason are looked at before anything is done', () => {
  assert.match(
    call('check', ['--format', 'xml']).stderr,
    /^--format {2}error {2}flag-value\n {2}found: {4}xml\n {2}expected: terminal, github or json$/m,
  );
  assert.match(call('deploy', []).stderr, /Say where to/);
  assert.match(call('deploy', ['--forget', 'incidents/a/']).stderr, /Say why/);
  assert.match(call('deploy', ['--forget', '/', '--why', 'x']).stderr, /is the whole site/);
  for (const address of ['incidents/', 'es/components', '/history/index.html', 'incidents/../x'])
    assert.match(
      call('deploy', ['--forget', address, '--why', 'x']).stderr,
      /is a whole part of the site|leads out of the site/,
    );
  for (const address of ['nowhere', 'http://', 'https://['])
    assert.match(
      call('deploy', ['--to', 'x', '--live', address]).stderr,
      /^--live {2}error {2}flag-value[\s\S]* such as https:/m,
    );
  assert.match(
    call('deploy', ['--to', 'x', '--upload', '5m']).stderr,
    /^--upload {2}error {2}flag-value\n.*5m\n.* a number of seconds up to 300$/m,
  );
  const { stderr } = call('deploy', ['--upload', '5m', '--live', 'x']);
  assert.match(stderr, /^3 errors, 0 warnings$/m, 'all at once');
  assert.match(call('start', [], { PORT: 'abc' }).stderr, /^PORT {2}error {2}variable-value\n.*abc\n/m);
  assert.match(call('archive', []).stderr, /^ARCHIVE_CREDENTIALS {2}error {2}variable-missing$/m);
});

test('a mistake of ours says that it is one and where to tell it; one of the caller shows nothing of the code', () => {
  const thrown = (error: string) => {
    const module = (path: string) => JSON.stringify(pathToFileURL(resolve(CLI, path)).href);
    const code = `import { run } from ${module('call.ts')};
      import { UserError } from ${module('../problems/errors.ts')};
      await run(async () => { throw ${error}; });`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  };
  const ours = thrown("new TypeError('x is not a function')");
  assert.equal(ours.status, 1);
  assert.match(
    ours.stderr,
    /^This is our mistake, not yours: x is not a function\nPlease send us .*: \S+@\S+\n/,
  );
  assert.match(ours.stderr, STACK);
  const theirs = thrown("new UserError('There is no such folder. Name another.')");
  assert.deepEqual([theirs.status, theirs.stderr], [1, 'There is no such folder. Name another.\n']);
});
