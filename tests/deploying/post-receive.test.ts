import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');

/** A program in the place of Nightlight, which says where it is and what it was told. */
const ENGINE = `console.log(['deployed', ...process.argv.slice(2), process.cwd(), process.env.BASE_PATH ?? ''].join(' '));\n`;

describe('the hook of a bare repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-hook-'));
  const [bare, author, work, engine] = ['bare.git', 'author', 'work', 'engine'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const settings = join(bare, 'hooks/post-receive.conf');

  const git = (cwd: string, ...args: string[]) => {
    const kept = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|NIGHTLIGHT_)/.test(name));
    const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: '/dev/null' };
    const named = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args];
    const { status, stdout, stderr } = spawnSync('git', named, { cwd, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout + stderr;
  };
  const push = (...refs: string[]) => git(author, 'push', bare, ...refs);

  before(() => {
    git(folder, 'init', '-q', '--bare', '-b', 'main', bare);
    cpSync(join(ROOT, 'docs/deploying/post-receive'), join(bare, 'hooks/post-receive'));
    mkdirSync(join(engine, 'src/cli'), { recursive: true });
    mkdirSync(join(engine, 'node_modules/.bin'), { recursive: true });
    symlinkSync(process.execPath, join(engine, 'node_modules/.bin/node'));
    writeFileSync(join(engine, 'src/cli/nightlight.mjs'), ENGINE);
    git(folder, 'init', '-q', '-b', 'main', author);
    git(author, 'commit', '-q', '--allow-empty', '-m', 'Begin');
    git(bare, 'config', 'receive.denyDeleteCurrent', 'ignore');
    writeFileSync(
      settings,
      `# Ours\nNIGHTLIGHT_WORK=${work}\nNIGHTLIGHT_ENGINE=${engine}\nNIGHTLIGHT_LIVE='${folder}/live site'\nBASE_PATH=/status/\n`,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('reads where things lie from the file beside it, and tells a build what stands there too', () => {
    assert.match(
      push('main'),
      new RegExp(`remote: deployed deploy --to ${folder}/live site ${work} /status/`),
    );
  });

  test('says why it did nothing where another branch came, and both ways out', () => {
    const said = push('main:master');
    assert.doesNotMatch(said, /deployed/);
    assert.match(
      said,
      /nothing was put live\. This repository publishes the branch main, and what came is master\./,
    );
    assert.match(said, /git push REMOTE HEAD:main\)/);
    assert.match(said, /hooks\/post-receive\.conf: NIGHTLIGHT_BRANCH=master/);
  });

  test('publishes one of several branches that come at once, and says nothing of the others', () => {
    git(author, 'commit', '-q', '--allow-empty', '-m', 'More');
    const said = push('main', 'main:master');
    assert.match(said, /deployed/);
    assert.doesNotMatch(said, /nothing was put live/);
  });

  test('publishes the branch that the file names', () => {
    writeFileSync(
      settings,
      `NIGHTLIGHT_WORK=${work}\nNIGHTLIGHT_ENGINE=${engine}\nNIGHTLIGHT_BRANCH=master\n`,
    );
    git(author, 'commit', '-q', '--allow-empty', '-m', 'Elsewhere');
    assert.match(push('main:master'), /deployed deploy --to \/srv\/nightlight\/live/);
  });

  test('leaves the live site where the branch is deleted', () => {
    const said = push(':master');
    assert.match(said, /master was deleted; the live site stays as it was\./);
    assert.doesNotMatch(said, /deployed/);
  });
});
