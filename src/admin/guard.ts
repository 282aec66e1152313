import type { Forge } from '../domain/site.ts';

/** What the guard knows of the forge: its kind, the repository as `owner/name`, and the branch. */
export interface ForgeBranch {
  kind: Forge['kind'];
  repo: string;
  branch: string;
}

/** What is said where a file is not written. */
export interface Refusals {
  /** Somebody changed it meanwhile, and both cannot stand together. */
  changed: string;
  /** Somebody began a file of the same name meanwhile. */
  begun: string;
  /** The forge could not be asked what is there. */
  unreachable: string;
}

/** What is said where nobody is signed in, beside where nothing is written. */
export interface Said extends Refusals {
  /** The account that was asked did not allow it, or could not be asked. */
  notAllowed: string;
}

/** What a text that is written was made of, empty for a new file; and how two that come of one are put together. */
export interface Made {
  base: string;
  together(versions: { base: string; ours: string; theirs: string }): string | undefined;
}

/** A file that a request writes. */
interface Write {
  path: string;
  text: string;
  /** Puts a text into the request, and what the forge is to find there before it takes it. */
  set(text: string, mark: string | undefined): void;
}

/** A file as the forge has it: its text, and what it calls this version. */
interface Now {
  text: string;
  mark: string;
}

/** A request that writes. */
interface Commit {
  writes: Write[];
  /** The files as they are at one moment, and a name for that moment. */
  look(): Promise<{ files: (Now | undefined)[]; moment: string }>;
  body(): string;
}

/** What is sent with a request, and may be sent with another in its place. */
type Sent = Pick<RequestInit, 'headers' | 'cache'>;

/** How often a write is tried anew, where others write in the repository at the same time. */
const TRIES = 4;

/**
 * The network of the CMS, with one thing changed: no file is written over what somebody else wrote since it was opened.
 * Each write is held to the file as the forge has it now, both are put together where they can be, and the forge is
 * told what it must find there, so that nobody comes between the look and the write.
 * @param madeOf what a text that is written was made of; nothing where it is none of ours.
 */
export function guarded(
  ask: typeof fetch,
  kept: ForgeBranch,
  madeOf: (text: string) => Made | undefined,
  refusals: Refusals,
): typeof fetch {
  /** What was last saved here under a path: a form that is opened again goes on from that, and still names its first base. */
  const saved = new Map<string, { of: string; text: string }>();
  const sourceOf = (path: string, { base }: Made) => {
    const last = saved.get(path);
    return last?.of === base ? last.text : base;
  };
  return async (input, init = {}) => {
    let failed: { moment: string; response: Response } | undefined;
    for (let tries = 1; ; tries++) {
      const commit = commitIn(reached(ask), kept, String(input), init);
      // One that only takes files away has none to hold to anything.
      if (!commit || commit.writes.length === 0) return ask(input, init);
      const look = await commit.look().catch((error: unknown) => error);
      if (look instanceof Unreached || look instanceof SyntaxError)
        return Response.json({ message: refusals.unreachable }, { status: 503 });
      if (look instanceof Unanswered) return look.response;
      if (look instanceof Error) throw look;
      const { files, moment } = look as Awaited<ReturnType<Commit['look']>>;
      // It failed for another reason than that somebody else had written.
      if (failed?.moment === moment) return failed.response;
      const all = commit.writes.map((write, index) => ({
        write,
        now: files[index],
        made: madeOf(write.text),
      }));
      const outcome = held(all, sourceOf, refusals);
      if (typeof outcome === 'string') return Response.json({ message: outcome }, { status: 409 });
      const response = await ask(input, { ...init, body: commit.body() });
      const answer = await response.clone().text();
      const read = jsonIn(answer);
      // No forge answers so: something stands between, and whether it was written is not known.
      if (response.ok && (typeof read !== 'object' || read === null)) return response;
      if (response.ok && !hasErrors(read as object)) {
        for (const { write, made } of all)
          if (made) saved.set(write.path, { of: made.base, text: write.text });
        return outcome.merged ? forgetful(answer) : response;
      }
      if (tries === TRIES) return response;
      failed = { moment, response };
    }
  };
}

/** Holds what is to be written to what is there, and says what the request is to say; or why nothing is written. */
function held(
  all: readonly { write: Write; now: Now | undefined; made: Made | undefined }[],
  sourceOf: (path: string, made: Made) => string,
  { changed, begun }: Refusals,
): { merged: boolean } | string {
  let merged = false;
  for (const { write, now, made } of all) {
    if (!made) continue;
    const base = sourceOf(write.path, made);
    if (base === '' && now) return begun;
    if (base !== '' && !now) return changed;
    const text = now ? made.together({ base, ours: write.text, theirs: now.text }) : write.text;
    if (text === undefined) return changed;
    merged ||= text !== write.text;
    write.set(text, now?.mark);
  }
  return { merged };
}

/** An answer of the forge that is no answer to what was asked. */
class Unanswered extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super(`the forge answered ${response.status}`);
    this.response = response;
  }
}

/** The forge did not answer, or something between answered for it. */
class Unreached extends Error {}

/** A network that says of itself where it does not reach, whatever a browser calls that. */
function reached(ask: typeof fetch): typeof fetch {
  return async (...asked) => {
    const response = await ask(...asked).catch(() => undefined);
    if (response === undefined || response.status >= 500) throw new Unreached();
    return response;
  };
}

function hasErrors(answer: object): boolean {
  return 'errors' in answer && Array.isArray(answer.errors);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An answer to a write of more than was asked for: it names no version, so that the CMS reads all of it anew. */
function forgetful(answer: string): Response {
  const text = answer.replace(
    /"(oid|sha|id)"\s*:\s*"[0-9a-f]{40,64}"/g,
    (_, key) => `"${key}":"${'0'.repeat(40)}"`,
  );
  return new Response(text, { headers: { 'Content-Type': 'application/json' } });
}

/** What a request writes to the branch; nothing where it does not. */
function commitIn(ask: typeof fetch, kept: ForgeBranch, url: string, init: RequestInit): Commit | undefined {
  if (init.method !== 'POST' || typeof init.body !== 'string') return undefined;
  const sent: Sent = { ...(init.headers && { headers: init.headers }), cache: 'no-store' };
  const { pathname } = new URL(url, 'https://relative.invalid');
  const body = jsonIn(init.body);
  // What is no JSON, such as a form of a sign-in, writes nothing in the repository.
  if (typeof body !== 'object' || body === null) return undefined;
  if (kept.kind === 'github') return byGithub(ask, kept, url, body as GithubBody, sent);
  if (
    kept.kind === 'gitlab' &&
    pathname.endsWith(`/projects/${encodeURIComponent(kept.repo)}/repository/commits`)
  )
    return byGitlab(ask, kept, url, body as GitlabBody, sent);
  if (kept.kind === 'gitea' && pathname.endsWith(`/repos/${kept.repo}/contents`))
    return byGitea(ask, kept, url, body as GiteaBody, sent);
  return undefined;
}

interface GithubBody {
  variables?: {
    input?: {
      branch?: { branchName: string };
      expectedHeadOid: string;
      fileChanges: { additions: { path: string; contents: string }[] };
    };
  };
}

/** GitHub takes a commit on top of one head alone, so the files are read at that head. */
function byGithub(
  ask: typeof fetch,
  kept: ForgeBranch,
  url: string,
  body: GithubBody,
  sent: Sent,
): Commit | undefined {
  const input = body.variables?.input;
  if (input?.branch?.branchName !== kept.branch) return undefined;
  const { additions } = input.fileChanges;
  const [owner, name] = kept.repo.split('/');
  const query = async (what: string, variables: Record<string, string>) => {
    const declared = Object.keys(variables).map((one) => `, $${one}: String!`);
    const text = `query($owner: String!, $name: String!${declared.join('')}) { repository(owner: $owner, name: $name) { ${what} } }`;
    const response = await ask(url, {
      ...sent,
      method: 'POST',
      body: JSON.stringify({ query: text, variables: { owner, name, ...variables } }),
    });
    const answer = response.clone();
    const { data } = (response.ok ? await response.json() : {}) as { data?: { repository?: unknown } };
    if (!data?.repository) throw new Unanswered(answer);
    return data.repository;
  };
  return {
    writes: additions.map((one) => ({
      path: one.path,
      text: textOf(one.contents),
      set: (text) => {
        one.contents = base64Of(text);
      },
    })),
    async look() {
      const { ref } = (await query('ref(qualifiedName: $branch) { target { oid } }', {
        branch: `refs/heads/${kept.branch}`,
      })) as { ref: { target: { oid: string } } };
      const { oid } = ref.target;
      input.expectedHeadOid = oid;
      const paths = Object.fromEntries(additions.map(({ path }, index) => [`at${index}`, `${oid}:${path}`]));
      const what = additions.map(
        (_, index) => `now${index}: object(expression: $at${index}) { ... on Blob { text } }`,
      );
      const found = (await query(what.join(' '), paths)) as Record<string, { text: string } | null>;
      return {
        files: additions.map((_, index) => {
          const now = found[`now${index}`];
          return now ? { text: now.text, mark: oid } : undefined;
        }),
        moment: oid,
      };
    },
    body: () => JSON.stringify(body),
  };
}

interface GitlabBody {
  branch: string;
  actions: {
    action: string;
    file_path: string;
    content: string;
    encoding: string;
    last_commit_id?: string;
  }[];
}

/** GitLab takes the commit that last changed each file. */
function byGitlab(
  ask: typeof fetch,
  kept: ForgeBranch,
  url: string,
  body: GitlabBody,
  sent: Sent,
): Commit | undefined {
  if (body.branch !== kept.branch) return undefined;
  const root = url.replace(/\/commits$/, '/files');
  return perFile(
    body.actions.map((one) => ({
      path: one.file_path,
      text: one.encoding === 'base64' ? '' : one.content,
      set: (text, mark) => {
        one.content = text;
        if (mark !== undefined) one.last_commit_id = mark;
      },
    })),
    async (path) => {
      const found = await fileAt(
        ask,
        `${root}/${encodeURIComponent(path)}?ref=${encodeURIComponent(kept.branch)}`,
        sent,
      );
      return found && { text: textOf(found.content ?? ''), mark: found.last_commit_id ?? '' };
    },
    () => JSON.stringify(body),
  );
}

interface GiteaBody {
  branch: string;
  files: { operation: string; path: string; content: string; sha?: string }[];
}

/** Gitea and Forgejo take the digest of each file. */
function byGitea(
  ask: typeof fetch,
  kept: ForgeBranch,
  url: string,
  body: GiteaBody,
  sent: Sent,
): Commit | undefined {
  if (body.branch !== kept.branch) return undefined;
  return perFile(
    body.files.map((one) => ({
      path: one.path,
      text: textOf(one.content),
      set: (text, mark) => {
        one.content = base64Of(text);
        if (mark !== undefined) one.sha = mark;
      },
    })),
    async (path) => {
      const found = await fileAt(
        ask,
        `${url}/${encodeURI(path)}?ref=${encodeURIComponent(kept.branch)}`,
        sent,
      );
      return found && { text: textOf(found.content ?? ''), mark: found.sha ?? '' };
    },
    () => JSON.stringify(body),
  );
}

function perFile(
  writes: Write[],
  read: (path: string) => Promise<Now | undefined>,
  body: () => string,
): Commit {
  return {
    writes,
    async look() {
      const files = await Promise.all(writes.map(({ path }) => read(path)));
      return { files, moment: files.map((now) => now?.mark ?? '-').join(' ') };
    },
    body,
  };
}

async function fileAt(
  ask: typeof fetch,
  url: string,
  sent: Sent,
): Promise<{ content?: string; sha?: string; last_commit_id?: string } | undefined> {
  const response = await ask(url, sent);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Unanswered(response);
  return (await response.json()) as { content?: string };
}

function textOf(base64: string): string {
  const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (one) => one.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

function base64Of(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
