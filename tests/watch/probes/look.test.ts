import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type Server as TcpServer } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import { readConfig } from '../../../src/config/index.ts';
import type { Check } from '../../../src/watch/check.ts';
import { look } from '../../../src/watch/probes/look.ts';
import { configWith } from '../config.ts';

const closing: (() => void)[] = [];
after(() => {
  for (const close of closing) close();
});

async function listening<Of extends Server | TcpServer>(server: Of): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

/** An address on this machine that answers so. */
async function served(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(answer))}`;
}

/** A check as the config has it, with what is not said of it. */
function check(lines: string): Check {
  const bytes = configWith(`{ id: sharing, fails: [follow-alerts], ${lines} }`);
  const { config, problems } = readConfig(bytes, 'nightlight.yaml', NOW, ['en', 'es']);
  assert.deepEqual(problems, []);
  return config?.watch.checks[0] as Check;
}

const NOW = Date.parse('2026-03-01T03:10Z');

async function looked(
  lines: string,
  around: { env?: NodeJS.ProcessEnv; now?: number; signal?: AbortSignal } = {},
) {
  let clock = 0;
  return look(check(lines), {
    ...{ place: 'here', fetch, env: around.env ?? {}, now: () => around.now ?? NOW },
    clock: () => (clock += 20),
    signal: around.signal ?? new AbortController().signal,
    wait: (ms) => pause(Math.min(ms, 5)),
  });
}
const why = async (...of: Parameters<typeof looked>) => {
  const finding = await looked(...of);
  assert.equal(finding.ok, false);
  return finding.why;
};

describe('a look at an address', () => {
  test('that answers as it should says so, when, and how long it took', async () => {
    const url = await served((_, response) => response.end('all is well'));
    assert.deepEqual(await looked(`http: { url: '${url}', has: well }`), {
      ...{ check: 'sharing', place: 'here', at: NOW, ok: true, ms: 20 },
    });
  });

  test('says what was answered instead, and never what was sent', async () => {
    const url = await served((request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer s3cret' ? 502 : 401;
      response.end();
    });
    const lines = `http: { url: '${url}', headers: ['Authorization: Bearer \${API_TOKEN}'] }`;
    assert.equal(await why(lines, { env: { API_TOKEN: 's3cret' } }), 'answered 502');
    await assert.rejects(looked(lines), /The variable API_TOKEN is not set/);
  });

  test('follows no redirect, and takes what the config calls right', async () => {
    const url = await served((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end());
    assert.equal(await why(`http: { url: '${url}' }`), 'answered 302');
    assert.equal((await looked(`http: { url: '${url}', status: [302] }`)).ok, true);
  });

  test('says what is missing in the answer', async () => {
    const url = await served((_, response) => response.end('<h1>Sign in</h1>'));
    assert.equal(await why(`http: { url: '${url}', has: readings }`), 'answered without "readings"');
    assert.equal(await why(`http: { url: '${url}', json: /state }`), 'answered what is no JSON');
  });

  test('reads a place in JSON, and how old a time there is', async () => {
    const told = {
      state: 'late',
      queues: [{ 'a/b': 3 }],
      newest: '2026-03-01T03:00:00Z',
      at: NOW / 1000 - 30,
    };
    const url = await served((_, response) => response.end(JSON.stringify(told)));
    assert.equal(
      await why(`http: { url: '${url}', json: /state, equals: ok }`),
      'has "late" at /state, and not "ok"',
    );
    assert.equal((await looked(`http: { url: '${url}', json: /queues/0/a~1b, equals: '3' }`)).ok, true);
    assert.equal(await why(`http: { url: '${url}', json: /toString }`), 'has nothing at /toString');
    assert.equal(
      await why(`http: { url: '${url}', json: /newest, newer_than: 300 }`),
      'has at /newest a time 600 s ago',
    );
    assert.equal((await looked(`http: { url: '${url}', json: /at, newer_than: 60 }`)).ok, true);
    assert.equal(await why(`http: { url: '${url}', json: /state, newer_than: 60 }`), 'has no time at /state');
  });

  test('ends in time where nothing is answered, or a letter at a time', async () => {
    const hangs = await served(() => undefined);
    assert.equal(await why(`http: { url: '${hangs}' }, timeout: 1`), 'did not answer within 1 s');
    const drips = await served((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(drip));
    });
    assert.equal(await why(`http: { url: '${drips}' }, timeout: 1`), 'did not answer within 1 s');
  });

  test('reads no answer without end', async () => {
    const url = await served((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    assert.equal(await why(`http: { url: '${url}' }`), 'answered more than 1024 kB');
  });

  test('says who refused, and who broke off', async () => {
    const port = await listening(createTcp((socket) => socket.resetAndDestroy()));
    assert.equal(await why(`http: { url: 'http://127.0.0.1:${port}' }`), 'broke the connection off');
    assert.equal(await why(`http: { url: 'http://127.0.0.1:1' }`), 'could not be asked');
    const gone = createTcp();
    const closed = await listening(gone);
    await new Promise((done) => gone.close(done));
    assert.equal(await why(`http: { url: 'http://127.0.0.1:${closed}' }`), 'takes no connection');
  });

  test('is given up with the watcher, and is no finding then', async () => {
    const url = await served(() => undefined);
    const end = new AbortController();
    const asked = looked(`http: { url: '${url}' }`, { signal: end.signal });
    setTimeout(() => end.abort(new Error('the watcher ends')), 20);
    await assert.rejects(asked, /the watcher ends/);
  });
});

describe('a round trip', () => {
  /** A service that shows what was written after so many reads; -1 never does. */
  async function sharing(after: number): Promise<string> {
    let written = 'yesterday';
    let reads = 0;
    return served((request, response) => {
      if (request.method !== 'POST')
        return void response.end(reads++ >= after && after >= 0 ? written : 'yesterday');
      let body = '';
      request.on('data', (part: Buffer) => (body += part));
      request.on('end', () => {
        written = body;
        response.writeHead(201).end();
      });
    });
  }
  const lines = (url: string) =>
    `round_trip: { write: { url: '${url}', method: POST, body: '{"note":"{token}"}' }, read: { url: '${url}' }, within: 3 }`;

  test('goes well once what was written can be read', async () => {
    assert.equal((await looked(lines(await sharing(0)))).ok, true);
    assert.equal((await looked(lines(await sharing(2)))).ok, true);
  });

  test('fails where both ends answer and nothing arrives', async () => {
    assert.equal(await why(lines(await sharing(-1))), 'what was written cannot be read after 3 s');
  });

  test('says at which end it failed', async () => {
    const url = await served((request, response) => {
      response.statusCode = request.method === 'POST' ? 503 : 200;
      response.end();
    });
    assert.equal(await why(lines(url)), 'could not be written: answered 503');
  });
});

describe('a look at a connection', () => {
  test('says whether somebody takes one', async () => {
    const port = await listening(createTcp());
    assert.equal((await looked(`tcp: { host: 127.0.0.1, port: ${port} }`)).ok, true);
    assert.equal(await why('tcp: { host: 127.0.0.1, port: 1 }'), 'takes no connection');
  });
});

describe('a look at a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-tls-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '10',
    ].concat(['-subj', '/CN=localhost', '-keyout', key, '-out', cert]),
    { stdio: 'pipe' },
  );
  const server = () => createTls({ key: readFileSync(key), cert: readFileSync(cert) });

  test('says that nobody vouches for it, and how long it was valid', async () => {
    const port = await listening(server());
    const lines = `tls: { host: localhost, port: ${port} }`;
    assert.equal(
      await why(lines, { now: Date.now() }),
      'has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
    assert.match((await why(lines, { now: Date.now() + 20 * 86_400_000 })) ?? '', /was valid until \d{4}-/);
  });

  test('ends in time where nobody shakes hands', async () => {
    const port = await listening(createTcp());
    assert.equal(
      await why(`tls: { host: 127.0.0.1, port: ${port} }, timeout: 1`),
      'did not answer within 1 s',
    );
  });
});

describe('a look at a name', () => {
  /** A server of names that answers with a code, and with an address where that is 0; none where it is silent. */
  async function names(code: number | undefined): Promise<string> {
    const socket = createSocket('udp4');
    socket.on('message', (asked, from) => {
      if (code === undefined) return;
      const answer = Buffer.from(asked.subarray(0, asked.indexOf(0, 12) + 5));
      answer.writeUInt16BE(0x8180 | code, 2);
      answer.writeUInt16BE(code === 0 ? 1 : 0, 6);
      answer.writeUInt16BE(0, 10);
      const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
      socket.send(code === 0 ? Buffer.concat([answer, record]) : answer, from.port, from.address);
    });
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    closing.push(() => socket.close());
    return `127.0.0.1:${socket.address().port}`;
  }
  const lines = (server: string, more = '') =>
    `dns: { name: api.example.org, server: '${server}'${more} }, timeout: 1`;

  test('takes any answer, or the one that is named', async () => {
    const server = await names(0);
    assert.equal((await looked(lines(server))).ok, true);
    assert.equal((await looked(lines(server, ', has: 192.0.2.7'))).ok, true);
    assert.equal(await why(lines(server, ', has: 192.0.2.8')), 'is 192.0.2.7, and not 192.0.2.8');
  });

  test('says that nobody knows it, that no server says so, and that nothing was answered', async () => {
    assert.equal(await why(lines(await names(3))), 'has a name that nobody knows');
    assert.equal(await why(lines(await names(2))), 'has a name that no server answers for');
    assert.match((await why(lines(await names(undefined)))) ?? '', /did not answer within 1 s|in time/);
  });
});
