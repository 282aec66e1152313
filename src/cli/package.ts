import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE } from '../release/engine.ts';

/** What `package.json` says of this program. */
export function packageFacts(): { version: string; bugs: { email: string } } {
  const text = readFileSync(join(ENGINE, 'package.json'), 'utf8');
  return JSON.parse(text) as ReturnType<typeof packageFacts>;
}
