import type { Session } from '../delivery/store/database.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import type { Instant } from '../domain/time.ts';
import { LEVELS } from './choices.ts';

/** How far an incident has reached: for each component the worst that people were told of it. */
export interface Reach {
  components: Map<string, number>;
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
  const told = impact.map(({ component, worst, status }) => ({
    component,
    level: Math.max(LEVELS[worst], LEVELS[status]),
  }));
  // An incident without components reaches whoever is told everything.
  if (told.length === 0) told.push({ component: '', level: 0 });
  const rows = await session.query<{ component: string; level: number; drill: boolean }>(
    `insert into nightlight.reached as r (incident, component, level, drill, at)
     select $1, told.component, told.level, $4, $5 from unnest($2::text[], $3::int[]) as told (component, level)
     on conflict (incident, component) do update
       set level = greatest(r.level, excluded.level), drill = r.drill and excluded.drill, at = excluded.at
     returning component, level, drill`,
    [incident, told.map(({ component }) => component), told.map(({ level }) => level), drill, new Date(now)],
  );
  const others = await session.query<{ component: string; level: number; drill: boolean }>(
    'select component, level, drill from nightlight.reached where incident = $1',
    [incident],
  );
  const all = [...others, ...rows];
  return {
    components: new Map(all.map(({ component, level }) => [component, level])),
    drill: all.every(({ drill: was }) => was),
  };
}
