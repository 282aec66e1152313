import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { voiceOf } from '../../src/delivery/alarm.ts';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import { withoutSecrets } from '../../src/delivery/secrets.ts';
import { storeWith } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
const store = await storeWith(DELIVERY_MIGRATIONS);
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test('a program of the operator reads what is wrong as JSON, and has no secret of a channel', async () => {
  const heard = join(folder, 'heard');
  const write = `let all = ''; process.stdin.on('data', (part) => (all += part)).on('end', () =>
    fs.writeFileSync(${JSON.stringify(heard)}, JSON.stringify({ said: JSON.parse(all), env: Object.keys(process.env) })));`;
  const voice = voiceOf(
    store,
    {
      command: [process.execPath, '-e', write],
      env: withoutSecrets({ ...process.env, SMTP_URL: 'smtps://us:secret@mail.example.org' }),
    },
    { now: () => Date.parse('2026-03-01T02:12:00Z'), fetch, log: () => undefined },
  );
  await voice.raise('channel email', 'E-mail fails. Look at its token.');
  const { said, env } = JSON.parse(readFileSync(heard, 'utf8')) as {
    said: { about: string; words: string; over: boolean };
    env: string[];
  };
  assert.deepEqual(
    [said.about, said.words, said.over],
    ['channel email', 'E-mail fails. Look at its token.', false],
  );
  assert.ok(env.includes('PATH') && !env.includes('SMTP_URL'), env.join());
});
