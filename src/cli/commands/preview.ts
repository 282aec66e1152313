import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { printReaders, type Readers } from '../../authoring/readers.ts';
import { historyOfIncident } from '../../domain/git-history.ts';
import { type Incident, newestUpdate } from '../../domain/incident.ts';
import { fileOf, hasErrors } from '../../problems/index.ts';
import { asObjects, REPORTERS } from '../../problems/reporters.ts';
import { checkRecord, type FolderRecord, linesOf, loadRecord, withFile } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { targetOf } from '../writing/target.ts';
import { readersOf } from '../writing/seen.ts';

export const command = defineCommand({
  more: [
    'It shows the newest update of a file on the first page, on its own page, in feeds and as a text message with its length: committed or not, a draft too, and a file that lies elsewhere as if it lay among the incidents. It writes and sends nothing. What every channel would say, nightlight messages prints.',
  ],
  args: {
    file: {
      says: 'An incident by its name, or the path of a file. Without it what is not committed yet, else what was said last.',
    },
  },
  flags: { language: { value: 'TAG', says: 'Only in this language of the site. Without it in each.' } },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be.',
  },
  examples: [
    { when: 'What was just written', call: 'preview' },
    { when: 'One incident, in Spanish', call: 'preview 2026-03-01-alerts --language es' },
    { when: 'A file that lies elsewhere', call: 'preview /tmp/2026-03-01-alerts.md' },
  ],
  exits: { 0: 'It is shown.', 1: 'The file has errors: nobody would see it.' },
  json: {
    incident: 'The incident.',
    update: 'The update that is shown; null where the file has errors.',
    told: 'Whether people are told of it once it is committed; false for a draft, and before its time.',
    seen: 'A list with what readers see in each language: page, incident, feed, sms and url.',
    problems: 'What the check says of the file.',
  },
  run: async ({ args, flags, env, io, place, tell, warn }) => {
    const found = await loadRecord(place());
    const { record, id } = await meant(args.file, found, io.cwd);
    const { languages } = record.site;
    if (flags.language !== undefined && !languages.includes(flags.language))
      throw new WrongCall(
        wrongSetting(
          { flag: '--language' },
          {
            found: flags.language,
            expected: `one of ${languages.join(', ')}`,
            remedy: 'Write one that the site has.',
          },
        ),
      );
    const problems = checkRecord(record).filter((problem) =>
      fileOf(problem)?.startsWith(`${record.name}/${id}.`),
    );
    if (problems.length > 0) warn(REPORTERS.terminal(problems, linesOf(record)));
    const told = record.incidents.find((one) => one.id === id);
    const incident = told ?? record.held.find((one) => one.id === id);
    const shown = { incident: id, told: told !== undefined, problems: asObjects(problems) };
    if (!incident || hasErrors(problems))
      return { code: 1, report: { ...shown, update: null as string | null, seen: [] as Readers[] } };
    const update = newestUpdate(incident);
    const asked = flags.language === undefined ? languages : [flags.language];
    const seen = asked.map((language) => readersOf(record, incident, update, language, env));
    tell(seen.map((one) => printReaders(one, languages)).join('\n\n'));
    if (!told) warn('Nobody is told of it yet: it is a draft, or its time has not come.');
    return { code: 0, report: { ...shown, update: update.id, seen } };
  },
});

/** The incident that is meant, in a record that has it as the file says. */
async function meant(
  named: string | undefined,
  record: FolderRecord,
  cwd: string,
): Promise<{ record: FolderRecord; id: string }> {
  if (named === undefined) return { record, id: newestOf(record).id };
  const bytes = /[/\\]|\.md$/.test(named)
    ? await readFile(resolve(cwd, named)).catch(() => undefined)
    : undefined;
  if (!bytes) {
    const broken = named.replace(/\.md$/, '');
    if (record.lying.some(({ name }) => name === `${broken}.md`)) return { record, id: broken };
    const incident = await targetOf(named, 'any', record, undefined);
    return { record, id: incident?.id ?? named };
  }
  const name = basename(named);
  return { record: withFile(record, name, bytes), id: name.replace(/\..*$/, '') };
}

/** What is not committed yet, else what was said last. */
function newestOf({ incidents, held, git }: FolderRecord): Incident {
  const isLoose = ({ id }: Incident) => historyOfIncident(git, id)?.uncommitted ?? true;
  const all = [...incidents, ...held].toSorted(
    (one, other) => newestUpdate(other).at.latest - newestUpdate(one).at.latest,
  );
  const found = all.find(isLoose) ?? all[0];
  if (found) return found;
  throw new WrongCall(
    wrongSetting(
      { argument: 'FILE' },
      { found: 'no incident', expected: 'a file', remedy: 'Write one first: nightlight new.' },
    ),
  );
}
