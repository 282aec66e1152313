import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { readAllCopies } from '../../src/archive/record.ts';
import { archive } from '../../src/archive/index.ts';
import { nameOf } from '../../src/problems/index.ts';
import { incidentHistory, type GitHistory } from '../../src/domain/git-history.ts';
import { SPOKEN } from '../languages.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
const git: GitHistory = {
  kind: 'git',
  incidents: new Map([
    [
      '2026-03-01-alerts',
      incidentHistory([{ blob: 'b1', commit: 'c1', at: 0, imported: false, incident: undefined }]),
    ],
  ]),
};
const PAGE = 'https://status.example.org/incidents/2026-03-01-alerts/';

/** Behaves as the documented service does: a job, pending for a while, then an instant; busy when it is told to be. */
const service = { busy: 0, refuses: '', asked: [] as string[], authorization: '' };
let server: Server;
let address: string;

before(async () => {
  const jobs = new Map<string, { url: string; asks: number }>();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body: object, headers = {}) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    service.authorization = request.headers.authorization ?? '';
    if (request.method === 'POST' && request.url === '/save') {
      if (service.refuses === 'everybody') return send(401, {});
      if (service.busy-- > 0) return send(429, { message: 'busy' }, { 'Retry-After': '7' });
      const url = new URLSearchParams(Buffer.concat(chunks).toString()).get('url') ?? '';
      service.asked.push(url);
      const job = `spn2-${jobs.size}`;
      jobs.set(job, { url, asks: 0 });
      return send(200, { url, job_id: job });
    }
    const job = jobs.get(request.url?.split('/').at(-1) ?? '');
    if (!job) return send(404, {});
    if (++job.asks < 3) return send(200, { status: 'pending', resources: [] });
    if (service.refuses && job.url.includes(service.refuses))
      return send(200, { status: 'error', message: 'The page could not be fetched.' });
    return send(200, { status: 'success', original_url: job.url, timestamp: '20260301031000' });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  Object.assign(service, { busy: 0, refuses: '', asked: [] });
  rmSync(join(folder, '2026-03-01-alerts.archive.json'), { force: true });
});
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function run(waits: number[] = []) {
  const wait = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };
  return archive({
    folder,
    git,
    site: SPOKEN,
    origin: { url: 'https://status.example.org', base: '/' },
    archivist: { service: address, credentials: 'key:secret', fetch, wait },
  });
}

describe('the Internet Archive', () => {
  test('is asked for the version and the incident, and its answer is recorded beside the file', async () => {
    const answers = await run();
    assert.equal(service.authorization, 'LOW key:secret');
    assert.deepEqual(service.asked, [`${PAGE}revisions/b1/`, PAGE]);
    assert.ok(answers.every(({ ok }) => ok));
    assert.deepEqual(JSON.parse(readFileSync(join(folder, '2026-03-01-alerts.archive.json'), 'utf8')).b1[1], {
      url: PAGE,
      copy: `${address}/web/20260301031000/${PAGE}`,
      at: '2026-03-01T03:10:00Z',
    });
  });

  test('is not asked again for what is kept', async () => {
    await run();
    service.asked = [];
    assert.deepEqual(await run(), []);
    assert.deepEqual(service.asked, []);
  });

  test('is waited for when it is busy, as long as it says', async () => {
    service.busy = 1;
    const waits: number[] = [];
    assert.ok((await run(waits)).every(({ ok }) => ok));
    assert.equal(waits[0], 7000);
  });

  test('may refuse: the rest is asked all the same, and next time it is asked again', async () => {
    service.refuses = 'revisions';
    const answers = await run();
    assert.deepEqual(
      answers.map((answer) => (answer.ok ? 'kept' : answer.problem.found)),
      ['The page could not be fetched.', 'kept'],
    );
    service.refuses = '';
    assert.equal((await run()).length, 2);
  });

  test('that knows nobody of these credentials is told of as itself, with where to look', async () => {
    service.refuses = 'everybody';
    const [answer] = await run();
    assert.deepEqual(answer?.ok === false && answer.problem, {
      name: 'copy-not-made',
      severity: 'error',
      source: { service: address },
      found: '401 Unauthorized',
      expected: `a copy of ${PAGE}revisions/b1/`,
      remedy: 'Look at ARCHIVE_CREDENTIALS: key:secret from https://archive.org/account/s3.php',
    });
  });

  test('finds its record again, and a broken one is told and left out', async () => {
    await run();
    writeFileSync(join(folder, 'a.archive.json'), '{ "b1": <<<<<<< HEAD');
    writeFileSync(
      join(folder, 'b.archive.json'),
      '{ "b1": [{ "url": "x", "copy": "javascript:x", "at": "" }] }',
    );
    const { copies, problems } = await readAllCopies(folder);
    assert.deepEqual([...copies.keys()], ['2026-03-01-alerts']);
    assert.deepEqual(
      problems.map(({ source, severity, found }) => [nameOf(source), severity, found]).toSorted(),
      [
        ['a.archive.json', 'warning', 'a file that is not JSON'],
        ['b.archive.json', 'warning', 'JSON of another shape'],
      ],
    );
    writeFileSync(join(folder, '2026-03-01-alerts.archive.json'), 'broken');
    const [answer] = await run();
    assert.match(answer?.ok === false ? answer.problem.remedy : '', /Bring it back from git, or delete it/);
    assert.equal(readFileSync(join(folder, '2026-03-01-alerts.archive.json'), 'utf8'), 'broken');
  });
});
