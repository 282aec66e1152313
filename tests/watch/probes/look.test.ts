import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type Server as TcpServer } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
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
    wait: (ms) => {
      clock += ms;
      return pause(Math.min(ms, 5));
    },
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

  test('keeps a secret that the service says again to itself', async () => {
    const url = await served((request, response) =>
      response.end(JSON.stringify({ state: request.headers.authorization })),
    );
    const lines = `http: { url: '${url}', headers: ['Authorization: \${API_TOKEN}'], json: /state, equals: ok }`;
    assert.equal(
      await why(lines, { env: { API_TOKEN: ' s3cret"of-ours\n' } }),
      'has "•••" at /state, and not "ok"',
    );
    assert.equal(
      await why(lines, { env: { API_TOKEN: 's3cret'.repeat(20) } }),
      'has something else at /state, and not "ok"',
    );
  });

  test('is a mistake and no outage where what a variable holds cannot be sent, and does not say it', async () => {
    const url = await served((_, response) => response.end());
    const wrong = (lines: string, value: string) =>
      assert.rejects(looked(lines, { env: { WRONG: value } }), (error: Error) => {
        assert.equal(error.name, 'UserError');
        assert.match(error.message, /cannot be sent/);
        assert.equal(error.message.includes('s3cret'), false);
        return true;
      });
    await wrong(`http: { url: '${url}', headers: ['X-Key: \${WRONG}'] }`, 's3cret\nof two lines');
    await wrong(`http: { url: '\${WRONG}' }`, 's3cret.example.org');
    await wrong(`http: { url: '\${WRONG}' }`, 'https://me:s3cret@example.org');
  });

  test('keeps no connection for the next look, which would not see that none is taken any more', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('well'));
    server.on('connection', () => connections++);
    const url = `http://127.0.0.1:${await listening(server)}`;
    for (let looks = 0; looks < 3; looks++) assert.equal((await looked(`http: { url: '${url}' }`)).ok, true);
    assert.equal(connections, 3);
  });

  test('fails where it is answered later than it must be, by a clock that nobody sets', async () => {
    const url = await served((_, response) => response.end());
    const steps = [0, 2_500];
    let hours = 0;
    const finding = await look(check(`http: { url: '${url}', within: 2 }`), {
      ...{ place: 'here', fetch, env: {}, signal: new AbortController().signal },
      // The clock on the wall jumps by a day each time that it is asked.
      ...{ now: () => NOW + 24 * 3_600_000 * hours++, clock: () => steps.shift() ?? 2_500 },
      wait: (ms) => pause(ms),
    });
    assert.deepEqual([finding.ok, finding.ms, finding.why], [false, 2_500, 'answered after 2.5 s']);
  });

  test('says of what is no HTTP that it is none', async () => {
    const port = await listening(createTcp((socket) => socket.end('220 mail.example.org ESMTP\r\n')));
    assert.equal(await why(`http: { url: 'http://127.0.0.1:${port}' }`), 'answered what is no HTTP');
  });

  test('says that this machine lacks something by no finding at all', async () => {
    const full = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    const lost = () => Promise.reject(new TypeError('fetch failed', { cause: full }));
    await assert.rejects(
      look(check('http: { url: http://127.0.0.1 }'), {
        ...{ place: 'here', fetch: lost, env: {}, now: () => NOW, clock: () => 0 },
        ...{ signal: new AbortController().signal, wait: (ms: number) => pause(ms) },
      }),
      /fetch failed/,
    );
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
      isLate: false,
      bare: '2026-03-01T03:09:30',
      never: '2026-03-01T04:10:00Z',
      few: '12',
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
    assert.equal((await looked(`http: { url: '${url}', json: /isLate, equals: 'false' }`)).ok, true);
    assert.equal(await why(`http: { url: '${url}', json: /isLate }`), 'has nothing at /isLate');
    assert.equal((await looked(`http: { url: '${url}', json: /bare, newer_than: 60 }`)).ok, true);
    assert.equal(
      await why(`http: { url: '${url}', json: /never, newer_than: 60 }`),
      'has at /never a time that lies 3600 s ahead',
    );
    assert.equal(await why(`http: { url: '${url}', json: /few, newer_than: 60 }`), 'has no time at /few');
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

  test('reads no answer without end, and takes the status of one where that alone is asked for', async () => {
    const url = await served((_, response) => {
      response.writeHead(200);
      response.write('all is well');
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    assert.equal((await looked(`http: { url: '${url}' }`)).ok, true);
    assert.equal((await looked(`http: { url: '${url}', has: is well }`)).ok, true);
    assert.equal(
      await why(`http: { url: '${url}', has: stopped }`),
      'answered without "stopped" in its first 1024 kB',
    );
    assert.equal(await why(`http: { url: '${url}', json: /state }`), 'answered more than 1024 kB');
  });

  test('says who refused, and who broke off', async () => {
    const port = await listening(createTcp((socket) => socket.resetAndDestroy()));
    assert.equal(await why(`http: { url: 'http://127.0.0.1:${port}' }`), 'broke the connection off');
    await assert.rejects(looked(`http: { url: 'http://127.0.0.1:1' }`), /port 1 by http, which no browser/);
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
    assert.equal(await why(lines(await sharing(-1))), 'does not show what was written after 3 s');
  });

  test('writes the time with the word, as a reading has it', async () => {
    const written: string[] = [];
    const url = await served((request, response) => {
      if (request.method !== 'POST') return void response.end(written.join());
      written.push(request.url ?? '');
      request.on('data', (part: Buffer) => written.push(`${part}`));
      request.on('end', () => response.end());
    });
    const write = `{ url: '${url}/{now_ms}?at={now}', method: POST, body: '{"at":"{now}","of":{},"note":"{token}"}' }`;
    assert.equal((await looked(`round_trip: { write: ${write}, read: { url: '${url}' } }`)).ok, true);
    assert.equal(written[0], `/${NOW}?at=2026-03-01T03%3A10%3A00Z`);
    assert.match(written[1] ?? '', /^\{"at":"2026-03-01T03:10:00Z","of":\{\},"note":"[0-9a-f-]{36}"\}$/);
  });

  test('goes on where one reading breaks off', async () => {
    let written = '';
    let reads = 0;
    const url = await served((request, response) => {
      if (request.method === 'POST') {
        request.on('data', (part: Buffer) => (written += part));
        request.on('end', () => response.writeHead(201).end());
      } else if (reads++ === 0) request.socket.destroy();
      else response.end(written);
    });
    assert.equal((await looked(lines(url))).ok, true);
  });

  test('says how reading failed in the end', async () => {
    const url = await served((request, response) => {
      response.statusCode = request.method === 'POST' ? 200 : 500;
      response.end();
    });
    assert.equal(await why(lines(url)), 'could not be read: answered 500 after 3 s');
  });

  test('says what the last whole reading showed where the end came before the next was answered', async () => {
    let reads = 0;
    const url = await served((request, response) => {
      if (request.method === 'POST') response.end();
      else if (reads++ < 2) response.end('yesterday');
    });
    assert.equal(await why(lines(url)), 'does not show what was written after 3 s');
  });

  test('ends in time where either end hangs, and says which', async () => {
    const hangs = await served(() => undefined);
    assert.equal(await why(`${lines(hangs)}, timeout: 1`), 'could not be written: did not answer in time');
    const takes = await served((request, response) => {
      if (request.method === 'POST') response.end();
    });
    const short = lines(takes).replace('within: 3', 'within: 1');
    assert.match(
      (await why(`${short}, timeout: 1`)) ?? '',
      /^(?:could not be read: did not answer in time after 1 s|did not answer within 2 s)$/,
    );
  });

  test('takes nothing for what was written that was written by the look before', async () => {
    let first: string | undefined;
    const url = await served((request, response) => {
      if (request.method !== 'POST') return void response.end(first);
      let body = '';
      request.on('data', (part: Buffer) => (body += part));
      request.on('end', () => {
        first ??= body;
        response.end();
      });
    });
    assert.equal((await looked(lines(url))).ok, true);
    assert.equal(await why(lines(url)), 'does not show what was written after 3 s');
  });

  test('follows no redirect at either end, and takes none for an answer that shows what was written', async () => {
    for (const [method, said] of [
      ['POST', 'could not be written: answered 302'],
      ['GET', 'could not be read: answered 302 after 3 s'],
    ] as const) {
      let written = '';
      const url = await served((request, response) => {
        const isSentOn = request.method === method && request.url === '/';
        response.writeHead(isSentOn ? 302 : 200, isSentOn ? { Location: '/elsewhere' } : {});
        if (request.method !== 'POST') return void response.end(written);
        request.on('data', (part: Buffer) => (written += part));
        request.on('end', () => response.end());
      });
      assert.equal(await why(lines(url)), said);
    }
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
  const server = (more: TlsOptions = {}) =>
    createTls({ key: readFileSync(key), cert: readFileSync(cert), ...more });

  test('says that nobody vouches for it, and how long it was valid', async () => {
    const port = await listening(server());
    const lines = `tls: { host: localhost, port: ${port} }`;
    assert.equal(await why(lines, { now: Date.now() }), 'has a certificate that nobody vouches for');
    assert.match((await why(lines, { now: Date.now() + 20 * 86_400_000 })) ?? '', /was valid until \d{4}-/);
    const until = Date.parse(new X509Certificate(readFileSync(cert)).validTo);
    const over = `has a certificate that was valid until ${new Date(until).toISOString().slice(0, 10)}`;
    assert.equal(await why(lines, { now: until }), 'has a certificate that nobody vouches for');
    assert.equal(await why(lines, { now: until + 1 }), over, 'not a day later alone');
  });

  test('asks for that of the host by its name, and for none by a number', async () => {
    const asked: string[] = [];
    const named: TlsOptions['SNICallback'] = (name, done) => {
      asked.push(name);
      done(null);
    };
    const port = await listening(server({ SNICallback: named }));
    await looked(`tls: { host: localhost, port: ${port} }`);
    await looked(`tls: { host: 127.0.0.1, port: ${port} }`);
    assert.deepEqual(asked, ['localhost']);
  });

  test('says that what answers there speaks no TLS, and who broke off', async () => {
    const plain = await listening(createTcp((socket) => void socket.end('220 ready\r\n')));
    assert.equal(await why(`tls: { host: 127.0.0.1, port: ${plain} }`), 'speaks no TLS');
    const reset = await listening(
      createTcp((socket) => void socket.once('data', () => void socket.resetAndDestroy())),
    );
    assert.equal(await why(`tls: { host: 127.0.0.1, port: ${reset} }`), 'broke the connection off');
    assert.equal(await why('tls: { host: 127.0.0.1, port: 1 }'), 'takes no connection');
  });

  test('ends in time where nobody shakes hands, and leaves no connection behind', async () => {
    let open = 0;
    const server = createTcp((socket) => {
      open++;
      socket.on('error', () => undefined).on('close', () => open--);
      socket.resume();
    });
    const port = await listening(server);
    assert.equal(
      await why(`tls: { host: 127.0.0.1, port: ${port} }, timeout: 1`),
      'did not answer within 1 s',
    );
    for (let waited = 0; open > 0 && waited < 500; waited += 10) await pause(10);
    assert.equal(open, 0);
  });
});

describe('a look at a name', () => {
  /** A server of names that answers with a code, and with an address where that is 0; none where it is silent. */
  async function names(code: number | undefined, lost = 0): Promise<string> {
    let left = lost;
    const socket = createSocket('udp4');
    socket.on('message', (asked, from) => {
      if (code === undefined || left-- > 0) return;
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
    assert.equal(await why(lines(server, ', type: AAAA')), 'has no record of that kind');
  });

  /** A server of names that answers with records of one kind. */
  async function records(type: number, ...all: Buffer[]): Promise<string> {
    const socket = createSocket('udp4');
    socket.on('message', (asked, from) => {
      const head = Buffer.from(asked.subarray(0, asked.indexOf(0, 12) + 5));
      head.writeUInt16BE(0x8180, 2);
      head.writeUInt16BE(all.length, 6);
      head.writeUInt16BE(0, 10);
      const each = all.map((data) => {
        const record = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, 0]);
        record.writeUInt16BE(data.length, 10);
        return Buffer.concat([record, data]);
      });
      socket.send(Buffer.concat([head, ...each]), from.port, from.address);
    });
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    closing.push(() => socket.close());
    return `127.0.0.1:${socket.address().port}`;
  }
  const letters = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const nameOf = (name: string) => Buffer.concat([...name.split('.').map(letters), Buffer.from([0])]);

  test('takes a name in letters of any size, with a dot at its end or without one', async () => {
    const server = await records(5, nameOf('Edge.Example.NET'));
    for (const name of ['edge.example.net', 'EDGE.example.net.'])
      assert.equal((await looked(lines(server, `, type: CNAME, has: ${name}`))).ok, true, name);
    assert.equal(
      await why(lines(server, ', type: CNAME, has: edge.example.ne')),
      'is Edge.Example.NET, and not edge.example.ne',
    );
  });

  test('reads a text that came in parts as one, and a place for mail by its host', async () => {
    const text = await records(16, Buffer.concat([letters('v=spf1 include:a '), letters('-all')]));
    assert.equal((await looked(lines(text, ", type: TXT, has: 'v=spf1 include:a -all'"))).ok, true);
    const mail = await records(15, Buffer.concat([Buffer.from([0, 10]), nameOf('mx.example.org')]));
    assert.equal((await looked(lines(mail, ', type: MX, has: mx.example.org'))).ok, true);
  });

  test('shows three answers at most, and none that is long', async () => {
    const many = await records(1, ...[1, 2, 3, 4].map((last) => Buffer.from([192, 0, 2, last])));
    const found = await why(lines(many, ', has: 192.0.2.9'));
    assert.equal(found?.match(/192\.0\.2\.[1-4]\b/g)?.length, 3, found);
    const long = await records(16, letters('x'.repeat(61)));
    assert.equal(await why(lines(long, ', type: TXT, has: y')), 'is something else, and not y');
    const short = await records(16, letters('x'.repeat(60)));
    assert.equal(await why(lines(short, ', type: TXT, has: y')), `is ${'x'.repeat(60)}, and not y`);
  });

  test('asks again where a datagram was lost', async () => {
    const server = await names(0, 1);
    assert.equal((await looked(lines(server).replace('timeout: 1', 'timeout: 8'))).ok, true);
  });

  test('says that nobody knows it, that no server says so, and that nothing was answered', async () => {
    assert.equal(await why(lines(await names(3))), 'has a name that nobody knows');
    assert.equal(await why(lines(await names(2))), 'has a name that no server answers for');
    assert.match((await why(lines(await names(undefined)))) ?? '', /did not answer within 1 s|in time/);
  });
});
