import { href, type Origin, paths } from '../domain/addresses.ts';
import type { Incident, Update } from '../domain/incident.ts';
import type { Links } from '../domain/notification.ts';
import type { Language, Site } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { DAY } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';

/** The two shapes: what a shared link shows, and what a picture channel takes (pixels). */
export const FORMS = {
  wide: { width: 1200, height: 630, ending: 'png' },
  tall: { width: 1080, height: 1350, ending: 'jpg' },
} as const;
export type Form = keyof typeof FORMS;

/** For how long after it was said people share an update, in ms. */
const SHARED_FOR = 30 * DAY;

/** The shapes that a site draws. */
export function formsOf({ upright }: Pick<Site, 'upright'>): Form[] {
  return upright ? ['wide', 'tall'] : ['wide'];
}

/**
 * The updates of an incident that have a picture of their own at `now`. What was published stays where it is: a
 * deploy carries over what is not drawn any more.
 */
export function picturedUpdates(
  { updates }: Incident,
  { site: { pictures }, now }: Pick<Snapshot, 'site' | 'now'>,
): Update[] {
  if (pictures === 'all') return updates;
  return pictures === 'recent' ? updates.filter(({ at }) => at.latest > now - SHARED_FOR) : [];
}

/** Where a picture lies below the language's root. */
export function picturePath(form: Form, incident: string, update?: string): string {
  return `${paths.incident(incident).slice(0, -1)}${update ? `/${update}` : ''}.${FORMS[form].ending}`;
}

/** Whether an address below the site is that of a picture which a config does not draw (any more). */
export function isPictureNotDrawn(address: string, { pictures }: Pick<Site, 'pictures'>): boolean {
  const found = /^(?:[\w-]+\/)?incidents\/[^/]+(?<update>\/[^/]+)?\.(?:png|jpg)$/.exec(address);
  if (!found) return false;
  return pictures === 'none' || (pictures === 'incidents' && found.groups?.update !== undefined);
}

/** The language in which there is a picture: it is in one, so where a part is not translated the original's is shown. */
export function pictureLanguage(incident: Incident, language: Language, update?: Update): Language {
  const { title, advice, proseOf } = wordingOf(incident, language);
  const shown: (Worded<unknown> | undefined)[] = [title, advice, update && proseOf(update)];
  return shown.every((one) => one === undefined || one.language === language) ? language : incident.language;
}

/** The pictures of an update at their addresses, if there are any. */
export function picturesOfUpdate(
  incident: Incident,
  update: Update,
  asked: Language,
  snapshot: Pick<Snapshot, 'site' | 'now'>,
  { base, url }: Origin,
): Links['pictures'] {
  if (!picturedUpdates(incident, snapshot).includes(update)) return undefined;
  const language = pictureLanguage(incident, asked, update);
  const image = (form: Form) => {
    const { width, height } = FORMS[form];
    const path = href(snapshot.site, base, language, picturePath(form, incident.id, update.id));
    return { url: new URL(path, url).href, width, height };
  };
  return { wide: image('wide'), tall: snapshot.site.upright ? image('tall') : undefined, language };
}
