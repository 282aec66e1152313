import { bring, type Plan } from '../../src/import/index.ts';
import { readSystem } from '../../src/import/read.ts';
import { changeTable, type System, tableOf } from '../../src/import/table.ts';
import { Report } from '../../src/problems/index.ts';
import { fileOf } from '../../src/problems/index.ts';
import { context, file } from '../incidents/context.ts';

export interface Options {
  zone?: string;
  map?: string;
  addComponents?: boolean;
}

/** What an import of some files would do, each by its name. */
export function planOf(
  system: System,
  texts: Record<string, string>,
  { zone, map, addComponents = false }: Options = {},
): Plan {
  const table = tableOf(system);
  if (map !== undefined)
    changeTable(table, 'map.yaml', file('', map).bytes, new Report({ file: 'map.yaml' }));
  const { site, now } = context;
  const files = Object.entries(texts).map(([name, text]) => file(name, text));
  const load = readSystem(system, files, table, { zone, languages: site.languages, nameOf: (name) => name });
  return bring(load, { table, site, now, origin: 'old.example', addComponents });
}

/** What was said of it, one a line. */
export function toldOf({ problems }: Plan): string[] {
  return problems.map((problem) => {
    const { place, severity, name, found } = problem;
    return `${fileOf(problem)}${place ? `:${place.line}` : ''} ${severity} ${name}: ${found}`;
  });
}
