import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as ask,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { headersForAnyone } from './anyone.ts';

/** The server before the built site, which tells open pages that there is a new build. */
export interface Front {
  port: number;
  /** Tells every open page to look at once. */
  tell(): void;
  close(): Promise<void>;
}

/**
 * Puts a server before that of the built site at `behind` (a port of this machine). What it adds to each page
 * stands in no file, so none of it can be published: a script that hears of a new build and has the page look
 * at its heartbeat as if its reader had come back; a page that does not speak of now is loaded again.
 * @throws Error if the port is taken.
 */
export async function putInFront(behind: number, port: number, host: string): Promise<Front> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === SAVES) return listen(response, listeners);
    if (request.url === SCRIPT_AT)
      return void response.setHeader('Content-Type', 'text/javascript').end(SCRIPT);
    if (request.method === 'OPTIONS')
      return void response.writeHead(204, { Allow: 'GET, HEAD, OPTIONS', ...permissionFor(request) }).end();
    passOn(request, response, behind);
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  return {
    port: (server.address() as AddressInfo).port,
    tell: () => {
      for (const listener of listeners) listener.write('data: built\n\n');
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const SAVES = '/_start/saves';
const SCRIPT_AT = '/_start/listen.js';
const SCRIPT = `new EventSource('${SAVES}').onmessage = () =>
  document.querySelector('meta[name="nightlight-build"]') ? dispatchEvent(new Event('focus')) : location.reload();`;

function listen(response: ServerResponse, listeners: Set<ServerResponse>): void {
  response
    .writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    .write(':\n\n');
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
}

/** Pages of this machine, such as an app under development with the banner in it. */
const OWN = /^https?:\/\/([^/]+\.)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * What is served here may be a draft. So a page of this machine may read what everybody may read once it is
 * published, and the pages of other hosts that are open in the same browser may not.
 */
function permissionFor({ url, headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (!origin || !OWN.test(origin)) return { Vary: 'Origin' };
  return { Vary: 'Origin', ...headersForAnyone(new URL(url ?? '/', 'http://host').pathname, origin) };
}

function passOn(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { url, method } = request;
  // A part or a packed page could not be added to.
  const { range: _, 'accept-encoding': __, ...headers } = request.headers;
  const asked = ask(
    { host: '127.0.0.1', port, path: url, method, headers: { ...headers, host: 'localhost' } },
    (answer) => {
      const isPage = answer.headers['content-type']?.startsWith('text/html') && method === 'GET';
      if (!isPage) {
        for (const [name, value] of Object.entries(permissionFor(request))) response.setHeader(name, value);
        response.writeHead(answer.statusCode ?? 502, withoutPermission(answer.headers));
        return void answer.pipe(response);
      }
      void textOf(answer).then((html) => {
        const { 'content-length': ___, etag: ____, ...rest } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, rest);
        response.end(html.replace('</body>', `<script src="${SCRIPT_AT}" async></script></body>`));
      });
    },
  );
  asked.on('error', () => response.headersSent || response.writeHead(502).end());
  request.pipe(asked);
}

/** The server behind says by itself who may read what; here that is said once. */
function withoutPermission(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(access-control-.*|vary)$/.test(name)),
  );
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
