import { Scalar, stringify } from 'yaml';
import { type Form, LABEL, type Section } from './layout.ts';

/** The first line of each file, by which a form is known to be made here. */
export const MADE = '# Made by "nightlight form" from nightlight.yaml. Change it there, and call it again.';

/**
 * A form as GitHub reads it.
 * https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
 */
export function printForm({ called, description, prefix, intro, sections }: Form): string {
  const form = {
    name: called,
    description,
    title: prefix,
    labels: [LABEL],
    body: [{ type: 'markdown', attributes: { value: inLines(intro) } }, ...sections.map(elementOf)],
  };
  // Always in quotes: GitHub takes a bare "On" or "No" for a truth value.
  return `${MADE}\n${stringify(form, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })}`;
}

function inLines(text: string): Scalar {
  return Object.assign(new Scalar(text), { type: 'BLOCK_LITERAL' as const });
}

function elementOf(section: Section): object {
  const { type, id, label, description, placeholder, multiple, required, choices } = section;
  const labels = choices?.map((choice) => choice.label);
  return {
    type,
    id,
    attributes: {
      label,
      description,
      ...(placeholder !== undefined && { placeholder }),
      ...(multiple && { multiple }),
      ...(labels && { options: type === 'checkboxes' ? labels.map((one) => ({ label: one })) : labels }),
    },
    ...(required && { validations: { required } }),
  };
}
