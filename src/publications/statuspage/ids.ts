import { createHash } from 'node:crypto';

/** A stable id of 12 letters and digits, as the API's clients expect, made from an id of our own. */
export function apiId(kind: 'page' | 'component' | 'group' | 'incident' | 'update', own: string): string {
  const digest = createHash('sha256').update(`${kind}\0${own}`).digest();
  return BigInt(`0x${digest.subarray(0, 10).toString('hex')}`)
    .toString(36)
    .padStart(16, '0')
    .slice(-12);
}
