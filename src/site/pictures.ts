import { href, type Origin } from '../domain/addresses.ts';
import type { Incident, Update } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Placed } from '../pictures/keep.ts';
import {
  type Picture,
  pictureOfIncident,
  pictureOfUpdate,
  pictureText,
  pictureVersion,
} from '../publications/picture.ts';
import { formsOf, picturedUpdates, pictureLanguage, picturePath } from '../publications/picture-files.ts';

/** What pictures are drawn from, and the addresses in them. */
interface Source {
  snapshot: Snapshot;
  origin: Origin;
}

/** A picture of an incident, or of one update of it. */
interface PictureOf {
  incident: Incident;
  update: Update | undefined;
  language: Language;
}

/** The pictures of some incidents: of each, and of its updates that have one, in the languages in which it is told. */
export function* picturesOf(incidents: Incident[], source: Source): Generator<Placed> {
  const { snapshot } = source;
  if (snapshot.site.pictures === 'none') return;
  for (const incident of incidents)
    for (const language of snapshot.site.languages)
      for (const update of [undefined, ...picturedUpdates(incident, snapshot)]) {
        if (pictureLanguage(incident, language, update) !== language) continue;
        const picture = pictureOf({ incident, update, language }, source);
        for (const form of formsOf(snapshot.site))
          yield {
            picture,
            form,
            path: href(snapshot.site, '', language, picturePath(form, incident.id, update?.id)),
          };
      }
}

function pictureOf({ incident, update, language }: PictureOf, { snapshot, origin }: Source): Picture {
  return update
    ? pictureOfUpdate(incident, update, snapshot, language, origin)
    : pictureOfIncident(incident, snapshot, language, origin);
}

/** The addresses of the pictures of an incident or of an update that are drawn. */
export function picturesAt(
  { snapshot, origin }: Source,
  incident: Incident,
  language: Language,
  update?: Update,
): string[] {
  if (snapshot.site.pictures === 'none') return [];
  if (update && !picturedUpdates(incident, snapshot).includes(update)) return [];
  const shown = pictureLanguage(incident, language, update);
  return formsOf(snapshot.site).map((form) =>
    href(snapshot.site, origin.base, shown, picturePath(form, incident.id, update?.id)),
  );
}

/** What a shared link to an incident shows; the address changes when the picture does. */
export function sharedPicture(source: Source, incident: Incident, language: Language) {
  const [at] = picturesAt(source, incident, language);
  if (at === undefined) return undefined;
  const shown = pictureLanguage(incident, language);
  const picture = pictureOf({ incident, update: undefined, language: shown }, source);
  const address = `${at}?${pictureVersion(picture)}`;
  return { url: new URL(address, source.origin.url).href, alt: pictureText(picture) };
}
