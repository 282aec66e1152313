import { describe } from 'node:test';
import { incidentFile, says } from './context.ts';

const HEAD = '## Investigating - 2026-03-01T03:00Z';
const STATES =
  'a state: Investigating, Identified, Update, Correction, Monitoring, Resolved, Postmortem or Withdrawn';

describe('a heading is told of where it', () => {
  says(
    [
      [
        'is of level 1',
        '# Title',
        '8:1 heading-not-an-update: # Title | "## State - time", or "###" inside an update | Use two # for an update, three inside one. The title of the page is the key "title".',
      ],
      [
        'is a word and a time, and the word no state',
        '## What  - we know',
        `8:1 state-unknown: What - we know | ${STATES} | Begin the heading with a state.`,
      ],
      [
        'begins like a state',
        '## Investigat',
        `8:1 state-unknown: Investigat | ${STATES} | Begin the heading with a state. Did you mean "Investigating"?`,
      ],
      [
        'is empty',
        '##',
        '8:1 heading-not-an-update: nothing | "## State - time" | A heading of level 2 is an update. Inside an update use ###.',
      ],
      [
        'has no time',
        '##  Resolved  ##',
        '8:1 heading-not-an-update: Resolved | "## Resolved - 2026-03-01T08:04Z" | Write a dash with a space on both sides, then the time at which it was said.',
      ],
      [
        'has no space beside the dash, and no time that it could be',
        '## Investigating-at three',
        '8:1 heading-not-an-update: Investigating-at three | "## State - time" | A heading of level 2 is an update. Inside an update use ###.',
      ],
      [
        'has a word for a time',
        '## Investigating - soon',
        '8:1 time-malformed: soon | a time such as 2026-03-01T08:04Z | Write year-month-dayThour:minute and Z for UTC, or an offset such as -05:00.',
      ],
      ...['1st', 'a b', '', 'über', 'a.b'].map((name): [string, string, ...string[]] => [
        `gives a name that no address can have: {#${name}}`,
        `${HEAD} {#${name}}`,
        `8:1 value-not-allowed: {#${name}} | letters, digits and "-", beginning with a letter | Choose a short name such as {#near-normal}.`,
      ]),
    ],
    (heading) => incidentFile({ body: `${heading}\nDown.` }),
  );
});
