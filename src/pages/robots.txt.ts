import type { Route } from '../site/paths.ts';

/** What a search leaves out is said by each page; what is for programs alone is said here. */
export const GET = ({ locals }: Route) => {
  const { url, base } = locals.model.origin;
  return new Response(
    `User-agent: *\nDisallow: ${base}stale/\nAllow: /\n\nSitemap: ${new URL(`${base}sitemap.xml`, url).href}\n`,
  );
};
