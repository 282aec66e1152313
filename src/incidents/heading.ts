import type { Saying, State } from '../domain/incident.ts';
import { isolated } from '../domain/printable.ts';
import type { TimeRange } from '../domain/time.ts';
import { readTime } from '../yaml/values.ts';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/** What a heading of an update says, before it is known whether it may say so. */
export interface Head {
  state: State;
  at: TimeRange;
  said: Saying;
  /** The `{#name}`, if there is one. */
  name: string | undefined;
  place: Place;
}

/** State words as a person writes them. */
const STATE_WORDS = new Map<string, State>(
  Object.entries({
    investigating: 'investigating',
    identified: 'identified',
    update: 'update',
    correction: 'correction',
    monitoring: 'monitoring',
    resolved: 'resolved',
    postmortem: 'postmortem',
    'post-mortem': 'postmortem',
    withdrawn: 'withdrawn',
    scheduled: 'scheduled',
    'in progress': 'in_progress',
    verifying: 'verifying',
    completed: 'completed',
    cancelled: 'cancelled',
    canceled: 'cancelled',
  } satisfies Record<string, State>),
);

/** Reads a heading that is not an update's usual one; a translation may name an update by its id alone. */
export type ReadHead = (heading: string, place: Place, report: Report) => Head | undefined;

/** Where one space stands for many. */
export const SEPARATOR = / [-–—·] /;
const NAME = / ?\{#([^{}]*)\}$/;

/** `State - time`, optionally ` - where it was said` and `{#name}`. */
export function readHead(written: string, place: Place, report: Report): Head | undefined {
  const heading = onOneLine(written);
  const name = NAME.exec(heading)?.[1];
  const words = heading.replace(NAME, '');
  const [first = '', ...rest] = words.split(SEPARATOR);
  const time = rest.shift();
  const state = stateIn(first);
  if (!state) {
    // As it is written: whoever copies it has the heading that others have.
    const hint = didYouMean(first.toLowerCase(), STATE_WORDS.keys()).replace(
      /"(.)/,
      (_, letter: string) => `"${letter.toUpperCase()}`,
    );
    const looksLikeOne = time !== undefined || hint !== '';
    report.add({
      name: looksLikeOne ? 'state-unknown' : 'heading-not-an-update',
      place,
      found: heading,
      expected: looksLikeOne
        ? 'a state: Investigating, Identified, Update, Correction, Monitoring, Resolved, Postmortem or Withdrawn'
        : '"## State - time"',
      remedy: looksLikeOne
        ? `Begin the heading with a state.${hint}`
        : 'A heading of level 2 is an update. Inside an update use ###.',
    });
    return undefined;
  }
  if (time === undefined) {
    report.add({
      name: 'heading-not-an-update',
      place,
      found: heading,
      expected: `"## ${first.trim()} - 2026-03-01T08:04Z"`,
      remedy: 'Write a dash with a space on both sides, then the time at which it was said.',
    });
    return undefined;
  }
  const at = readTime(time.trim(), place, report);
  if (!at) return undefined;
  if (name !== undefined && !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    report.add({
      name: 'value-not-allowed',
      place,
      found: `{#${name}}`,
      expected: 'letters, digits and "-", beginning with a letter',
      remedy: 'Choose a short name such as {#near-normal}.',
    });
    return undefined;
  }
  return { state, at, said: saidWhere(rest.join(' - ')), name, place };
}

/** One space for many, before anything is looked for: the patterns then look at each letter once. */
export function onOneLine(heading: string): string {
  return heading.replace(/\s+/g, ' ').trim();
}

/** The state that a word of a heading names, if it names one. */
export function stateIn(word: string): State | undefined {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
  return STATE_WORDS.get(plain);
}

/** Who said it and where, as it stands after the time: `press: The Times`. */
export function saidWhere(where: string): Saying {
  const match = /^(community|press):\s*(.*)$/i.exec(where.trim());
  if (match)
    return {
      speaker: match[1]?.toLowerCase() as 'community' | 'press',
      place: isolated(match[2] ?? '') || undefined,
    };
  return { speaker: 'operator', place: isolated(where.trim()) || undefined };
}
