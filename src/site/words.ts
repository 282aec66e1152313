import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type OwnWords, shippedWords } from '../i18n/index.ts';
import { fileOf, type Problem, problemIn } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import { readWords } from '../words/check.ts';
import { wordsFolder } from './beside.ts';
import type { Place } from './place.ts';

/** The folder of a site's own words. */
const FOLDER = 'words';

/** What a site says itself, and what is wrong with it. */
interface SiteWords {
  /** By language; those of a file with errors are left out. */
  own: Map<string, OwnWords>;
  /** The languages that there are files of, also those with errors. */
  languages: string[];
  problems: Problem[];
  lineOf: LineOf;
}

/** Reads the site's own words; a site needs none. */
export async function loadWords({ site }: Place): Promise<SiteWords> {
  const folder = wordsFolder(site);
  const own = new Map<string, OwnWords>();
  const problems: Problem[] = [];
  const languages: string[] = [];
  const lines = new Map<string, string[]>();
  for (const name of await namesIn(folder)) {
    const file = `${FOLDER}/${name}`;
    const language = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.json$/.exec(name)?.[1];
    if (language === undefined || !(await isFile(join(folder, name)))) {
      problems.push(notRead(file));
      continue;
    }
    const bytes = await readFile(join(folder, name));
    const read = readWords(bytes, file, shippedWords(language));
    problems.push(...read.problems);
    languages.push(language);
    if (read.words) own.set(language, read.words);
    lines.set(file, new TextDecoder().decode(bytes).split(/\r\n?|\n/));
  }
  return {
    own,
    languages,
    problems,
    lineOf: (problem) => lines.get(fileOf(problem) ?? '')?.[(problem.place?.line ?? 0) - 1],
  };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code ?? '')) return [];
    throw error;
  });
  return names.filter((name) => !/^(?:\.|README)/.test(name)).toSorted();
}

function notRead(file: string): Problem {
  return problemIn(
    { file },
    {
      name: 'file-not-read',
      found: file,
      expected: 'a file that is called as its language: de.json, pt-BR.json',
      remedy: 'Name it so, or put it elsewhere: nobody would see what it says.',
    },
  );
}
