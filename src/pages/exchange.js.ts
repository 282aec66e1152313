import { bundle } from '../release/bundle.ts';

export const GET = async () => new Response(await bundle('exchange.ts'));
