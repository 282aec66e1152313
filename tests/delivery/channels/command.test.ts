import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Around, Channel } from '../../../src/delivery/channel.ts';
import { commandChannels } from '../../../src/delivery/channels/command.ts';
import { at, textAt } from '../../../src/delivery/wire.ts';
import { account, around } from '../around.ts';
import { told } from '../told.ts';
import { contract } from './contract.ts';
import { ENOUGH, owed } from './everybody.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const PATH = process.env.PATH;

/** A folder with a program of the operator's own in it, which is a script of a few words. */
async function program(script: string, changed: Partial<Around> = {}, run: string[] = ['./tell']) {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-command-'));
  folders.push(folder);
  const path = join(folder, 'tell');
  const write = (text: string) => {
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
  };
  write(script);
  const command = [{ ...account('command'), run }];
  const [channel] = await commandChannels({ command }, around({ env: { PATH }, folder, ...changed }));
  return { channel: channel as Channel, folder, write };
}

const heard = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'heard'), 'utf8'));

contract('command', async () => {
  const { channel, folder, write } = await program('cat > heard');
  return {
    channel,
    arrived: async () => (existsSync(join(folder, 'heard')) ? 1 : 0),
    fail: {
      'too many': () => write('exit 75'),
      broken: () => write('kill -9 $$'),
      refusing: () => write('exit 1'),
      silent: () => write('cat > heard; sleep 30'),
      away: () => rmSync(join(folder, 'tell')),
    },
    heal: () => write('cat > heard'),
  };
});

describe('a program of the operator’s own', () => {
  test('reads the notification as JSON, and its first line is the receipt', async () => {
    const { channel, folder } = await program('cat > heard; echo message-7; echo more');
    const outcome = await channel.send(owed({ earlier: 'message-6' }), ENOUGH());
    assert.deepEqual(outcome, { kind: 'sent', receipt: 'message-7' });
    const given = heard(folder);
    assert.equal(textAt(given, 'kind'), 'update');
    assert.equal(textAt(given, 'key'), 'a1b2-1');
    assert.equal(textAt(given, 'earlier'), 'message-6');
    assert.ok(textAt(given, 'text')?.includes(told().url));
    assert.deepEqual(at(given, 'notification'), told());
  });

  test('gets its arguments as they are written: no shell reads them', async () => {
    const { channel, folder } = await program('printf "%s" "$1" > argument', {}, [
      './tell',
      '$(id); rm -rf * "x"',
    ]);
    await channel.send(owed(), ENOUGH());
    assert.equal(readFileSync(join(folder, 'argument'), 'utf8'), '$(id); rm -rf * "x"');
  });

  test('sees its own variables, and no secret of another channel', async () => {
    const env = { PATH, COMMAND_PAGER: 'p4ger', SLACK_WEBHOOK: 'https://hooks.slack.com/x', COMMANDER: 'no' };
    const { channel, folder } = await program('env > seen', { env });
    await channel.send(owed(), ENOUGH());
    const seen = readFileSync(join(folder, 'seen'), 'utf8');
    assert.match(seen, /COMMAND_PAGER=p4ger/);
    assert.doesNotMatch(seen, /SLACK|COMMANDER/);
  });

  test('is told again after exit code 75, and not after another, which is said without its secrets', async () => {
    const env = { PATH, COMMAND_PAGER: 'p4ger' };
    const busy = await program('echo "the line is busy" >&2; exit 75', { env });
    assert.deepEqual(await busy.channel.send(owed(), ENOUGH()), {
      kind: 'later',
      reason: 'the program ended with exit code 75: the line is busy',
    });
    const wrong = await program('echo "no such pager: $COMMAND_PAGER" >&2; exit 3', { env });
    assert.deepEqual(await wrong.channel.send(owed(), ENOUGH()), {
      kind: 'refused',
      reason: 'the program ended with exit code 3: no such pager: •••',
    });
  });

  test('is ended with all it started once its time is up', async () => {
    const { channel, folder } = await program('(trap "" TERM; sleep 1; echo late > late) & sleep 30');
    const outcome = await channel.send(owed(), AbortSignal.timeout(150));
    assert.equal(outcome.kind, 'unknown');
    await wait(1_200);
    assert.ok(!existsSync(join(folder, 'late')), 'what it started went on');
  });

  test('need not read what it is given, may write without end, and may leave a program behind', async () => {
    const { channel } = await program('yes | head -c 3000000; sleep 30 & exit 0');
    const began = Date.now();
    const outcome = await channel.send(owed(), ENOUGH());
    assert.equal(outcome.kind, 'sent');
    assert.ok(Date.now() - began < 20_000);
  });

  test('is looked for in PATH or from the folder of the site, and must be one that can be run', async () => {
    const { channel, folder } = await program('exit 0');
    assert.deepEqual(await channel.check(ENOUGH()), []);
    chmodSync(join(folder, 'tell'), 0o644);
    assert.match((await channel.check(ENOUGH()))[0]?.found ?? '', /may not run/);
    const inPath = await program('exit 0', {}, ['sh', '-c', 'exit 0']);
    assert.deepEqual(await inPath.channel.check(ENOUGH()), []);
    const missing = await program('exit 0', {}, ['no-such-program-here']);
    assert.equal((await missing.channel.check(ENOUGH()))[0]?.name, 'program-missing');
    assert.equal((await missing.channel.send(owed(), ENOUGH())).kind, 'later');
  });
});
