import { type Incident, isOpen, newestUpdate } from '../../domain/incident.ts';
import { UserError } from '../../problems/errors.ts';
import { fileOf, type Problem, problemIn } from '../../problems/index.ts';
import { alternatives, didYouMean } from '../../problems/suggest.ts';
import { type FolderRecord, linesOf } from '../../site/record.ts';
import { WrongCall, wrongSetting } from '../parse.ts';
import type { Asker } from './asking.ts';

/** Which incidents can be meant where nobody names one. */
export type Among = 'incident' | 'maintenance' | 'any';

/**
 * The incident that is meant: the one that is named, the only one that is open, or the one that is chosen of several.
 * @returns nothing where somebody would rather not choose.
 * @throws WrongCall where there is none of that name, with the one that was probably meant; or none or several are open.
 */
export async function targetOf(
  named: string | undefined,
  among: Among,
  record: FolderRecord,
  asker: Asker | undefined,
): Promise<Incident | undefined> {
  const all = [...record.incidents, ...record.held];
  if (named !== undefined) return byName(named, all, record);
  // A draft is nothing that is going on: it is meant where it is named, or where nothing else is open.
  const told = openOf(record.incidents, among);
  const open = told.length > 0 ? told : openOf(record.held, among);
  const [first, ...others] = open;
  if (first && others.length === 0) return first;
  if (first && asker) {
    const id = await asker.choose(
      'Which one?',
      open.map(({ id, title }) => ({ value: id, label: title, hint: id })),
    );
    return open.find((one) => one.id === id);
  }
  // What cannot be read may be the one that is open.
  const broken = first ? [] : errorsIn(record);
  if (broken.length > 0) throw unreadable(broken, record);
  throw new WrongCall(
    problemIn(
      { argument: 'ID' },
      {
        name: 'argument-missing',
        found: first ? `${open.length} that are open` : 'nothing that is open',
        expected: first ? alternatives(open.map(({ id }) => id)) : 'the name of an incident file without .md',
        remedy: first
          ? 'Say which one is meant.'
          : 'Say which one is meant, or begin a new one: nightlight new. "nightlight list --all" names all there are.',
      },
    ),
  );
}

/** What is open, the one that was spoken of last first. */
export function openOf(incidents: readonly Incident[], among: Among): Incident[] {
  return incidents
    .filter((one) => isOpen(one) && (among === 'any' || one.kind === among))
    .toSorted((one, other) => newestUpdate(other).at.latest - newestUpdate(one).at.latest);
}

function byName(named: string, all: readonly Incident[], record: FolderRecord): Incident {
  const id = named.replace(/^.*\//, '').replace(/\.md$/, '');
  const found = all.find((one) => one.id === id);
  if (found) return found;
  const broken = errorsIn(record).filter((problem) => fileOf(problem) === `${record.name}/${id}.md`);
  if (broken.length > 0) throw unreadable(broken, record);
  const known = all.map((one) => one.id);
  const near = known.filter((one) => one.includes(id)).slice(0, 3);
  throw new WrongCall(
    wrongSetting(
      { argument: named },
      {
        found: named,
        expected: 'the name of an incident file without .md',
        remedy:
          near.length > 0
            ? `Did you mean ${alternatives(near)}?`
            : `"nightlight list --all" names all there are.${didYouMean(id, known)}`,
      },
    ),
  );
}

function errorsIn({ problems, name }: FolderRecord): Problem[] {
  return problems.filter((one) => one.severity === 'error' && fileOf(one)?.startsWith(`${name}/`));
}

/** A file with mistakes in it, such as one that a merge left half done: nothing can be written below it. */
function unreadable(problems: readonly Problem[], record: FolderRecord): UserError {
  return new UserError(problems, {
    lineOf: linesOf(record),
    ending: 'Mend that first: nothing can be written in a file that cannot be read. Nothing was written.',
  });
}
