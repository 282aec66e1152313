import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { Draft } from './fields.ts';
import type { Config } from './index.ts';

/** Reports templates that name a component which the site does not have: they would never be proposed. */
export function checkTemplates(
  { site, writing }: Draft<Config>,
  at: (...path: (string | number)[]) => Place,
  report: Report,
): void {
  const components = site?.components;
  // A component whose id could not be read may be the one that is meant.
  if (!components || components.some((one) => one?.id === undefined)) return;
  const ids = components.flatMap((one) => one?.id ?? []);
  for (const [index, template] of (writing?.templates ?? []).entries()) {
    const named: [string | undefined, ...(string | number)[]][] = [
      [template?.component, 'component'],
      ...(template?.works ?? []).map((id, place): [string | undefined, ...(string | number)[]] => [
        id,
        'works',
        place,
      ]),
    ];
    for (const [id, ...path] of named)
      if (id !== undefined && !ids.includes(id))
        report.add({
          name: 'component-unknown',
          place: at('templates', index, ...path),
          found: id,
          expected: `one of ${ids.join(', ')}`,
          remedy: `Write the id of a component of this site.${didYouMean(id, ids)}`,
        });
  }
}
