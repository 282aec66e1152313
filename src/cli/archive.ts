import { readCall, run, wrongCall } from './call.ts';
import { archive } from '../archive/index.ts';
import { printable } from '../domain/printable.ts';
import { problemIn } from '../problems/index.ts';
import { REPORTERS } from '../problems/reporters.ts';
import { placeOf } from '../site/place.ts';
import { loadRecord } from '../site/record.ts';

const HELP = `Asks the Internet Archive to keep the newest version of each incident, and records where the copies stand.

  ARCHIVE_CREDENTIALS=key:secret npm run archive

Exit codes: 0 all are kept; 1 one is not; 2 wrong call.`;

readCall(HELP, {});
const { env } = process;
const { ARCHIVE_CREDENTIALS: credentials } = env;
if (!credentials)
  wrongCall(
    [
      problemIn(
        { variable: 'ARCHIVE_CREDENTIALS' },
        {
          name: 'variable-missing',
          found: 'nothing',
          expected: 'key:secret of an account at the Internet Archive',
          remedy: 'Set it to those that https://archive.org/account/s3.php shows.',
        },
      ),
    ],
    HELP,
  );
await run(async () => {
  const { folder, git, site } = await loadRecord(placeOf(env, process.cwd()));
  const answers = await archive({
    folder,
    git,
    origin: { url: env.SITE_URL || site.url, base: (env.BASE_PATH || '/').replace(/\/?$/, '/') },
    archivist: {
      service: env.ARCHIVE_SERVICE || 'https://web.archive.org',
      credentials,
      fetch,
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    },
  });
  const problems = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
  for (const answer of answers)
    if (answer.ok) console.log(printable(`kept      ${answer.kept.copy}`).slice(0, 500));
  if (problems.length > 0) console.log(`\n${REPORTERS.terminal(problems)}\n`);
  console.log(`${answers.length - problems.length} pages kept, ${problems.length} not kept.`);
  if (problems.length > 0) process.exitCode = 1;
});
