import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import { migrate } from '../../src/delivery/store/migrate.ts';
import { emptyStore } from './store.ts';

const STORE = resolve(import.meta.dirname, '../../src/delivery/store/pglite.ts');

/**
 * A process that opens a store, works on it until all that V8 does about it is done, and says its largest size in MB.
 * On Linux `maxRSS` begins with the size of the process that began this one, here that of all tests; `VmHWM` does not.
 */
const WORK = `
  const { openPglite } = await import(${JSON.stringify(STORE)});
  const store = await openPglite(process.argv[1]);
  await store.query("insert into nightlight.notices (id, incident, kind, first, drill, published, heard_at, history, contents) values ('n', 'i', 'update', true, false, now(), now(), false, '{}')");
  for (let page = 0; page < 10; page++)
    await store.query("insert into nightlight.outbox (notice, channel, recipient, not_before) select 1, 'email', md5(($1::int * 1000 + each)::text), now() from generate_series(1, 1000) as each", [page]);
  for (let handful = 0; handful < 20; handful++)
    await store.query("update nightlight.outbox set state = 'sent' where recipient in (select recipient from nightlight.outbox where state = 'waiting' limit 500)");
  await new Promise((done) => setTimeout(done, 500));
  await store.close();
  const { existsSync, readFileSync } = await import('node:fs');
  const own = existsSync('/proc/self/status') && /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  console.log((own ? Number(own[1]) : process.resourceUsage().maxRSS) / 1024);
`;

test('a process that works on an embedded store stays below 500 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  try {
    const made = await emptyStore(folder);
    await migrate(made, DELIVERY_MIGRATIONS);
    await made.close();
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', WORK, folder], {
      encoding: 'utf8',
    });
    const peak = Number(stdout);
    assert.ok(peak > 0 && peak < 500, `${stdout} ${stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
