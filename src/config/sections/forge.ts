import { FORGES } from '../../domain/site.ts';
import { defaulting, optional } from '../fields.ts';
import { kindOfForge } from '../forge.ts';
import { applicationId, branch, folder, repositoryAddress } from '../kinds/forms.ts';
import { flag, oneOf } from '../kinds/choices.ts';
import { section } from '../section.ts';

/** Where the repository lies. */
export const forge = section({
  meaning: 'Where the repository of this site lies, so that somebody can write in a browser.',
  fields: {
    repository: optional(
      repositoryAddress,
      'The address of the repository as a browser has it, such as `https://github.com/example/status`.',
    ),
    kind: optional(
      oneOf(FORGES),
      'What the forge runs; Forgejo is `gitea`. It need not be written for github.com, gitlab.com and codeberg.org.',
    ),
    branch: defaulting(branch, 'main', '`main`', 'The branch from which the site is published.'),
    folder: optional(
      folder,
      'The folder of the repository in which the site lies, such as `status`. Without it its root.',
    ),
    admin: defaulting(
      flag,
      false,
      'false',
      'Whether the site has a form at `/admin/`, with which whoever may write to the repository writes incidents, [on a phone too](writing-on-a-phone.md).',
    ),
    application: optional(
      applicationId,
      'The public id of an application that is registered on GitLab, Gitea or Forgejo, so that whoever writes at `/admin/` [signs in by an account](writing-on-a-phone.md#signing-in-by-an-account), besides by a token.',
    ),
    links: defaulting(
      flag,
      false,
      'false',
      'Whether `/about/` has a link for each component, for whoever runs the page, that opens the editor of the forge [with a first notice filled in](writing.md#in-the-editor-of-the-forge).',
    ),
  },
  check({ repository, kind, admin, application }, { report, at }) {
    if (repository !== undefined && kind === undefined && kindOfForge(repository) === undefined)
      report.add({
        name: 'key-missing',
        place: at('repository'),
        found: `no "kind" for ${new URL(repository).host}`,
        expected: `one of ${FORGES.join(', ')}`,
        remedy: 'Add a line such as "kind: gitlab" below it: the name of the host does not say what it runs.',
      });
    if (application !== undefined && (kind ?? kindOfForge(repository ?? '')) === 'github')
      report.add({
        name: 'value-not-allowed',
        place: at('application'),
        found: 'an application on GitHub, which lets no browser sign in without a server',
        expected: 'no "application", for whoever writes signs in by a token there',
        remedy: 'Take the line out.',
      });
    if (admin === true && repository === undefined)
      report.add({
        name: 'key-missing',
        place: at('admin'),
        found: 'no "repository"',
        expected: 'repository: https://github.com/example/status',
        remedy: 'Say where the repository lies: what is written with the form is committed there.',
      });
  },
});
