import { FIELDS } from '../domain/fields.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { Act } from './notice.ts';
import { stateFor } from './notice.ts';
import type { Said, Typed, TypedName } from './said.ts';
import { type Problem, problemIn } from '../problems/index.ts';

/** An answer without which nothing can be written. */
export interface Missing {
  name: TypedName;
  /** What stands after the flag. */
  value: string;
  /** What is asked, as a sentence. */
  asks: string;
}

const ASKS = {
  impact: { value: 'COMPONENT=STATUS', asks: FIELDS.impact.question },
  from: { value: 'TIME', asks: 'From when on is the work announced?' },
  until: { value: 'TIME', asks: 'Until when is the work announced?' },
  text: { value: 'WORDS', asks: 'What is there to say?' },
  works: {
    value: 'COMPONENTS',
    asks: 'Which of them did somebody confirm to work by now? Say "none" where nobody did.',
  },
  ended: { value: 'TIME', asks: 'When did it end? Say "now", a time, or "unknown".' },
  'last-known': { value: 'TIME', asks: FIELDS.lastKnown.question },
  began: { value: 'TIME', asks: 'When did it begin?' },
  because: { value: 'WORDS', asks: 'Why is it taken back?' },
} as const satisfies Partial<Record<TypedName, Omit<Missing, 'name'>>>;

type Needed = keyof typeof ASKS;

/** What is still to be answered before an act can be done, in the order in which it is asked. */
export function missingFor(act: Act, said: Said, typed: Typed, incident: Incident | undefined): Missing[] {
  return NEEDED[act](said, incident)
    .filter((name) => typed[name] === undefined || typed[name].length === 0)
    .map((name) => ({ name, ...ASKS[name] }));
}

const NEEDED: Record<Act, (said: Said, incident: Incident | undefined) => Needed[]> = {
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
