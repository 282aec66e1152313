import type { Session } from '../delivery/store/database.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import type { Instant } from '../domain/time.ts';
import { LEVELS } from './choices.ts';

/** The worst that people were told of a component, in one region or, where none is named, in all that it is in. */
export interface Reached {
  component: string;
  region: string | undefined;
  level: number;
}

/** How far an incident has reached. */
export interface Reach {
  components: Reached[];
  /** Only while nothing but drills was told of it. */
  drill: boolean;
}

/**
 * Remembers how far an incident has reached, and says it. Who was woken by an outage is told that it is over, that it
 * was less than it seemed, and that it never was, though the file then says less; so what was once told counts until
 * the incident is forgotten. Told twice, the same is remembered.
 */
export async function reachOf(
  session: Session,
  { incident, impact, drill }: Pick<NotificationFile, 'incident' | 'impact' | 'drill'>,
  now: Instant,
): Promise<Reach> {
  const told = impact.flatMap(({ component, regions, ...everywhere }) =>
    (regions ?? [{ region: EVERYWHERE, ...everywhere }]).map(({ region, worst, status }) => ({
      component,
      region,
      level: Math.max(LEVELS[worst], LEVELS[status]),
    })),
  );
  // An incident without components reaches whoever is told everything.
  if (told.length === 0) told.push({ component: '', region: EVERYWHERE, level: 0 });
  const all = await session.query<{ component: string; region: string; level: number; drill: boolean }>(
    `with now_told as (
       insert into nightlight.reached as r (incident, component, region, level, drill, at)
       select $1, told.component, told.region, told.level, $5, $6
         from unnest($2::text[], $3::text[], $4::int[]) as told (component, region, level)
       on conflict (incident, component, region) do update
         set level = greatest(r.level, excluded.level), drill = r.drill and excluded.drill, at = excluded.at
       returning component, region, level, drill)
     select component, region, level, drill from now_told
     union all
     select component, region, level, drill from nightlight.reached as r where incident = $1
       and not exists (select from now_told as n where n.component = r.component and n.region = r.region)`,
    [
      incident,
      told.map(({ component }) => component),
      told.map(({ region }) => region),
      told.map(({ level }) => level),
      drill,
      new Date(now),
    ],
  );
  return {
    components: all.map(({ component, region, level }) => ({
      component,
      region: region === EVERYWHERE ? undefined : region,
      level,
    })),
    drill: all.every(({ drill: was }) => was),
  };
}

/** What the store has for a component that is told of without regions. */
const EVERYWHERE = '';
