import { FACT_NAMES, type Field, type FieldKind, fieldOf } from '../domain/fields.ts';

/** How a value of each kind is written, in Markdown. */
const WRITTEN: { [Kind in FieldKind]: string } = {
  text: 'a text',
  word: '',
  language: 'a tag such as `en`, `pt-BR`',
  flag: '`true`',
  time: 'a [time](#times)',
  end: 'a [time](#times), or `unknown`',
  window: '`{ from: ..., until: ... }`',
  impact: 'components with their [statuses](#impact)',
  components: '`[device-readings, device-alarms]`',
  redactions: '`- { update: ..., on: 2026-03-02, because: it named a patient }`',
  sources: "`- { title: A source, url: 'https://...' }`",
};

/** Every key of an incident file in a table, for the docs. */
export function keyReference(): string {
  return [
    '| key | what it says | how it is written |',
    '|---|---|---|',
    ...FACT_NAMES.map((name) => row(fieldOf(name))),
  ].join('\n');
}

function row(field: Field): string {
  const { key, kind, words, meaning } = field;
  const written = words ? words.map((word) => `\`${word}\``).join(', ') : WRITTEN[kind];
  const only = field.for && { incident: 'Incidents only. ', maintenance: 'Maintenance only. ' }[field.for];
  return `| \`${key}\` | ${field.required ? '**Required.** ' : ''}${only ?? ''}${meaning} | ${written} |`;
}
