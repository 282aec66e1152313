import { PROBLEMS, type ProblemName, type Severity } from './catalogue.ts';
import { hasErrors, MOST, type Place, type Problem, type Source } from './problem.ts';

/** A text, or how to make it: what is only counted is never made. */
export type Told = string | (() => string);

/** What a reader says of one mistake; the report knows the source it is in. */
export interface Mistake {
  name: ProblemName;
  /** Absent where it is about the whole of the source. */
  place?: Place | undefined;
  found: string;
  expected: Told;
  remedy: Told;
  /** Where it is not as grave as its kind is. */
  severity?: Severity;
}

/** Collects the problems of one source, at most `MOST` of each kind; the last of them counts the rest. */
export class Report {
  readonly source: Source;
  readonly problems: Problem[] = [];
  private readonly byName = new Map<ProblemName, { count: number; last: Problem }>();

  constructor(source: Source) {
    this.source = source;
  }

  add(mistake: Mistake): void {
    const before = this.byName.get(mistake.name);
    if (before && before.count === MOST) {
      before.last.more = (before.last.more ?? 0) + 1;
      return;
    }
    const problem = problemIn(this.source, mistake);
    this.problems.push(problem);
    this.byName.set(mistake.name, { count: (before?.count ?? 0) + 1, last: problem });
  }

  get failed(): boolean {
    return hasErrors(this.problems);
  }
}

/** One mistake as a problem, for whoever finds no more than one. */
export function problemIn(source: Source, mistake: Mistake): Problem {
  const { name, place, found, expected, remedy, severity = PROBLEMS[name] } = mistake;
  return {
    name,
    severity,
    source,
    ...(place && { place }),
    found: clip(found, 120) || 'nothing',
    expected: clip(made(expected), LONGEST),
    remedy: clip(made(remedy), LONGEST),
  };
}

/** Of a line a person wrote or a list of names, what still helps. */
const LONGEST = 500;

function made(told: Told): string {
  return typeof told === 'string' ? told : told();
}

/** One line of at most `most` characters, so that a report stays readable whatever the file holds. */
function clip(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/g, ' ')
    .trim();
  const isCut = line.length > most || text.length > most * 4;
  return isCut ? `${line.slice(0, most - 1)}…` : line;
}
