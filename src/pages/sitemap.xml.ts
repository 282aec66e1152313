import type { Route } from '../site/paths.ts';
import { toSitemap } from '../publications/sitemap.ts';

export const GET = ({ locals: { model } }: Route) => new Response(toSitemap(model.snapshot, model.origin));
