import { BASE, ORIGIN } from '../site/routes.ts';

/** What a search leaves out is said by each page; what is for programs alone is said here. */
export const GET = () =>
  new Response(
    `User-agent: *\nDisallow: ${BASE}stale/\nAllow: /\n\nSitemap: ${new URL(`${BASE}sitemap.xml`, ORIGIN.url).href}\n`,
  );
