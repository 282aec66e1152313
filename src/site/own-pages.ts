import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnPage } from '../domain/own-page.ts';
import type { Site } from '../domain/site.ts';
import { readOwnPages } from '../own-pages/index.ts';
import { fileOf, inFolder, type Problem } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import { OWN_PAGES, ownPageFiles } from './beside.ts';
import type { Place } from './place.ts';

/** The operator's own pages, and what is wrong with their files. */
export interface LoadedPages {
  pages: OwnPage[];
  problems: Problem[];
  lineOf: LineOf;
}

/** Reads the operator's own pages; a site needs none. */
export function loadOwnPages({ site: folder }: Place, site: Pick<Site, 'languages'>): LoadedPages {
  const files = ownPageFiles(folder);
  const { pages, problems } = readOwnPages(
    files.map(({ name, bytes }) => ({ name: name.slice(OWN_PAGES.length + 1), bytes })),
    site,
    othersIn(folder),
  );
  return {
    pages,
    problems: inFolder(OWN_PAGES, problems),
    lineOf: (problem) => {
      const file = files.find(({ name }) => name === fileOf(problem));
      return file && new TextDecoder().decode(file.bytes).split(/\r\n?|\n/)[(problem.place?.line ?? 0) - 1];
    },
  };
}

/** What else an operator has at the root of the site: folders of `public/`, and pages of an Astro project. */
function othersIn(folder: string): string[] {
  return ['public', 'src/pages'].flatMap((one) => {
    const path = join(folder, one);
    return existsSync(path) ? readdirSync(path).map((name) => name.replace(/\.[^.]+$/, '')) : [];
  });
}
