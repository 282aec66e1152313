/** What pages of other hosts may read: data, feeds, badges and the banner, as the hosts in docs/deploying.md are told. */
const PUBLIC = /(\.(json|rss|atom|csv|ics|bib|timemap)|\/badge\.svg|\/embed\.js)$/;

/** The headers by which a browser lets a page of another host read an address; none for what is no public data. */
export function headersForAnyone(path: string, origin = '*'): Record<string, string> {
  if (!PUBLIC.test(path)) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Date, Age',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': '*',
  };
}
