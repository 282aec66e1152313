import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { call as callAny, STACK } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const call = (argv: string[], env: Record<string, string> = {}, cwd = tmpdir()) =>
  callAny(argv, { cwd, env: { NIGHTLIGHT_SITE: ENGINE, ...env } });

describe('the folder of a site', () => {
  const above = mkdtempSync(join(tmpdir(), 'nightlight-'));
  symlinkSync(ENGINE, join(above, 'nightlight-of-ours'));
  after(() => rmSync(above, { recursive: true }));
  const checked = (args: string[], env: Record<string, string> = {}, cwd?: string) =>
    call(['check', ...args], { NIGHTLIGHT_SITE: '', ...env }, cwd);

  test('is the one around, or is named by a flag or by the environment, from wherever a command is called', async () => {
    for (const called of [
      checked(['--site', ENGINE]),
      checked([], { NIGHTLIGHT_SITE: ENGINE }),
      checked(['--site', ENGINE], { NIGHTLIGHT_SITE: tmpdir() }),
      checked([], {}, join(ENGINE, 'docs/deploying')),
      checked(['--site', 'nightlight-of-ours'], {}, above),
    ]) {
      const { code, out } = await called;
      assert.equal(code, 0);
      assert.match(out, /^0 errors, \d+ warnings?$/m);
    }
  });

  test('is told of where there is none, with the way out', async () => {
    const { code, err } = await checked([]);
    assert.equal(code, 1);
    assert.match(err, /There is no nightlight\.yaml in .* or in a folder above it\. .*--site DIR/);
    assert.doesNotMatch(err, STACK);
    assert.match(
      (await checked(['--site', 'nowhere'])).err,
      /no nightlight\.yaml in \S+\/nowhere, which --site/,
    );
  });
});

test('a record that is empty has no folder in a clone, for git keeps none, and is an empty record', async () => {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-'));
  writeFileSync(join(site, 'nightlight.yaml'), readFileSync(join(ENGINE, 'nightlight.yaml')));
  const { code, out, err } = await call(['check'], { NIGHTLIGHT_SITE: '' }, site);
  assert.equal(code, 0, err);
  assert.match(out, /^0 incidents, nothing to mend\.$/m);
  // A build reads the same place in a process of its own.
  assert.deepEqual(readdirSync(join(site, 'incidents')), []);
  rmSync(site, { recursive: true });
});

test('a folder of incidents that is not there, and a config that is not there, are named in a sentence', async () => {
  const missing = join(tmpdir(), 'nightlight-nowhere');
  for (const [env, words] of [
    [{ NIGHTLIGHT_INCIDENTS: missing }, `There is no folder ${missing} for incident files. Make it;`],
    [{ NIGHTLIGHT_CONFIG: join(missing, 'site.yaml') }, `There is no file ${missing}/site.yaml`],
    [{ NIGHTLIGHT_CONFIG: 'src' }, 'There is no file'],
    [{ NIGHTLIGHT_CONFIG: 'package.json' }, 'package.json:2:3  error  key-unknown'],
    [{ NIGHTLIGHT_CONFIG: 'README.md' }, 'README.md:3:1  error  yaml-syntax'],
    [{ NIGHTLIGHT_CONFIG: 'tests/fixtures/sites/ahead.yaml' }, 'published-since-ahead'],
  ] as const) {
    const { code, out, err } = await call(['check'], env as Record<string, string>);
    assert.equal(code, 1);
    assert.ok((out + err).includes(words), out + err);
    assert.doesNotMatch(err, STACK);
  }
});

test('what cannot be read at all is printed in the format that was asked for', async () => {
  const incidents = mkdtempSync(join(tmpdir(), 'nightlight-'));
  writeFileSync(join(incidents, 'forgotten.json'), '[');
  const { code, out } = await call(['check', '--format', 'json'], { NIGHTLIGHT_INCIDENTS: incidents });
  rmSync(incidents, { recursive: true });
  assert.equal(code, 1);
  const [problem] = JSON.parse(out) as { name: string; file: string }[];
  assert.equal(problem?.name, 'forgotten-list-broken');
  assert.match(problem?.file ?? '', /forgotten\.json$/);
});

test('an address, a reason and a number are looked at before anything is done', async () => {
  const wrong = async (argv: string[], env?: Record<string, string>) => {
    const { code, err } = await call(argv, env);
    assert.equal(code, 2);
    return err;
  };
  assert.match(await wrong(['deploy']), /Say where to, as here: nightlight deploy --to/);
  assert.match(await wrong(['deploy', '--forget', 'incidents/a/']), /Say why, for whoever follows a link/);
  assert.match(await wrong(['deploy', '--forget', '/', '--why', 'x']), /is the whole site/);
  for (const address of ['incidents/', 'es/components', '/history/index.html', 'incidents/../x'])
    assert.match(
      await wrong(['deploy', '--forget', address, '--why', 'x']),
      /is a whole part of the site|leads out of the site/,
    );
  for (const address of ['nowhere', 'http://', 'https://['])
    assert.match(
      await wrong(['deploy', '--to', 'x', '--live', address]),
      /--live .*\n.*\n {2}expected: an address such as https/,
    );
  for (const seconds of ['5m', '-1', '1.5', '301'])
    assert.match(
      await wrong(['deploy', '--to', 'x', `--upload=${seconds}`]),
      /expected: a number of seconds up to 300$/m,
    );
  assert.match(await wrong(['deploy', '--forget', '/', '--live', 'x', '--upload', 'y']), /^4 errors/m);
  for (const port of ['abc', '-1', '65536', '1.5'])
    assert.match(await wrong(['start'], { PORT: port }), /^PORT .*[\s\S]*a number up to 65535/);
  assert.match(
    await wrong(['archive']),
    /^ARCHIVE_CREDENTIALS .*variable-missing[\s\S]*archive\.org\/account/,
  );
});
