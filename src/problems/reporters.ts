import { printable } from '../domain/printable.ts';
import { bounded, type Problem } from './index.ts';

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
  const blocks = bounded(problems).map((problem) => {
    const { file, line, column, severity, name, found, expected, remedy, more } = problem;
    const offending = lineOf(problem) ?? '';
    const start = Math.max(0, Math.min(column - 60, offending.length - 100));
    const shown = printable(offending.slice(start, start + 100));
    const gutter = String(line);
    const caret = `${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, column - 1 - start))}^`;
    return [
      `${printable(`${folder}/${file}`)}:${line}:${column}  ${severity}  ${name}`,
      ...(shown ? [`  ${gutter} | ${shown}`, `  ${caret}`] : []),
      `  found:    ${printable(found)}`,
      `  expected: ${printable(expected)}`,
      `  mend:     ${printable(remedy)}`,
      `  more:     ${documentation(problem)}`,
      ...(more ? [`\n${andMore(more, name)}`] : []),
    ].join('\n');
  });
  return [...blocks, summary(problems)].join('\n\n');
}

export function forMachines(problems: Problem[]): string {
  return JSON.stringify(
    bounded(problems).map((problem) => ({ ...problem, documentation: documentation(problem) })),
    null,
    2,
  );
}

/**
 * Annotations on a pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function forGitHub(problems: Problem[], folder: string): string {
  return bounded(problems)
    .map(({ severity, file, line, column, name, found, expected, remedy, more }) => {
      const property = (value: string) =>
        data(printable(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
      const rest = more ? ` ${andMore(more, name)}` : '';
      const message = printable(`Found ${found}; expected ${expected}. ${remedy}${rest}`);
      return `::${severity} file=${property(`${folder}/${file}`)},line=${line},col=${column},title=${property(name)}::${data(message)}`;
    })
    .join('\n');
}

export function summary(problems: Problem[]): string {
  let errors = 0;
  let warnings = 0;
  for (const { severity, more = 0 } of problems)
    if (severity === 'error') errors += 1 + more;
    else warnings += 1 + more;
  const count = (amount: number, word: string) => `${amount} ${word}${amount === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

/** What is said of those that are not listed: nobody mends the hundred-and-first first. */
function andMore(more: number, name: string): string {
  return `And ${more} more of ${name}: mend these first, then look again.`;
}

function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
