import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageTag } from '../domain/language.ts';
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

const FOLDERS = ['incidents', 'history', 'replay'];

/** Whether a name is that of a language, by that name. Every file of a site is asked for its first folder. */
const known = new Map<string, boolean>();
function isLanguage(name: string): boolean {
  const answer = known.get(name) ?? languageTag(name) === name;
  known.set(name, answer);
  return answer;
}

/** The folder of a language, with its slash, in which a path of a site begins, of one that it had before too; empty if in none. */
export function languageFolderOf(path: string): string {
  const slash = path.indexOf('/');
  return slash > 0 && isLanguage(path.slice(0, slash)) ? path.slice(0, slash + 1) : '';
}

/** Whether groups lie in a folder of a site, in whichever language. */
export function isGroupFolder(folder: string): boolean {
  return groupFolderOf(`${folder}/`) === folder;
}

/** The folder of groups that a file lies in, if it lies in one. */
export function groupFolderOf(file: string): string | undefined {
  const language = languageFolderOf(file);
  const folder = FOLDERS.find((one) => file.startsWith(`${one}/`, language.length));
  return folder === undefined ? undefined : `${language}${folder}`;
}

/** The folders of a site in which groups may lie, in the languages that it has. */
export function groupFoldersIn(site: string): string[] {
  return ['', ...foldersIn(site).filter(isLanguage)].flatMap((language) =>
    foldersIn(join(site, language))
      .filter((name) => FOLDERS.includes(name))
      .map((name) => (language === '' ? name : `${language}/${name}`)),
  );
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? [one.name] : [],
    );
  } catch {
    return [];
  }
}

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
