import type { Content, PersonalKind, Recipient } from '../delivery/channel.ts';
import type { Recipients } from '../delivery/recipients.ts';
import type { Database, Value } from '../delivery/store/database.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Links } from './links.ts';
import type { People } from './people.ts';
import { type Reach, reachOf } from './reach.ts';

interface Around {
  database: Database;
  people: People;
  links: Links;
  site: Pick<Site, 'components'>;
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
  site: Pick<Site, 'components'>,
  now: Instant,
): Promise<{ sql: string; values: Value[] }> {
  // That the page cannot be believed concerns everybody: whoever asked only for the worst relies on its silence.
  if (content.kind !== 'update') return { sql: '', values: [] };
  const reach = await reachOf(database, content.told, now);
  const named = namesOf(reach, site);
  return {
    sql: `and (drills or not $4::boolean) and case when components is null then least <= $5::int
      else exists (select from unnest($6::text[], $7::int[]) as hurt (component, level)
        where hurt.component = any(s.components) and hurt.level >= s.least) end`,
    values: [
      reach.drill,
      Math.max(0, ...reach.components.values()),
      named.map(([component]) => component),
      named.map(([, level]) => level),
    ],
  };
}

/** A component goes by the name it has, and by those it had when somebody chose it. */
function namesOf({ components }: Reach, site: Pick<Site, 'components'>): [string, number][] {
  return [...components].flatMap(([id, level]): [string, number][] => {
    const known = site.components.find((one) => one.id === id || one.formerly.includes(id));
    return [...new Set([id, ...(known ? [known.id, ...known.formerly] : [])])].map((name) => [name, level]);
  });
}
