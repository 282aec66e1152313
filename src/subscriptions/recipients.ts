import type { Content, PersonalKind, Recipient } from '../delivery/channel.ts';
import type { Recipients } from '../delivery/recipients.ts';
import type { Database, Value } from '../delivery/store/database.ts';
import { findComponent, type Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Links } from './links.ts';
import type { People } from './people.ts';
import { type Reached, reachOf } from './reach.ts';

interface Around {
  database: Database;
  people: People;
  links: Links;
  site: Pick<Site, 'components' | 'regions'>;
  now(): Instant;
  /** Ends a subscription whose address is not there any more. */
  ended(kind: PersonalKind, id: string, reason: string, address?: string): Promise<void>;
}

/** Those who confirmed that they want to be told. */
export function recipientsOf({ database, people, links, site, now, ended }: Around): Recipients {
  return {
    owed: async ({ kind, content, after, limit }) => {
      const where = await wanting(database, content, site, now());
      const rows = await database.query<{ id: string }>(
        `select id from nightlight.subscribers as s
         where state = 'active' and kind = $1 and id > $2 ${where.sql} order by id limit $3`,
        [kind, after, limit, ...where.values],
      );
      return rows.map(({ id }) => id);
    },
    addresses: async (kind, ids) => {
      const active = await people.active(database, kind, ids);
      return new Map(
        active.map(({ id, address = '', language, loud, epoch }): [string, Recipient] => [
          id,
          {
            id,
            address,
            language,
            loud,
            links: links.of({ id, epoch }),
            ...(kind === 'web-push' && { renewal: links.renewal({ id, epoch }, address) }),
          },
        ]),
      );
    },
    gone: ended,
  };
}

/** What somebody must have chosen to be told of it, with values from `$4` on. */
async function wanting(
  database: Database,
  content: Content,
  site: Pick<Site, 'components' | 'regions'>,
  now: Instant,
): Promise<{ sql: string; values: Value[] }> {
  // That the page cannot be believed concerns everybody: whoever asked only for the worst relies on its silence.
  if (content.kind !== 'update') return { sql: '', values: [] };
  const reach = await reachOf(database, content.told, now);
  const hurt = reach.components.flatMap((one) => hurtBy(one, site));
  return {
    // Whoever chose only regions that the site has no more is told of all: nobody is told less because one was renamed.
    sql: `and (drills or not $4::boolean) and exists (
      select from unnest($5::text[], $6::text[], $7::int[]) as hurt (component, region, level)
        where hurt.level >= s.least and (s.components is null or hurt.component = any(s.components))
          and (s.regions is null or hurt.region = '' or hurt.region = any(s.regions)
            or not s.regions && $8::text[]))`,
    values: [
      reach.drill,
      hurt.map(({ component }) => component),
      hurt.map(({ region }) => region),
      hurt.map(({ level }) => level),
      site.regions.map(({ id }) => id),
    ],
  };
}

/**
 * What was hurt, for each name and region by which somebody may have chosen it: a component goes by the name it has and
 * by those it had, and one of which no region is told is hurt in all that it is in.
 */
function hurtBy(
  { component, region, level }: Reached,
  site: Pick<Site, 'components'>,
): { component: string; region: string; level: number }[] {
  const known = findComponent(site, component);
  const names = new Set([component, ...(known ? [known.id, ...known.formerly] : [])]);
  const all = known && known.regions.length > 0 ? known.regions : [''];
  const regions = region === undefined ? all : [region];
  return [...names].flatMap((name) => regions.map((one) => ({ component: name, region: one, level })));
}
