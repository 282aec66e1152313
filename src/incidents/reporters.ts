import type { Problem } from './problems.ts';

/** Where the explanation of a problem is read. */
export function documentation(problem: Pick<Problem, 'name'>): string {
  return `docs/problems/${problem.name}.md`;
}

/** For a person at a terminal: the place, the line with a caret, what was expected and the way out. */
export function forTerminal(
  problems: Problem[],
  lineOf: (problem: Problem) => string | undefined,
  folder: string,
): string {
  const blocks = problems.map((problem) => {
    const { file, line, column, severity, name, found, expected, remedy } = problem;
    const offending = printable(lineOf(problem) ?? '');
    const start = Math.max(0, Math.min(column - 60, offending.length - 100));
    const shown = offending.slice(start, start + 100);
    const gutter = String(line);
    const caret = `${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, column - 1 - start))}^`;
    return [
      `${folder}/${file}:${line}:${column}  ${severity}  ${name}`,
      ...(shown ? [`  ${gutter} | ${shown}`, `  ${caret}`] : []),
      `  found:    ${printable(found)}`,
      `  expected: ${expected}`,
      `  mend:     ${printable(remedy)}`,
      `  more:     ${documentation(problem)}`,
    ].join('\n');
  });
  return [...blocks, summary(problems)].join('\n\n');
}

export function forMachines(problems: Problem[]): string {
  return JSON.stringify(
    problems.map((problem) => ({ ...problem, documentation: documentation(problem) })),
    null,
    2,
  );
}

/**
 * Annotations on a pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function forGitHub(problems: Problem[], folder: string): string {
  return problems
    .map(({ severity, file, line, column, name, found, expected, remedy }) => {
      const property = (value: string) => data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
      const message = `Found ${found}; expected ${expected}. ${remedy}`;
      return `::${severity} file=${property(`${folder}/${file}`)},line=${line},col=${column},title=${property(name)}::${data(message)}`;
    })
    .join('\n');
}

export function summary(problems: Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const count = (amount: number, word: string) => `${amount} ${word}${amount === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Control characters would let a file write over the terminal it is reported on. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, '\uFFFD');
}

function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
