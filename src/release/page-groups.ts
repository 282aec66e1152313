import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LANGUAGES, ORIGINAL } from '../domain/site.ts';
import type { Written } from './unchanged.ts';

/**
 * What an earlier build left: which code made it, and from which text each group came. A group is an incident,
 * its replay or a year, with all its pages and files in every language: `incidents/<id>`, `replay/<id>`, `history/<year>`.
 */
export interface Manifest {
  code: string;
  groups: Record<string, string>;
  /** What it wrote that belongs to no group. */
  written?: Written;
}

/** The folders in which groups lie, in every language. */
export const GROUP_FOLDERS: readonly string[] = LANGUAGES.flatMap((language) =>
  ['incidents', 'history', 'replay'].map((folder) =>
    language === ORIGINAL ? folder : `${language}/${folder}`,
  ),
);

/** The group of an entry of one of those folders: `2026-03-01-alerts.json` in `es/incidents` is `incidents/2026-03-01-alerts`. */
export function groupOf(folder: string, entry: string): string {
  return `${folder.split('/').at(-1)}/${entry.split('.', 1)[0]}`;
}

/** The groups that a build kept from an earlier one: the same code, and the same text. */
export function reusedGroups(earlier: Manifest, now: Manifest): Set<string> {
  if (earlier.code !== now.code) return new Set();
  return new Set(Object.keys(now.groups).filter((group) => earlier.groups[group] === now.groups[group]));
}

/** A manifest as it lies there; an empty one where there is none, or one that cannot be read. */
export function readManifest(path: string): Manifest {
  try {
    const { code, groups, written } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Manifest>;
    return { code: code ?? '', groups: groups ?? {}, written: written ?? {} };
  } catch {
    return { code: '', groups: {} };
  }
}

/** A short name for what some texts say together. */
export function digestOf(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}
