import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { RENEW_FIELD } from '../../src/domain/subscribe-form.ts';
import { idIn, openService, PUSH, SERVICE, SITE_ORIGIN } from './service.ts';

const service = await openService();
after(() => service.database.close());
beforeEach(() => service.clear());

const DAY = 24 * 3_600_000;
const { endpoint: OLD } = JSON.parse(PUSH) as { endpoint: string };
const NEW = 'https://updates.push.services.mozilla.com/wpush/v2/renewed';

/** A subscription of a browser. */
function at(endpoint: string): string {
  return JSON.stringify({ ...(JSON.parse(PUSH) as object), endpoint });
}

/** A browser joins. @returns what was given to it, and its own page. */
async function joined(push = PUSH): Promise<{ token: string; own: string; id: string }> {
  const own = await service.join('web-push', { push });
  const token =
    service.sent.findLast(({ to }) => to.includes(JSON.parse(push).endpoint))?.note?.renewal ?? '';
  return { token, own, id: idIn(own) };
}

/** What a worker says. */
async function renew(
  token: string,
  { before = OLD, push = at(NEW) }: { before?: string; push?: string } = {},
  headers: Record<string, string> = { Origin: SITE_ORIGIN },
): Promise<Response> {
  const fields = { [RENEW_FIELD.token]: token, [RENEW_FIELD.before]: before, [RENEW_FIELD.push]: push };
  const answer = await service.post('/renew', fields, headers);
  await service.idle();
  return answer;
}

/** The endpoints that are told. */
async function told(): Promise<string[]> {
  const rows = await service.database.query<{ id: string }>(
    `select id from nightlight.subscribers where state = 'active' order by id`,
  );
  const known = await service.recipients.addresses(
    'web-push',
    rows.map(({ id }) => id),
  );
  return [...known.values()].map(({ address }) => (JSON.parse(address) as { endpoint: string }).endpoint);
}

describe('a browser whose endpoint is another now', () => {
  test('is told there, with what it had chosen, and shows by its proof alone that it is that one', async () => {
    const own = await service.join('web-push', { least: 'major', sound: 'quiet' });
    const token = service.sent[0]?.note?.renewal ?? '';
    service.sent.length = 0;
    const answer = await renew(token);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), SITE_ORIGIN);
    assert.deepEqual(await told(), [NEW]);
    assert.match(await (await service.get(own)).text(), /value="major"\s+checked/);
    const [note] = service.sent;
    assert.deepEqual([service.sent.length, note?.to, note?.note?.silent], [1, at2(NEW), true]);
    assert.match(note?.note?.url ?? '', /\/preferences\//);
  });

  test('is given the next proof, in the answer and with each message; the one before is worth nothing any more', async () => {
    const { token, id } = await joined();
    const next = await (await renew(token)).text();
    assert.notEqual(next, token);
    const known = await service.recipients.addresses('web-push', [id]);
    assert.equal(known.get(id)?.renewal, next);
    assert.equal(service.sent.at(-1)?.note?.renewal, next);
    assert.equal((await renew(token, { push: at(`${NEW}-thief`) })).status, 410);
    assert.deepEqual(await told(), [NEW]);
    assert.equal((await renew(next, { before: NEW, push: at(`${NEW}-2`) })).status, 200);
    assert.deepEqual(await told(), [`${NEW}-2`]);
  });

  test('is found again after its old endpoint was called dead, within a month', async () => {
    const { token, id } = await joined();
    await service.recipients.gone('web-push', id, '410');
    assert.deepEqual(await told(), []);
    service.clock.now += 29 * DAY;
    assert.equal((await renew(token)).status, 200);
    assert.deepEqual(await told(), [NEW]);
    const lines = await service.database.query(
      `select what, how from nightlight.consents where subscriber = $1 order by number desc limit 1`,
      [id],
    );
    assert.deepEqual(lines, [{ what: 'resumed', how: 'channel' }]);
  });

  test('is not found again after more than a month', async () => {
    const { token, id } = await joined();
    await service.recipients.gone('web-push', id, '410');
    service.clock.now += 31 * DAY;
    assert.equal((await renew(token)).status, 410);
    assert.deepEqual(await told(), []);
  });

  test('is not ended by a message to its old endpoint that comes back late', async () => {
    const { token, id } = await joined();
    await renew(token);
    const [old = ''] = service.sent.filter(({ to }) => to.includes(OLD)).map(({ to }) => to);
    await service.recipients.gone('web-push', id, '410', old);
    assert.deepEqual(await told(), [NEW]);
    await service.recipients.gone('web-push', id, '410', at2(NEW));
    assert.deepEqual(await told(), []);
  });

  test('may have new keys at the same endpoint', async () => {
    const { token } = await joined();
    assert.equal((await renew(token, { push: at(OLD) })).status, 200, 'new keys for the same endpoint');
    assert.deepEqual(await told(), [OLD]);
  });
});

describe('nobody else moves what somebody is told', () => {
  test('who knows an endpoint, and nothing else', async () => {
    const { id } = await joined();
    for (const token of [
      '',
      'x',
      `${id}.0`,
      `${id}.0.${'A'.repeat(22)}`,
      `${'f'.repeat(32)}.0.${'A'.repeat(22)}`,
    ])
      assert.equal((await renew(token, { push: at(`${NEW}-thief`) })).status, 410, token);
    assert.deepEqual(await told(), [OLD]);
    assert.equal(service.sent.filter(({ to }) => to.includes('thief')).length, 0);
  });

  test('who signs up with that endpoint and keys of their own: what proves it goes to the browser alone, and is not confirmed', async () => {
    await joined();
    service.sent.length = 0;
    const keys = {
      p256dh: Buffer.alloc(65, 9).toString('base64url'),
      auth: Buffer.alloc(16, 9).toString('base64url'),
    };
    const answer = await service.signUp('web-push', { push: JSON.stringify({ endpoint: OLD, keys }) });
    assert.ok(!(await answer.text()).includes(service.sent[0]?.note?.renewal ?? 'none was sent'));
    const rows = await service.database.query('select sealed from nightlight.subscribers');
    assert.equal(rows.length, 1);
    const known = await told();
    assert.deepEqual(known, [OLD]);
  });

  test('who is told too: a proof is good for its own person and its own endpoint', async () => {
    const victim = await joined();
    const thief = await joined(at(`${NEW}-thief`));
    // The thief's own proof, put onto the other's id or endpoint.
    const [, epoch, proof] = thief.token.split('.');
    for (const [token, before] of [
      [`${victim.id}.${epoch}.${proof}`, OLD],
      [`${victim.id}.${epoch}.${proof}`, `${NEW}-thief`],
      [thief.token, OLD],
    ] as const)
      assert.equal((await renew(token, { before, push: at(`${NEW}-3`) })).status, 410);
    // Nor into the place of somebody: their own alerts would come from then on to who did not ask for them.
    assert.equal((await renew(thief.token, { before: `${NEW}-thief`, push: PUSH })).status, 410);
    assert.deepEqual((await told()).toSorted(), [OLD, `${NEW}-thief`].toSorted());
  });

  test('who holds another kind of proof of that very person', async () => {
    const { own } = await joined();
    const link = own.split('/').at(-1) ?? '';
    assert.equal((await renew(link)).status, 410);
    const { token } = await joined();
    assert.equal((await service.get(`/preferences/${token}`)).status, 410);
    assert.equal((await service.get(`/leave/${token}`)).status, 410);
  });

  test('another site in the same browser, or a program', async () => {
    const { token } = await joined();
    for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: SERVICE }])
      assert.equal((await renew(token, {}, headers)).status, 403);
    assert.deepEqual(await told(), [OLD]);
  });

  test('towards a machine that is no push service', async () => {
    const { token } = await joined();
    for (const push of ['', 'null', at('https://10.0.0.1/x'), at('https://evil.example/x')])
      assert.equal((await renew(token, { push })).status, 422, push);
    assert.deepEqual(await told(), [OLD]);
  });
});

test('who left is not told again because a browser says so', async () => {
  const { token, own } = await joined();
  await service.post(own, { do: 'leave' });
  assert.equal((await renew(token)).status, 410);
  const again = await joined();
  assert.equal((await renew(token)).status, 410, 'a proof of before they left');
  assert.equal((await renew(again.token)).status, 200);
});

test('a browser that was asked and has not confirmed moves nothing', async () => {
  await service.signUp('web-push');
  assert.equal((await renew(service.sent[0]?.note?.renewal ?? '')).status, 410);
  assert.deepEqual(await told(), []);
});

test('what somebody holds of themselves can write to one endpoint three times a day, and not more', async () => {
  const { token } = await joined();
  let [proof, before] = [token, OLD];
  const ends: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const push = turn % 2 === 0 ? NEW : `${NEW}-b`;
    const answer = await renew(proof, { before, push: at(push) });
    ends.push(answer.status);
    if (answer.status === 200) [proof, before] = [await answer.text(), push];
  }
  assert.deepEqual(ends, [200, 200, 200, 200, 200]);
  assert.equal((await renew(proof, { before, push: at(NEW) })).status, 429);
});

test('neither store nor log knows a proof or an endpoint', async () => {
  const { token } = await joined();
  const next = await (await renew(token)).text();
  const tables = ['subscribers', 'requests', 'consents', 'sign_up_counts'];
  const rows = await Promise.all(
    tables.map((name) => service.database.query(`select to_jsonb(t) as row from nightlight.${name} as t`)),
  );
  const kept = JSON.stringify(rows) + service.logged.join('\n');
  for (const secret of [token.slice(35), next.slice(35), 'renewed-endpoint', '/wpush/'])
    assert.ok(!kept.includes(secret), secret);
});

/** A subscription as the service keeps it. */
function at2(endpoint: string): string {
  const { keys } = JSON.parse(PUSH) as { keys: { p256dh: string; auth: string } };
  return JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
}
