import { readCall, run, wrongCall } from './call.ts';
import { relative } from 'node:path';
import { ROOT } from '../site/environment.ts';
import { forGitHub, forMachines, summary } from '../problems/reporters.ts';
import { checkRecord, type FolderRecord, hasErrors, printProblems, loadRecord } from '../site/record.ts';
import type { Problem } from '../incidents/index.ts';

const HELP = `Reports every mistake in the incident files, with its place and the way out.

  npm run check                       for a terminal; on GitHub, beside the lines of a pull request
  npm run check -- --format FORMAT    terminal, github or json

Exit codes: 0 nothing that keeps it from going live; 1 errors, or files that cannot be read; 2 wrong call.`;
const FORMATS = ['terminal', 'github', 'json'];

const { format = process.env.GITHUB_ACTIONS ? 'github' : 'terminal' } = readCall(HELP, {
  format: { type: 'string' },
});
if (!FORMATS.includes(format)) wrongCall(`There is no format "${format}".`, HELP);

await run(async () => {
  const record = await loadRecord(process.env);
  const problems = checkRecord(record);
  const { notes } = record.history;
  console.log(printed(problems, record));
  if (format === 'terminal' && problems.length === 0)
    console.log(`${record.incidents.length} incidents, nothing to mend.`);
  for (const note of notes) console.error(format === 'github' ? `::notice::${note}` : note);
  if (hasErrors(problems)) process.exitCode = 1;
});

function printed(problems: Problem[], record: FolderRecord): string {
  if (format === 'json') return forMachines(problems);
  if (format !== 'github') return printProblems(problems, record);
  return [forGitHub(problems, relative(ROOT, record.folder)), summary(problems)].filter(Boolean).join('\n');
}
