import { defineCommand } from '../command.ts';
import { take } from '../forms/take.ts';

export const command = defineCommand({
  more: [
    'The workflow form.yml calls it when somebody sends one of the forms that "nightlight form" makes. Where its author may write in the repository the notice is committed and pushed, the workflow that publishes is begun, and the issue is closed with a comment that says what readers see. For everybody else it is a branch and a pull request.',
    'The time of the notice is that at which the issue was opened. What is wrong is said in a comment; who edits the issue has it read again. The issue is named in the commit, so that nothing is written twice.',
  ],
  flags: {
    event: {
      value: 'FILE',
      says: 'The event of the issue, as GitHub leaves it; GITHUB_EVENT_PATH without it.',
    },
    'dry-run': { says: 'Says what would be written or answered, and does nothing.' },
  },
  ofSite: true,
  variables: {
    GITHUB_EVENT_PATH: 'GitHub sets it.',
    GITHUB_TOKEN: 'The token of the workflow, by which it asks who may write, pushes, and answers.',
    GITHUB_API_URL: 'GitHub sets it.',
    GITHUB_SERVER_URL: 'GitHub sets it.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be.',
  },
  examples: [
    { when: 'In a workflow', call: 'take-form' },
    { when: 'To try an issue', call: 'take-form --event issue.json --dry-run' },
  ],
  exits: {
    0: 'It is published or proposed, or it was before; or the issue is no form.',
    1: 'It is not, and a comment says why.',
    3: 'It is written, and something is left to somebody; a comment says what.',
  },
  json: {
    issue: 'The number of the issue.',
    outcome:
      'published, proposed, refused (a comment says what is wrong), written before, left alone (it is no form), shown, or held up.',
    incident: 'The incident; null where nothing was written.',
    commit: 'The commit that says it; null where there is none.',
    pull: 'The pull request, or the address at which one can be opened; null where none is needed.',
  },
  run: ({ place, ...call }) => take({ ...call, place: place() }),
});
