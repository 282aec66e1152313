import type { Form, Section } from '../../../src/cli/forms/layout.ts';

/** What somebody chose and wrote in a form, by the ids of what it asks; labels of what is chosen. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** The body of an issue as GitHub writes it from a form. */
export function sent({ sections }: Pick<Form, 'sections'>, filled: Filled): string {
  const known = new Set(sections.map(({ id }) => id));
  for (const id of Object.keys(filled)) if (!known.has(id)) throw new Error(`no form asks for ${id}`);
  return sections
    .map((section) => `### ${section.label}\n\n${answer(section, filled[section.id])}`)
    .join('\n\n');
}

function answer({ type, choices = [] }: Section, filled: string | readonly string[] | undefined): string {
  if (type === 'checkboxes')
    return choices.map(({ label }) => `- [${filled?.includes(label) ? 'X' : ' '}] ${label}`).join('\n');
  if (filled === undefined || filled.length === 0) return '_No response_';
  return typeof filled === 'string' ? filled : filled.join(', ');
}
