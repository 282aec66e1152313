import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { lock } from '../../src/system/lock.ts';
import { workshop } from '../release/workshop.ts';

const fresh = workshop();
const place = () => join(fresh(), 'one.lock');

const WITHOUT_SHELL = process.platform === 'win32' && 'no shell here can bound what is written';

describe('a lock', () => {
  const HOLDER = `import { lock } from ${JSON.stringify(pathToFileURL(resolve('src/system/lock.ts')).href)};
    await lock(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`;

  test('is one process’s at a time, and is free at once when its process is killed', async () => {
    const path = place();
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    await assert.rejects(lock(path, 0), /Another deploy runs here\. .*fuser/);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    (await lock(path, 0))();
  });

  test('is held until it is given up, and says for how long one has waited and how to find who holds it', async () => {
    const path = place();
    const unlock = await lock(path);
    await assert.rejects(lock(path, 1), ({ message }: Error) => {
      assert.match(message, /^Another deploy has been running for 0 minutes\./);
      assert.ok(message.includes(`"fuser ${path}"`));
      return true;
    });
    unlock();
    (await lock(path, 0))();
  });

  test('is waited for by whoever comes while it is held', async () => {
    const path = place();
    const order: string[] = [];
    const unlock = await lock(path);
    const second = lock(path, 60_000).then((done) => {
      order.push('second');
      done();
    });
    await new Promise((done) => setImmediate(done));
    order.push('first is done');
    unlock();
    await second;
    assert.deepEqual(order, ['first is done', 'second']);
  });

  test('is not held by what stands in its file', async () => {
    for (const text of ['', '1', '999999999', String(process.pid), 'x'.repeat(4096)]) {
      const path = place();
      writeFileSync(path, text);
      (await lock(path, 0))();
      assert.equal(readFileSync(path, 'utf8').includes('x'), false);
    }
  });

  test('that cannot be had at all is told of at once, and not waited for', async () => {
    const path = join(fresh(), 'no-such-folder/lock');
    await assert.rejects(lock(path), ({ message }: Error) => {
      assert.equal(
        message,
        `${path} cannot be locked: it cannot be made or opened there. Look whether its folder is there and may be written to.`,
      );
      return true;
    });
  });

  test('can be had where not one byte can be written, as on a full disk', {
    skip: WITHOUT_SHELL,
  }, async () => {
    const words = ['-c', 'ulimit -f 0; exec "$0" --input-type=module -e "$1" "$2"'];
    const holder = spawn('sh', [...words, process.execPath, HOLDER, place()], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said] = (await Promise.race([once(holder.stdout, 'data'), once(holder.stderr, 'data')])) as [
      Buffer,
    ];
    holder.kill('SIGKILL');
    assert.equal(String(said), 'held\n');
  });

  test('lets many in one after the other', async () => {
    const path = place();
    let inside = 0;
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        const unlock = await lock(path);
        assert.equal(++inside, 1);
        await new Promise((done) => setImmediate(done));
        inside--;
        unlock();
      }),
    );
  });
});
