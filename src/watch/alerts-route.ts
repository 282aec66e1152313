import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { UserError } from '../problems/errors.ts';
import type { Instant } from '../domain/time.ts';
import { alertsIn, type AlertSource, fieldsIn, mapped } from './alerts.ts';
import type { Finding } from './finding.ts';

/** What the door for alerts has of the world. */
export interface AlertsAround {
  sources: readonly AlertSource[];
  env: NodeJS.ProcessEnv;
  now(): Instant;
  hear(finding: Finding): void;
  /** Compares two texts without telling by the time it takes where they differ. */
  isSame(one: string, other: string): boolean;
  log: { error(what: string, facts?: object): void };
}

/** The longest message that is read, in bytes. */
const LONGEST = 256 * 1024;
/** How many messages a minute are taken of one source: what is more is a loop or an attack. */
const MOST = 120;
const MINUTE = 60_000;

/** The variable that holds the secret of a source. */
export function alertsVariable(place: string): string {
  return `NIGHTLIGHT_ALERTS_${place.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * Takes alerts at `/alerts/<place>`, by POST or GET. None of the senders signs, so each has a secret of its own: behind
 * `Authorization: Bearer`, as the password of `Authorization: Basic`, or as `secret` in the address.
 * @throws UserError with every variable that is not set, or is too short to be a secret.
 */
export function alertsRoute(app: Hono, around: AlertsAround): void {
  const { sources, env, now, hear, isSame, log } = around;
  const unset = sources
    .map(({ place }) => alertsVariable(place))
    .filter((name) => (env[name] ?? '').length < 20);
  if (unset.length > 0)
    throw new UserError(
      `${unset.join(', ')}: not set, or shorter than 20 letters. Make a secret for each with: openssl rand -hex 24`,
    );
  const counts = new Map<string, { since: Instant; count: number }>();
  app.on(['GET', 'POST'], '/alerts/:place', bodyLimit({ maxSize: LONGEST }), async (context) => {
    const place = context.req.param('place');
    const source = sources.find((one) => one.place === place);
    const query = new URL(context.req.url).searchParams;
    const given = secretIn(context.req.header('authorization')) ?? query.get('secret') ?? '';
    // One that is not there takes as long as a wrong secret.
    const isRight = isSame(given, source ? (env[alertsVariable(source.place)] ?? '') : 'nobody');
    if (!source || !isRight) return context.text('Not for you.\n', 401);
    const known = counts.get(place);
    const counted = known && now() - known.since < MINUTE ? known : { since: now(), count: 0 };
    counts.set(place, { ...counted, count: counted.count + 1 });
    if (counted.count >= MOST) return context.text('Too many.\n', 429);
    query.delete('secret');
    const told = fieldsIn(await context.req.text(), context.req.header('content-type') ?? '', query);
    if (told === undefined) return context.text('That cannot be read.\n', 400);
    const { findings, unmatched } = mapped(alertsIn(source.from, told), source, now());
    for (const finding of findings) hear(finding);
    for (const { labels } of unmatched)
      log.error('no rule says what this alert is about; add one below watch.alerts', { place, labels });
    return context.body(null, 204);
  });
}

function secretIn(header: string | undefined): string | undefined {
  const [, kind = '', rest = ''] = /^(Bearer|Basic) +(.+)$/i.exec(header ?? '') ?? [];
  if (/bearer/i.test(kind)) return rest;
  if (/basic/i.test(kind))
    return Buffer.from(rest, 'base64')
      .toString('utf8')
      .replace(/^[^:]*:/, '');
  return undefined;
}
