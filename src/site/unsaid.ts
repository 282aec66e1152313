import { type Incident, isOpen, newestUpdate } from '../domain/incident.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { type Element, missingElements } from '../publications/messages/index.ts';
import { notificationFile, notificationIn } from '../publications/notification.ts';

/** What a line of an incident file can still say: what it is to people, and how it is written. */
const LINES: Partial<Record<Element, { is: string; line: string }>> = {
  guidance: { is: 'what to do now', line: 'advice: Call us on 0800 555 0100 instead.' },
  location: { is: 'where it is so, or for whom', line: 'scope: United States' },
  time: { is: 'since when', line: 'began: 2026-03-01T02:10Z' },
  next: { is: 'when you speak next', line: 'next_update: 2026-03-01T04:30Z' },
};

/**
 * What people need before they act and the messages of what is open do not tell them, as far as a line of its file
 * can. Of what is over nothing is said: nobody would hear of it.
 * @returns a note for each file, counted from the folder of the incidents.
 */
export function unsaidIn(
  incidents: readonly Incident[],
  around: Pick<Snapshot, 'site' | 'git' | 'now'>,
): Problem[] {
  const origin = { url: around.site.url, base: '/' };
  return incidents.filter(isOpen).flatMap((incident) => {
    const told = notificationFile(
      notificationIn(around, incident, newestUpdate(incident), incident.language, origin),
    );
    const unsaid = missingElements(told).flatMap((element) => LINES[element] ?? []);
    if (unsaid.length === 0) return [];
    const written = new Intl.ListFormat('en').format(unsaid.map(({ line }) => `"${line}"`));
    return problemIn(
      { file: `${incident.id}.md` },
      {
        name: 'message-incomplete',
        place: { line: 1, column: 1 },
        found: `nothing about ${unsaid.map(({ is }) => is).join('; ')}`,
        expected: 'what people need before they act, in the first message they get',
        remedy: `Write at the top what you know of it: ${written}, in your words. What nobody knows yet, leave out.`,
      },
    );
  });
}
