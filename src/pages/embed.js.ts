import { bundle } from '../build/bundle.ts';

export const GET = async () => new Response(await bundle('embed.ts'));
