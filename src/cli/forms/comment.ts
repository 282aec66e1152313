import { printable } from '../../domain/printable.ts';
import { bounded, nameOf, type Problem } from '../../problems/index.ts';
import type { Readers } from '../../authoring/readers.ts';

/** What is wrong with a form, as a comment on its issue. */
export function problemsAsMarkdown(problems: readonly Problem[]): string {
  const errors = bounded(problems.filter(({ severity }) => severity === 'error'));
  return [
    'Nothing is published yet. This has to be mended first: edit the issue (“…”, then “Edit”), and save it. It is read again as soon as you do.',
    ...errors.map((problem) => asItem(problem)),
  ].join('\n\n');
}

function asItem({ source, name, found, expected, remedy }: Problem): string {
  return [
    `- **${escaped(nameOf(source))}** (${name})`,
    `  - Found: ${asCode(found)}`,
    `  - Expected: ${escaped(expected)}`,
    `  - Mend: ${escaped(remedy)}`,
  ].join('\n');
}

/** What readers are told, quoted. */
export function readersAsMarkdown({ incident, sms }: Readers): string {
  return [
    'Readers will see:',
    incident.map((line) => `> ${escaped(line)}`).join('\n>\n'),
    `As a text message (${sms.units} letters):`,
    `> ${escaped(sms.text)}`,
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
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${line} ${fence}`;
}
