import { randomBytes } from 'node:crypto';
import type { Channel, OwnWords } from '../delivery/channel.ts';
import type { Log } from '../delivery/engine.ts';
import type { Database } from '../delivery/store/database.ts';
import type { Language } from '../domain/site.ts';
import { UserError } from '../problems/errors.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { ownLinks } from '../publications/navigation.ts';
import {
  type Courier,
  type FooterLink,
  keyRingFrom,
  openSubscriptions,
  proxiesOf,
  type Subscriptions,
} from '../subscriptions/index.ts';
import type { Delivering, Prepared } from './delivering.ts';

/** How long one message of the service may take, in ms. */
const PATIENCE = 30_000;

/** What the service where people sign up reads of the environment besides its channels. */
export const SIGN_UP_VARIABLES = {
  NIGHTLIGHT_SUBSCRIBERS_KEY:
    'The keys under which addresses are kept, the newest first; needed where people can sign up.',
  TWILIO_AUTH_TOKEN: 'By which what Twilio sends us is known to be from there.',
  MAIL_HOOK_SECRET: 'The secret by which a mail provider may report letters that came back.',
  TRUSTED_PROXIES:
    'Addresses or networks of your own proxies, with commas between, whose X-Forwarded-For is believed.',
};

/**
 * The service where people sign up, if the config has one.
 * @param tell hears of what needs a person.
 * @throws UserError where its key is missing.
 */
export function signUpOf(
  { config, site, origin, channels }: Prepared,
  database: Database,
  { env, io }: Pick<Delivering, 'env' | 'io'>,
  { log, tell }: { log: Log; tell(about: string, words: string): Promise<void> },
): Subscriptions | undefined {
  if (!site.telling?.signUp) return undefined;
  return openSubscriptions({
    database,
    config,
    site,
    address: new URL(origin.base, origin.url).href,
    footer: (language) => footerOf(site, origin, language),
    keys: keyRingFrom(env, randomBytes),
    courier: courierOf(channels),
    secrets: { twilio: env.TWILIO_AUTH_TOKEN, mail: env.MAIL_HOOK_SECRET },
    now: io.now,
    random: randomBytes,
    log: (event, facts = {}) =>
      log.info(
        event,
        Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)])),
      ),
    tell,
    bounceAddress: config.email?.bounceAddress,
    proxies: proxiesIn(env.TRUSTED_PROXIES ?? ''),
  });
}

/** What the operator has at the foot of every page of the site, by addresses that lead there from another host too. */
export function footerOf(
  site: Parameters<typeof ownLinks>[0],
  { url, base }: Prepared['origin'],
  language: Language,
): FooterLink[] {
  return ownLinks(site, base, language).footer.map((link) => ({
    ...link,
    address: new URL(link.address, url).href,
  }));
}

/** What is wrong around the service, without which people cannot sign up, or cannot end what they get. */
export function signUpProblems(
  env: Delivering['env'],
  { sms, service }: Pick<Prepared['config'], 'sms' | 'service'>,
): readonly Problem[] {
  return [
    ...keyProblems(env),
    ...proxyProblems(proxiesIn(env.TRUSTED_PROXIES ?? ''), service),
    // Where nothing else sends, the channel misses it too.
    ...(sms && env.TWILIO_API_KEY?.trim() && !env.TWILIO_AUTH_TOKEN?.trim() ? [NO_TOKEN] : []),
  ];
}

function keyProblems(env: Delivering['env']): readonly Problem[] {
  try {
    keyRingFrom(env, randomBytes);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

const NO_TOKEN = problemIn(
  { variable: 'TWILIO_AUTH_TOKEN' },
  {
    name: 'variable-missing',
    found: 'nothing',
    expected: 'the token of the account, also where a key sends',
    remedy:
      'Set TWILIO_AUTH_TOKEN: by it alone a text that comes in is known to be from Twilio. Without it no YES, STOP or HELP is heard.',
  },
);

/** The service speaks http: where its address is https, a proxy stands before it. */
function proxyProblems(listed: readonly string[], service: string | undefined): readonly Problem[] {
  if (listed.length === 0 && !service?.startsWith('https:')) return [];
  const told = (name: 'variable-missing' | 'variable-value', found: string) => [
    problemIn(
      { variable: 'TRUSTED_PROXIES' },
      {
        name,
        found,
        expected: 'the address or network of the proxy that serves https before the service',
        remedy:
          'Set TRUSTED_PROXIES, to 127.0.0.1,::1 for a proxy on this machine. Without it everybody counts as one network, which may send twenty forms an hour.',
      },
    ),
  ];
  if (listed.length === 0) return told('variable-missing', 'nothing');
  try {
    proxiesOf(listed);
    return [];
  } catch (error) {
    if (error instanceof UserError) return told('variable-value', error.message);
    throw error;
  }
}

function proxiesIn(listed: string): string[] {
  return listed.split(/[\s,]+/).filter((one) => one !== '');
}

/** Carries the words of the service by the clients of the channels. */
function courierOf(channels: readonly Channel[]): Courier {
  const carry = async (kind: Channel['kind'], to: string, words: OwnWords, key: string) => {
    const channel = channels.find((one) => one.kind === kind);
    if (!channel?.carry) return { kind: 'refused', reason: `${kind} is not configured.` } as const;
    try {
      return await channel.carry(words, to, key, AbortSignal.timeout(PATIENCE));
    } catch {
      // What it says may hold the address.
      return { kind: 'unknown', reason: `${kind} failed by a mistake of ours.` } as const;
    }
  };
  const plain = { html: '', url: '', tag: '' };
  return {
    email: (to, letter, key) => carry('email', to, { ...plain, ...letter }, key),
    sms: (to, text, key) => carry('sms', to, { ...plain, language: 'en', subject: '', text }, key),
    push: (to, { title, body, lang, ...rest }, key) =>
      carry('web-push', to, { ...rest, html: '', language: lang, subject: title, text: body }, key),
  };
}
