import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { basename, extname, join, normalize } from 'node:path';
import { headersForAnyone } from '../src/cli/anyone.ts';
import { movedOn } from './tour/living.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
};

/** A static server whose clock, folder and health a test decides. */
export interface TestServer {
  url: string;
  /** Folder to serve below each base, such as `{ '/repo/': '/tmp/site' }`. */
  folders: Record<string, string>;
  /** What the `Date` header says, in ms. It runs on from when it was set. */
  setClock(now: number): void;
  /** Headers for every answer, such as an `Age`; a `Date` here stands still. */
  headers: Record<string, string>;
  /** Whether what speaks of freshness is moved on with the clock, as if a timer renewed it. */
  living: boolean;
  /** Whether it answers at all. */
  up: boolean;
  /** Whether a page comes bit by bit, as over a slow network, so that it is seen while it is read. */
  slow: boolean;
  /** Every address asked for since the start. */
  asked: string[];
  /** Begins anew at the same address, with other folders at another time: a browser need not forget a second one. */
  restart(folders: Record<string, string>, now: number): void;
  close(): Promise<void>;
}

export async function serve(folders: Record<string, string>, now: number, port = 0): Promise<TestServer> {
  let begun = now;
  let clock = { now, at: performance.now() };
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    state.asked.push(path);
    if (!state.up) return void response.destroy();
    response.setHeader('Date', new Date(clock.now + performance.now() - clock.at).toUTCString());
    response.setHeader('Cache-Control', 'no-cache');
    for (const [name, value] of Object.entries({ ...headersForAnyone(path), ...state.headers }))
      response.setHeader(name, value);
    if (request.method === 'OPTIONS')
      return void response.writeHead(204, { Allow: 'GET, HEAD, OPTIONS' }).end();
    const passed = clock.now + performance.now() - clock.at - begun;
    void answer(path, state, response, passed);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const state: TestServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    folders,
    setClock: (instant) => {
      clock = { now: instant, at: performance.now() };
    },
    headers: {},
    living: false,
    up: true,
    slow: false,
    asked: [],
    restart: (others, instant) => {
      begun = instant;
      Object.assign(state, { folders: others, headers: {}, living: false, up: true, asked: [] });
      state.setClock(instant);
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return state;
}

async function answer(
  path: string,
  { folders, living, slow }: TestServer,
  response: ServerResponse,
  passed: number,
): Promise<void> {
  const base = Object.keys(folders)
    .filter((one) => path.startsWith(one))
    .toSorted((one, other) => other.length - one.length)[0];
  const folder = base === undefined ? undefined : folders[base];
  if (base === undefined || folder === undefined) return void response.writeHead(404).end();
  const below = normalize(decodeURIComponent(path.slice(base.length))).replace(/^(\.\.[/\\])+/, '');
  const file = await resolveFile(join(folder, below));
  if (!file) {
    const page = await readFile(join(folder, '404.html')).catch(() => '');
    return void response.writeHead(404, { 'Content-Type': TYPES['.html'] }).end(page);
  }
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
  if (living && LIVING.includes(basename(file)))
    return void response.end(movedOn(await readFile(file, 'utf8'), passed));
  if (!slow || extname(file) !== '.html') return void createReadStream(file).pipe(response);
  for await (const piece of createReadStream(file, { highWaterMark: PIECE })) {
    response.write(piece);
    await setTimeout(BETWEEN);
  }
  response.end();
}

/** How many bytes of a page come at a time, and how long the next wait, in ms: a browser draws in between. */
const PIECE = 1000;
const BETWEEN = 16;

const LIVING = ['heartbeat.json', 'embed.json'];

async function resolveFile(path: string): Promise<string | undefined> {
  for (const candidate of [path, join(path, 'index.html')])
    if (
      await stat(candidate).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return candidate;
  return undefined;
}
