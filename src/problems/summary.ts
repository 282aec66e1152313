import type { Severity } from './catalogue.ts';
import type { Problem } from './problem.ts';

/** The line of its file that a problem is about, if whoever asks has it. */
export type LineOf = (problem: Problem) => string | undefined;

/** How many there are of each severity. Notes are counted only where there are some. */
export function summary(problems: readonly Problem[]): string {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity, more = 0 } of problems) counts[severity] += 1 + more;
  const count = (word: Severity) => `${counts[word]} ${word}${counts[word] === 1 ? '' : 's'}`;
  return [count('error'), count('warning'), ...(counts.note > 0 ? [count('note')] : [])].join(', ');
}

/** What is said of those that are not listed: nobody mends the hundred-and-first first. */
export function andMore(more: number, name: string): string {
  return `And ${more} more of ${name}: mend these first, then look again.`;
}
