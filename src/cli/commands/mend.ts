import { basename, join } from 'node:path';
import { save } from '../../authoring/save.ts';
import type { Site } from '../../domain/site.ts';
import { readFolder } from '../../incidents/folder.ts';
import { readMeant } from '../../incidents/source.ts';
import { mended } from '../../incidents/slips.ts';
import { type Problem, Report } from '../../problems/index.ts';
import { incidentsFolder } from '../../site/environment.ts';
import { currentSite } from '../../site/config.ts';
import { defineCommand } from '../command.ts';
import { WrongCall, wrongSetting } from '../parse.ts';

export const command = defineCommand({
  more: [
    'A phone makes other dashes and quotes than were typed, and capitals at the beginning of a line. The check reads them as they are meant, and this writes them so: what can be meant in one way only. All else in a file stays byte for byte, and so does what has two meanings, which the check asks about. Nothing is committed.',
  ],
  args: { file: { says: 'One incident file, by its name or its path. Without it all of them.' } },
  flags: { 'dry-run': { says: 'Says what it would write, and writes nothing.' } },
  ofSite: true,
  examples: [
    { when: 'To see what it would write', call: 'mend --dry-run' },
    { when: 'One file', call: 'mend 2026-03-01-alerts' },
  ],
  exits: { 0: 'What could be mended is; there may be nothing.', 1: 'A file cannot be read or written.' },
  json: { mended: 'A list of what was written otherwise: file, line, found and meant.' },
  run: async ({ args, flags, place, tell }) => {
    // Without a config that can be read components have no names, and all else is mended the same.
    const site = await currentSite(place()).catch(() => undefined);
    const folder = incidentsFolder(place());
    const { files } = await readFolder(folder);
    const wanted = args.file && basename(args.file).replace(/\.md$/, '');
    const meant = files.filter(({ name }) => wanted === undefined || name === `${wanted}.md`);
    if (wanted !== undefined && meant.length === 0)
      throw new WrongCall(
        wrongSetting(
          { argument: 'file' },
          {
            found: String(args.file),
            expected: 'the name of an incident file',
            remedy: `Write the name of a file in ${folder}, or none for all of them.`,
          },
        ),
      );
    const report: { file: string; line: number; found: string; meant: string }[] = [];
    for (const { name, bytes } of meant) {
      const slips = slipsOf(name, bytes, site);
      if (slips.length === 0) continue;
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      if (!flags['dry-run']) await save(join(folder, name), mended(text, site), text);
      for (const { place: at, found, expected } of slips)
        report.push({ file: name, line: at?.line ?? 1, found, meant: expected });
    }
    for (const { file, line, found, meant: right } of report) tell(`${file}:${line}  ${found}  ->  ${right}`);
    const count = new Set(report.map(({ file }) => file)).size;
    const files_ = count === 1 ? '1 file' : `${count} files`;
    tell(
      count === 0 ? 'Nothing to mend.' : flags['dry-run'] ? `${files_} would change.` : `${files_} changed.`,
    );
    return { code: 0, report: { mended: report } };
  },
});

function slipsOf(name: string, bytes: Uint8Array, site: Site | undefined): readonly Problem[] {
  const report = new Report({ file: name });
  readMeant(bytes, report, site);
  return report.problems.filter((problem) => problem.name === 'keyboard-slip');
}
