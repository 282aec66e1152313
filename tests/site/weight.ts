import { gzipSync } from 'node:zlib';

/** How heavy pages may be, in bytes after gzip as `docs/deploying.md` sets it, in whichever language and beside however many. */
export const BOUNDS = {
  'the first page': 14_000,
  'a past incident': 9_000,
  'an incident that is open': 14_000,
};
type Kind = keyof typeof BOUNDS;

/** The longest night of the record, whose drawing and words take what they take. */
export const LONGEST = { id: '2019-11-30-follow-outage', bound: 12_600 };

/** What kind of page one is, if it is the first page or that of an incident. */
export function kindOf(path: string, html: string): Kind {
  if (path === '') return 'the first page';
  return html.includes('name="nightlight-build"') ? 'an incident that is open' : 'a past incident';
}

export function weightOf(html: string): number {
  return gzipSync(html, { level: 6 }).length;
}
