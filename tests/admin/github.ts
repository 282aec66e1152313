import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A forge on this machine that answers what the form asks of GitHub's interface, and keeps one branch. */
export interface Github {
  origin: string;
  /** The repository, as a browser has it. */
  repository: string;
  /** The files of the branch, by paths. */
  files: Map<string, string>;
  /** The first lines of the commits that were made, the oldest first. */
  commits: string[];
  /** What was asked for, as `GET /path`. */
  asked: string[];
  close(): Promise<void>;
}

/** The token that may write. */
export const TOKEN = 'a-token-that-may-write';

const AUTHOR = { name: 'Ada', email: 'ada@example.org', user: { id: 1, login: 'ada' } };
const DATE = '2026-03-01T08:00:00Z';

/** Starts the forge with these files. */
export async function startGithub(begin: Record<string, string>): Promise<Github> {
  const files = new Map(Object.entries(begin));
  const commits: string[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, { files, commits }).then(
      ({ status, body }) => send(response, status, body),
      (error: Error) => send(response, 500, { message: error.message }),
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    repository: `${origin}/example/status`,
    files,
    commits,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  body?: unknown;
}

async function answer(request: IncomingMessage, kept: Pick<Github, 'files' | 'commits'>): Promise<Answer> {
  const { method = '', url = '', headers } = request;
  if (method === 'OPTIONS') return { status: 204 };
  if (!headers.authorization?.endsWith(TOKEN)) return { status: 401, body: { message: 'Bad credentials' } };
  const path = url.replace(/\?.*/, '');
  if (path === '/api/v3/user')
    return {
      status: 200,
      body: { id: 1, login: 'ada', name: 'Ada', email: 'ada@example.org', avatar_url: '' },
    };
  if (path === '/api/v3/repos/example/status/collaborators/ada') return { status: 204 };
  if (path.startsWith('/api/v3/repos/example/status/git/trees/'))
    return {
      status: 200,
      body: {
        tree: [...kept.files].map(([file, text]) => ({
          type: 'blob',
          path: file,
          sha: blobOf(text),
          size: Buffer.byteLength(text),
        })),
      },
    };
  if (path === '/api/graphql') {
    const { query, variables } = JSON.parse(await bodyOf(request)) as Asked;
    return { status: 200, body: { data: graph(query, variables, kept) } };
  }
  return { status: 404, body: { message: `nothing at ${path}` } };
}

interface Asked {
  query: string;
  variables: {
    input?: {
      expectedHeadOid: string;
      fileChanges: { additions: { path: string; contents: string }[]; deletions: { path: string }[] };
      message: { headline: string };
    };
  };
}

function graph(
  query: string,
  { input }: Asked['variables'],
  { files, commits }: Pick<Github, 'files' | 'commits'>,
) {
  const head = () => createHash('sha1').update(`commit ${commits.length}`).digest('hex');
  if (input) {
    if (input.expectedHeadOid !== head()) throw new Error('the branch has moved on');
    for (const { path } of input.fileChanges.deletions) files.delete(path);
    for (const { path, contents } of input.fileChanges.additions)
      files.set(path, Buffer.from(contents, 'base64').toString('utf8'));
    commits.push(input.message.headline);
    const added = input.fileChanges.additions.map(({ path }, index) => [
      `file_${index}`,
      { oid: blobOf(files.get(path) ?? '') },
    ]);
    return {
      createCommitOnBranch: { commit: { oid: head(), committedDate: DATE, ...Object.fromEntries(added) } },
    };
  }
  const byBlob = new Map([...files.values()].map((text) => [blobOf(text), text]));
  const contents = [...query.matchAll(/(content_\d+): object\(oid: "(\w+)"\)/g)].map(([, name, oid]) => [
    name,
    { text: byBlob.get(oid as string) },
  ]);
  const history = { nodes: [{ oid: head(), message: 'last', author: AUTHOR, committedDate: DATE }] };
  const target = { target: { history } };
  const dated = [...query.matchAll(/((?:commit|history)_\d+):\s*ref/g)].map(([, name]) => [name, target]);
  return {
    repository: {
      defaultBranchRef: { name: 'main' },
      ref: target,
      ...Object.fromEntries([...contents, ...dated]),
    },
  };
}

function blobOf(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*, Authorization',
    'Access-Control-Allow-Methods': '*',
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
