import {
  type Answer,
  base64Of,
  blobOf,
  type Branch,
  DATE,
  type Interface,
  type Question,
  textOf,
} from './forge.ts';

const ROOT = '/api/v1';
const REPO = `${ROOT}/repos/example/status`;
const ADA = { id: 1, login: 'ada', full_name: 'Ada', email: 'ada@example.org', avatar_url: '', html_url: '' };

interface Change {
  message: string;
  files: { operation: string; path: string; content: string; sha?: string }[];
}

/** Gitea, as its interface is described; Forgejo has the same, but for how many files are read at once. */
export const gitea: Interface = {
  writes: ({ method, path }) => method === 'POST' && path === `${REPO}/contents`,
  answer,
};

function answer({ method, path, body }: Question, branch: Branch): Answer {
  const { files } = branch;
  if (path === `${ROOT}/user`) return { status: 200, body: ADA };
  if (path === `${ROOT}/version`) return { status: 200, body: { version: '1.26.0' } };
  if (path === `${ROOT}/settings/api`)
    return {
      status: 200,
      body: {
        max_response_items: 50,
        default_paging_num: 30,
        default_git_trees_per_page: 1000,
        default_max_blob_size: 10_485_760,
      },
    };
  if (path === REPO)
    return {
      status: 200,
      body: { default_branch: 'main', permissions: { admin: false, push: true, pull: true } },
    };
  if (path === `${REPO}/branches/main`)
    return { status: 200, body: { name: 'main', commit: { id: branch.head, message: 'last' } } };
  if (path.startsWith(`${REPO}/git/trees/`)) {
    const tree = [...files].map(([file, text]) => ({
      type: 'blob',
      path: file,
      sha: blobOf(text),
      size: Buffer.byteLength(text),
    }));
    return { status: 200, body: { tree, truncated: false, page: 1 } };
  }
  if (method === 'POST' && path === `${REPO}/file-contents`)
    return {
      status: 200,
      body: (body as { files: string[] }).files.map((file) => contentsOf(file, branch) ?? null),
    };
  if (method === 'POST' && path === `${REPO}/contents`) return write(body as Change, branch);
  const [, file] = path.split(`${REPO}/contents/`);
  const found = file && contentsOf(decodeURI(file), branch);
  return found ? { status: 200, body: found } : { status: 404, body: { message: 'GetContentsOrList' } };
}

function contentsOf(path: string, { files }: Branch) {
  const text = files.get(path);
  return text === undefined
    ? undefined
    : { type: 'file', path, sha: blobOf(text), encoding: 'base64', content: base64Of(text) };
}

function write({ message, files }: Change, branch: Branch): Answer {
  for (const { operation, path, sha } of files) {
    const text = branch.files.get(path);
    if (operation === 'create' && text !== undefined)
      return { status: 422, body: { message: `repository file already exists [path: ${path}]` } };
    if (operation === 'update' && (text === undefined || sha !== blobOf(text)))
      return { status: 422, body: { message: `sha does not match [given: ${sha}]` } };
  }
  branch.commit(
    message,
    files.map(({ path, content }) => [path, textOf(content)]),
  );
  return {
    status: 201,
    body: {
      commit: { sha: branch.head, created: DATE },
      files: files.map(({ path }) => contentsOf(path, branch)),
    },
  };
}
