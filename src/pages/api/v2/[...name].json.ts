import { json, ORIGIN } from '../../../site/routes.ts';
import { statuspageFiles } from '../../../publications/statuspage/index.ts';
import { model } from '../../../site/model.ts';

export function getStaticPaths() {
  const files = statuspageFiles(model.vouched, ORIGIN);
  return Object.entries(files).map(([name, print]) => ({ params: { name }, props: { print } }));
}

export const GET = ({ props }: { props: { print: () => object } }) => json(props.print());
