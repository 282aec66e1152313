import { printable } from '../domain/printable.ts';
import { bounded, fileOf, nameOf, type Problem } from './problem.ts';
import { andMore, type LineOf, summary } from './summary.ts';

/** What can be done about a file, by its path; nothing where nothing can be said of it. */
export interface Ways {
  /** The whole file as it is meant, where what is wrong with it can be put right with certainty. */
  mendedOf?(file: string): string | undefined;
  /** The address at which it is changed in a browser. */
  editOf?(file: string): string | undefined;
}

/** A forge takes a comment of 65,536 letters. */
const LONGEST = 55_000;

/** What is said where nothing is wrong. */
export const ALL_WELL = 'Nothing to mend.';

/** For a comment beside what was proposed: each file, what is wrong where, and the way out; the mended file to take. */
export function forPeople(
  problems: readonly Problem[],
  lineOf: LineOf = () => undefined,
  ways: Ways = {},
): string {
  if (problems.length === 0) return ALL_WELL;
  const blocks = [beginning(problems)];
  let length = 0;
  const fits = (block: string) => {
    if (length + block.length > LONGEST) return false;
    length += block.length;
    blocks.push(block);
    return true;
  };
  for (const [name, ofFile] of Map.groupBy(bounded(problems), ({ source }) => nameOf(source))) {
    const file = ofFile.map(fileOf).find((one) => one !== undefined);
    const items = ofFile.map((problem) => asItem(problem, lineOf(problem)));
    if (![headOf(name, file, ways), ...items].every(fits)) {
      blocks.push('There is more than fits here: mend this first, and what is left is said then.');
      break;
    }
    const mended = file === undefined ? undefined : ways.mendedOf?.(file);
    if (mended !== undefined && !fits(asFile(mended)))
      fits('`nightlight mend` puts right what is certain here; the mended file is too long to stand here.');
  }
  return blocks.join('\n\n');
}

function beginning(problems: readonly Problem[]): string {
  const count = `**${summary(problems)}.**`;
  return problems.some(({ severity }) => severity === 'error')
    ? `${count} An error keeps it from going live: the page stays as it is until it is mended. Change the file here, and it is looked at again by itself.`
    : `${count} Nothing keeps it from going live.`;
}

function headOf(name: string, file: string | undefined, { editOf }: Ways): string {
  const address = file === undefined ? undefined : editOf?.(file);
  return `### ${escaped(name)}${address === undefined ? '' : ` ([change it](${address}))`}`;
}

function asItem({ severity, name, place, found, expected, remedy, more }: Problem, line = ''): string {
  const where = place ? `Line ${place.line}, ` : '';
  return [
    `- **${where}${severity}** (${name})`,
    ...(['', found].includes(line.trim()) ? [] : [`  - The line: ${asCode(line.slice(0, 200))}`]),
    `  - Found: ${asCode(found)}`,
    `  - Expected: ${escaped(expected)}`,
    `  - Mend: ${escaped(remedy)}`,
    ...(more ? [`  - ${andMore(more, name)}`] : []),
  ].join('\n');
}

function asFile(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [
    'With what is certain put right the file is this. To have it so, put it in the place of all that stands there:',
    `${fence}markdown\n${text.replace(/\n?$/, '\n')}${fence}`,
  ].join('\n\n');
}

/** Words of others as they are: no link, no picture, no heading, and nobody is called by name. */
export function escaped(words: string): string {
  return printable(words.replace(/\s+/g, ' '))
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Words of others in a line of code, whatever marks they have. */
export function asCode(words: string): string {
  const line = printable(words.replace(/\s+/g, ' ')).trim() || ' ';
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence} ${line} ${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
