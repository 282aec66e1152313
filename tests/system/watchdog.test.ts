import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { aliveFor } from '../../src/system/watchdog.ts';
import { workshop } from '../release/workshop.ts';

describe('a process that systemd waits for', () => {
  const place = workshop();

  /** A folder with a stand-in for systemd-notify. */
  function standIn(script: string): string {
    const folder = place();
    const program = join(folder, 'systemd-notify');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return folder;
  }

  test('says that it goes on, and hands on no secret', async () => {
    const folder = standIn('{ echo "$@"; /usr/bin/env; } > "$0.said"');
    const alive = aliveFor({
      ...{ PATH: folder, NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '900000000' },
      WEARER_TOKEN: 'hush',
    });
    assert.equal(await alive?.(), undefined);
    const said = readFileSync(join(folder, 'systemd-notify.said'), 'utf8');
    assert.match(said, /^WATCHDOG=1\n/);
    assert.match(said, /^NOTIFY_SOCKET=\/run\/systemd\/notify$/m);
    assert.doesNotMatch(said, /hush/);
  });

  test('says why that could not be said', async () => {
    const around = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '1' };
    const failing = standIn('echo "no such socket" >&2; exit 1');
    assert.match((await aliveFor({ ...around, PATH: failing })?.()) ?? '', /no such socket/);
    assert.match((await aliveFor({ ...around, PATH: place() })?.()) ?? '', /ENOENT/);
  });

  test('says nothing where nobody waits for it', () => {
    const folder = standIn('touch "$0.said"');
    assert.equal(aliveFor({ PATH: folder, NOTIFY_SOCKET: '/run/systemd/notify' }), undefined);
    assert.equal(aliveFor({ PATH: folder, WATCHDOG_USEC: '1' }), undefined);
    assert.ok(!existsSync(join(folder, 'systemd-notify.said')));
  });
});
