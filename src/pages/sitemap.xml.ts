import { ORIGIN } from '../page.ts';
import { toSitemap } from '../publications/sitemap.ts';
import { model } from '../snapshot.ts';

export const GET = () => new Response(toSitemap(model.snapshot, ORIGIN));
