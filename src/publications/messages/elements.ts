import type { NotificationFile } from '../../domain/notification-file.ts';
import { isHurt } from '../../domain/status.ts';

/**
 * What people need of a warning before they act: who speaks, what to do, what failed and what it means, where and
 * for whom, since when and when more is said. What is missing makes them search instead. The order is the one in
 * which a short text says it (Mileti and Sorensen 1990; FEMA IS-242; Sutton and others, the Warning Lexicon, 2023).
 */
export const ELEMENTS = ['source', 'guidance', 'hazard', 'location', 'time', 'next', 'link'] as const;
export type Element = (typeof ELEMENTS)[number];

/**
 * Which of them a notification cannot give, because the file does not say them. What is over, withdrawn or only
 * announced needs no advice and owes no next word.
 */
export function missingElements(told: NotificationFile): Element[] {
  const has: Record<Element, boolean> = {
    source: told.site.name.trim() !== '',
    guidance: told.advice !== null || isPast(told) || told.state === 'scheduled',
    hazard:
      told.impact.some(({ status, worst }) => isHurt(status) || isHurt(worst)) ||
      isPast(told) ||
      told.kind === 'maintenance',
    location: told.scope !== null || told.impact.some(({ where }) => where !== undefined) || isPast(told),
    time: told.began !== null || told.scheduled !== null || isPast(told),
    next: told.next_update !== null || isPast(told) || told.state === 'scheduled' || !told.newest,
    link: told.url !== '',
  };
  return ELEMENTS.filter((element) => !has[element]);
}

function isPast({ all_clear, closes, state, open }: NotificationFile): boolean {
  return all_clear || closes || !open || state === 'postmortem';
}
