import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Forge } from '../../src/domain/site.ts';
import { Accounts } from './accounts.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';

/** A forge on this machine that answers what the form asks of its interface, and keeps one branch. */
export interface TestForge {
  kind: Forge['kind'];
  origin: string;
  /** The repository, as a browser has it. */
  repository: string;
  /** The files of the branch, by paths. */
  files: Map<string, string>;
  /** The first lines of the commits that were made through the interface, the oldest first. */
  commits: string[];
  /** How people are signed in by an account. */
  accounts: Accounts;
  /** What was asked for, as `GET /path`. */
  asked: string[];
  /** Somebody else commits a file. */
  push(path: string, text: string): void;
  /** Called before the next write is looked at: who else writes in that moment. */
  beforeWrite: (() => void) | undefined;
  close(): Promise<void>;
}

/** The branch of a forge, as its interface sees it. */
export class Branch {
  readonly files: Map<string, string>;
  readonly commits: string[] = [];
  /** How many commits the branch has, and by which of them each file was last changed. */
  #count = 0;
  readonly #changed = new Map<string, number>();

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
  }

  get head(): string {
    return digest(`commit ${this.#count}`);
  }

  lastCommitOf(path: string): string {
    return digest(`commit ${this.#changed.get(path) ?? 0}`);
  }

  write(texts: Iterable<readonly [path: string, text: string]>): void {
    this.#count++;
    for (const [path, text] of texts) {
      this.files.set(path, text);
      this.#changed.set(path, this.#count);
    }
  }

  commit(message: string, texts: Iterable<readonly [path: string, text: string]>): void {
    this.write(texts);
    this.commits.push(message);
  }
}

/** What was asked of the interface, by somebody who may. */
export interface Question {
  method: string;
  path: string;
  parameters: URLSearchParams;
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
  /** Where a browser is sent. */
  location?: string;
  /** In place of JSON. */
  text?: string;
}

/** One kind of forge: how it is told who asks, which requests write, and what it answers. */
export interface Interface {
  writes(question: Question): boolean;
  answer(question: Question, branch: Branch): Answer;
}

/** The token that may write. */
export const TOKEN = 'a-token-that-may-write';
export const DATE = '2026-03-01T08:00:00Z';

const INTERFACES: Readonly<Record<Forge['kind'], Interface>> = { github, gitlab, gitea };

/** Starts a forge with these files. */
export async function startForge(kind: Forge['kind'], begin: Record<string, string>): Promise<TestForge> {
  const branch = new Branch(begin);
  const accounts = new Accounts(kind, TOKEN);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request).then(
      (one) => send(response, one),
      (error: Error) => send(response, { status: 500, body: { message: error.message } }),
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const forge: TestForge = {
    kind,
    origin,
    repository: `${origin}/example/status`,
    files: branch.files,
    commits: branch.commits,
    accounts,
    asked,
    push: (path, text) => branch.write([[path, text]]),
    beforeWrite: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return forge;

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = '', headers } = request;
    if (method === 'OPTIONS') return { status: 204 };
    const url = new URL(request.url ?? '', origin);
    const sent = await bodyOf(request);
    const body: unknown = sent === '' ? undefined : JSON.parse(sent);
    const signedIn = accounts.answer(method, url, body);
    if (signedIn) return signedIn;
    if (!headers.authorization?.endsWith(` ${TOKEN}`))
      return { status: 401, body: { message: 'Bad credentials' } };
    const question = { method, path: url.pathname, parameters: url.searchParams, body };
    const { writes, answer } = INTERFACES[kind];
    if (writes(question)) {
      const before = forge.beforeWrite;
      forge.beforeWrite = undefined;
      before?.();
    }
    return answer(question, branch);
  }
}

/** The name that git gives a text. */
export function blobOf(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, text, location }: Answer): void {
  response.writeHead(status, {
    'Content-Type': text === undefined ? 'application/json' : 'text/plain',
    ...(location !== undefined && { Location: location }),
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*, Authorization',
    'Access-Control-Allow-Methods': '*',
  });
  response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
}
