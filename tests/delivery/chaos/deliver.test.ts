import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import { keyOf } from '../../../src/delivery/lane.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { openPglite } from '../../../src/delivery/store/pglite.ts';
import { keyRingFrom, KEYS_VARIABLE, SUBSCRIPTIONS_MIGRATIONS } from '../../../src/subscriptions/index.ts';
import { People } from '../../../src/subscriptions/people.ts';
import { publish } from '../site.ts';
import { storeWith } from '../store.ts';
import { told } from '../told.ts';
import { postOffice } from './post-office.ts';
import { LANGUAGES } from '../../languages.ts';
import { until } from '../until.ts';

/** `RUNS=50 node --test tests/delivery/chaos/deliver.test.ts` kills that often. */
const kills = Number(process.env.RUNS ?? 1);
const PEOPLE = Math.max(150, kills * 40);
const CONNECTIONS = 3;
const ENGINE = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'nightlight-deliver-'));
const store = join(folder, 'store');
const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const site = await publish();
const mail = await postOffice();
/** Those that a failure left running: whoever has begun one cannot end before it. */
const started = new Set<ChildProcess>();
after(async () => {
  for (const child of started) child.kill('SIGKILL');
  await Promise.all([site.close(), mail.close()]);
  rmSync(folder, { recursive: true, force: true });
});

writeFileSync(
  join(folder, 'nightlight.yaml'),
  `${readFileSync(join(ENGINE, 'nightlight.yaml'), 'utf8')}
delivery:
  every: 1
  service: https://notify.example.org
  email:
    from: Sharing status <status@example.org>
    postal_address: Example Ltd, 1 Main Street
    connections: ${CONNECTIONS}
    per_second: 1000
`,
);

const news = (update: string) =>
  told({
    update,
    id: `2026-03-01-follow/${update}`,
    authority: 'nightlight.example',
    published: new Date(Date.now() + 1000).toISOString().replace(/\.\d+/, ''),
  });

describe('nightlight deliver', () => {
  test('writes to each of its subscribers once, though it is killed and ended and begun again in the midst', async () => {
    await subscribe();
    let running = await begun();
    site.updates = [news('u-1')];
    for (let kill = 0; kill < kills; kill++) {
      await arrives(20);
      running.kill('SIGKILL');
      await once(running, 'exit');
      running = await begun();
    }
    await arrives(20);
    running.kill('SIGTERM');
    const asked = performance.now();
    const [code] = await once(running, 'exit');
    assert.equal(code, 0);
    assert.ok(performance.now() - asked < 15_000, 'and it waits for nothing but what is under way');
    const ended = await rows();
    assert.equal(ended.length, PEOPLE);
    const statesThen = new Set(ended.map(({ state }) => state));
    assert.ok(!statesThen.has('claimed') && !statesThen.has('sending'), [...statesThen].join());
    if (kills === 1) assert.ok(statesThen.has('waiting'), 'it was ended in the midst');

    running = await begun();
    const sure = ended.filter(({ state }) => state !== 'unknown');
    await until(() => sure.every(({ key }) => mail.arrived.has(key)));
    await pause(500);
    mail.isSilent = true;
    const before = mail.count();
    site.updates = [news('u-2'), ...site.updates];
    await until(() => mail.count() >= before + CONNECTIONS);
    running.kill('SIGTERM');
    await pause(300);
    running.kill('SIGTERM');
    await pause(1_500);
    assert.deepEqual([running.exitCode, running.signalCode], [null, null], 'what is under way has its time');
    const again = performance.now();
    running.kill('SIGTERM');
    await once(running, 'exit');
    assert.ok(performance.now() - again < 1_000, 'who asks again does not wait');

    const all = await rows();
    assert.equal(all.length, PEOPLE * 2);
    for (const { key, state } of all) {
      const count = mail.arrived.get(key) ?? 0;
      assert.ok(
        state === 'sent' ? count === 1 : count <= Number(state === 'unknown' || state === 'sending'),
        `${key} ${state} ${count}`,
      );
    }
    const unknown = all.filter(({ state }) => state === 'unknown' || state === 'sending').length;
    assert.ok(unknown <= CONNECTIONS * (kills + 1), `${unknown} are unknown after ${kills} kills`);
    const first = all.filter(({ notice }) => notice.endsWith('u-1')).map(({ state }) => state);
    assert.ok(
      first.every((state) => state === 'sent' || state === 'unknown'),
      [...new Set(first)].join(),
    );
  });
});

/** As many as a list has, each confirmed, by the code that keeps them. */
async function subscribe(): Promise<void> {
  const database = await storeWith([...DELIVERY_MIGRATIONS, ...SUBSCRIPTIONS_MIGRATIONS], store);
  const people = new People(keyRingFrom({ [KEYS_VARIABLE]: key }, randomBytes), LANGUAGES);
  for (let number = 0; number < PEOPLE; number++)
    await people.confirm(
      database,
      {
        id: `s-${number}`,
        kind: 'email',
        stage: 'person',
        address: `parent-${number}@example.org`,
        guardian: undefined,
        minor: false,
        tries: 0,
        language: number % 3 === 0 ? 'es' : 'en',
        components: null,
        regions: null,
        least: 'any',
        loud: true,
        drills: false,
      },
      Date.now(),
    );
  await database.close();
}

/** The program as an operator runs it, once it has read the site. */
async function begun(): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [join(ENGINE, 'src/cli/nightlight.mjs'), 'deliver', '--from', site.url, '--store', store, '--port', '0'],
    {
      cwd: folder,
      env: { ...process.env, NIGHTLIGHT_SITE: folder, [KEYS_VARIABLE]: key, SMTP_URL: mail.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  started.add(child);
  child.once('exit', () => started.delete(child));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  await until(async () => {
    assert.equal(child.exitCode, null, said);
    const [, port] = /listens at http:\/\/localhost:(\d+)/.exec(said) ?? [];
    return port !== undefined && (await fetch(`http://localhost:${port}/readyz`)).ok;
  });
  return child;
}

/** Waits until so many more letters have arrived. */
async function arrives(more: number): Promise<void> {
  const before = mail.count();
  await until(() => mail.count() >= before + more);
}

/** What the store says of each message, by the key of the message. */
async function rows(): Promise<{ notice: string; key: string; state: string }[]> {
  const database = await openPglite(store);
  const found = await database.query<{ id: string; recipient: string; state: string }>(
    'select id, recipient, state from nightlight.outbox join nightlight.notices on number = notice',
  );
  await database.close();
  return found.map(({ id, recipient, state }) => ({ notice: id, key: keyOf(id, 'email', recipient), state }));
}
