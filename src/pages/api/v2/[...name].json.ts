import { currentModel } from '../../../site/current.ts';
import { json } from '../../../site/responses.ts';
import { statuspageFiles } from '../../../publications/statuspage/index.ts';

export async function getStaticPaths() {
  const { vouched, origin } = await currentModel();
  const files = statuspageFiles(vouched, origin);
  return Object.entries(files).map(([name, print]) => ({ params: { name }, props: { print } }));
}

export const GET = ({ props }: { props: { print: () => object } }) => json(props.print());
