import { printable } from '../domain/printable.ts';
import type { ProblemName, Severity } from './catalogue.ts';
import { forGitLab } from './gitlab.ts';
import { forPeople, type Ways } from './markdown.ts';
import { bounded, fileOf, nameOf, type Problem } from './problem.ts';
import { andMore, type LineOf, summary } from './summary.ts';

export { type LineOf, summary };

/** Prints all problems at once. */
type Reporter = (problems: readonly Problem[], lineOf?: LineOf, ways?: Ways) => string;

/** How problems are printed, by the name a person asks with. */
export const REPORTERS = {
  terminal: forTerminal,
  github: forGitHub,
  gitlab: forGitLab,
  markdown: forPeople,
  json: forMachines,
} as const satisfies Record<string, Reporter>;

export type Format = keyof typeof REPORTERS;

export const FORMATS = Object.keys(REPORTERS) as Format[];

export function isFormat(written: string): written is Format {
  return Object.hasOwn(REPORTERS, written);
}

/** Where the explanation of a problem is read. */
export function documentation(name: ProblemName): string {
  return `docs/problems/${name}.md`;
}

/** For a person at a terminal: the place, the line with a caret, what was expected and the way out. */
function forTerminal(problems: readonly Problem[], lineOf: LineOf = () => undefined): string {
  const blocks = bounded(problems).map((problem) => {
    const { source, place, severity, name, found, expected, remedy, more } = problem;
    const at = place ? `:${place.line}:${place.column}` : '';
    return [
      `${printable(nameOf(source))}${at}  ${severity}  ${name}`,
      ...caretUnder(problem, lineOf(problem) ?? ''),
      `  found:    ${printable(found)}`,
      `  expected: ${printable(expected)}`,
      `  mend:     ${printable(remedy)}`,
      `  more:     ${documentation(name)}`,
      ...(more ? [`\n${andMore(more, name)}`] : []),
    ].join('\n');
  });
  return [...blocks, summary(problems)].join('\n\n');
}

/** A line, cut around the place, with a mark under the place; nothing where there is no place or no line. */
function caretUnder({ place }: Problem, offending: string): string[] {
  if (!place || offending === '') return [];
  const start = Math.max(0, Math.min(place.column - 60, offending.length - 100));
  const gutter = String(place.line);
  return [
    `  ${gutter} | ${printable(offending.slice(start, start + 100))}`,
    `  ${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, place.column - 1 - start))}^`,
  ];
}

function forMachines(problems: readonly Problem[]): string {
  return JSON.stringify(asObjects(problems), null, 2);
}

/** For a program: a list of objects, in which the source and the place stand beside what is found. */
export function asObjects(problems: readonly Problem[]): object[] {
  return bounded(problems).map(({ name, severity, source, place, ...rest }) => ({
    name,
    severity,
    ...source,
    ...place,
    ...rest,
    documentation: documentation(name),
  }));
}

/**
 * Annotations on a pull request, and the sum.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
function forGitHub(problems: readonly Problem[]): string {
  return [...bounded(problems).map(annotation), summary(problems)].join('\n');
}

/** GitHub's word for each severity. */
const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' };

function annotation(problem: Problem): string {
  const { severity, source, place, name, found, expected, remedy, more } = problem;
  const file = fileOf(problem);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(place ? [`line=${place.line}`, `col=${place.column}`] : []),
    `title=${property(name)}`,
  ];
  const where = file === undefined ? `${nameOf(source)}: ` : '';
  const rest = more ? ` ${andMore(more, name)}` : '';
  const message = printable(`${where}Found ${found}; expected ${expected}. ${remedy}${rest}`);
  return `::${LEVELS[severity]} ${properties.join(',')}::${data(message)}`;
}

function property(value: string): string {
  return data(printable(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
