import { bounded, nameOf, type Problem } from '../../problems/index.ts';
import { asCode, escaped } from '../../problems/markdown.ts';
import type { Readers } from '../../authoring/readers.ts';

export { asCode, escaped };

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
