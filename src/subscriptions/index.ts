import type { Hono } from 'hono';
import type { DeliveryConfig } from '../delivery/channels/index.ts';
import type { Recipients } from '../delivery/recipients.ts';
import type { Database } from '../delivery/store/database.ts';
import type { Language, Site } from '../domain/site.ts';
import { type FormKind, kindsOf } from '../domain/subscribe-form.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { PUSH_SERVICES } from './addresses.ts';
import type { FooterLink } from './answers.ts';
import { appOf } from './app.ts';
import type { Courier } from './courier.ts';
import type { Log } from './around.ts';
import { Desk } from './desk.ts';
import { Errands } from './errands.ts';
import { KEYS_VARIABLE, type KeyRing } from './keys.ts';
import { Counter, LIMITS, type Limits } from './limits.ts';
import { linksOf } from './links.ts';
import { proxiesOf } from './network.ts';
import { forOperator, type ForOperator } from './operator.ts';
import { People } from './people.ts';
import { recipientsOf } from './recipients.ts';
import { Says } from './says.ts';
import { textBudget } from './text-budget.ts';

export type { FooterLink } from './answers.ts';
export type { Courier, Letter, Note } from './courier.ts';
export { KEYS_VARIABLE, type KeyRing, keyRingFrom } from './keys.ts';
export { proxiesOf } from './network.ts';
export { SUBSCRIPTIONS_MIGRATIONS } from './migrations.ts';

export interface SubscriptionsOptions {
  /** With the tables of delivery and of this room. */
  database: Database;
  config: Pick<DeliveryConfig, 'sms' | 'terms' | 'privacy'>;
  /** With `telling.signUp`, which says where the service is and what it takes. */
  site: Pick<
    Site,
    'languages' | 'name' | 'service' | 'operator' | 'report' | 'components' | 'regions' | 'telling'
  >;
  /** What the operator has at the foot of every page, by whole addresses: an imprint, which the law of places asks for. */
  footer(language: Language): readonly FooterLink[];
  /** The public address of the site, with its sub-path and a slash at the end. */
  address: string;
  keys: KeyRing;
  courier: Courier;
  /** The auth token of the account whose texts come in, and the secret of whoever reports letters. Without them nobody is believed. */
  secrets: { twilio?: string | undefined; mail?: string | undefined };
  now(): Instant;
  random(bytes: number): Uint8Array;
  log: Log;
  /** Tells the operator of what needs a person. */
  tell(about: string, words: string): Promise<void>;
  /** Addresses and networks of our own proxies, whose `X-Forwarded-For` is believed. */
  proxies?: readonly string[];
  limits?: Partial<Limits>;
  /** Where letters that could not be delivered come back to, if each comes to an address of its own. */
  bounceAddress?: string | undefined;
  /** Hosts of push services; a test has its own. */
  pushServices?: RegExp;
}

/** The service where people sign up, change and leave, and what delivery asks of it. */
export interface Subscriptions {
  recipients: Recipients;
  /** Pages and hooks; it is served at `delivery.service`. */
  app: Hono;
  /** What time does, writing anew what an older key wrote among it: called about every minute, by one process. */
  tidy(): Promise<void>;
  /** Waits until nothing is under way any more. */
  idle(): Promise<void>;
  /** Writes some rows with the newest key. @returns how many were done: 0 says that no other key is needed to read. */
  reseal(most?: number): Promise<number>;
  /** What is written with which key: how many who are told, and how many of whom only a hash is kept. */
  keysInUse(): Promise<{ key: string; told: number; hashes: number }[]>;
  /** What an operator does for one person who said so by another way. */
  operator: ForOperator;
  /** How many are told, by each kind. */
  counts(): Promise<Record<FormKind, number>>;
}

/** Opens the service in this process. It begins nothing by itself: the lead serves `app` and calls `tidy`. */
export function openSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { database, config, site, keys, now, log } = options;
  const signUp = site.telling?.signUp;
  if (!signUp) throw new Error('nobody can sign up: the config has no "service", or no way to tell them');
  const links = linksOf(keys, signUp.service, now);
  const says = new Says(site, links.to('/subscribe'));
  const people = new People(keys, site.languages);
  const limits = { ...LIMITS, ...options.limits };
  const errands = new Errands((error) =>
    log('errand failed', { error: error instanceof Error ? error.name : 'unknown' }),
  );
  const budget = textBudget({ database, limits, sms: config.sms, now, tell: options.tell });
  const desk = new Desk({ ...options, people, says, links, limits, budget, errands });
  const reseal = (most = 500) => database.transaction((session) => people.reseal(session, most));
  return {
    recipients: recipientsOf({
      database,
      people,
      links,
      site,
      now,
      ended: (kind, id, _, address) => desk.gone(kind, id, address),
    }),
    app: appOf({
      desk,
      people,
      database,
      keys,
      says,
      links,
      networks: new Counter(limits.network),
      sites: new Counter(limits.site),
      limits,
      stamps: new Counter({ most: 1, per: DAY }),
      proxies: proxiesOf(options.proxies ?? []),
      kinds: kindsOf(signUp),
      countries: signUp.sms?.countries ?? [],
      minors: signUp.minors === true,
      components: site.components.filter(({ until }) => until === Number.POSITIVE_INFINITY),
      regions: site.regions,
      site: { languages: site.languages, name: site.name, address: options.address },
      footer: options.footer,
      terms: config.terms,
      privacy: config.privacy,
      pushServices: options.pushServices ?? PUSH_SERVICES,
      bounceAddress: options.bounceAddress,
      secrets: options.secrets,
      now,
      log,
    }),
    tidy: async () => {
      await desk.tidy();
      await reseal();
      for (const { key, count } of await people.unreadable(database))
        await options.tell(
          'keys of subscribers',
          `${count} subscriptions are written with the key "${key}", which is not in ${KEYS_VARIABLE}: they are told nothing. Put it back, behind the one in use.`,
        );
    },
    idle: () => errands.idle(),
    reseal,
    keysInUse: () =>
      database.query(
        `select key_id as key, (count(*) filter (where sealed is not null))::int as told,
           (count(*) filter (where sealed is null))::int as hashes
         from nightlight.subscribers group by key_id order by key_id`,
      ),
    operator: forOperator(desk),
    counts: async () => {
      const rows = await database.query<{ kind: FormKind; count: number }>(
        `select kind, count(*)::int as count from nightlight.subscribers where state = 'active' group by kind`,
      );
      const counts = { email: 0, sms: 0, 'web-push': 0 };
      for (const { kind, count } of rows) counts[kind] = count;
      return counts;
    },
  };
}
