import type { Field, Fields } from './fields.ts';
import { SECTIONS } from './sections/index.ts';

/** Every key of the config in tables, for the docs: a heading and a table for each section. */
export function configReference(): string {
  return Object.entries(SECTIONS)
    .map(([name, { meaning, fields }]) =>
      [
        `## \`${name}\``,
        '',
        meaning,
        '',
        '| key | what it says | kind | without it |',
        '|---|---|---|---|',
        ...rowsOf(fields as Fields, ''),
      ].join('\n'),
    )
    .join('\n\n');
}

function rowsOf(fields: Fields, above: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { kind, meaning } = field;
    const isList = kind.schema.type === 'array';
    const below = kind.fields ? rowsOf(kind.fields, `${above}${name}${isList ? '[]' : ''}.`) : [];
    const called = kind.fields ? (isList ? 'a list' : 'keys below it') : kind.called;
    return [`| \`${above}${name}\` | ${meaning} | ${called} | ${withoutIt(field)} |`, ...below];
  });
}

function withoutIt({ example, otherwise }: Field<unknown>): string {
  if (example !== undefined) return '**required**';
  return otherwise ?? '';
}
