import type { Element } from './elements.ts';

/** One thing that a message says. It is said whole or not at all. */
export interface Fact {
  element: Element | 'mark' | 'state' | 'works' | 'text' | 'stop';
  /** Which line it stands in; facts of one line follow each other. */
  line: number;
  /** How much depends on it: 0 before all others. */
  rank: number;
  /** Without it the message is none. */
  core?: true;
  /** It stands there if there is room to spare: for it no link is shortened. */
  spare?: true;
  /** Ways to say it, the fullest first. */
  says: readonly string[];
}

/** A message that was laid out. */
export interface LaidOut {
  text: string;
  /** What it says, in the order in which it stands there. */
  kept: { fact: Fact; text: string; start: number }[];
  /** Whether all of its core is in it. */
  whole: boolean;
  /** How many facts it says that are not spare; one that is said in a shorter way than its fullest is worth half. */
  worth: number;
}

/**
 * Puts facts together as far as they fit: what matters most first, each in its fullest way that fits, and one that
 * does not fit is left out whole. They stand in the order in which they are given.
 * @param fits whether a text may be sent.
 */
export function layOut(facts: readonly Fact[], fits: (text: string) => boolean): LaidOut {
  const chosen = new Map<Fact, string>();
  for (const fact of facts.toSorted((one, other) => one.rank - other.rank)) {
    const said = fact.says.find((text) => fits(composed(facts, new Map(chosen).set(fact, text)).text));
    if (said !== undefined) chosen.set(fact, said);
  }
  return {
    ...composed(facts, chosen),
    whole: facts.every((fact) => !fact.core || chosen.has(fact)),
    worth: [...chosen]
      .filter(([{ spare }]) => !spare)
      .reduce((sum, [{ says }, text]) => sum + (text === says[0] ? 1 : 0.5), 0),
  };
}

/** Of the same message with other links, each shorter than the one before it, the first that says as much as any. */
export function fullest(tries: readonly LaidOut[]): LaidOut {
  const whole = tries.filter((one) => one.whole);
  const among = whole.length > 0 ? whole : tries;
  const most = Math.max(...among.map(({ worth }) => worth));
  return among.find(({ worth }) => worth === most) as LaidOut;
}

function composed(facts: readonly Fact[], chosen: ReadonlyMap<Fact, string>): Pick<LaidOut, 'text' | 'kept'> {
  let text = '';
  let line: number | undefined;
  const kept: LaidOut['kept'] = [];
  for (const fact of facts) {
    const said = chosen.get(fact);
    if (said === undefined) continue;
    // Who speaks does not stand in a line alone.
    if (line !== undefined) text += line === fact.line || text.endsWith(':') ? ' ' : '\n';
    line = fact.line;
    kept.push({ fact, text: said, start: text.length });
    text += said;
  }
  return { text, kept };
}
