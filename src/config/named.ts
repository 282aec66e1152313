import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { Draft } from './fields.ts';
import type { Config } from './sections/index.ts';

/** Reports a name of a component that the site does not have. */
export type TellUnknown = (id: string | undefined, place: () => Place) => void;

/** Holds names of components to those of the site; to none where one that could not be read may be the one that is meant. */
export function componentsOf({ site }: Draft<Config>, report: Report): TellUnknown {
  const ids = site?.components?.map((one) => one?.id);
  if (!ids || ids.includes(undefined)) return () => undefined;
  const known = ids.flatMap((id) => id ?? []);
  return (id, place) => {
    if (id === undefined || known.includes(id)) return;
    report.add({
      name: 'component-unknown',
      place: place(),
      found: id,
      expected: `one of ${known.join(', ')}`,
      remedy: `Write the id of a component of this site.${didYouMean(id, known)}`,
    });
  };
}
