import { type Incident, isOpen, type State, stateOf } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import { wordingOf } from '../domain/wording.ts';
import { labelled, wordsOf } from '../i18n/index.ts';

const OVER: State[] = ['resolved', 'completed', 'cancelled', 'postmortem', 'withdrawn'];

/**
 * A title that is read where nothing stands beside it: in a shared link, a search, a picture. What is over is
 * headed by that, for "Followers get no alerts" alone is an alarm.
 */
export function headedTitle(incident: Incident, language: Language, state?: State): string {
  const head = headOf(incident, state);
  const title = wordingOf(incident, language).title.text;
  return head ? `${labelled(wordsOf(language).states[head], language)} ${title}` : title;
}

/** The state by which such a title is headed, if it is headed by one. */
export function headOf(incident: Incident, state?: State): State | undefined {
  const head = state ?? (isOpen(incident) ? undefined : stateOf(incident));
  return head !== undefined && OVER.includes(head) ? head : undefined;
}
