import { parseArgs } from 'node:util';
import { relative } from 'node:path';
import {
  type IncidentFile,
  type Problem,
  type Published,
  readIncidents,
  versionReader,
} from '../incidents/index.ts';
import { readFolder } from '../incidents/folder.ts';
import { forGitHub, forMachines, forTerminal, summary } from '../incidents/reporters.ts';
import { historyOfIncident } from '../domain/publication.ts';
import { blobName, readHistory } from '../revisions/index.ts';
import { currentInstant, currentSite, incidentsFolder, ROOT } from '../edge.ts';

const { values } = parseArgs({
  options: { format: { type: 'string', default: process.env.GITHUB_ACTIONS ? 'github' : 'terminal' } },
});
const folder = incidentsFolder(process.env);
const now = currentInstant(process.env);
const site = await currentSite(process.env);
const files = await readFolder(folder);
const alone = readIncidents(files, { site, now });
const published = await readPublished();
const { incidents, problems } = published ? readIncidents(files, { site, now, published }) : alone;

console.log(printed(problems, files, relative(ROOT, folder), values.format));
if (values.format === 'terminal' && problems.length === 0)
  console.log(`${incidents.length} incidents, nothing to mend.`);
if (problems.some((problem) => problem.severity === 'error')) process.exitCode = 1;

function printed(problems: Problem[], files: IncidentFile[], folder: string, format: string): string {
  if (format === 'json') return forMachines(problems);
  if (format === 'github') return [forGitHub(problems, folder), summary(problems)].filter(Boolean).join('\n');
  const texts = new Map(
    files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes).split(/\r\n?|\n/)]),
  );
  return forTerminal(problems, ({ file, line }) => texts.get(file)?.[line - 1], folder);
}

/** What git knows of these files; nothing without git or in a shallow clone. */
async function readPublished(): Promise<Published | undefined> {
  const read = versionReader(files, { site, now });
  const current = alone.incidents;
  const { publication, everPublished, newestCommit } = await readHistory({
    folder,
    files,
    current,
    read,
    publishedSince: site.publishedSince,
  });
  if (!everPublished) return undefined;
  const blobs = new Map(files.map(({ name, bytes }) => [name, blobName(bytes)]));
  const revisionsOf = (file: string) =>
    historyOfIncident(publication, file.slice(0, -'.md'.length))?.revisions ?? [];
  return {
    everPublished,
    before: (file) => {
      const revisions = revisionsOf(file);
      const last = revisions.at(-1);
      if (last?.blob !== blobs.get(file)) return last?.incident;
      return last?.commit === newestCommit ? revisions.at(-2)?.incident : undefined;
    },
    toldIn: (file, update) =>
      revisionsOf(file).find(({ incident }) => incident?.updates.some(({ id }) => id === update))?.incident,
  };
}
