import type { Place, Report } from '../problems/index.ts';
import type { Draft } from './fields.ts';
import type { Config } from './sections/index.ts';
import { componentsOf } from './named.ts';

/** Reports templates that name a component which the site does not have: they would never be proposed. */
export function checkTemplates(
  draft: Draft<Config>,
  at: (...path: (string | number)[]) => Place,
  report: Report,
): void {
  const tellUnknown = componentsOf(draft, report);
  for (const [index, template] of (draft.writing?.templates ?? []).entries()) {
    tellUnknown(template?.component, () => at('templates', index, 'component'));
    for (const [place, id] of (template?.works ?? []).entries())
      tellUnknown(id, () => at('templates', index, 'works', place));
  }
}
