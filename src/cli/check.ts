import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../edge.ts';
import { forGitHub, forMachines, summary } from '../incidents/reporters.ts';
import { checkRecord, hasErrors, printProblems, readRecord } from '../record.ts';

const { values } = parseArgs({
  options: { format: { type: 'string', default: process.env.GITHUB_ACTIONS ? 'github' : 'terminal' } },
});
const record = await readRecord(process.env);
const problems = checkRecord(record);

console.log(printed(values.format));
if (values.format === 'terminal' && problems.length === 0)
  console.log(`${record.incidents.length} incidents, nothing to mend.`);
if (hasErrors(problems)) process.exitCode = 1;

function printed(format: string): string {
  if (format === 'json') return forMachines(problems);
  if (format !== 'github') return printProblems(problems, record);
  return [forGitHub(problems, relative(ROOT, record.folder)), summary(problems)].filter(Boolean).join('\n');
}
