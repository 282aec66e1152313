import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request as it arrived. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  json: unknown;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: object | string | Buffer;
}

/**
 * How the service behaves: `silent` takes a message and never answers, `lost` does not even take it, `reset` takes it
 * and drops the line, `moved` names another address, `echoing` refuses with what stands in `echo`.
 */
export type Mood =
  | 'well'
  | 'too many'
  | 'broken'
  | 'refusing'
  | 'silent'
  | 'lost'
  | 'reset'
  | 'moved'
  | 'echoing';

export interface Vendor {
  /** What it answers, and what it keeps. */
  answer(seen: Seen): Reply | Promise<Reply>;
  /** Whether a request is the one that tells: only there it is silent, or loses it. */
  tells(seen: Seen): boolean;
  /** What it answers to everything while it is in trouble. */
  troubles: Record<'too many' | 'broken' | 'refusing', Reply>;
}

/** A service of somebody else on loopback, stateful, with the moods that such services have. */
export interface FakeService {
  url: string;
  mood: Mood;
  echo: string;
  readonly seen: Seen[];
  /** A `fetch` by which addresses of the vendor lead here; without any, nothing is changed. */
  fetch: typeof fetch;
  /** Nobody listens any more, or again. */
  away: boolean;
  /** Ends once it has what tells and stays silent. */
  held(): Promise<void>;
  close(): Promise<void>;
}

export async function fakeService(vendor: Vendor, origins: readonly string[] = []): Promise<FakeService> {
  let holds = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    fake.seen.push(seen);
    await respond(fake, seen, vendor, response);
    if (!response.headersSent && !response.destroyed) holds.resolve();
  });
  // A test that fails leaves it open: then it must not hold the process.
  server.unref().on('connection', (socket) => socket.unref());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const closed = await closedPort();
  const here = addressOf(server);
  const fake: FakeService = {
    url: here,
    mood: 'well',
    echo: '',
    seen: [],
    away: false,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const isOurs = url.origin === here || origins.includes(url.origin);
      if (!isOurs) throw new Error(`the test has no ${url.origin}`);
      const moved = new URL(`${url.pathname}${url.search}`, fake.away ? closed : here);
      return input instanceof Request ? fetch(new Request(moved, input), init) : fetch(moved, init);
    },
    held: async () => {
      holds = Promise.withResolvers();
      await holds.promise;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

async function respond(
  { mood, echo }: FakeService,
  seen: Seen,
  vendor: Vendor,
  response: ServerResponse,
): Promise<void> {
  if (mood === 'too many' || mood === 'broken' || mood === 'refusing')
    return send(response, vendor.troubles[mood]);
  if (mood === 'moved') return send(response, { status: 307, headers: { Location: '/elsewhere' } });
  if (mood === 'echoing') return send(response, { status: 400, body: { error: echo, message: echo } });
  const tells = vendor.tells(seen);
  if (mood === 'lost' && tells) return;
  const reply = await vendor.answer(seen);
  if (mood === 'reset' && tells) response.socket?.resetAndDestroy();
  else if (mood !== 'silent' || !tells) send(response, reply);
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: Reply): void {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  response.writeHead(status, { ...(isJson && { 'Content-Type': 'application/json' }), ...headers });
  response.end(isJson ? JSON.stringify(body) : body);
}

async function read(request: IncomingMessage): Promise<Seen> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const bytes = Buffer.concat(parts);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const { method = '', headers } = request;
  return { method, path: pathname, query: searchParams, headers, bytes, json: jsonIn(bytes.toString()) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return `http://127.0.0.1:${address.port}`;
}

/** An address at which nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = addressOf(server);
  server.close();
  await once(server, 'close');
  return address;
}
