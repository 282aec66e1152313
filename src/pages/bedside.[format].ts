import { bedsideFile } from '../publications/bedside.ts';
import { bundle } from '../release/bundle.ts';
import { currentModel } from '../site/current.ts';
import { bedsidePaths, type Route } from '../site/paths.ts';

type Format = 'js' | 'json';

export const getStaticPaths = async () =>
  bedsidePaths(
    await currentModel(),
    (['js', 'json'] as const).map((format) => ({ params: { format }, props: { format } })),
  );

export const GET = async ({ props: { format }, locals: { model } }: Route<{ format: Format }>) =>
  format === 'js'
    ? new Response(await bundle('bedside/bedside.ts'))
    : Response.json(bedsideFile(model.snapshot, model.build, model.origin.base));
