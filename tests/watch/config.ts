import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LIVE = join(resolve(import.meta.dirname, '../..'), 'tests/fixtures/sites/live.yaml');

/** The config of a live site that has these checks, each a mapping in one line, and what else stands below `watch`. */
export function configWith(checks: string, more = ''): Uint8Array {
  const text = readFileSync(LIVE, 'utf8');
  return new TextEncoder().encode(text.replace(/^watch:\n/m, `watch:\n  checks:\n    - ${checks}\n${more}`));
}
