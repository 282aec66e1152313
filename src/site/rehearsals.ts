import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { LARGEST_REHEARSALS, readRehearsals, type RehearsalRow } from '../domain/rehearsals-file.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { rehearsalsFile } from './environment.ts';
import type { Place } from './place.ts';

/** Reads what was rehearsed, the newest first. A broken file is told and left out: it must not keep a notice from going live. */
export async function loadRehearsals(
  place: Place,
): Promise<{ rehearsals: RehearsalRow[]; problems: Problem[] }> {
  const path = rehearsalsFile(place);
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return { rehearsals: [], problems: [] };
  const reading =
    size > LARGEST_REHEARSALS
      ? { fault: `${size} bytes` }
      : readRehearsals(await readFile(path, 'utf8').catch((error: Error) => error.message));
  if ('rows' in reading) return { rehearsals: reading.rows, problems: [] };
  const broken = {
    name: 'rehearsals-broken',
    found: reading.fault,
    expected: `what "nightlight rehearse" keeps, in at most ${LARGEST_REHEARSALS} bytes`,
    remedy: 'Take back what git has of it, or delete it: until then no page speaks of rehearsals.',
  } as const;
  return { rehearsals: [], problems: [problemIn({ file: relative(place.site, path) }, broken)] };
}
