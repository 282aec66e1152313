import { ORIGIN } from '../../site/routes.ts';
import { staleFiles } from '../../publications/stale.ts';
import { model } from '../../site/model.ts';

export const getStaticPaths = () =>
  Object.entries(staleFiles(model.vouched, ORIGIN, model.build)).map(([file, print]) => ({
    params: { file },
    props: { print },
  }));

export const GET = ({ props }: { props: { print: () => string } }) => new Response(props.print());
