import type { Schema } from '../../publications/schema/parts.ts';
import { schemasOf } from '../../publications/schema/index.ts';
import { json, ORIGIN } from '../../site/routes.ts';

export const getStaticPaths = () =>
  [...schemasOf(ORIGIN)].map(([name, schema]) => ({ params: { name }, props: { schema } }));

export const GET = ({ props }: { props: { schema: Schema } }) => json(props.schema);
