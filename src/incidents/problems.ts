/**
 * Every kind of problem an incident file can have. The name is permanent: it is what people search for,
 * and `docs/problems/<name>.md` explains it with an example and the fix.
 */
export const PROBLEMS = {
  'file-name': 'error',
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
}

/** Where in a file something stands. */
export interface Place {
  line: number;
  column: number;
}

/** Collects the problems of one file. */
export class Report {
  readonly file: string;
  readonly problems: Problem[] = [];

  constructor(file: string) {
    this.file = file;
  }

  add(name: ProblemName, place: Place, found: string, expected: string, remedy: string): void {
    this.problems.push({
      name,
      severity: PROBLEMS[name],
      file: this.file,
      line: place.line,
      column: place.column,
      found: clip(found),
      expected,
      remedy,
    });
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

/** One line of at most 120 characters, so that a report stays readable whatever the file holds. */
function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
