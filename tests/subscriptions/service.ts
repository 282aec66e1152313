import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import type { Outcome } from '../../src/delivery/channel.ts';
import type { Database } from '../../src/delivery/store/database.ts';
import { storeWith } from '../delivery/store.ts';
import type { Component, Localised, Site } from '../../src/domain/site.ts';
import { FIELD, type FormKind, markOf, namedIn } from '../../src/domain/subscribe-form.ts';
import type { Instant } from '../../src/domain/time.ts';
import { subscriptionWordsOf } from '../../src/i18n/index.ts';
import {
  type Courier,
  KEYS_VARIABLE,
  keyRingFrom,
  type Letter,
  type Note,
  openSubscriptions,
  SUBSCRIPTIONS_MIGRATIONS,
  type Subscriptions,
  type SubscriptionsOptions,
} from '../../src/subscriptions/index.ts';
import { LANGUAGES } from '../languages.ts';

export const SERVICE = 'https://notify.example.org';
export const SITE_ADDRESS = 'https://status.example.org/';
export const SITE_ORIGIN = 'https://status.example.org';
export const KEY = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
export const EMAIL = 'Parent.One@example.com';
export const NUMBER = '+12025550123';
export const NIGHT = Date.parse('2026-03-01T02:10:00Z');
export const PUSH = JSON.stringify({
  endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/abcdefgh',
  expirationTime: null,
  keys: {
    p256dh: Buffer.alloc(65, 4).toString('base64url'),
    auth: Buffer.alloc(16, 5).toString('base64url'),
  },
});

function both(text: string): Localised {
  return { en: text, es: text };
}

function component(id: string, formerly: string[] = []): Component {
  const name = both(id);
  return {
    id,
    name,
    short: name,
    description: name,
    sentences: {},
    group: 'all',
    headline: true,
    since: 0,
    until: Number.POSITIVE_INFINITY,
    regions: [],
    formerly,
  };
}

export const SITE: SubscriptionsOptions['site'] & Pick<Site, 'telling'> = {
  languages: LANGUAGES,
  name: both('Sharing status'),
  service: { en: 'glucose sharing', es: 'el uso compartido de glucosa' },
  operator: { name: 'Example Ltd', contact: 'mailto:hello@example.org' },
  report: 'mailto:hello@example.org?subject=x',
  components: [
    component('follow-alerts'),
    component('follow-glucose', ['follow-readings']),
    component('sign-in'),
  ],
  regions: [],
  telling: {
    signUp: {
      service: SERVICE,
      email: true,
      sms: { countries: ['US', 'MX'], programme: { en: 'Sharing Status', es: 'Estado' } },
      push: { key: 'k' },
      minors: true,
    },
    accounts: [],
  },
};

/** The same, where followers are told in Europe and in the United States, and signing in is everywhere alike. */
export const SITE_IN_REGIONS: typeof SITE = {
  ...SITE,
  regions: [
    { id: 'eu', name: { en: 'Europe', es: 'Europa' } },
    { id: 'us', name: { en: 'United States', es: 'Estados Unidos' } },
    { id: 'jp', name: { en: 'Japan', es: 'Japón' } },
  ],
  components: SITE.components.map((one) => (one.id === 'sign-in' ? one : { ...one, regions: ['eu', 'us'] })),
};

/** What left by the courier: to whom, and what. */
export interface Sent {
  by: 'email' | 'sms' | 'push';
  to: string;
  text: string;
  key: string;
  letter?: Letter;
  note?: Note;
}

/** A service in the memory of this process, with a clock that a test turns and a courier that keeps what it is given. */
export interface TestService extends Subscriptions {
  database: Database;
  sent: Sent[];
  logged: string[];
  told: string[];
  clock: { now: Instant };
  /** How the next messages end. */
  end: { outcome: Outcome };
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Response>;
  /** Goes both steps of the form, and waits for what is sent. @returns the answer to the second. */
  signUp(kind: FormKind, fields?: Fields): Promise<Response>;
  /** Signs up and confirms. @returns the address of what somebody gets. */
  join(kind: 'email' | 'web-push', fields?: Fields): Promise<string>;
  /** Forgets everybody and what was sent. */
  clear(): Promise<void>;
}

export type Fields = Record<string, string | string[]>;

export async function openStore(): Promise<Database> {
  return storeWith([...DELIVERY_MIGRATIONS, ...SUBSCRIPTIONS_MIGRATIONS]);
}

/** Whose link that is, by the id that stands in it. */
export function idIn(link: string): string {
  const [, id = ''] = /preferences\/([A-Za-z0-9_-]{22})\./.exec(link) ?? [];
  return Buffer.from(id, 'base64url').toString('hex');
}

export async function openService(
  changed: Partial<SubscriptionsOptions> = {},
  database?: Database,
): Promise<TestService> {
  const store = database ?? (await openStore());
  const sent: Sent[] = [];
  const logged: string[] = [];
  const told: string[] = [];
  const clock = { now: NIGHT };
  const end: { outcome: Outcome } = { outcome: { kind: 'sent', receipt: 'receipt-1' } };
  const courier: Courier = {
    email: async (to, letter, key) => {
      sent.push({ by: 'email', to, text: letter.text, key, letter });
      return end.outcome;
    },
    sms: async (to, text, key) => {
      sent.push({ by: 'sms', to, text, key });
      return end.outcome;
    },
    push: async (to, note, key) => {
      sent.push({ by: 'push', to, text: `${note.body} ${note.url}`, key, note });
      return end.outcome;
    },
  };
  let drawn = 0;
  const random = (bytes: number) => {
    drawn++;
    return new Uint8Array(
      Array.from({ length: bytes }, (_, index) => (drawn * 31 + index * 7 + (drawn >> 3)) % 256),
    );
  };
  const service = openSubscriptions({
    database: store,
    config: {
      sms: {
        from: '+12025550100',
        segmentsPerSecond: 1,
        countries: ['US', 'MX'],
        price: 0.01,
        mostADay: 100,
        validFor: 60,
      },
      terms: undefined,
      privacy: undefined,
    },
    site: SITE,
    address: SITE_ADDRESS,
    footer: () => [],
    keys: keyRingFrom({ [KEYS_VARIABLE]: KEY }, random),
    courier,
    secrets: { twilio: 'auth-token', mail: 'letters-secret' },
    now: () => clock.now,
    random,
    log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
    tell: async (about, words) => void told.push(`${about}: ${words}`),
    ...changed,
  });
  const env = { incoming: { socket: { remoteAddress: '198.51.100.7' } } };
  const test: TestService = {
    ...service,
    database: store,
    sent,
    logged,
    told,
    clock,
    end,
    get: async (path, headers = {}) => service.app.request(`${SERVICE}${path}`, { headers }, env),
    post: async (path, fields, headers = {}) =>
      service.app.request(
        `${SERVICE}${path}`,
        {
          method: 'POST',
          body: encoded(fields),
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: SERVICE, ...headers },
        },
        env,
      ),
    signUp: async (kind, fields = {}) => {
      const filled = { ...formOf(kind), ...fields };
      const first = await test.post('/subscribe', filled, { Origin: SITE_ORIGIN });
      const stamp = stampIn(await first.text());
      clock.now += 5_000;
      const second = await test.post('/subscribe', { ...filled, stamp });
      await service.idle();
      return second;
    },
    join: async (kind, fields = {}) => {
      await test.signUp(kind, fields);
      const confirmed = await test.post(pathIn(sent.at(-1)?.text ?? '', 'confirm'), {});
      return pathIn(await confirmed.text(), 'preferences');
    },
    clear: async () => {
      for (const table of ['subscribers', 'requests', 'replies', 'sign_up_counts', 'reached'])
        await store.query(`delete from nightlight.${table}`);
      for (const list of [sent, logged, told]) list.length = 0;
      end.outcome = { kind: 'sent', receipt: 'receipt-1' };
      // Limits in memory are over by then too.
      clock.now += 3 * 24 * 3_600_000;
    },
  };
  return test;
}

/** The form as somebody fills it who wants everything. */
export function formOf(kind: FormKind, language: 'en' | 'es' = 'en'): Fields {
  const words = subscriptionWordsOf(language).form.consent[kind](namedIn(SITE, language));
  return {
    [FIELD.kind]: kind,
    [FIELD.language]: language,
    [FIELD.whose]: 'own',
    [FIELD.consent]: markOf(words),
    ...(kind === 'email' && { [FIELD.address]: EMAIL }),
    ...(kind === 'sms' && { [FIELD.number]: NUMBER }),
    ...(kind === 'web-push' && { [FIELD.push]: PUSH }),
  };
}

export function encoded(fields: Fields): string {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  ).toString();
}

/** The stamp that a page carries; none is the empty text. */
export function stampIn(html: string): string {
  return /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** The path of the first link for a purpose that stands in a text. */
export function pathIn(text: string, purpose: string): string {
  return new RegExp(`${SERVICE}(/${purpose}/[\\w.-]+)`).exec(text)?.[1] ?? `/no-${purpose}-in-text`;
}
