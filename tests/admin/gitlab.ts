import { type Answer, base64Of, blobOf, type Branch, DATE, type Interface, type Question } from './forge.ts';

const ROOT = '/api/v4';
const PROJECT = `${ROOT}/projects/example%2Fstatus`;
const ADA = { id: 1, username: 'ada', name: 'Ada', email: 'ada@example.org', avatar_url: '', web_url: '' };

interface Commit {
  commit_message: string;
  actions: { action: string; file_path: string; content: string; last_commit_id?: string }[];
}

/** GitLab, as its interface is described: files by GraphQL, commits by REST. */
export const gitlab: Interface = {
  writes: ({ method, path }) => method === 'POST' && path === `${PROJECT}/repository/commits`,
  answer,
};

function answer({ method, path, body }: Question, branch: Branch): Answer {
  if (path === `${ROOT}/user`) return { status: 200, body: ADA };
  if (path === `${PROJECT}/users`) return { status: 200, body: [ADA] };
  if (path === '/api/graphql')
    return {
      status: 200,
      body: { data: { project: { repository: graph(body as Parameters<typeof graph>[0], branch) } } },
    };
  if (path === `${PROJECT}/repository/branches/main`)
    return { status: 200, body: { name: 'main', commit: { id: branch.head } } };
  // Nothing is deployed here, and no job says anything of a commit.
  if (path === `${PROJECT}/deployments` || path.endsWith('/statuses')) return { status: 200, body: [] };
  if (method === 'POST' && path === `${PROJECT}/repository/commits`) return write(body as Commit, branch);
  const [, file] = path.split(`${PROJECT}/repository/files/`);
  const name = file && decodeURIComponent(file);
  const text = name && branch.files.get(name);
  if (name && text !== undefined)
    return {
      status: 200,
      body: {
        file_path: name,
        encoding: 'base64',
        content: base64Of(text),
        blob_id: blobOf(text),
        last_commit_id: branch.lastCommitOf(name),
      },
    };
  return { status: 404, body: { message: '404 File Not Found' } };
}

function graph(
  { query, variables }: { query: string; variables: { paths?: string[] } },
  { files, head }: Branch,
): unknown {
  if (query.includes('rootRef')) return { rootRef: 'main' };
  if (query.includes('rawTextBlob'))
    return { blobs: { nodes: variables.paths?.map((path) => ({ path, rawTextBlob: files.get(path) })) } };
  if (query.includes('lastCommit')) return { tree: { lastCommit: { sha: head, message: 'last' } } };
  const nodes = [...files].map(([path, text]) => ({ type: 'blob', path, sha: blobOf(text) }));
  return { tree: { blobs: { nodes, pageInfo: { endCursor: '', hasNextPage: false } } } };
}

function write({ commit_message, actions }: Commit, branch: Branch): Answer {
  for (const { action, file_path, last_commit_id } of actions) {
    if (action === 'create' && branch.files.has(file_path))
      return { status: 400, body: { message: 'A file with this name already exists' } };
    if (action === 'update' && last_commit_id && last_commit_id !== branch.lastCommitOf(file_path))
      return {
        status: 400,
        body: {
          message: 'You are attempting to update a file that has changed since you started editing it.',
        },
      };
  }
  branch.commit(
    commit_message,
    actions.map(({ file_path, content }) => [file_path, content]),
  );
  return { status: 201, body: { id: branch.head, committed_date: DATE } };
}
