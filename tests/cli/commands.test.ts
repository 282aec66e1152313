import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { call } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const site = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(site, { recursive: true }));
cpSync(join(ENGINE, 'nightlight.yaml'), join(site, 'nightlight.yaml'));
mkdirSync(join(site, 'incidents'));
writeFileSync(
  join(site, 'incidents/2026-03-01-alerts.md'),
  `---
title: Followers get no alerts
began: 2026-03-01T02:10Z
impact:
  follow-alerts: major_outage
---
## Investigating - 2026-03-01T02:30Z
Alerts do not reach followers.
`,
);
for (const args of [
  ['init', '-q'],
  ['add', '-A'],
  ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '-m', 'a'],
])
  execFileSync('git', args, { cwd: site });

/** A process that ends at once, and what it was asked to be. */
function ending(code: number) {
  const begun: (readonly string[])[] = [];
  const begin = (args: readonly string[]) => {
    begun.push(args);
    const child = Object.assign(new EventEmitter(), {
      stdin: null,
      stdout: null,
      stderr: null,
      kill: () => true,
    });
    setImmediate(() => {
      child.emit('exit', code);
      child.emit('close', code);
    });
    return child as unknown as ChildProcess;
  };
  return { begun, begin };
}

describe('nightlight archive', () => {
  const env = { ARCHIVE_CREDENTIALS: 'key:secret', NIGHTLIGHT_NOW: '2026-03-01T03:10Z' };

  test('tells a program which pages were kept, and what keeps the others from it', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (address, { body } = {}) => {
      const url = new URLSearchParams(String(body ?? '')).get('url');
      if (url === null)
        return Response.json(
          String(address).endsWith('1')
            ? { status: 'error', message: 'nobody answers' }
            : { status: 'success', original_url: asked[0], timestamp: '20260301031000' },
        );
      asked.push(url);
      return Response.json({ job_id: `job-${asked.length - 1}` });
    };
    const { code, out, err } = await call(['archive', '--json'], { cwd: site, env, fetch });
    assert.equal(code, 1);
    const { kept, not_kept, ...rest } = JSON.parse(out);
    assert.deepEqual(rest, { command: 'archive', exit_code: 1 });
    assert.equal(asked.length, 2);
    assert.deepEqual(
      kept.map(({ url, at }: Record<string, string>) => [url, at]),
      [[asked[0], '2026-03-01T03:10:00Z']],
    );
    assert.deepEqual(
      not_kept.map(({ name }: Record<string, string>) => name),
      ['copy-not-made'],
    );
    assert.match(err, /^1 page kept, 1 not kept\.$/m);
  });
});

describe('nightlight check', () => {
  test('notes what a notice leaves unsaid, and keeps nothing from going live', async () => {
    const { code, out } = await call(['check', '--json'], { cwd: site });
    const problems = JSON.parse(out) as { name: string; file: string; severity: string }[];
    assert.deepEqual(
      [code, problems.map(({ name, severity, file }) => [name, severity, file])],
      [0, [['message-incomplete', 'note', 'incidents/2026-03-01-alerts.md']]],
    );
  });

  test('is left in files besides, where files of a proposed change can be changed again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-also-'));
    const event = join(folder, 'event.json');
    const head = { ref: 'my branch/(a)', repo: { html_url: 'https://github.com/visitor/page' } };
    writeFileSync(event, JSON.stringify({ pull_request: { head } }));
    const also = async (env: Record<string, string | undefined>) => {
      const { code, out, err } = await call(
        ['check', '--also', 'markdown=check.md', '--also', `gitlab=${join(folder, 'quality.json')}`],
        { cwd: folder, env: { NIGHTLIGHT_SITE: site, ...env } },
      );
      assert.equal(code, 0, err);
      assert.match(out, /message-incomplete/);
      return readFileSync(join(folder, 'check.md'), 'utf8');
    };
    const github = await also({
      ...{ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event },
      GITHUB_WORKSPACE: join(site, '..'),
    });
    const within = basename(site);
    assert.ok(
      github.includes(
        `### incidents/2026-03-01-alerts.md ([change it](https://github.com/visitor/page/edit/my%20branch/%28a%29/${within}/incidents/2026-03-01-alerts.md))`,
      ),
      github,
    );
    const gitlab = await also({
      CI_PROJECT_DIR: site,
      CI_MERGE_REQUEST_SOURCE_PROJECT_URL: 'https://gitlab.example/visitor/page',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'mine',
    });
    assert.match(
      gitlab,
      /\(https:\/\/gitlab\.example\/visitor\/page\/-\/edit\/mine\/incidents\/2026-03-01-alerts\.md\)/,
    );
    const [{ location }] = JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8'));
    assert.equal(location.path, 'incidents/2026-03-01-alerts.md');
    // A push, an event of another shape, a site beside the checkout: then there is no link.
    writeFileSync(join(folder, 'other.json'), '{}');
    for (const env of [
      {},
      { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: event, GITHUB_WORKSPACE: site },
      {
        ...{ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: join(folder, 'other.json') },
        GITHUB_WORKSPACE: site,
      },
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event, GITHUB_WORKSPACE: folder },
    ])
      assert.match(await also(env), /^### incidents\/2026-03-01-alerts\.md$/m);
    rmSync(folder, { recursive: true });
  });

  test('shows the mended file where a keyboard made something else of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-slips-'));
    cpSync(site, folder, { recursive: true });
    const path = join(folder, 'incidents/2026-03-01-alerts.md');
    const proper = readFileSync(path, 'utf8');
    writeFileSync(path, proper.replace(/^---$/gm, '—-').replace('title', 'Title'));
    const { code, out } = await call(['check', '--format', 'markdown'], { cwd: folder });
    assert.equal(code, 0);
    assert.ok(out.includes(`\`\`\`markdown\n${proper}\`\`\`\n`), out);
    const { out: well } = await call(['check', '--format', 'markdown'], { cwd: site });
    assert.doesNotMatch(well, /```/);
    rmSync(folder, { recursive: true });
  });

  test('prints where a first notice of now is begun in a browser, or how to say where that is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-forge-'));
    const config = readFileSync(join(site, 'nightlight.yaml'), 'utf8');
    mkdirSync(join(folder, 'incidents'));
    const editors = async (forge: string, ...more: string[]) => {
      writeFileSync(join(folder, 'nightlight.yaml'), config + forge);
      const { code, out, err } = await call(['check', ...more], { cwd: folder });
      assert.equal(code, 0, err);
      return out;
    };
    assert.match(
      await editors('', '--editor'),
      /^No editor is known: "forge" in nightlight\.yaml names no repository\./m,
    );
    assert.match(
      await editors('forge:\n  repository: https://github.com/example/status\n', '--editor'),
      /^Followers get alerts: https:\/\/github\.com\/example\/status\/new\/main\?filename=incidents%2F2026-03-01-\S+2026-03-01T03%3A10Z/m,
    );
    assert.match(
      await editors('forge:\n  repository: https://gitlab.com/example/status\n', '--editor'),
      /^Followers get alerts: https:\/\/gitlab\.com\/\S+\.md\nPaste this into incidents\/2026-03-01-\S+\.md:\n\n---\ntitle: /m,
    );
    const plainly = await editors('forge:\n  repository: https://github.com/example/status\n');
    assert.match(
      plainly,
      /^To write a first notice in a browser \([^;]+; --editor prints those of all others\): https:\/\/github\.com\/example\/status\/new\/main\?filename=\S+&value=---%0Atitle\S+$/m,
    );
    assert.equal(plainly.match(/github\.com/g)?.length, 1, 'in one line');
    assert.match(
      await editors('forge:\n  repository: https://github.com/example/status\n  links: true\n'),
      /^To write a first notice in a browser: https:\/\/\S+\/about\/#writing$/m,
    );
    assert.doesNotMatch(await editors(''), /in a browser/);
    rmSync(folder, { recursive: true });
  });

  test('refuses a format that it does not know, before it looks', async () => {
    for (const written of ['xml=a', 'markdown', 'markdown=']) {
      const { code, err } = await call(['check', '--also', written], { cwd: site });
      assert.deepEqual([code, /--also markdown=check\.md/.test(err)], [2, true], written);
    }
  });

  test('tells a program of what keeps it from looking at all', async () => {
    const { code, out, err } = await call(['check', '--json'], {
      cwd: site,
      env: { NIGHTLIGHT_INCIDENTS: 'nowhere' },
    });
    assert.equal(code, 1);
    assert.match(err, /^There is no folder /);
    const { error, ...rest } = JSON.parse(out);
    assert.deepEqual([`${error}\n`, rest], [err, { command: 'check', exit_code: 1 }]);
  });
});

describe('nightlight deploy', () => {
  test('that only lets an address go tells a program so, and nothing goes live', async () => {
    const args = ['deploy', '--forget', 'https://a.example/incidents/x', '--why', 'by mistake', '--json'];
    const { code, out, err } = await call(args, { cwd: site });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      command: 'deploy',
      exit_code: 0,
      live: null,
      began_at: '2026-03-01T03:10:00.000Z',
      live_at: null,
      published_at: null,
      kept: [],
      missing: [],
      dropped: [],
      forgotten: ['incidents/x/'],
    });
    assert.match(err, /^Written into .*forgotten\.json\. Commit it/);
    const list = join(site, 'incidents/forgotten.json');
    assert.match(readFileSync(list, 'utf8'), /"by mistake"/);
    rmSync(list);
  });
});

describe('nightlight build', () => {
  test('answers how the build ended, and begins no other process than that', async () => {
    for (const code of [0, 1]) {
      const { begun, begin } = ending(code);
      assert.equal((await call(['build', '--silent'], { cwd: site, begin })).code, code);
      assert.equal(begun.length, 1);
      assert.ok(begun[0]?.includes('--silent'));
    }
  });
});

describe('nightlight start', () => {
  test('ends where the first build fails and there is nothing to serve', async () => {
    const { begin } = ending(1);
    const { code, out } = await call(['start'], { cwd: site, begin, env: { NIGHTLIGHT_OUT: 'nothing' } });
    assert.equal(code, 1);
    assert.match(out, /^Not built; /);
  });

  test('ends where another program listens at the port', async () => {
    const other = createServer().listen(0, 'localhost');
    await new Promise((done) => other.once('listening', done));
    mkdirSync(join(site, 'dist'));
    writeFileSync(join(site, 'dist/index.html'), '<html></html>');
    const { begin } = ending(0);
    const { code, err } = await call(['start'], {
      cwd: site,
      begin,
      env: { PORT: String((other.address() as AddressInfo).port) },
    });
    other.close();
    assert.equal(code, 1);
    assert.match(err, /EADDRINUSE.*Another program listens there: end it, or name another port\.$/m);
  });
});
