import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { set } from '../../src/config/edit.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const INCIDENT = `---
title: Followers get no alerts
began: 2026-03-01T02:10Z
impact:
  follow-alerts: major_outage
---
## Investigating - 2026-03-01T02:30Z
Alerts do not reach followers.

## Resolved - 2026-03-01T04:30Z
Alerts reach followers again.
`;

/** What makes the smallest site of two languages one of somebody's own. */
const OWN: [path: string[], value: string | Record<string, string | number>][] = [
  [['look', 'pictures'], 'none'],
  [['site', 'url'], 'https://status.example.org'],
  [['site', 'tag'], { authority: 'status.example.org', year: 2026 }],
  [['site', 'operator'], { name: 'Example', contact: 'mailto:status@example.org' }],
  [['site', 'report'], 'mailto:status@example.org'],
];

describe('a site whose folder lies elsewhere than the engine', () => {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-site-'));
  const env = {
    ...process.env,
    NIGHTLIGHT_SITE: '',
    NIGHTLIGHT_NOW: '2026-03-02T03:10Z',
    // The same code prints it as the tour.
    NIGHTLIGHT_PROGRAM: join(ENGINE, '.cache/program'),
    GITHUB_ACTIONS: '',
  };
  /** Calls a command from a folder inside the site. */
  const called = async (...argv: string[]) => {
    const { code, out, err } = await call(argv, {
      cwd: join(site, 'incidents'),
      env,
      begin: sharedBuilder().begin,
    });
    return { status: code, output: out + err };
  };
  const git = (...args: string[]) =>
    assert.equal(
      spawnSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: site })
        .status,
      0,
    );

  before(() => {
    const small = readFileSync(join(ENGINE, 'tests/fixtures/sites/pair.yaml'), 'utf8');
    const named = set(small, ['site', 'name'], { en: 'Elsewhere', es: 'Otro lugar' });
    for (const [path, text] of Object.entries({
      'nightlight.yaml': OWN.reduce((text, [path, value]) => set(text, path, value), named),
      'incidents/2026-03-01-alerts.md': INCIDENT,
      'public/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'public/ours.txt': 'ours',
    })) {
      mkdirSync(dirname(join(site, path)), { recursive: true });
      writeFileSync(join(site, path), text);
    }
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'our page');
  });
  after(() => rmSync(site, { recursive: true, force: true }));

  test('is checked, and a mistake in it is named by its path in the site', async () => {
    assert.match((await called('check')).output, /1 incident, nothing to mend/);
    const path = join(site, 'incidents/2026-03-01-alerts.md');
    writeFileSync(path, INCIDENT.replace('major_outage', 'mayor_outage'));
    const { status, output } = await called('check');
    writeFileSync(path, INCIDENT);
    assert.equal(status, 1);
    assert.match(output, /^incidents\/2026-03-01-alerts\.md:5:18 {2}error {2}status-unknown/m);
  });

  test('goes live with its own name, history and files, and the engine’s icons where it has none', async () => {
    const { status, output } = await called('deploy', '--to', '../../live-of-site');
    const live = join(dirname(site), 'live-of-site');
    try {
      assert.equal(status, 0, output);
      const page = readFileSync(join(live, 'incidents/2026-03-01-alerts/index.html'), 'utf8');
      assert.match(page, /Elsewhere/);
      assert.equal(readdirSync(join(live, 'incidents/2026-03-01-alerts/revisions')).length, 1);
      assert.equal(readFileSync(join(live, 'ours.txt'), 'utf8'), 'ours');
      assert.doesNotMatch(readFileSync(join(live, 'icon.svg'), 'utf8'), /path/);
      assert.deepEqual(
        readFileSync(join(live, 'icon-512.png')),
        readFileSync(join(ENGINE, 'public/icon-512.png')),
      );
      const ofOurs = readdirSync(realpathSync(live), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => /nightlight\.example/i.test(readFileSync(path, 'latin1')));
      assert.deepEqual(ofOurs, [], 'no file names a host of ours');
    } finally {
      for (const path of [live, `${live}.releases`]) rmSync(path, { recursive: true, force: true });
    }
  });

  test('is served while it is written, and what is built for it lies in its folder', async (t) => {
    const server = spawn(process.execPath, [join(ENGINE, 'src/cli/nightlight.mjs'), 'start'], {
      cwd: join(site, 'incidents'),
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Where something of this fails it would keep the process of the tests waiting.
    t.after(() => server.kill('SIGKILL'));
    let said = '';
    server.stdout.on('data', (data: Buffer) => {
      said += data;
    });
    while (!/Nightlight is at/.test(said)) await once(server.stdout, 'data');
    const [, address = ''] = /Nightlight is at (\S+)/.exec(said) ?? [];
    assert.match(await (await fetch(address)).text(), /Elsewhere/);
    assert.ok(existsSync(join(site, 'dist/index.html')));
    const built = once(server.stdout, 'data');
    writeFileSync(
      join(site, 'incidents/2026-03-01-alerts.md'),
      INCIDENT.replace('get no alerts', 'got no alerts'),
    );
    await built;
    assert.match(await (await fetch(`${address}history/2026/`)).text(), /Followers got no alerts/);
    server.kill();
    await once(server, 'exit');
  });
});
