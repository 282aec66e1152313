import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

export const NAME = '2026-03-01-alerts.md';
export const SPANISH = '2026-03-01-alerts.es.md';

/** An incident with every part that can be translated. */
export const original = incidentFile({
  front: 'advice: Set a clock.\nscope: United States\ncause: A queue.\ndisputed: The end.',
  body: '## Investigating - 2026-03-01T03:00Z - press: a paper\nDown.\n\n## Update - 2026-03-01T03:05Z {#mail}\nMore.',
});

/** Reads a translation beside its original, or beside other files: the translation, and what is said of it. */
export function read(translation: string, beside = [file(NAME, original)], name = SPANISH) {
  const { incidents, problems } = readIncidents([...beside, file(name, translation)], context);
  const said = problems.map(
    (one) =>
      `${one.place?.line}:${one.place?.column} ${one.name}: ${one.found} | ${one.expected} | ${one.remedy}`,
  );
  return { spanish: incidents[0]?.translations.es, incidents, said };
}
