import type { Schema } from '../../publications/schema/parts.ts';
import { currentModel } from '../../site/current.ts';
import { json } from '../../site/responses.ts';
import { publishedSchemas } from '../../site/schemas.ts';

export async function getStaticPaths() {
  const { origin, snapshot } = await currentModel();
  return [...publishedSchemas(origin, snapshot.site)].map(([name, schema]) => ({
    params: { name },
    props: { schema },
  }));
}

export const GET = ({ props }: { props: { schema: Schema } }) => json(props.schema);
