import type { Incident } from '../domain/incident.ts';
import { isNamed, EARLIER, lackingRedactions } from '../domain/redaction.ts';
import type { Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { ValueReader } from '../yaml/values.ts';
import type { Published } from './published.ts';

/**
 * Whether each entry names something that is there, the words are really gone from the file, and no entry went: what
 * it took out would be read again.
 */
export function checkRedactions(
  incident: Incident,
  fields: ValueReader,
  published: Published | undefined,
  report: Report,
): void {
  const versions = published?.versions(`${incident.id}.md`) ?? [];
  const ids = incident.updates.map(({ id }) => id);
  for (const [index, one] of incident.redactions.entries()) {
    const { update, version } = one;
    const place = fields.placeWithin('redactions', index);
    if (update !== undefined && !ids.includes(update))
      report.add({
        name: 'redaction-unknown',
        place,
        found: update,
        expected: 'the id of an update of this file',
        remedy: () =>
          `The heading of the update stays; only its words go. Its id is the end of its address.${didYouMean(update, ids)}`,
      });
    const isFound = version === undefined || version === EARLIER || !published;
    if (!isFound && !versions.some(({ blob }) => isNamed(one, blob)))
      report.add({
        name: 'redaction-unknown',
        place,
        found: version,
        expected: 'the blob id of a version of this file',
        remedy: `It is the end of the address of the version's page. "version: ${EARLIER}" stands for all versions from before the entry.`,
      });
    const now = incident.updates.find(({ id }) => id === update)?.prose;
    const were = versions.flatMap((version) => {
      const isBefore =
        version.incident && lackingRedactions(version.incident.redactions, incident.redactions).includes(one);
      return (isBefore && version.incident?.updates.find(({ id }) => id === update)?.prose) || [];
    });
    if (now?.text && were.length > 0 && were.every(({ html }) => html === now.html))
      report.add({
        name: 'redaction-unchanged',
        place,
        found: 'the text of the update as it was published',
        expected: 'the text without what has to go, or no text under its heading',
        remedy: 'Take the words out of the text below, too. The entry says that they are gone and why.',
      });
  }
  const gone = versions.flatMap(({ incident: then }) =>
    lackingRedactions(incident.redactions, then?.redactions ?? []),
  );
  const [first] = gone;
  if (first)
    report.add({
      name: 'redaction-vanished',
      place: fields.place('redactions'),
      found: `no entry for ${first.update ?? `version ${first.version}`}`,
      expected: 'every entry that was published',
      remedy:
        'Put it back: without it the versions from before it can be read again. Its reason may be said in other words.',
    });
}
