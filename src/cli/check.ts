import { parseArgs } from 'node:util';
import { relative } from 'node:path';
import { type IncidentFile, type Problem, readIncidents } from '../incidents/index.ts';
import { readFolder } from '../incidents/folder.ts';
import { forGitHub, forMachines, forTerminal, summary } from '../incidents/reporters.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { currentInstant, currentSite, incidentsFolder, ROOT, uncommitted } from '../edge.ts';

const { values } = parseArgs({
  options: { format: { type: 'string', default: process.env.GITHUB_ACTIONS ? 'github' : 'terminal' } },
});
const folder = incidentsFolder(process.env);
const now = currentInstant(process.env);
const site = await currentSite(process.env);
const [files, changed] = await Promise.all([readFolder(folder), uncommitted(folder)]);
const isPublished = changed && publishedIn(changed, site, now);
const { incidents, problems } = readIncidents(files, { site, now, isPublished });

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

/** Compares with the last commit; a file that did not change since has nothing new in it. */
function publishedIn(changed: Map<string, string | undefined>, site: Site, now: Instant) {
  const ids = new Map<string, Set<string>>();
  for (const [name, before] of changed) {
    const files = before === undefined ? [] : [{ name, bytes: new TextEncoder().encode(before) }];
    const [incident] = readIncidents(files, { site, now }).incidents;
    ids.set(name, new Set(incident?.updates.map((update) => update.id)));
  }
  return (file: string, update: string) => ids.get(file)?.has(update) ?? true;
}
