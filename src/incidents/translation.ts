import type { Incident, Prose, Translation } from '../domain/incident.ts';
import { updateId } from '../domain/incident.ts';
import { readBody } from './body.ts';
import { type Head, readHead } from './heading.ts';
import { Fields } from './fields.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Place, Report } from './problems.ts';
import type { SourceText } from './source.ts';
import { didYouMean } from './suggest.ts';

const KEYS = ['title', 'advice', 'scope', 'cause'] as const;

/** Reads the words of an incident in another language. Updates are matched by id. */
export function readTranslation(
  source: SourceText,
  original: Incident,
  report: Report,
): Translation | undefined {
  const matter = readFrontMatter(source, report);
  if (!matter) return undefined;
  const fields = new Fields(matter, report);
  for (const [key, { place, keyPlace = place }] of matter.values)
    if (!(KEYS as readonly string[]).includes(key))
      report.add(
        'translation-key',
        keyPlace,
        key,
        `one of ${KEYS.join(', ')}`,
        `Times, impact and the rest stand in ${original.id}.md alone; take it out.${didYouMean(key, KEYS)}`,
      );
  const ids = original.updates.map((update) => update.id);
  const body = readBody(source, matter.bodyAt, original.sources, report, headIn(original));
  const updates: Record<string, Prose> = {};
  for (const { head, prose } of body?.sections ?? []) {
    const id = head.name ?? updateId(head.at);
    if (!ids.includes(id))
      report.add(
        'translation-update-unknown',
        head.place,
        id,
        `one of ${ids.join(', ')}`,
        `Name the update by the id it has in ${original.id}.md.${didYouMean(id, ids)}`,
      );
    else if (updates[id])
      report.add('update-id-duplicate', head.place, id, 'each update once', 'Keep one of the two.');
    else updates[id] = prose;
  }
  const translation = {
    title: fields.text('title'),
    advice: fields.text('advice'),
    scope: fields.text('scope'),
    cause: fields.text('cause'),
    summary: body?.summary,
    updates,
  };
  return report.failed ? undefined : translation;
}

/** A translation names an update by its id alone, or repeats the heading of the original. */
function headIn(original: Incident) {
  return (heading: string, place: Place, report: Report): Head | undefined => {
    const id = heading.replace(/^\{?#?|\}$/g, '');
    const update = original.updates.find((one) => one.id === id);
    if (update) return { state: update.state, at: update.at, said: update.said, name: update.id, place };
    if (/^[\w-]+$/.test(id)) {
      const ids = original.updates.map((one) => one.id);
      report.add(
        'translation-update-unknown',
        place,
        id,
        `one of ${ids.join(', ')}`,
        `Name the update by the id it has in ${original.id}.md.${didYouMean(id, ids)}`,
      );
      return undefined;
    }
    return readHead(heading, place, report);
  };
}
