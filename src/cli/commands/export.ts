import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { NOBODY, takeSnapshot } from '../../domain/snapshot.ts';
import { UserError } from '../../problems/errors.ts';
import { hasErrors } from '../../problems/index.ts';
import { statuspageExport } from '../../publications/statuspage/index.ts';
import { basePath, servedFrom } from '../../site/environment.ts';
import { linesOf, loadRecord } from '../../site/record.ts';
import { defineCommand } from '../command.ts';

export const command = defineCommand({
  more: [
    'Each file has the form of Statuspage’s public API, version 2, which many programs read. The lists have everything: the public ones stop at fifty. Drills are no incidents and are left out, as in the public API.',
    'What that form has no word for stays in the incident files: what works, advice, causes, sources, how sure a time is, translations. docs/moving-in.md names all of it.',
  ],
  flags: {
    to: {
      value: 'DIR',
      says: 'The folder that is written to; export without it. Files of the same names are replaced.',
    },
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be.',
  },
  examples: [{ when: 'To take everything along', call: 'export --to ../statuspage' }],
  exits: { 0: 'It is written.', 1: 'The files have errors, so nothing is written.' },
  json: {
    files: 'A list of the files that were written.',
    incidents: 'How many incidents there are in them.',
    maintenances: 'How many windows of maintenance.',
    components: 'How many components.',
  },
  run: async ({ flags, env, io, place, tell }) => {
    const record = await loadRecord(place());
    const { site, incidents, now, git, problems } = record;
    if (hasErrors(problems)) throw new UserError(problems, { lineOf: linesOf(record) });
    const origin = { url: servedFrom(env, site.url), base: basePath(env) };
    const files = statuspageExport(takeSnapshot(site, incidents, NOBODY, now, git), origin);
    const folder = resolve(io.cwd, flags.to ?? 'export');
    const written: string[] = [];
    for (const [name, body] of Object.entries(files)) {
      const path = join(folder, `${name}.json`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${JSON.stringify(body, null, 2)}\n`);
      written.push(relative(io.cwd, path));
    }
    const report = {
      files: written,
      incidents: files.incidents.incidents.length,
      maintenances: files['scheduled-maintenances'].scheduled_maintenances.length,
      components: files.components.components.length,
    };
    tell(
      `${report.incidents} incidents, ${report.maintenances} windows of maintenance, ${report.components} components:`,
    );
    for (const path of written) tell(`  ${path}`);
    return { code: 0, report };
  },
});
