import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Hold } from '../../domain/hold.ts';
import { isOpen } from '../../domain/incident.ts';
import { iso } from '../../domain/time.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors, type Problem } from '../../problems/index.ts';
import type { Ways } from '../../problems/markdown.ts';
import {
  asObjects,
  type Format,
  FORMATS,
  isFormat,
  type LineOf,
  REPORTERS,
} from '../../problems/reporters.ts';
import type { Place } from '../../site/place.ts';
import { checkRecord, linesOf, loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { formProblems } from '../forms/committed.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import { editorOf } from '../proposed.ts';
import { plainNotesOf } from '../writing/plain.ts';

export const command = defineCommand({
  flags: {
    format: {
      value: 'FORMAT',
      choices: FORMATS,
      says: 'How they are printed. Without it as for a terminal; on GitHub, beside the lines of a pull request.',
    },
    also: {
      value: 'FORMAT=FILE',
      multiple: true,
      says: 'Writes them to a file besides, such as markdown=check.md for a comment, or gitlab=quality.json for the lines of a merge request.',
    },
  },
  ofSite: true,
  variables: {
    GITHUB_ACTIONS: 'GitHub sets it.',
    GITHUB_EVENT_NAME: 'GitHub sets it.',
    GITHUB_EVENT_PATH: 'GitHub sets it.',
    GITHUB_WORKSPACE: 'GitHub sets it.',
    CI_PROJECT_DIR: 'GitLab sets it.',
    CI_MERGE_REQUEST_SOURCE_PROJECT_URL: 'GitLab sets it.',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'GitLab sets it.',
  },
  examples: [
    { when: 'Before you commit', call: 'check' },
    { when: 'For a program', call: 'check --json' },
    { when: 'For a comment on what was proposed', call: 'check --format markdown' },
  ],
  exits: {
    0: 'Nothing keeps it from going live.',
    1: 'There are errors, or files that cannot be read.',
  },
  json: 'A list of problems, as --format json prints it; if they could not be looked for, an object with command, exit_code and error. A problem has name, severity (error, warning or note), file, found, expected, remedy and documentation, the page that explains it. It has line and column where it lies at a place, and more where so many more of its kind are not listed.',
  run: async ({ flags, env, io, place, tell, warn }) => {
    const format = flags.format ?? (env.GITHUB_ACTIONS ? 'github' : 'terminal');
    const also = flags.also.map(targetOf);
    const site = place();
    const { problems, lineOf, notes, incidents, untold } = await look(site);
    const ways: Ways = { editOf: await editorOf(env, site.site) };
    tell(REPORTERS[format](problems, lineOf, ways));
    for (const { as, file } of also)
      await writeFile(resolve(io.cwd, file), `${REPORTERS[as](problems, lineOf, ways)}\n`);
    if (format === 'terminal' && problems.length === 0)
      tell(`${incidents} ${incidents === 1 ? 'incident' : 'incidents'}, nothing to mend.`);
    if (format === 'terminal') for (const [id, hold] of untold) tell(`Not told: ${id}, ${whyUntold(hold)}.`);
    for (const note of notes) warn(format === 'github' ? `::notice::${note}` : note);
    return { code: hasErrors(problems) ? 1 : 0, report: asObjects(problems) };
  },
});

/** @throws WrongCall where it names no format, or no file. */
function targetOf(written: string): { as: Format; file: string } {
  const [, as = '', file = ''] = /^([a-z]+)=(.+)$/.exec(written) ?? [];
  if (isFormat(as)) return { as, file };
  throw new WrongCall(
    wrongSetting(
      { flag: '--also' },
      {
        found: written,
        expected: `FORMAT=FILE, with one of ${FORMATS.join(', ')}`,
        remedy: 'Write it such as "--also markdown=check.md".',
      },
    ),
  );
}

interface Seen {
  problems: readonly Problem[];
  lineOf: LineOf;
  notes: readonly string[];
  incidents: number;
  untold: ReadonlyMap<string, Hold>;
}

function whyUntold({ draft, publish }: Hold): string {
  return draft
    ? 'a draft'
    : `before ${publish !== undefined && Number.isFinite(publish) ? iso(publish) : '"publish", which cannot be read'}`;
}

/** What is wrong with a site; what keeps it from being read at all is told as the rest is. */
async function look(place: Place): Promise<Seen> {
  try {
    const record = await loadRecord(place);
    const { history, incidents } = record;
    return {
      problems: [
        ...checkRecord(record),
        ...(await formProblems(place.site, record)),
        ...(await plainNotesOf(record, incidents.filter(isOpen))),
      ],
      lineOf: linesOf(record),
      notes: history.notes,
      incidents: incidents.length,
      untold: record.untold,
    };
  } catch (error) {
    if (!(error instanceof UserError) || error.problems.length === 0) throw error;
    return { problems: error.problems, lineOf: error.lineOf, notes: [], incidents: 0, untold: new Map() };
  }
}
