import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { Draft } from './fields.ts';
import type { Config } from './index.ts';

/** Reports checks that name a component which the site does not have: no notice could name it. */
export function checkWatched(
  { site, watch }: Draft<Config>,
  at: (...path: (string | number)[]) => Place,
  report: Report,
): void {
  const components = site?.components;
  // A component whose id could not be read may be the one that is meant.
  if (!components || components.some((one) => one?.id === undefined)) return;
  const ids = components.flatMap((one) => one?.id ?? []);
  for (const [index, check] of (watch?.checks ?? []).entries())
    for (const key of ['fails', 'confirms'] as const)
      for (const [place, id] of (check?.[key] ?? []).entries())
        if (id !== undefined && !ids.includes(id))
          report.add({
            name: 'component-unknown',
            place: at('checks', index, key, place),
            found: id,
            expected: `one of ${ids.join(', ')}`,
            remedy: `Write the id of a component of this site.${didYouMean(id, ids)}`,
          });
}
