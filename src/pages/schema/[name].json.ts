import type { Schema } from '../../publications/schema/parts.ts';
import { model } from '../../site/model.ts';
import { json, ORIGIN } from '../../site/routes.ts';
import { publishedSchemas } from '../../site/schemas.ts';

export const getStaticPaths = () =>
  [...publishedSchemas(ORIGIN, model.snapshot.site)].map(([name, schema]) => ({
    params: { name },
    props: { schema },
  }));

export const GET = ({ props }: { props: { schema: Schema } }) => json(props.schema);
