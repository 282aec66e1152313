import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { isSame } from './http.ts';

/** Where the file lies that says how to ask whoever has a store open. */
const FILE = 'door';
/** How long an answer is waited for, in ms. */
const PATIENCE = 10_000;
/** More of a question is nobody's, in bytes. */
const MOST = 1_000_000;

/**
 * Answers whoever may read the folder of an embedded store, which only this process can open: on a port of this
 * machine that is free, to who knows the secret that lies in the folder.
 * @param answer what is said to what was asked, both as JSON; where it throws, only that it failed.
 * @returns what closes it.
 */
export async function openDoor(
  folder: string,
  answer: (asked: unknown) => Promise<unknown>,
): Promise<() => Promise<void>> {
  const secret = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${secret}`)) {
      response.writeHead(401).end();
      return;
    }
    heard(request)
      .then(answer)
      .then(
        (said) => response.end(JSON.stringify(said)),
        () => response.writeHead(500).end(),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const file = join(folder, FILE);
  await writeFile(`${file}.new`, JSON.stringify({ port, secret }), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return async () => {
    await rm(file, { force: true });
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
}

async function heard(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > MOST) throw new Error('nobody asks for so much');
  }
  return JSON.parse(text);
}

/**
 * @returns what the process answers that has the store in a folder open; `undefined` where there is none.
 * @throws UserError where it did not say what came of it.
 */
export async function askAtDoor(folder: string, ask: typeof fetch, asked: unknown): Promise<unknown> {
  let response: Response;
  try {
    const { port, secret } = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as {
      port: number;
      secret: string;
    };
    response = await ask(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}` },
      body: JSON.stringify(asked),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    // A process that was killed leaves the file behind, and the store free.
    return undefined;
  }
  // Another program has the port now.
  if (response.status === 401 || response.status === 404) return undefined;
  if (response.ok) return response.json();
  throw new UserError(
    'The process that delivers has the store open, and could not do it. Look into its log; if it is of another version than this one, restart it.',
  );
}
