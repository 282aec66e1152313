import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isSame } from './http.ts';

/** Where the file lies that says how to ask whoever has a store open. */
const FILE = 'door';
/** How long an answer is waited for, in ms. */
const PATIENCE = 10_000;

/**
 * Answers whoever may read the folder of an embedded store, which only this process can open: on a port of this
 * machine that is free, to who knows the secret that lies in the folder.
 * @param answer what is said, as JSON.
 * @returns what closes it.
 */
export async function openDoor(folder: string, answer: () => Promise<unknown>): Promise<() => Promise<void>> {
  const secret = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${secret}`)) {
      response.writeHead(401).end();
      return;
    }
    answer().then(
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

/** @returns what the process says that has the store in a folder open; `undefined` where none answers. */
export async function askAtDoor(folder: string, ask: typeof fetch): Promise<unknown> {
  try {
    const { port, secret } = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as {
      port: number;
      secret: string;
    };
    const response = await ask(`http://127.0.0.1:${port}/`, {
      headers: { Authorization: `Bearer ${secret}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    // A process that was killed leaves the file behind, and the store free.
    return undefined;
  }
}
