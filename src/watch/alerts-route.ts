import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { UserError } from '../problems/errors.ts';
import type { Instant } from '../domain/time.ts';
import { alertsIn, type AlertSource, fieldsIn, mapped } from './alerts.ts';
import type { Finding } from './finding.ts';
import { MinuteLimit } from './limit.ts';
import { isSecret } from './report.ts';
import { signedWith, unsigned } from './reports.ts';

/** What the door for alerts has of the world. */
export interface AlertsAround {
  sources: readonly AlertSource[];
  env: NodeJS.ProcessEnv;
  now(): Instant;
  hear(finding: Finding): void;
  /** Whether what was heard is kept, so that whoever sent it need not say it again. */
  kept(): Promise<boolean>;
  /** Compares two texts without telling by the time it takes where they differ. */
  isSame(one: string, other: string): boolean;
  log: { error(what: string, facts?: object): void };
}

/** The longest message that is read, in bytes. */
const LONGEST = 2 * 1024 * 1024;
/** The same of what is signed, which is read before it is known who sent it. */
const LONGEST_SIGNED = 64 * 1024;
/** How many messages a minute are taken of one source: what is more is a loop or an attack. */
const MOST = 120;
/** Grafana may be told to PUT. */
const METHODS = ['GET', 'POST', 'PUT'];

/** The variable that holds the secret of a source. */
export function alertsVariable(place: string): string {
  return `NIGHTLIGHT_ALERTS_${place.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * Takes alerts at `/alerts/<place>`, by POST, PUT or GET. None of the programs signs, so each has a secret of its own:
 * behind `Authorization: Bearer`, as the password of `Authorization: Basic`, or as `secret` in the address. A source
 * `signed` signs what it sends with its secret. What is taken was kept before it is said so; what is not taken is told
 * to the operator, for most senders say it once.
 * @throws UserError with every variable that is not set, or is too short to be a secret.
 */
export function alertsRoute(app: Hono, around: AlertsAround): void {
  const { sources, env, now, hear, kept, isSame, log } = around;
  const secretOf = ({ place }: AlertSource) => env[alertsVariable(place)] ?? '';
  const unset = (isOfSigned: boolean, isSet: (secret: string) => boolean) =>
    sources
      .filter((source) => (source.from === 'signed') === isOfSigned && !isSet(secretOf(source)))
      .map(({ place }) => alertsVariable(place))
      .join(', ');
  const [plain, signing] = [unset(false, ({ length }) => length >= 20), unset(true, isSecret)];
  const wrong = [
    plain &&
      `${plain}: not set, or shorter than 20 letters. Make a secret for each with: openssl rand -hex 24`,
    signing &&
      `${signing}: not set, or no secret to sign with: whsec_ and at least 24 bytes in Base64. Make one with: echo "whsec_$(openssl rand -base64 32)"`,
  ].filter(Boolean);
  if (wrong.length > 0) throw new UserError(wrong.join('\n'));
  const minute = new MinuteLimit(MOST);
  const tooMany = ({ place }: AlertSource, context: Context) => {
    const over = minute.count(place, now());
    if (!over) return undefined;
    if (over.isFirst) log.error('too many messages with alerts came in a minute; some were left', { place });
    return context.text('Too many.\n', 429, { 'Retry-After': String(over.after) });
  };
  const limit = bodyLimit({
    maxSize: LONGEST,
    onError: (context) => {
      const place = context.req.param('place');
      log.error('a message with alerts was too long and was left; let it be sent in smaller groups', {
        place,
      });
      return context.text('Too long.\n', 413);
    },
  });
  const shortLimit = bodyLimit({
    maxSize: LONGEST_SIGNED,
    onError: (context) => context.text('Too long.\n', 413),
  });
  const path = '/alerts/:place';
  app.on(METHODS, path, async (context, next) => {
    const source = sources.find(({ place }) => place === context.req.param('place'));
    // What is signed is read before it is known who sent it.
    if (source?.from === 'signed') return shortLimit(context, next);
    const given = secretIn(context.req.header('authorization')) ?? context.req.query('secret') ?? '';
    // One that is not there takes as long as a wrong secret.
    const isRight = isSame(given, source ? secretOf(source) : 'nobody');
    if (!source || !isRight) return context.text('Not for you.\n', 401);
    return tooMany(source, context) ?? next();
  });
  app.on(METHODS, path, limit, async (context) => {
    const source = sources.find(({ place }) => place === context.req.param('place')) as AlertSource;
    const { place, from } = source;
    const body = await context.req.text();
    if (from === 'signed') {
      const signed = signedWith((name) => context.req.header(name));
      const why = unsigned(body, signed, secretOf(source), now(), isSame);
      if (why !== undefined) return context.text(`${why}\n`, 401);
      const left = tooMany(source, context);
      if (left) return left;
    }
    const query = new URL(context.req.url).searchParams;
    query.delete('secret');
    const told = await fieldsIn(body, context.req.header('content-type') ?? '', query);
    if (told === undefined) {
      log.error('a message with alerts could not be read', { place, from });
      return context.text('That cannot be read.\n', 400);
    }
    const { alerts, left } = alertsIn(from, told);
    const { findings, unmatched } = mapped(alerts, source, now());
    for (const finding of findings) hear(finding);
    if (alerts.length === 0) log.error('a message held no alert, as a test does', { place, from });
    if (left > 0)
      log.error('a message holds more alerts than are read; let them be sent in smaller groups', {
        ...{ place, left },
      });
    for (const { labels } of unmatched)
      log.error('no rule says what this alert is about; add one below watch.alerts', { place, labels });
    if (findings.length > 0 && !(await kept()))
      return context.text('It could not be kept. Send it again.\n', 503);
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
