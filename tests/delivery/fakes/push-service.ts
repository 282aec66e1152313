import { once } from 'node:events';
import { Agent, createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { certificate } from './certificate.ts';

/** A browser and its push service, which decrypts what arrives and holds the sender to the key it signed up with. */
interface Model {
  notifyUrl: string;
  subscribe(options: object): Promise<{ endpoint: string; keys: object; clientHash: string }>;
  expireSubscription(client: string): void;
  handleNotification(client: string, headers: object, body: Buffer): Promise<void>;
  getNotifications(query: { clientHash: string }): { messages: string[] };
}

const { PushApiModel }: { PushApiModel: new () => Model } = createRequire(import.meta.url)(
  'web-push-testing/src/PushApiModel.js',
);

export interface PushService {
  agent: Agent;
  origin: string;
  seen: IncomingHttpHeaders[];
  /** How it answers from now on, in place of taking a message; `hang` takes it and says nothing, `drop` too. */
  answering: { status: number; headers?: Record<string, string> } | 'hang' | 'drop' | undefined;
  /** The address of a browser that signed up with a key, as JSON. */
  signUp(publicKey: string): Promise<string>;
  /** What the browser was shown. */
  shown(address: string): unknown[];
  forget(address: string): void;
  close(): Promise<void>;
}

const TLS = certificate();

export async function pushService(): Promise<PushService> {
  const model = new PushApiModel();
  const server = createServer(TLS, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { headers } = request;
    service.seen.push(headers);
    const { answering } = service;
    if (typeof answering === 'object') {
      response.writeHead(answering.status, answering.headers).end();
      return;
    }
    const told = {
      encoding: headers['content-encoding'],
      authorization: headers.authorization,
      ttl: headers.ttl,
    };
    try {
      await model.handleNotification(request.url?.split('/').at(-1) ?? '', told, Buffer.concat(parts));
      if (answering === 'drop') request.socket.destroy();
      else if (answering !== 'hang') response.writeHead(201).end();
    } catch (error) {
      const isOver = error instanceof Error && /expired/.test(error.message);
      response.writeHead(isOver ? 410 : 400).end();
    }
  });
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  model.notifyUrl = `${origin}/notify/`;
  const clientOf = (subscription: string): string => JSON.parse(subscription).endpoint.split('/').at(-1);
  const service: PushService = {
    agent: new Agent({ keepAlive: true, ca: TLS.cert }),
    origin,
    seen: [],
    answering: undefined,
    signUp: async (applicationServerKey) => {
      const { endpoint, keys } = await model.subscribe({ userVisibleOnly: 'true', applicationServerKey });
      return JSON.stringify({ endpoint, expirationTime: null, keys });
    },
    shown: (subscription) =>
      model.getNotifications({ clientHash: clientOf(subscription) }).messages.map((text) => JSON.parse(text)),
    forget: (subscription) => model.expireSubscription(clientOf(subscription)),
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
