import { constants, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defineCommand } from '../command.ts';
import { answer } from '../forms/answer.ts';
import { answerOnGitea, isOnGitea } from '../forms/answer-gitea.ts';
import { answerOnGitlab, isMergeRequest } from '../forms/answer-gitlab.ts';
import { missingSetting, WrongCall } from '../parse.ts';

export const command = defineCommand({
  more: [
    'The workflow comment.yml calls it when the check of a pull request has ended. It writes one comment there, and writes it anew after the next push. It comments only where something is to be said, or was before.',
    'In a pipeline of a merge request of GitLab it writes a note there, by a token of the project in NIGHTLIGHT_GITLAB_TOKEN, for a job may not by its own. It asks for no event there.',
    'In the workflow of a pull request on Gitea or Forgejo it comments there itself, by the token in GITHUB_TOKEN: that of the job, or that of a person, which may write issues and read its user.',
    'A pull request from elsewhere may not comment: its check leaves the report as a file, and this takes it as words and runs nothing of it. For which pull request it is, it asks GitHub by the commit that was checked.',
  ],
  flags: {
    event: {
      value: 'FILE',
      says: 'The event of the check that has ended, as GitHub leaves it; GITHUB_EVENT_PATH without it.',
    },
    report: {
      value: 'FILE',
      says: 'What the check said, as "check --also markdown=FILE" writes it; NIGHTLIGHT_REPORT without it.',
    },
  },
  variables: {
    GITHUB_EVENT_PATH: 'GitHub, Gitea and Forgejo set it.',
    GITHUB_TOKEN: 'The token of the workflow, by which it comments.',
    GITHUB_API_URL: 'GitHub, Gitea and Forgejo set it.',
    GITEA_ACTIONS: 'Gitea and Forgejo set it.',
    FORGEJO_ACTIONS: 'Forgejo sets it.',
    NIGHTLIGHT_GITLAB_TOKEN: 'On GitLab: a token of the project with the scope api, as a masked variable.',
    GITLAB_CI: 'GitLab sets it.',
    CI_MERGE_REQUEST_IID: 'GitLab sets it where the pipeline is one of a merge request.',
    CI_API_V4_URL: 'GitLab sets it.',
    CI_PROJECT_ID: 'GitLab sets it.',
    CI_COMMIT_SHA: 'GitLab sets it.',
    NIGHTLIGHT_REPORT: 'What the check said, as a file.',
  },
  examples: [
    { when: 'In a workflow', call: 'comment' },
    { when: 'With a report that lies elsewhere', call: 'comment --report check.md' },
  ],
  exits: {
    0: 'The comment says what the check said, or none is needed.',
    1: 'It could not be written.',
  },
  json: {
    pull: 'The number of the pull request; null where none is open at that commit any more.',
    outcome: 'written, written anew, as before, or none needed.',
  },
  run: async ({ flags, env, io, tell }) => {
    const event = flags.event ?? env.GITHUB_EVENT_PATH;
    const report = flags.report ?? env.NIGHTLIGHT_REPORT;
    const isGitlab = isMergeRequest(env);
    if ((!event && !isGitlab) || !report)
      throw new WrongCall(
        missingSetting(
          { flag: event || isGitlab ? '--report' : '--event' },
          {
            expected: event || isGitlab ? '--report FILE' : '--event FILE',
            remedy:
              event || isGitlab
                ? 'Name what the check wrote; in a workflow NIGHTLIGHT_REPORT does.'
                : 'Name the event of a check that has ended; in a workflow GITHUB_EVENT_PATH does.',
          },
        ),
      );
    const text = await beginningOf(resolve(io.cwd, report));
    const answered = event
      ? await (isOnGitea(env) ? answerOnGitea : answer)({
          event: resolve(io.cwd, event),
          text,
          env,
          fetch: io.fetch,
        })
      : await answerOnGitlab(text, env, io.fetch);
    tell(
      answered.pull === null
        ? 'No open pull request is at that commit: nothing is said.'
        : `The comment on ${answered.pull}: ${answered.outcome}.`,
    );
    return { code: 0, report: answered };
  },
});

/** More than a comment can hold is not read. */
const MOST_BYTES = 300_000;

/**
 * The text of a file that somebody else made; nothing where it is none. A link is not followed: it could lead to what
 * this process alone may read.
 */
async function beginningOf(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    if (!(await file.stat()).isFile()) return undefined;
    const bytes = new Uint8Array(MOST_BYTES);
    const { bytesRead } = await file.read(bytes, 0, MOST_BYTES, 0);
    return new TextDecoder().decode(bytes.subarray(0, bytesRead));
  } catch {
    return undefined;
  }
}
