import { configSchema } from '../config/schema.ts';
import type { Origin } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import { incidentFileSchema } from '../incidents/schema.ts';
import { schemasOf } from '../publications/schema/index.ts';
import type { Schema } from '../publications/schema/parts.ts';

/** Every schema that is published, by its name: of what is printed, and of what is written by hand. */
export function publishedSchemas(
  origin: Origin,
  site: Pick<Site, 'components' | 'languages' | 'regions' | 'parts'>,
): Map<string, Schema> {
  const schemas = schemasOf(origin, { config: configSchema, 'incident-file': incidentFileSchema(site) });
  if (!site.parts.bedside) schemas.delete('bedside');
  return schemas;
}
