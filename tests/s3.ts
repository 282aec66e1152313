import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is known of a request when its signature is held to it. */
export interface Signed {
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  headers: IncomingHttpHeaders;
}

/**
 * The signature that a request must have, by AWS's own description of Signature Version 4 in the header Authorization:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signatureOf({ method, url, headers }: Signed, secret: string): string {
  const { scope, names } = authorizationIn(headers);
  const [path = '', query = ''] = url.split('?', 2);
  const canonical = [
    method,
    path
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    [...new URLSearchParams(query)]
      .map((pair) => pair.map(encoded).join('='))
      .toSorted()
      .join('&'),
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      `AWS4${secret}`,
    );
  return createHmac('sha256', key).update(text).digest('hex');
}

/** "UriEncode" there: every byte but those of letters, digits and four signs. */
function encoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[\w.~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function authorizationIn(headers: IncomingHttpHeaders) {
  const [, id = '', scope = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  return { id, scope, names: signed.split(';'), signature };
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Object {
  bytes: Buffer;
  etag: string;
  modified: number;
  headers: Record<string, string>;
}

/** What a storage does with a condition: holds to it, takes no notice, or says that it knows none. */
type Conditions = 'kept' | 'ignored' | 'refused';

/** Storage on this machine that speaks as much of S3 as a deploy needs, and takes no request that is not signed. */
export interface Storage {
  endpoint: string;
  objects: Map<string, Object>;
  conditions: Conditions;
  /** Every request since the start, such as `PUT page/index.html`. */
  asked: string[];
  /** The names by which it was called. */
  hosts: Set<string>;
  /** Told of each request before it is done; `false` breaks the connection. */
  before: (request: string, number: number) => boolean | undefined | Promise<boolean | undefined>;
  /** By how much its clock is ahead, in ms. */
  ahead: number;
  close(): Promise<void>;
}

export const KEYS = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'the/secret+of=it' };
export const BUCKET = 'status';
/** How many files a list has on one page. */
const PAGE = 7;

export async function startStorage(): Promise<Storage> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const storage: Storage = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{
      objects: new Map(),
      conditions: 'kept',
      asked: [],
      hosts: new Set(),
      before: () => undefined,
      ahead: 0,
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return storage;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    // A bucket whose name stands in the name of the host has it nowhere in the path.
    const host = request.headers.host ?? '';
    const inHost = /^([^.:]+)\.s3\./.exec(host)?.[1];
    const parts = decodeURIComponent(path).split('/').slice(1);
    const [bucket, ...rest] = inHost === undefined ? parts : [inHost, ...parts];
    const key = rest.join('/');
    storage.hosts.add(host);
    const said = `${request.method} ${key}`;
    storage.asked.push(said);
    if ((await storage.before(said, storage.asked.length)) === false) {
      request.socket.destroy();
      return;
    }
    response.setHeader('date', new Date(Date.now() + storage.ahead).toUTCString());
    const fail = (status: number, code: string) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
    };
    const wrong = mistakeIn(request, body);
    if (wrong) return fail(403, wrong);
    if (bucket !== BUCKET) return fail(404, 'NoSuchBucket');
    if (request.method === 'GET' && key === '') {
      response.setHeader('content-type', 'application/xml');
      response.end(list(new URLSearchParams(query)));
      return;
    }
    const found = storage.objects.get(key);
    if (request.method === 'GET') {
      if (!found) return fail(404, 'NoSuchKey');
      response.writeHead(200, {
        ...found.headers,
        etag: `"${found.etag}"`,
        'last-modified': new Date(found.modified).toUTCString(),
      });
      response.end(found.bytes);
    } else if (request.method === 'DELETE') {
      storage.objects.delete(key);
      response.writeHead(204).end();
    } else {
      const { 'if-match': match, 'if-none-match': none, 'content-md5': digest } = request.headers;
      const isConditional = match !== undefined || none !== undefined;
      if (isConditional && storage.conditions === 'refused') return fail(501, 'NotImplemented');
      if (storage.conditions === 'kept') {
        if (none === '*' && found) return fail(412, 'PreconditionFailed');
        if (match !== undefined && !found) return fail(404, 'NoSuchKey');
        if (match !== undefined && match !== `"${found?.etag}"`) return fail(412, 'PreconditionFailed');
      }
      const md5 = createHash('md5').update(body).digest();
      if (digest !== md5.toString('base64')) return fail(400, 'BadDigest');
      const headers = {
        'content-type': request.headers['content-type'] ?? '',
        'cache-control': request.headers['cache-control'] ?? '',
      };
      const etag = md5.toString('hex');
      storage.objects.set(key, { bytes: body, etag, modified: Date.now(), headers });
      response.writeHead(200, { etag: `"${etag}"` }).end();
    }
  }

  function list(query: URLSearchParams): string {
    const keys = [...storage.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? ''))
      .toSorted();
    const after = query.get('continuation-token');
    const left = after === null ? keys : keys.filter((key) => key > after);
    const page = left.slice(0, PAGE);
    const more = left.length > PAGE;
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return [
      '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
      `<IsTruncated>${more}</IsTruncated>`,
      more ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : '',
      ...page.map(
        (key) =>
          `<Contents><Key>${escaped(key)}</Key><ETag>&quot;${storage.objects.get(key)?.etag}&quot;</ETag></Contents>`,
      ),
      '</ListBucketResult>',
    ].join('');
  }
}

/** As `fetch`, but whatever the name of the host is, it is the storage on this machine that answers to it. */
export function fetchAt({ endpoint }: Storage): typeof fetch {
  return async (input, init = {}) => {
    const { host, pathname, search } = new URL(String(input));
    const headers = { ...Object.fromEntries(new Headers(init.headers)), host };
    const { hostname, port } = new URL(endpoint);
    const sent = ask({ hostname, port, path: `${pathname}${search}`, method: init.method ?? 'GET', headers });
    sent.end(init.body ? Buffer.from(init.body as Uint8Array<ArrayBuffer>) : undefined);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const status = answer.statusCode ?? 0;
    return new Response(status === 204 ? null : Buffer.concat(chunks), {
      ...{ status, headers: answer.headers as Record<string, string> },
    });
  };
}

/** Why a request is not taken. */
function mistakeIn(request: IncomingMessage, body: Buffer): string | undefined {
  const { headers, method = '', url = '' } = request;
  const { id, names, signature } = authorizationIn(headers);
  if (id !== KEYS.AWS_ACCESS_KEY_ID) return 'InvalidAccessKeyId';
  const toSign = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!toSign.every((name) => names.includes(name))) return 'AccessDenied';
  if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  return signature === signatureOf({ method, url, headers }, KEYS.AWS_SECRET_ACCESS_KEY)
    ? undefined
    : 'SignatureDoesNotMatch';
}
