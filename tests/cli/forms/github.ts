import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is asked of GitHub, in order: `POST issues/12/comments`, with what is sent. */
export interface Asked {
  what: string;
  body: Record<string, unknown> | undefined;
}

/** A GitHub of one repository, on this machine: it knows who may write, and has one issue. */
export interface FakeGitHub {
  env: Record<string, string>;
  asked: Asked[];
  /** The comments on the issue, oldest first. */
  comments: string[];
  /** Who may write, by what GitHub calls it. */
  permissions: Record<string, string>;
  state: 'open' | 'closed';
  /** What is refused, by its beginning, and with which status. */
  refuses: Record<string, number>;
  /** The open pull requests, by their branches. */
  pulls: Map<string, string>;
  close(): Promise<void>;
}

export const REPOSITORY = 'status/page';
const TOKEN = 'a-token-of-the-workflow';

/** Begins one. It takes nothing without the token. */
export async function fakeGitHub(): Promise<FakeGitHub> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
      const { status, answer } = answerTo(request.method ?? '', request.url ?? '', request.headers, body);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    });
  });
  const github: FakeGitHub = {
    env: {},
    asked: [],
    comments: [],
    permissions: { ada: 'write', root: 'admin', reader: 'read' },
    state: 'open',
    refuses: {},
    pulls: new Map(),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  function answerTo(
    method: string,
    url: string,
    { authorization }: { authorization?: string | undefined },
    body: Record<string, unknown> | undefined,
  ): { status: number; answer?: unknown } {
    if (authorization !== `Bearer ${TOKEN}`) return { status: 401, answer: { message: 'Bad credentials' } };
    const at = new URL(url, 'http://host');
    const path = at.pathname.replace(`/repos/${REPOSITORY}/`, '');
    const what = `${method} ${path}`;
    github.asked.push({ what, body });
    const refused = Object.entries(github.refuses).find(([begin]) => what.startsWith(begin));
    if (refused) return { status: refused[1], answer: { message: 'Not here', permission: 'admin' } };
    const [, login] = /^GET collaborators\/(.*)\/permission$/.exec(what) ?? [];
    if (login !== undefined) {
      const permission = github.permissions[decodeURIComponent(login)];
      return permission
        ? { status: 200, answer: { permission } }
        : { status: 404, answer: { message: 'Not Found' } };
    }
    if (/^GET issues\/\d+$/.test(what)) return { status: 200, answer: { state: github.state } };
    if (/^POST issues\/\d+\/comments$/.test(what)) {
      github.comments.push(String(body?.body));
      return { status: 201, answer: { id: 1 } };
    }
    if (/^PATCH issues\/\d+$/.test(what)) {
      github.state = body?.state as 'closed';
      return { status: 200, answer: {} };
    }
    if (what === 'POST actions/workflows/pages.yml/dispatches') return { status: 204 };
    if (what === 'GET pulls') {
      const address = github.pulls.get(at.searchParams.get('head')?.replace(/^.*:/, '') ?? '');
      return { status: 200, answer: address ? [{ html_url: address }] : [] };
    }
    if (what === 'POST pulls') {
      const address = `https://github.com/${REPOSITORY}/pull/13`;
      github.pulls.set(String(body?.head), address);
      return { status: 201, answer: { html_url: address } };
    }
    return { status: 404, answer: { message: 'Not Found' } };
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  github.env = { GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_TOKEN: TOKEN };
  return github;
}

/** The event of an issue, as far as GitHub tells what is used of it. */
export function issueEvent(
  body: string | null,
  {
    title = '[Notice] ',
    author = 'ada',
    sender = author,
    labels = ['notice'],
    action = 'opened',
    number = 12,
    created = '2026-03-01T03:05:20Z',
  }: Partial<{
    title: string;
    author: string;
    sender: string;
    labels: string[];
    action: 'opened' | 'edited';
    number: number;
    created: string;
  }> = {},
): string {
  return JSON.stringify({
    action,
    issue: {
      number,
      title,
      body,
      created_at: created,
      state: 'open',
      user: { login: author },
      author_association: 'OWNER',
      labels: labels.map((name) => ({ name })),
    },
    repository: { full_name: REPOSITORY, default_branch: 'main' },
    sender: { login: sender },
  });
}
