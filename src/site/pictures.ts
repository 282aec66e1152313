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
        const of = { incident, update, language };
        const picture = pictureOf(of, source);
        if (!update) remember(snapshot, of, picture);
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

/** What a page says of a picture. */
interface Said {
  version: string;
  alt: string;
}

/** What is said of the pictures of incidents: each is laid out once, and several pages name it. */
const said = new WeakMap<Snapshot, Map<string, Said>>();

function remember(snapshot: Snapshot, { incident, language }: PictureOf, picture: Picture): Said {
  const all = said.get(snapshot) ?? new Map<string, Said>();
  said.set(snapshot, all);
  const one = { version: pictureVersion(picture), alt: pictureText(picture) };
  all.set(`${language} ${incident.id}`, one);
  return one;
}

/** What a shared link to an incident shows; the address changes when the picture does. */
export function sharedPicture(source: Source, incident: Incident, language: Language) {
  const [at] = picturesAt(source, incident, language);
  if (at === undefined) return undefined;
  const shown = pictureLanguage(incident, language);
  const of = { incident, update: undefined, language: shown };
  const { version, alt } =
    said.get(source.snapshot)?.get(`${shown} ${incident.id}`) ??
    remember(source.snapshot, of, pictureOf(of, source));
  return { url: new URL(`${at}?${version}`, source.origin.url).href, alt };
}
