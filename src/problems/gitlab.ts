import { createHash } from 'node:crypto';
import { printable } from '../domain/printable.ts';
import type { ProblemName, Severity } from './catalogue.ts';
import { bounded, nameOf, type Problem } from './problem.ts';
import { andMore } from './summary.ts';

/** GitLab's word for each severity. */
const GRAVITY: Record<Severity, string> = { error: 'blocker', warning: 'minor', note: 'info' };

/**
 * The report of code quality that GitLab shows beside the lines of a merge request.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function forGitLab(problems: readonly Problem[]): string {
  const seen = new Map<string, number>();
  return JSON.stringify(
    bounded(problems).map((problem) => {
      const { severity, name, source, place, found, expected, remedy, more } = problem;
      const path = nameOf(source);
      return {
        description: printable(
          `Found ${found}; expected ${expected}. ${remedy}${more ? ` ${andMore(more, name)}` : ''}`,
        ),
        check_name: name,
        fingerprint: fingerprint(name, path, found),
        severity: GRAVITY[severity],
        location: { path, lines: { begin: place?.line ?? 1 } },
      };
    }),
    null,
    2,
  );

  /** The same wherever its line moves to; of two that are alike each has its own, or GitLab shows one. */
  function fingerprint(name: ProblemName, path: string, found: string): string {
    const same = [name, path, found].join('\n');
    const count = seen.get(same) ?? 0;
    seen.set(same, count + 1);
    return createHash('sha256').update(`${same}\n${count}`).digest('hex').slice(0, 32);
  }
}
