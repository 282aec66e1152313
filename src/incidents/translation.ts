import { FIELDS, TRANSLATED, type TranslatedName } from '../domain/fields.ts';
import type { Incident, Prose, Translation } from '../domain/incident.ts';
import { updateId } from '../domain/incident.ts';
import { readBody } from './body.ts';
import { type Head, readHead, saidWhere, onOneLine, SEPARATOR, stateIn } from './heading.ts';
import { ValueReader } from '../yaml/values.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Place, Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';
import { INCIDENT_FILE } from './source.ts';
import { didYouMean } from '../problems/suggest.ts';

/** The keys of a translation. */
const KEYS = TRANSLATED.map((name) => FIELDS[name].key);

/** Reads the words of an incident in another language. Updates are matched by id. */
export function readTranslation(
  source: SourceText,
  original: Incident,
  report: Report,
): Translation | undefined {
  const matter = readFrontMatter(source, report);
  if (!matter) return undefined;
  const fields = new ValueReader(matter, report, INCIDENT_FILE);
  for (const [key, { place, keyPlace = place }] of matter.values)
    if (!(KEYS as string[]).includes(key))
      report.add({
        name: 'translation-key',
        place: keyPlace,
        found: key,
        expected: `one of ${KEYS.join(', ')}`,
        remedy: () =>
          `Times, impact and the rest stand in ${original.id}.md alone; take it out.${didYouMean(key, KEYS)}`,
      });
  const ids = original.updates.map((update) => update.id);
  const known = new Set(ids);
  const body = readBody(source, matter.bodyAt, original.sources, report, headIn(original));
  // Names of updates are anybody's, `constructor` among them.
  const updates = Object.create(null) as Record<string, Prose>;
  const places = Object.create(null) as Record<string, string>;
  for (const { head, prose } of body?.sections ?? []) {
    const id = head.name ?? updateId(head.at);
    if (!known.has(id))
      report.add({
        name: 'translation-update-unknown',
        place: head.place,
        found: id,
        expected: () => `one of ${ids.slice(0, 20).join(', ')}`,
        remedy: () => `Name the update by the id it has in ${original.id}.md.${didYouMean(id, ids)}`,
      });
    else if (updates[id])
      report.add({
        name: 'update-id-duplicate',
        place: head.place,
        found: id,
        expected: 'each update once',
        remedy: 'Keep one of the two.',
      });
    else {
      updates[id] = prose;
      if (head.said.place !== undefined) places[id] = head.said.place;
    }
  }
  const texts = Object.fromEntries(TRANSLATED.map((name) => [name, fields.text(FIELDS[name].key)]));
  const translation = {
    ...(texts as Record<TranslatedName, string | undefined>),
    summary: body?.summary,
    updates,
    places,
  };
  return report.failed ? undefined : translation;
}

/**
 * A translation names an update by its id, and may say after it where that was said in its own words;
 * or it repeats the heading of the original.
 */
export function headIn(original: Incident) {
  const byId = new Map(original.updates.map((update) => [update.id, update]));
  return (heading: string, place: Place, report: Report): Head | undefined => {
    const [first = '', ...rest] = onOneLine(heading).split(SEPARATOR);
    const id = first.trim().replace(/^\{?#?|\}$/g, '');
    const update = byId.get(id);
    if (update)
      return {
        state: update.state,
        at: update.at,
        said: { speaker: update.said.speaker, place: saidWhere(rest.join(' - ')).place },
        name: update.id,
        place,
      };
    if (!/^[\w-]+$/.test(id) || stateIn(first)) return readHead(heading, place, report);
    const ids = original.updates.map((one) => one.id);
    report.add({
      name: 'translation-update-unknown',
      place,
      found: id,
      expected: () => `one of ${ids.slice(0, 20).join(', ')}`,
      remedy: () => `Name the update by the id it has in ${original.id}.md.${didYouMean(id, ids)}`,
    });
    return undefined;
  };
}
