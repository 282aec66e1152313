import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join, resolve } from 'node:path';
import type { OperatorWays } from '../delivery/alarm.ts';
import type { Channel } from '../delivery/channel.ts';
import { channelsOf } from '../delivery/channels/index.ts';
import { Engine, type Log, type Parts } from '../delivery/engine.ts';
import { readerOf } from '../delivery/reader.ts';
import { NOBODY, type Recipients } from '../delivery/recipients.ts';
import { withoutSecrets } from '../delivery/secrets.ts';
import type { Database } from '../delivery/store/database.ts';
import { DELIVERY_MIGRATIONS } from '../delivery/store/migrations.ts';
import { migrate } from '../delivery/store/migrate.ts';
import { openPglite } from '../delivery/store/pglite.ts';
import { openPostgres } from '../delivery/store/postgres.ts';
import { href, type Origin, paths } from '../domain/addresses.ts';
import { inEach, inLanguage, type Language, type Site } from '../domain/site.ts';
import type { Config } from '../config/index.ts';
import { UserError } from '../problems/errors.ts';
import { SUBSCRIPTIONS_MIGRATIONS } from '../subscriptions/index.ts';
import { loadConfig } from '../site/config.ts';
import { basePath, currentInstant, servedFrom } from '../site/environment.ts';
import type { Place } from '../site/place.ts';
import type { Call, Environment } from './command.ts';

/** What delivery is called with. */
export interface Delivering extends Pick<Call, 'env' | 'io'> {
  place: Place;
  /** The public address of the site, if `--from` says it. */
  from: string | undefined;
  /** The folder of the store, if `--store` says it. */
  store: string | undefined;
}

/** Everything that delivery works with, made from the config and the environment. */
export interface Prepared {
  config: Config['delivery'];
  site: Site;
  origin: Origin;
  channels: Channel[];
}

/** Where the demonstration of `npm start` is, for a site whose address nobody has. */
const AT_HOME = 'http://localhost:4321/';

/**
 * Reads what delivery is made from. It opens nothing yet.
 * @throws UserError with every mistake in the config.
 */
export async function prepare({ place, env, io, from }: Delivering): Promise<Prepared> {
  const { config, site, problems, lineOf } = await loadConfig(place);
  if (!config || !site) throw new UserError(problems, { lineOf });
  const origin = originOf(from, config, site, env);
  const channels = await channelsOf(config.delivery, {
    env,
    fetch: io.fetch,
    now: io.now,
    folder: place.site,
    site: { name: inLanguage(site.name, site.languages[0]), url: new URL(origin.base, origin.url).href },
  });
  return { config: config.delivery, site, origin, channels };
}

function originOf(from: string | undefined, { delivery }: Config, site: Site, env: Environment): Origin {
  const named = from ?? delivery.reads;
  if (named !== undefined) return originAt(named);
  const url = servedFrom(env, site.url);
  // RFC 2606: nobody can be reached there.
  if (/\.example$/.test(new URL(url).hostname)) return originAt(AT_HOME);
  return { url, base: basePath(env) };
}

function originAt(address: string): Origin {
  if (!URL.canParse(address) || !/^https?:/.test(address))
    throw new UserError(
      `"${address}" is no address. Write the public address of the site, such as https://status.example.org/.`,
    );
  const { origin, pathname } = new URL(address);
  return { url: origin, base: pathname.replace(/\/?$/, '/') };
}

/** Opens the store: a PostgreSQL server if `DATABASE_URL` names one, else a folder beside the config. */
export async function openStore({ place, env, io, store }: Delivering, log: Log): Promise<Database> {
  const address = env.DATABASE_URL;
  const database = address
    ? await openPostgres(address, (error) => log.error('a connection broke', { why: error.message }))
    : await openPglite(storeFolder({ place, env, io, store }));
  try {
    for (const { room, step, says } of await migrate(database, MIGRATIONS))
      log.info('tables', { room, step, says });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Where the store lies, if it is a folder. */
export function storeFolder({ place, env, io, store }: Omit<Delivering, 'from'>): string {
  if (store !== undefined) return resolve(io.cwd, store);
  return resolve(place.site, env.NIGHTLIGHT_STORE || '.delivery');
}

/** Delivery with its store, ready to run. */
export function engineOf(
  { config, site, origin, channels }: Prepared,
  database: Database,
  { io, env }: Pick<Delivering, 'io' | 'env'>,
  {
    log,
    recipients = NOBODY,
    onOutcome,
  }: { log: Log; recipients?: Recipients; onOutcome?: Parts['onOutcome'] },
): Engine {
  const at = (language: Language) => new URL(href(site, origin.base, language, paths.home), origin.url).href;
  const parts: Parts = {
    database,
    channels,
    recipients,
    reader: readerOf(origin, site.languages, io.fetch, site.tag.authority),
    sites: inEach(site, (language) => ({
      name: inLanguage(site.name, language),
      service: inLanguage(site.service, language),
      operator: site.operator.name,
      url: at(language),
    })),
    every: config.every * 1000,
    tooOld: config.tooOld * 60_000,
    whenStale: config.whenStale === 'subscribers' ? 'subscribers' : 'operator',
    operator: waysTo(config, env),
    drills: drillsOf(config),
    now: () => currentInstant(env, io.now),
    wait: async (ms, signal) => void (await pause(ms, undefined, { ...(signal && { signal }) })),
    fetch: io.fetch,
    log,
    ...(onOutcome && { onOutcome }),
  };
  return new Engine(parts);
}

/** How the operator is told what is wrong. Their program has no secret of a channel. */
export function waysTo(config: Config['delivery'], env: Environment): OperatorWays {
  return { ...config.operator, env: withoutSecrets(env) };
}

/**
 * Opens the store only to look at it: none is made, and its tables are left as they are.
 * @returns nothing where there is none yet.
 * @throws UserError where it cannot be opened.
 */
export async function lookAtStore({
  place,
  env,
  io,
  store,
}: Omit<Delivering, 'from'>): Promise<Database | undefined> {
  if (env.DATABASE_URL) return openPostgres(env.DATABASE_URL, () => undefined);
  return hasStore({ place, env, io, store }) ? openPglite(storeFolder({ place, env, io, store })) : undefined;
}

/** Whether there is a store to look at: a server, or a folder with one in it. */
export function hasStore(delivering: Omit<Delivering, 'from'>): boolean {
  return Boolean(delivering.env.DATABASE_URL) || existsSync(join(storeFolder(delivering), 'data'));
}

/** All steps that the tables of a store have taken. */
export const MIGRATIONS = [...DELIVERY_MIGRATIONS, ...SUBSCRIPTIONS_MIGRATIONS];

/** The accounts that tell of drills too. */
export function drillsOf(config: Config['delivery']): Set<string> {
  const accounts = Object.values(config)
    .filter((value) => Array.isArray(value))
    .flat();
  return new Set(accounts.filter(({ drills }) => drills).map(({ name }) => name));
}
