import type { Accent, Site } from '../domain/site.ts';

/**
 * The sheet by which a site looks otherwise than ours; nothing where it says nothing of its look.
 * @param base the path below which it is served.
 */
export function ownSheet({ accent, styles }: Pick<Site, 'accent' | 'styles'>, base: string): string {
  const own = styles && `@layer own{${styles.replaceAll('url("/', `url("${base}`)}}`;
  return `${accent ? accentSheet(accent) : ''}${own ?? ''}`;
}

/** It changes one token and no other: no colour of a status is made of it. */
function accentSheet({ day, night }: Accent): string {
  return `@layer tokens{:root{--accent:light-dark(${day},${night})}}`;
}
