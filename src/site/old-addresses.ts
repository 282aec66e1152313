import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problemIn } from '../problems/index.ts';
import { behind } from '../release/public-files.ts';
import { nowhereIn, REDIRECTS } from '../release/redirects.ts';
import type { Place } from './place.ts';

/** The lines of the site's list of redirects that lead to no address: neither a host nor a page can send anybody there. */
export function brokenRedirects({ site }: Pick<Place, 'site'>): Problem[] {
  const file = `public/${REDIRECTS}`;
  const path = join(site, file);
  if (!behind(path)?.isFile()) return [];
  return readFileSync(path, 'utf8')
    .split(/\r\n?|\n/)
    .flatMap((line, index) => {
      const found = nowhereIn(line);
      if (found === undefined) return [];
      return problemIn(
        { file },
        {
          name: 'link-to-nothing',
          place: { line: index + 1, column: line.indexOf(found) + 1 },
          found,
          expected: 'an address to which the one before it leads',
          remedy: 'Write it as a browser shows it: /incidents/2026-03-01-alerts/, or https:// and a name.',
        },
      );
    });
}
