import { type Incident, isOpen } from '../domain/incident.ts';
import { type AnswerName, answerFor, neededFor } from './answers.ts';
import type { Act } from './notice.ts';
import { stateFor } from './notice.ts';
import type { Said, Typed } from './said.ts';
import { type Problem, problemIn } from '../problems/index.ts';

/** An answer without which nothing can be written. */
export interface Missing {
  name: AnswerName;
  /** What stands after the flag. */
  value: string;
  /** What is asked, as a sentence. */
  asks: string;
}

/** What is still to be answered before an act can be done, in the order in which it is asked. */
export function missingFor(act: Act, said: Said, typed: Typed, incident: Incident | undefined): Missing[] {
  return NEEDED[act](said, incident)
    .filter((name) => typed[name] === undefined || typed[name].length === 0)
    .map((name) => ({ name, value: answerFor(name).value, asks: neededFor(name) }));
}

const NEEDED: Record<Act, (said: Said, incident: Incident | undefined) => AnswerName[]> = {
  new: () => ['impact'],
  drill: () => ['impact'],
  maintenance: () => ['impact', 'from', 'until'],
  move: (said) => (said.from === undefined && said.until === undefined ? ['from', 'until'] : []),
  withdraw: () => ['because'],
  resolve: (said, incident) => {
    if (incident?.kind === 'maintenance') return [];
    const isBeginningKnown = incident?.kind === 'incident' && incident.began !== undefined;
    const isEndUnknown = said.ended === 'unknown';
    return [
      ...(isBeginningKnown ? [] : (['began'] as const)),
      'ended',
      ...(isEndUnknown ? (['last-known'] as const) : []),
    ];
  },
  update: (said, incident) => {
    if (!incident) return ['text'];
    const state = stateFor('update', said, incident);
    const needsWords = ['update', 'correction', 'postmortem', 'withdrawn'].includes(state);
    const confirms = isOpen(incident) && incident.works.length > 0 && !said.without.has('works');
    return [...(needsWords ? (['text'] as const) : []), ...(confirms ? (['works'] as const) : [])];
  },
};

/** What is missing where nobody can be asked, each with the flag that says it. */
export function problemsOf(missing: readonly Missing[]): Problem[] {
  return missing.map(({ name, value, asks }) =>
    problemIn(
      { flag: `--${name}` },
      { name: 'flag-missing', found: '', expected: `--${name} ${value}`, remedy: `Add it. ${asks}` },
    ),
  );
}
