import type { ProblemName, Severity } from './catalogue.ts';

/** What a problem lies in: one of these, by its key. */
export type Source =
  /** A path with `/`, counted from the site's folder if it lies in there. */
  | { file: string }
  /** An address of the built site, below its root. */
  | { address: string }
  /** A flag of a command, with its dashes. */
  | { flag: string }
  /** A word of a call that is no flag: as it was written, or as help names it. */
  | { argument: string }
  /** What stands above an answer in a form that somebody sent. */
  | { field: string }
  /** A variable of the environment. */
  | { variable: string }
  /** The address of a service that answered. */
  | { service: string };

/** Where in its source something stands. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  line: number;
  column: number;
}

/** A mistake with a source, a reason and a way out. */
export interface Problem {
  name: ProblemName;
  severity: Severity;
  source: Source;
  /** Absent where it is about the whole of its source. */
  place?: Place;
  /** What stands there, in the writer's own words. */
  found: string;
  expected: string;
  /** How to mend it. */
  remedy: string;
  /** How many more of the kind follow after this one and are not listed; absent if none. */
  more?: number;
}

/** What a source is called: its path, its name or its address. */
export function nameOf(source: Source): string {
  if ('file' in source) return source.file;
  if ('address' in source) return source.address;
  if ('flag' in source) return source.flag;
  if ('argument' in source) return source.argument;
  if ('field' in source) return source.field;
  return 'variable' in source ? source.variable : source.service;
}

/** The path of the file that a problem lies in; `undefined` if it lies in something else. */
export function fileOf({ source }: Problem): string | undefined {
  return 'file' in source ? source.file : undefined;
}

/** The same problems, with the path of each file counted from above its folder: `a.md` in `incidents` is `incidents/a.md`. */
export function inFolder(folder: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const file = fileOf(problem);
    return file === undefined ? problem : { ...problem, source: { file: `${folder}/${file}` } };
  });
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** By source, then by place: the order in which a person mends them. */
export function inOrder(one: Problem, other: Problem): number {
  return (
    compare(nameOf(one.source), nameOf(other.source)) ||
    (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
    (one.place?.column ?? 0) - (other.place?.column ?? 0) ||
    compare(one.name, other.name)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** After so many of one kind nobody reads on: the rest is a count. */
export const MOST = 100;

/** The first `MOST` problems of each kind over all sources; the last of them counts the rest. In their order. */
export function bounded(problems: readonly Problem[]): Problem[] {
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
