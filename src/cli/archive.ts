import { archive } from '../archive/index.ts';
import { printable } from '../domain/printable.ts';
import { readRecord } from '../record.ts';

const { env } = process;
if (!env.ARCHIVE_CREDENTIALS) {
  console.error('Set ARCHIVE_CREDENTIALS to key:secret from https://archive.org/account/s3.php');
  process.exit(2);
}
const { folder, publication, site } = await readRecord(env);
const answers = await archive({
  folder,
  publication,
  origin: { url: env.SITE_URL ?? site.url, base: (env.BASE_PATH ?? '/').replace(/\/?$/, '/') },
  archivist: {
    service: env.ARCHIVE_SERVICE ?? 'https://web.archive.org',
    credentials: env.ARCHIVE_CREDENTIALS,
    fetch,
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  },
});
for (const answer of answers)
  console.log(
    printable(answer.ok ? `kept      ${answer.kept.copy}` : `not kept  ${answer.url}: ${answer.why}`).slice(
      0,
      500,
    ),
  );
console.log(
  `${answers.filter(({ ok }) => ok).length} pages kept, ${answers.filter(({ ok }) => !ok).length} not kept.`,
);
if (answers.some(({ ok }) => !ok)) process.exitCode = 1;
