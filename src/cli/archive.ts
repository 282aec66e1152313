import { archive } from '../archive/index.ts';
import { currentInstant, currentSite, incidentsFolder } from '../edge.ts';
import { readFolder } from '../incidents/folder.ts';
import { readIncidents, versionReader } from '../incidents/index.ts';
import { readHistory } from '../revisions/index.ts';

const { env } = process;
if (!env.ARCHIVE_CREDENTIALS) {
  console.error('Set ARCHIVE_CREDENTIALS to key:secret from https://archive.org/account/s3.php');
  process.exit(2);
}
const folder = incidentsFolder(env);
const [site, files] = await Promise.all([currentSite(env), readFolder(folder)]);
const context = { site, now: currentInstant(env) };
const read = versionReader(files, context);
const { publication } = await readHistory({
  folder,
  files,
  current: readIncidents(files, context).incidents,
  read,
});
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
  console.log(answer.ok ? `kept      ${answer.kept.copy}` : `not kept  ${answer.url}: ${answer.why}`);
console.log(
  `${answers.filter(({ ok }) => ok).length} pages kept, ${answers.filter(({ ok }) => !ok).length} not kept.`,
);
if (answers.some(({ ok }) => !ok)) process.exitCode = 1;
