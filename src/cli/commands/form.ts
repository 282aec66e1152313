import { join, relative } from 'node:path';
import { gitIn } from '../../authoring/git.ts';
import { UserError } from '../../problems/errors.ts';
import { loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { formsFor, repositoryOf, writeForms } from '../forms/committed.ts';
import { printForm } from '../forms/print.ts';

export const command = defineCommand({
  more: [
    'GitHub shows them where somebody opens an issue: one for a first notice, one for what is new of it, one for announced work. The components, the words for how they are doing and what is proposed come from nightlight.yaml, so call it again when that has changed; "nightlight check" warns where they differ.',
    'A file of the same name that somebody else made is never written over.',
  ],
  flags: { 'dry-run': { says: 'Prints them, and writes nothing.' } },
  ofSite: true,
  examples: [
    { when: 'After a change of the components', call: 'form' },
    { when: 'To look only', call: 'form --dry-run' },
  ],
  exits: { 0: 'They lie there, or are printed.', 1: 'They do not; nothing was written.' },
  json: {
    written: 'The files that were written, counted from the folder of the repository.',
  },
  run: async ({ flags, env, io, place, tell }) => {
    const { site } = place();
    const record = await loadRecord(place());
    if (record.site.components.length === 0)
      throw new UserError('There is no component in nightlight.yaml that a form could name. Add one.');
    const forms = await formsFor(record);
    if (flags['dry-run']) {
      for (const form of forms) tell(`# ${form.path}\n${printForm(form)}`);
      return { code: 0, report: { written: [] as string[] } };
    }
    const folder = repositoryOf(site);
    const written = await writeForms(folder, forms);
    for (const path of written) tell(`Written: ${relative(io.cwd, join(folder, path))}`);
    tell(
      written.length === 0
        ? 'They are as nightlight.yaml has it: nothing was written.'
        : 'Commit them: GitHub shows what lies on the default branch.',
    );
    const at = addressOf((await gitIn(folder, env, false)(['remote', 'get-url', 'origin'])).out);
    for (const { called, name } of at === undefined ? [] : forms)
      tell(`${called}: ${at}/issues/new?template=${name}.yml`);
    return { code: 0, report: { written } };
  },
});

/** Where a remote on GitHub is read; nothing for one that lies elsewhere. */
function addressOf(remote: string): string | undefined {
  const [, repository] =
    /^(?:https:\/\/(?:[^@/]*@)?|git@|ssh:\/\/git@)github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      remote.trim(),
    ) ?? [];
  return repository && `https://github.com/${repository}`;
}
