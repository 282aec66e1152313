import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf } from './page-groups.ts';

/**
 * The ids of the updates of every incident of a built site, as its data says them. Each is a place on the
 * incident's page, and an address that others link to.
 * @param kept groups that are not looked at.
 */
export function updatesIn(site: string, kept: ReadonlySet<string> = new Set()): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { name } of filesOf(join(site, 'incidents'))) {
    const id = /^([a-z0-9-]+)\.json$/.exec(name)?.[1];
    if (id === undefined || kept.has(groupOf('incidents', name))) continue;
    const ids = idsIn(readFileSync(join(site, 'incidents', name), 'utf8'));
    if (ids.length > 0) Object.defineProperty(found, id, { value: ids, enumerable: true });
  }
  return found;
}

function filesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  } catch {
    return [];
  }
}

function idsIn(json: string): string[] {
  try {
    const { updates } = JSON.parse(json) as { updates?: { id?: unknown }[] };
    return (updates ?? []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  } catch {
    return [];
  }
}
