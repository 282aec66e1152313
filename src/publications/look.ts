import type { Accent, Site } from '../domain/site.ts';

/** The sheet by which a site looks otherwise than ours; nothing where it says nothing of its look. */
export function ownSheet({ accent }: Pick<Site, 'accent'>): string {
  return accent ? accentSheet(accent) : '';
}

/** It changes one token and no other: no colour of a status is made of it. */
function accentSheet({ day, night }: Accent): string {
  return `@layer tokens{:root{--accent:light-dark(${day},${night})}}`;
}
