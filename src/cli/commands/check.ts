import type { Hold } from '../../domain/hold.ts';
import { isOpen } from '../../domain/incident.ts';
import { iso } from '../../domain/time.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors, type Problem } from '../../problems/index.ts';
import { asObjects, FORMATS, type LineOf, REPORTERS } from '../../problems/reporters.ts';
import type { Place } from '../../site/place.ts';
import { checkRecord, linesOf, loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { formProblems } from '../forms/committed.ts';
import { plainNotesOf } from '../writing/plain.ts';

export const command = defineCommand({
  flags: {
    format: {
      value: 'FORMAT',
      choices: FORMATS,
      says: 'How they are printed. Without it as for a terminal; on GitHub, beside the lines of a pull request.',
    },
  },
  ofSite: true,
  variables: { GITHUB_ACTIONS: 'GitHub sets it.' },
  examples: [
    { when: 'Before you commit', call: 'check' },
    { when: 'For a program', call: 'check --json' },
  ],
  exits: {
    0: 'Nothing keeps it from going live.',
    1: 'There are errors, or files that cannot be read.',
  },
  json: 'A list of problems, as --format json prints it; if they could not be looked for, an object with command, exit_code and error. A problem has name, severity (error, warning or note), file, found, expected, remedy and documentation, the page that explains it. It has line and column where it lies at a place, and more where so many more of its kind are not listed.',
  run: async ({ flags, env, place, tell, warn }) => {
    const format = flags.format ?? (env.GITHUB_ACTIONS ? 'github' : 'terminal');
    const { problems, lineOf, notes, incidents, untold } = await look(place());
    tell(REPORTERS[format](problems, lineOf));
    if (format === 'terminal' && problems.length === 0)
      tell(`${incidents} ${incidents === 1 ? 'incident' : 'incidents'}, nothing to mend.`);
    if (format === 'terminal') for (const [id, hold] of untold) tell(`Not told: ${id}, ${whyUntold(hold)}.`);
    for (const note of notes) warn(format === 'github' ? `::notice::${note}` : note);
    return { code: hasErrors(problems) ? 1 : 0, report: asObjects(problems) };
  },
});

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
