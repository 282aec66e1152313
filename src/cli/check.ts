import { readCall, run, wrongCall } from './call.ts';
import { wrongFlag } from './flags.ts';
import { UserError } from '../problems/errors.ts';
import { hasErrors } from '../problems/index.ts';
import { FORMATS, isFormat, REPORTERS } from '../problems/reporters.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';
import { placeOf } from '../site/place.ts';
import { checkRecord, linesOf, loadRecord } from '../site/record.ts';

const HELP = `Reports every mistake in the incident files, with its place and the way out.

  npm run check                       for a terminal; on GitHub, beside the lines of a pull request
  npm run check -- --format FORMAT    ${alternatives(FORMATS)}

Exit codes: 0 nothing that keeps it from going live; 1 errors, or files that cannot be read; 2 wrong call.`;

const { format = process.env.GITHUB_ACTIONS ? 'github' : 'terminal' } = readCall(HELP, {
  format: { type: 'string' },
});
if (!isFormat(format))
  wrongCall(
    [wrongFlag('--format', format, alternatives(FORMATS), `Name one of them.${didYouMean(format, FORMATS)}`)],
    HELP,
  );
const report = REPORTERS[format];

await run(async () => {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof UserError) || error.problems.length === 0) throw error;
    console.log(report(error.problems, error.lineOf));
    process.exitCode = 1;
  }
});

async function check(): Promise<void> {
  const record = await loadRecord(placeOf(process.env, process.cwd()));
  const problems = checkRecord(record);
  const { notes } = record.history;
  console.log(report(problems, linesOf(record)));
  if (format === 'terminal' && problems.length === 0)
    console.log(`${record.incidents.length} incidents, nothing to mend.`);
  for (const note of notes) console.error(format === 'github' ? `::notice::${note}` : note);
  if (hasErrors(problems)) process.exitCode = 1;
}
