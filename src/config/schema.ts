import type { Fields, Schema } from './fields.ts';
import { record } from './fields.ts';
import { SECTIONS } from './sections/index.ts';

/** The JSON Schema of the config, for editors. It accepts whatever the reader accepts. */
export const configSchema: Schema = {
  title: 'The config of a Nightlight site',
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(SECTIONS).map(([name, { meaning, fields }]) => [
      name,
      { ...record(fields as Fields).schema, description: meaning },
    ]),
  ),
  required: Object.entries(SECTIONS)
    .filter(([, { fields }]) => Object.values(fields as Fields).some(({ example }) => example !== undefined))
    .map(([name]) => name),
  additionalProperties: false,
};
