import type { Origin } from '../domain/addresses.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isoSeconds, startOfMonth } from '../domain/time.ts';

/** `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness. It moves once a month, and so keeps its bytes. */
export function toSecurityTxt({ site, now }: Snapshot, origin: Origin): string {
  const canonical = new URL(`${origin.base}.well-known/security.txt`, origin.url).href;
  return [
    `Contact: ${site.security ?? site.operator.contact}`,
    `Expires: ${isoSeconds(startOfMonth(now, 6))}`,
    `Preferred-Languages: ${site.languages.join(', ')}`,
    `Canonical: ${canonical}`,
    '',
  ].join('\n');
}
