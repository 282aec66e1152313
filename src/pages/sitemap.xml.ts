import { ORIGIN } from '../site/routes.ts';
import { toSitemap } from '../publications/sitemap.ts';
import { model } from '../site/model.ts';

export const GET = () => new Response(toSitemap(model.snapshot, ORIGIN));
