import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { concealing } from '../../src/delivery/secrets.ts';
import {
  endingBefore,
  endingOf,
  lineOf,
  MOST,
  type NoAnswer,
  type Service,
} from '../../src/delivery/wire.ts';

const SERVICE: Service = {
  called: 'The service',
  address: 'https://service.example',
  remedy: () => 'Look at it.',
};

const talk = (answer: () => Response | Promise<Response>) =>
  lineOf({ fetch: async () => answer() }, AbortSignal.timeout(5_000));

async function ending(answer: () => Response | Promise<Response>, meaning = endingOf) {
  const line = talk(answer);
  await line.fetch('https://service.example').catch(() => undefined);
  return meaning(line.last() as NoAnswer, SERVICE);
}

function failing(code: string) {
  return () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }));
}

describe('a line to a service', () => {
  test('reads no more than a bounded part of an answer, though it never ends', async () => {
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const line = talk(() => new Response(endless));
    const response = await line.fetch('https://service.example');
    assert.equal((await response.arrayBuffer()).byteLength, MOST);
    assert.ok(given < MOST + 300_000);
  });

  test('takes the status for an answer, though the line drops before the end of the body', async () => {
    const cut = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id": "7'));
        controller.error(new Error('dropped'));
      },
    });
    const line = talk(() => new Response(cut, { status: 201 }));
    assert.equal((await line.fetch('https://service.example')).status, 201);
  });

  test('knows what was never sent from what may have been', async () => {
    for (const code of [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'UND_ERR_CONNECT_TIMEOUT',
      'CERT_HAS_EXPIRED',
    ])
      assert.equal((await ending(failing(code))).kind, 'later', code);
    for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])
      assert.equal((await ending(failing(code))).kind, 'unknown', code);
  });

  test('is certain only where every address that was tried refused', async () => {
    const errors = ['ECONNREFUSED', 'ECONNRESET'].map((code) => Object.assign(new Error(), { code }));
    const tried = (which: Error[]) => () =>
      Promise.reject(new TypeError('fetch failed', { cause: new AggregateError(which) }));
    assert.equal((await ending(tried(errors.slice(0, 1)))).kind, 'later');
    assert.equal((await ending(tried(errors))).kind, 'unknown');
  });
});

describe('an answer', () => {
  const kindOf = async (status: number) => (await ending(() => new Response('{}', { status }))).kind;

  test('means for a message what its status says, and no more', async () => {
    assert.equal(await kindOf(429), 'later');
    assert.equal(await kindOf(503), 'later');
    for (const status of [408, 500, 502, 504]) assert.equal(await kindOf(status), 'unknown', `${status}`);
    for (const status of [301, 307, 400, 401, 403, 404, 410, 413, 422])
      assert.equal(await kindOf(status), 'refused', `${status}`);
  });

  test('before anything was told leaves nothing unknown', async () => {
    for (const answer of [() => new Response('', { status: 500 }), failing('ECONNRESET')])
      assert.equal((await ending(answer, endingBefore)).kind, 'later');
  });

  test('says when to come back: seconds, or a date by its own clock; never in more than a day', async () => {
    const after = async (headers: Record<string, string>) => {
      const outcome = await ending(() => new Response('', { status: 429, headers }));
      return outcome.kind === 'later' ? outcome.after : 'wrong';
    };
    assert.equal(await after({ 'Retry-After': '7' }), 7_000);
    const dates = { Date: 'Sun, 01 Mar 2026 02:12:00 GMT', 'Retry-After': 'Sun, 01 Mar 2026 02:13:00 GMT' };
    assert.equal(await after(dates), 60_000);
    assert.equal(await after({ 'Retry-After': '99999999' }), 86_400_000);
    assert.equal(await after({ 'Retry-After': 'soon' }), undefined);
  });

  test('is told in one short line, whatever it holds', async () => {
    const body = JSON.stringify({ error: { message: `<b>no</b>\n\u001b[31m${'x'.repeat(5_000)}` } });
    const outcome = await ending(() => new Response(body, { status: 400 }));
    assert.ok(outcome.kind === 'refused');
    assert.match(outcome.reason, /^The service answered 400: no \[31mx+… ?\. Look at it\.$/);
    assert.ok(outcome.reason.length < 300);
  });
});

describe('a secret', () => {
  test('is taken out of a text whole, as it stands in an address, and in the parts by which it could be used', () => {
    const conceal = concealing([
      'https://hooks.example/services/T1/aVerySecretPartOfIt?sig=another+Secret+Part',
      'p@ss word',
    ]);
    for (const text of [
      'aVerySecretPartOfIt',
      'p@ss word',
      'p%40ss%20word',
      '/services/T1/aVerySecretPartOfIt',
    ])
      assert.ok(!conceal(`at ${text} it broke`).includes(text), text);
    assert.equal(conceal('nothing in here'), 'nothing in here');
  });

  test('that is empty or tiny takes nothing else with it', () => {
    assert.equal(concealing(['', 'a', 'ab'])('a cab at a bar'), 'a cab at a bar');
  });
});
