import { type Opened, openedEditors } from '../authoring/editor.ts';
import type { Language } from '../domain/site.ts';
import { templateWordsOf } from '../i18n/templates.ts';
import type { Model } from './model.ts';

/**
 * The first notices that the page about the site links to, as the editor of the forge opens with them; none where its
 * operator wants no such links. A notice is written in the first language, whatever the page is in.
 */
export async function linkedEditors(
  { snapshot: { site, now }, writing }: Pick<Model, 'snapshot' | 'writing'>,
  language: Language,
): Promise<Opened[]> {
  if (!site.forge?.links) return [];
  const [first] = site.languages;
  const around = {
    ...{ site, now, language: first, templates: writing.templates, words: await templateWordsOf(first) },
    // The day is not known yet, and so no name is taken.
    isTaken: () => false,
  };
  const options = { isFollowed: false, folder: 'incidents', called: language };
  return openedEditors(site.forge, around, options);
}
