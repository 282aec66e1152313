import type { OwnFile } from '../../src/own-pages/text.ts';
import type { Problem } from '../../src/problems/index.ts';

/** Texts as files of a folder, by their names. */
export function filesOf(texts: Record<string, string>): OwnFile[] {
  return Object.entries(texts).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
}

/** What is said of files: name, place, problem, what was found. */
export function saidIn(problems: readonly Problem[]): string[] {
  return problems.map(({ name, place, source, found }) => {
    const file = 'file' in source ? source.file : '';
    return `${file}:${place?.line}:${place?.column} ${name}: ${found}`;
  });
}
