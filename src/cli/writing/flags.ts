import { LEFT_OUT, type Typed } from '../../authoring/said.ts';
import { NOTICE_KINDS } from '../../domain/notice.ts';
import type { Flags } from '../command.ts';

/** How a notice gets to people, and how it is called by a script. */
export const WAY = {
  publish: {
    says: 'Commits the file and pushes it to the remote of the branch, then looks at the public page until it says it.',
  },
  wait: {
    value: 'SECONDS',
    says: 'For how long the public page is looked at after a push; 300 without it, 0 not at all.',
  },
  yes: { says: 'Asks nothing, at a terminal either: what is proposed is taken.' },
  'dry-run': { says: 'Shows what readers would see, and writes nothing.' },
  resume: { says: 'Goes on with the newest draft that was typed and not written; flags say it otherwise.' },
} as const satisfies Flags;

/** What is said with every update. */
export const WORDS = {
  text: {
    value: 'WORDS',
    says: 'What the update says, in Markdown. Without it words are proposed for its kind.',
  },
  at: {
    value: 'TIME',
    says: 'When it is said; now without it. 02:30 is in UTC, 02:30-05:00 by another clock, --at=-20m twenty minutes ago.',
  },
  place: { value: 'WHERE', says: 'Where it was said, if not on this page first.' },
} as const satisfies Flags;

/** What stands at the head of the file. */
export const FACTS = {
  works: {
    value: 'COMPONENTS',
    multiple: true,
    says: 'Components that somebody has confirmed to work, with commas between; none where nobody has. What a template proposes is never taken by itself.',
  },
  advice: { value: 'WORDS', says: 'What people should do now.' },
  scope: { value: 'WORDS', says: 'Where it is so, or for whom.' },
  'next-update': {
    value: 'TIME',
    says: 'When you speak next, such as 04:30 or +2h. Without it what the template says, else the latest that the pledge allows.',
  },
  without: {
    value: 'WHAT',
    multiple: true,
    choices: LEFT_OUT,
    says: 'Leaves out what would be proposed, or takes it out.',
  },
} as const satisfies Flags;

/** What only a new file has. */
export const NEW = {
  title: { value: 'WORDS', says: 'What people notice. Without it the sentence of what is lost.' },
  id: {
    value: 'NAME',
    says: 'The name of the file, which is the address for ever. Without it the day and the title.',
  },
  language: { value: 'TAG', says: 'The language in which it is written; the first of the site without it.' },
} as const satisfies Flags;

export const IMPACT = {
  impact: {
    value: 'COMPONENT=STATUS',
    multiple: true,
    says: 'A component and how it is doing; the component alone is a major_outage, and follow-alerts@eu+us=major_outage is so in these regions alone.',
  },
} as const satisfies Flags;

export const BEGAN = {
  began: { value: 'TIME', says: 'When it began, such as 02:10 or --began=-20m.' },
} as const satisfies Flags;

export const KIND = {
  kind: {
    value: 'KIND',
    choices: NOTICE_KINDS,
    says: 'Which words are proposed. Without it those for the worst status that is said.',
  },
} as const satisfies Flags;

/** What the flags say, as it is read and kept. An empty list says nothing. */
export function typedIn(flags: Record<string, unknown>): Typed {
  const said = Object.entries(flags).filter(
    ([name, value]) =>
      !OTHER.has(name) &&
      value !== undefined &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said) as Typed;
}

const OTHER = new Set([...Object.keys(WAY), 'site', 'json', 'help']);
