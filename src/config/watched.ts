import type { Place, Report } from '../problems/index.ts';
import type { Draft } from './fields.ts';
import type { Config } from './sections/index.ts';
import { componentsOf } from './named.ts';

/** Reports checks, and rules for alerts, that name a component which the site does not have: no notice could name it. */
export function checkWatched(
  draft: Draft<Config>,
  at: (...path: (string | number)[]) => Place,
  report: Report,
): void {
  const tellUnknown = componentsOf(draft, report);
  for (const [index, check] of (draft.watch?.checks ?? []).entries())
    for (const key of ['fails', 'confirms'] as const)
      for (const [place, id] of (check?.[key] ?? []).entries())
        tellUnknown(id, () => at('checks', index, key, place));
  for (const [index, source] of (draft.watch?.alerts ?? []).entries())
    for (const [number, rule] of (source?.rules ?? []).entries())
      for (const [place, id] of (rule?.fails ?? []).entries())
        tellUnknown(id, () => at('alerts', index, 'rules', number, 'fails', place));
}
