import { archive } from '../../archive/index.ts';
import { printable } from '../../domain/printable.ts';
import { asObjects, REPORTERS } from '../../problems/reporters.ts';
import { basePath, servedFrom } from '../../site/environment.ts';
import { loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';
import { missingSetting, WrongCall } from '../parse.ts';

export const command = defineCommand({
  more: ['Call it some time after a deploy. What it writes lies beside the incident files: commit it.'],
  flags: {},
  ofSite: true,
  variables: {
    ARCHIVE_CREDENTIALS: 'key:secret from https://archive.org/account/s3.php. The command needs it.',
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    ARCHIVE_SERVICE: 'The address of another archive that understands the same questions.',
  },
  examples: [{ when: 'After a deploy, with the variable set', call: 'archive' }],
  exits: { 0: 'All are kept.', 1: 'One is not.' },
  json: {
    kept: 'A list of the pages that were kept now, each with url, copy (where it stands) and at (when it was made).',
    not_kept: 'A list of what keeps the others from it, as nightlight check --json lists problems.',
  },
  run: async ({ env, io, place, tell }) => {
    const credentials = env.ARCHIVE_CREDENTIALS;
    if (!credentials)
      throw new WrongCall(
        missingSetting(
          { variable: 'ARCHIVE_CREDENTIALS' },
          { expected: 'key:secret', remedy: 'Set it to key:secret from https://archive.org/account/s3.php' },
        ),
      );
    const { folder, git, site } = await loadRecord(place());
    const answers = await archive({
      folder,
      git,
      site,
      origin: { url: servedFrom(env, site.url), base: basePath(env) },
      archivist: {
        service: env.ARCHIVE_SERVICE || 'https://web.archive.org',
        credentials,
        fetch: io.fetch,
        wait: io.wait,
      },
    });
    const kept = answers.flatMap((answer) => (answer.ok ? [answer.kept] : []));
    const problems = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
    for (const { copy } of kept) tell(printable(`kept      ${copy}`).slice(0, 500));
    if (problems.length > 0) tell(`\n${REPORTERS.terminal(problems)}\n`);
    tell(`${kept.length} ${kept.length === 1 ? 'page' : 'pages'} kept, ${problems.length} not kept.`);
    return { code: problems.length > 0 ? 1 : 0, report: { kept, not_kept: asObjects(problems) } };
  },
});
