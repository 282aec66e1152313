import { staleFiles } from '../../publications/stale.ts';
import { currentModel } from '../../site/current.ts';

export async function getStaticPaths() {
  const { vouched, origin, build } = await currentModel();
  return Object.entries(staleFiles(vouched, origin, build)).map(([file, print]) => ({
    params: { file },
    props: { print },
  }));
}

export const GET = ({ props }: { props: { print: () => string } }) => new Response(props.print());
