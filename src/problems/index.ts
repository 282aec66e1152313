/**
 * Every kind of problem an incident file can have. The name is permanent: it is what people search for,
 * and `docs/problems/<name>.md` explains it with an example and the fix.
 */
export const PROBLEMS = {
  'file-name': 'error',
  'file-not-read': 'error',
  'file-empty': 'error',
  'invalid-utf8': 'error',
  'front-matter-missing': 'error',
  'front-matter-unclosed': 'error',
  'yaml-syntax': 'error',
  'yaml-alias': 'error',
  'key-unknown': 'error',
  'key-duplicate': 'error',
  'key-missing': 'error',
  'key-not-for-kind': 'error',
  'value-colon': 'error',
  'value-comment': 'error',
  'value-not-text': 'error',
  'value-shape': 'error',
  'value-not-allowed': 'error',
  'time-malformed': 'error',
  'time-without-offset': 'error',
  'time-impossible': 'error',
  'time-interval-backwards': 'error',
  'time-in-future': 'error',
  'time-far-from-now': 'warning',
  'date-while-open': 'error',
  'ended-before-began': 'error',
  'ended-without-last-known': 'error',
  'began-missing': 'error',
  'advice-missing': 'error',
  'began-after-notice': 'warning',
  'scheduled-backwards': 'error',
  'impact-empty': 'error',
  'impact-order': 'error',
  'change-outside': 'error',
  'status-unknown': 'error',
  'component-unknown': 'error',
  'component-not-in-service': 'error',
  'component-in-impact-and-works': 'error',
  'update-missing': 'error',
  'update-order': 'error',
  'update-id-duplicate': 'error',
  'update-empty': 'warning',
  'heading-not-an-update': 'error',
  'heading-inside-block': 'error',
  'heading-by-underline': 'error',
  'state-unknown': 'error',
  'state-not-for-kind': 'error',
  'state-first': 'error',
  'monitoring-while-down': 'warning',
  'promise-not-in-next-update': 'warning',
  'link-not-allowed': 'warning',
  'html-not-rendered': 'warning',
  'nesting-too-deep': 'error',
  'text-too-long': 'error',
  'translation-without-original': 'error',
  'translation-key': 'error',
  'translation-update-unknown': 'error',
  'language-unknown': 'error',
  'published-file-vanished': 'error',
  'published-update-vanished': 'error',
  'scheduled-moved': 'error',
  'changed-without-update': 'warning',
} as const satisfies Record<string, Severity>;

export type Severity = 'error' | 'warning';
export type ProblemName = keyof typeof PROBLEMS;

/** A mistake with a place, a reason and a way out. Lines and columns count from 1, columns in UTF-16 units. */
export interface Problem {
  name: ProblemName;
  severity: Severity;
  file: string;
  line: number;
  column: number;
  /** What stands there, in the writer's own words. */
  found: string;
  expected: string;
  /** How to mend it. */
  remedy: string;
  /** How many more of the kind follow after this one and are not listed; absent if none. */
  more?: number;
}

/** Where in a file something stands. */
export interface Place {
  line: number;
  column: number;
}

/** After so many of one kind nobody reads on: the rest is a count. */
export const MOST = 100;

/** A text, or how to make it: what is only counted is never made. */
export type Told = string | (() => string);

/** What a reader says of one mistake; the report knows the file it is in. */
export interface Mistake {
  name: ProblemName;
  place: Place;
  found: string;
  expected: Told;
  remedy: Told;
  /** Where it is not as grave as its kind is. */
  severity?: Severity;
}

/** Collects the problems of one file, at most `MOST` of each kind; the last of them counts the rest. */
export class Report {
  readonly file: string;
  readonly problems: Problem[] = [];
  private readonly byName = new Map<ProblemName, { count: number; last: Problem }>();

  constructor(file: string) {
    this.file = file;
  }

  add({ name, place, found, expected, remedy, severity = PROBLEMS[name] }: Mistake): void {
    const before = this.byName.get(name);
    if (before && before.count === MOST) {
      before.last.more = (before.last.more ?? 0) + 1;
      return;
    }
    const problem: Problem = {
      name,
      severity,
      file: this.file,
      line: place.line,
      column: place.column,
      found: clip(found, 120) || 'nothing',
      expected: clip(made(expected), LONGEST),
      remedy: clip(made(remedy), LONGEST),
    };
    this.problems.push(problem);
    this.byName.set(name, { count: (before?.count ?? 0) + 1, last: problem });
  }

  get failed(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }
}

/** By file, then by place: the order in which a person mends them. */
export function inOrder(one: Problem, other: Problem): number {
  return (
    (one.file < other.file ? -1 : one.file > other.file ? 1 : 0) ||
    one.line - other.line ||
    one.column - other.column ||
    (one.name < other.name ? -1 : 1)
  );
}

/** The first `MOST` problems of each kind over all files; the last of them counts the rest. In their order. */
export function bounded(problems: Problem[]): Problem[] {
  const counts = new Map<ProblemName, { at: number; kept: number; more: number }>();
  const result: Problem[] = [];
  for (const problem of problems) {
    const kind = counts.get(problem.name) ?? { at: -1, kept: 0, more: 0 };
    counts.set(problem.name, kind);
    kind.more += problem.more ?? 0;
    if (kind.kept === MOST) {
      kind.more++;
      continue;
    }
    kind.at = result.length;
    kind.kept++;
    const { more: _, ...alone } = problem;
    result.push(alone);
  }
  for (const { at, more } of counts.values()) if (more > 0) result[at] = { ...(result[at] as Problem), more };
  return result;
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
