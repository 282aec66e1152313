import { type Answer, type Branch, blobOf, DATE, type Interface, type Question, textOf } from './forge.ts';

const AUTHOR = { name: 'Ada', email: 'ada@example.org', user: { id: 1, login: 'ada' } };
const ROOT = '/api/v3';

interface Asked {
  query: string;
  variables: Record<string, string> & {
    input?: {
      expectedHeadOid: string;
      fileChanges: { additions: { path: string; contents: string }[]; deletions: { path: string }[] };
      message: { headline: string };
    };
  };
}

/** GitHub, as its interface is described: the rest by REST, files and commits by GraphQL. */
export const github: Interface = {
  writes: ({ body }) => (body as Partial<Asked> | undefined)?.variables?.input !== undefined,
  answer,
};

function answer({ path, body }: Question, branch: Branch): Answer {
  if (path === `${ROOT}/user`)
    return {
      status: 200,
      body: { id: 1, login: 'ada', name: 'Ada', email: 'ada@example.org', avatar_url: '' },
    };
  if (path === `${ROOT}/repos/example/status/collaborators/ada`) return { status: 204 };
  if (path.startsWith(`${ROOT}/repos/example/status/git/trees/`)) {
    const tree = [...branch.files].map(([file, text]) => ({
      type: 'blob',
      path: file,
      sha: blobOf(text),
      size: Buffer.byteLength(text),
    }));
    return { status: 200, body: { tree } };
  }
  if (path === '/api/graphql') return { status: 200, body: graph(body as Asked, branch) };
  return { status: 404, body: { message: `nothing at ${path}` } };
}

function graph({ query, variables }: Asked, branch: Branch): unknown {
  const { files } = branch;
  if (variables.input) return write(variables.input, branch);
  const byBlob = new Map([...files.values()].map((text) => [blobOf(text), text]));
  const contents = [...query.matchAll(/(content_\d+): object\(oid: "(\w+)"\)/g)].map(([, name, oid]) => [
    name,
    { text: byBlob.get(oid as string) },
  ]);
  // As of a commit; of an older one than the head the files are not kept here.
  const atCommit = [...query.matchAll(/(\w+): object\(expression: \$(\w+)\)/g)].map(([, name, variable]) => {
    const [oid, path = ''] = (variables[variable as string] ?? '').split(':');
    const text = oid === branch.head ? files.get(path) : undefined;
    return [name, text === undefined ? null : { text }];
  });
  const history = {
    nodes: [{ oid: branch.head, message: 'last', author: AUTHOR, committedDate: DATE }],
  };
  const target = { target: { oid: branch.head, history } };
  const dated = [...query.matchAll(/((?:commit|history)_\d+):\s*ref/g)].map(([, name]) => [name, target]);
  const repository = {
    defaultBranchRef: { name: 'main' },
    ref: target,
    ...Object.fromEntries([...contents, ...atCommit, ...dated]),
  };
  return { data: { repository } };
}

function write(input: NonNullable<Asked['variables']['input']>, branch: Branch): unknown {
  if (input.expectedHeadOid !== branch.head)
    return {
      data: { createCommitOnBranch: null },
      errors: [
        {
          type: 'STALE_DATA',
          path: ['createCommitOnBranch'],
          message: `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
        },
      ],
    };
  const { additions } = input.fileChanges;
  branch.commit(
    input.message.headline,
    additions.map(({ path, contents }) => [path, textOf(contents)]),
  );
  const added = additions.map(({ path }, index) => [
    `file_${index}`,
    { oid: blobOf(branch.files.get(path) ?? '') },
  ]);
  const commit = { oid: branch.head, committedDate: DATE, ...Object.fromEntries(added) };
  return { data: { createCommitOnBranch: { commit } } };
}
