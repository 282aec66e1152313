import type { Forge } from '../domain/site.ts';
import type { ReadOf } from './fields.ts';
import type { forge } from './sections/forge.ts';

type Said = ReadOf<(typeof forge)['fields']>;

/** The forges whose kind their host says. */
const KNOWN: Readonly<Record<string, Forge['kind']>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'codeberg.org': 'gitea',
};

/** The kind of a forge by the address of a repository; nothing where its host does not say it. */
export function kindOfForge(repository: string): Forge['kind'] | undefined {
  return URL.canParse(repository) ? KNOWN[new URL(repository).host] : undefined;
}

/** The forge of a site as pages know it; nothing where the config names no repository. */
export function forgeOf({
  repository,
  kind,
  branch,
  folder = '',
  admin,
  application,
  links,
}: Said): Forge | undefined {
  const known = repository === undefined ? undefined : (kind ?? kindOfForge(repository));
  return repository === undefined || known === undefined
    ? undefined
    : {
        kind: known,
        repository,
        branch,
        folder,
        admin,
        ...(application !== undefined && { application }),
        ...(links && { links }),
      };
}
