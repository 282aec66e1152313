import type { Origin } from '../../domain/addresses.ts';
import {
  bedsideSchema,
  citationSchema,
  embedSchema,
  feedSchema,
  heartbeatSchema,
  shieldsSchema,
  uptimeSchema,
} from './files.ts';
import { incidentSchema } from './incident.ts';
import { notificationSchema } from './notification.ts';
import type { Schema } from './parts.ts';
import { proofSchema } from './proof.ts';
import { statuspageSchema } from './statuspage.ts';

/** Which JSON file is described by which schema; each JSON that is printed fits one. One without a file is a part of others. */
const SCHEMAS: Record<string, { file?: RegExp; schema: Schema }> = {
  heartbeat: { file: /^heartbeat\.json$/, schema: heartbeatSchema },
  bedside: { file: /^bedside\.json$/, schema: bedsideSchema },
  embed: { file: /embed\.json$/, schema: embedSchema },
  uptime: { file: /^uptime\.json$/, schema: uptimeSchema },
  shields: { file: /badge\.json$/, schema: shieldsSchema },
  feed: { file: /feed\.json$/, schema: feedSchema },
  notification: { schema: notificationSchema },
  proof: { file: /^proof\.json$/, schema: proofSchema },
  citation: { file: /^incidents\/[^/]+\.csl\.json$/, schema: citationSchema },
  incident: { file: /^incidents\/[^/.]+\.json$/, schema: incidentSchema },
  statuspage: { file: /api\/v2\/.+\.json$/, schema: statuspageSchema },
};

export const SCHEMA_NAMES = Object.keys(SCHEMAS);

/**
 * The schemas, each with the address at which it stands as its `$id`.
 * @param others of what is not printed, by name.
 */
export function schemasOf(origin: Origin, others: Record<string, Schema> = {}): Map<string, Schema> {
  const printed = Object.entries(SCHEMAS).map(([name, { schema }]): [string, Schema] => [name, schema]);
  return new Map(
    [...printed, ...Object.entries(others)].map(([name, schema]) => [
      name,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: new URL(`${origin.base}schema/${name}.json`, origin.url).href,
        ...schema,
      },
    ]),
  );
}

/** The name of the schema that describes a file of the site. */
export function schemaFor(file: string): string | undefined {
  return SCHEMA_NAMES.find((name) => SCHEMAS[name]?.file?.test(file));
}
