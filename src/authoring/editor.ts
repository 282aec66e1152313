import { type Forge, inLanguage, type Language } from '../domain/site.ts';
import { newFile, type Writing } from './notice.ts';
import { readTyped } from './said.ts';

/** A first notice for one component, and where it is written in a browser. */
export interface Opened {
  component: string;
  /** What the component is called. */
  name: string;
  /** The path of the file in the repository. */
  file: string;
  text: string;
  /** The editor of the forge, with the name of the file filled in. */
  address: string;
  /** Whether the text is filled in there too; else it is to be pasted. */
  isFilled: boolean;
}

/**
 * What stands in the place of the time where nobody knows when the link will be followed: a wrong time is worse than
 * none, and the check says what to write there.
 */
const NO_DAY = 'YYYY-MM-DD';
const NO_TIME = `${NO_DAY}Thh:mmZ`;

/** An instant that stands in no other place of a notice, so that it can be found in it. */
const STANDING_TIME = '1999-09-09T09:09Z';
const STANDING = Date.parse(STANDING_TIME);

/**
 * The first notices that can be begun from a link, one for each component in service.
 * @param isFollowed whether they are followed at once. Where nobody knows when, the time is left to be filled in.
 * @param folder of the incident files, below the site.
 * @param called the language in which the components are named, where that is not the one of the notices.
 */
export function openedEditors(
  forge: Forge,
  around: Writing,
  {
    isFollowed,
    folder,
    called = around.language,
  }: { isFollowed: boolean; folder: string; called?: Language },
): Opened[] {
  const { site } = around;
  const now = isFollowed ? around.now : STANDING;
  const put = (words: string) =>
    isFollowed
      ? words
      : words.replaceAll(STANDING_TIME, NO_TIME).replaceAll(STANDING_TIME.slice(0, 10), NO_DAY);
  const inService = site.components.filter(({ since, until }) => since <= around.now && around.now < until);
  return inService.map(({ id, name }) => {
    // When more is said depends on when this is.
    const typed = { impact: [id], ...(!isFollowed && { without: ['next-update'] }) };
    const { said } = readTyped(typed, { site, now, kind: 'incident' });
    const draft = newFile('new', said, { ...around, now });
    const file = [forge.folder, folder, `${put(draft.id)}.md`].filter(Boolean).join('/');
    const text = put(draft.text);
    return { component: id, name: inLanguage(name, called), file, text, ...editorOn(forge, file, text) };
  });
}

/** Where a new file is begun in a browser. */
function editorOn(
  { kind, repository, branch }: Forge,
  file: string,
  text: string,
): Pick<Opened, 'address' | 'isFilled'> {
  const name = encodeURIComponent(file);
  const value = encodeURIComponent(text);
  const on = branch.split('/').map(encodeURIComponent).join('/');
  switch (kind) {
    case 'github':
      return { address: `${repository}/new/${on}?filename=${name}&value=${value}`, isFilled: true };
    case 'gitea':
      return { address: `${repository}/_new/${on}/?filename=${name}&value=${value}`, isFilled: true };
    // GitLab takes a name and no text: https://gitlab.com/gitlab-org/gitlab/-/issues/337038
    case 'gitlab':
      return { address: `${repository}/-/new/${on}?file_name=${name}`, isFilled: false };
  }
}
