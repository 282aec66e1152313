import {
  beginningOf,
  closingUpdate,
  countedEnd,
  endOf,
  type Incident,
  isOpen,
  isSeenThroughout,
  isWithdrawn,
} from './incident.ts';
import { type Span, spanBetween } from './time.ts';

/**
 * How long an incident lasted, as far as that is known. `at least`: nobody recorded the end, and it was so
 * throughout; `seen`: from the first to the last time it was seen, with gaps of which nobody knows. `instant` has
 * no measured length, `open` is not over, and `none` never took place, or not yet.
 */
export type Lasting =
  | { kind: 'lasted' | 'at least' | 'seen'; span: Span }
  | { kind: 'instant' | 'open' | 'not known' | 'none' };

/** How long an incident lasted. It rests on the file alone: of one that is closed, nothing changes with time. */
export function lastingOf(incident: Incident): Lasting {
  if (isWithdrawn(incident)) return { kind: 'none' };
  const began = beginningOf(incident);
  const end = countedEnd(incident);
  if (incident.kind === 'maintenance' && closingUpdate(incident)?.state !== 'completed')
    return { kind: 'none' };
  if (!end) return { kind: isOpen(incident) ? 'open' : 'not known' };
  if (!began) return { kind: 'not known' };
  const span = spanBetween(began, end);
  if (endOf(incident)) return span.possible > 0 ? { kind: 'lasted', span } : { kind: 'instant' };
  if (span.certain === 0) return { kind: 'not known' };
  return { kind: isSeenThroughout(incident) ? 'at least' : 'seen', span };
}
