import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { validateWorkflow } from '@action-validator/core';
import { parse as parseYaml } from 'yaml';
import { command } from '../../src/cli/commands/watch.ts';
import { parseCall } from '../../src/cli/parse.ts';
import { ROOT } from '../tour/situations.ts';

const read = (name: string) => readFileSync(join(ROOT, 'docs/deploying', name), 'utf8');
/** What stands behind `nightlight watch` in a line. */
const callIn = (line: string) => parseCall(line.replace(/^.*\bwatch (?=--)/, '').split(' '), command).flags;

describe('a watcher is begun', () => {
  const unit = read('nightlight-watch.service');
  const said = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  test('by systemd with flags that it has, in folders that the unit may write to', () => {
    const flags = callIn(said('ExecStart'));
    assert.ok(String(flags.to).startsWith(`${said('ReadWritePaths')}/`));
    assert.ok(said('WorkingDirectory').startsWith(`${said('ReadWritePaths')}/`));
    assert.ok(String(flags.state).startsWith(`/var/lib/${said('StateDirectory')}/`));
    assert.equal(said('Restart'), 'always');
    // Longer than a push may take, and what calls systemd-notify is a child.
    assert.deepEqual([said('WatchdogSec'), said('NotifyAccess')], ['15min', 'all']);
    assert.ok(said('ExecStart').startsWith(said('WorkingDirectory')));
  });

  test('by compose from another place, to look and pass on alone', () => {
    const { services } = parseYaml(read('watch.compose.yaml')) as {
      services: {
        watch: { command: string[]; entrypoint: string[]; build: { context: string; dockerfile: string } };
      };
    };
    const { command: args, entrypoint, build } = services.watch;
    assert.equal(entrypoint.at(-1), 'watch');
    const { flags } = parseCall(args, command);
    assert.ok(flags.report && flags.place && !flags.to);
    assert.ok(
      readFileSync(join(ROOT, 'docs/deploying', build.context, build.dockerfile), 'utf8').includes(
        'COPY src',
      ),
    );
  });

  test('by the timer of a forge once, with a key whose pushes begin the build of the page', () => {
    const text = read('watch.yml');
    assert.deepEqual(validateWorkflow(text).errors, []);
    for (const line of text.split('\n').filter((one) => /\buses: /.test(one)))
      assert.match(line, /uses: [\w-]+\/[\w-]+(?:\/\w+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const { jobs, permissions } = parseYaml(text) as {
      permissions: object;
      jobs: {
        watch: { steps: { if?: string; uses?: string; run?: string; with?: Record<string, string> }[] };
      };
    };
    const { steps } = jobs.watch;
    assert.deepEqual(permissions, { contents: 'read' });
    const call = steps.findIndex(({ run }) => run?.includes('nightlight watch'));
    assert.equal(callIn(steps[call]?.run ?? '').once, true);
    // A run that spoke fails, and a cache that is kept of good runs alone would forget what it said.
    const [before, after] = [steps[call - 1], steps[call + 1]];
    assert.match(before?.uses ?? '', /^actions\/cache\/restore@/);
    assert.match(after?.uses ?? '', /^actions\/cache\/save@/);
    assert.equal(after?.if, 'always()');
    assert.deepEqual([after?.with?.path, after?.with?.key], [before?.with?.path, before?.with?.key]);
    assert.match(steps[0]?.with?.['ssh-key'] ?? '', /secrets\./);
  });
});
