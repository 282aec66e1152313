import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { webhookChannels } from '../../../src/delivery/channels/webhook.ts';
import { at, textAt } from '../../../src/delivery/wire.ts';
import { account } from '../around.ts';
import type { Seen, Vendor } from '../fakes/service.ts';
import { told } from '../told.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const env = { WEBHOOK_SECRET: 'whsec_bmlnaHRsaWdodC1uaWdodGxpZ2h0LW5pZ2h0bGlnaHQ=' };

/** A program that checks each signature as the library of Standard Webhooks does, and takes no id twice. */
function program() {
  const taken = new Map<string, unknown>();
  const vendor: Vendor = {
    tells: ({ method }) => method === 'POST',
    troubles: {
      'too many': { status: 429, headers: { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() } },
      broken: { status: 503 },
      refusing: { status: 401, body: 'who are you?' },
    },
    answer: (seen) => {
      if (seen.method === 'HEAD') return { status: 405 };
      if (!isSigned(seen)) return { status: 401 };
      taken.set(String(seen.headers['webhook-id']), seen.json);
      return { status: 204 };
    },
  };
  return { taken, vendor };
}

function isSigned({ bytes, headers }: Seen): boolean {
  try {
    new Webhook(env.WEBHOOK_SECRET).verify(bytes.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function room() {
  const { taken, vendor } = program();
  const opened = await roomOf({
    vendor,
    env,
    secrets: Object.values(env),
    arrived: () => taken.size,
    now: Date.now,
    make: (world, url) =>
      webhookChannels({ webhook: [{ ...account('webhook'), url: `${url}/hook` }] }, world),
  });
  return { ...opened, taken };
}

contractForEverybody('webhook', room);

describe('a program that is told by a webhook', () => {
  test('gets the body of Statuspage, under an id that is the same for each attempt', async () => {
    const { channel, fake, taken } = await room();
    assert.deepEqual(await channel.send(owed(), ENOUGH()), { kind: 'sent', receipt: 'a1b2-1' });
    const body = taken.get('a1b2-1');
    assert.equal(textAt(body, 'incident', 'shortlink'), told().incident_url);
    assert.equal(textAt(body, 'incident', 'incident_updates', 0, 'status'), 'investigating');
    await fake.close();
  });

  test('hears that the page cannot be believed, and not that the service is well', async () => {
    const { channel, fake, taken } = await room();
    const { site } = told();
    const since = Date.parse('2026-03-01T02:00:00Z');
    await channel.send(owed({ content: { kind: 'stale', site, since, language: 'en' } }), ENOUGH());
    const body = taken.get('a1b2-1');
    assert.deepEqual(at(body, 'stale'), { since: '2026-03-01T02:00:00Z' });
    assert.equal(at(body, 'page', 'status_indicator'), undefined);
    await fake.close();
  });

  test('is waited for until the date that it names', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && (outcome.after ?? 0) > 50_000, JSON.stringify(outcome));
    await fake.close();
  });

  test('is asked for nothing but whether it is there when it is checked', async () => {
    const { channel, fake, taken } = await room();
    assert.deepEqual(await channel.check(ENOUGH()), []);
    assert.deepEqual(
      fake.seen.map(({ method }) => method),
      ['HEAD'],
    );
    assert.equal(taken.size, 0);
    await fake.close();
  });

  test('is not told with a secret that is none', async () => {
    const { with: remade, fake } = await room();
    const channel = await remade({ WEBHOOK_SECRET: 'hunter2' });
    const [problem] = await channel.check(ENOUGH());
    assert.equal(problem?.name, 'variable-value');
    assert.ok(!JSON.stringify(problem).includes('hunter2'));
    await fake.close();
  });
});
