import { randomBytes } from 'node:crypto';
import type { Channel, OwnWords } from '../delivery/channel.ts';
import type { Log } from '../delivery/engine.ts';
import type { Database } from '../delivery/store/database.ts';
import { UserError } from '../problems/errors.ts';
import type { Problem } from '../problems/index.ts';
import { type Courier, keyRingFrom, openSubscriptions, type Subscriptions } from '../subscriptions/index.ts';
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
    proxies: (env.TRUSTED_PROXIES ?? '').split(/[\s,]+/).filter((one) => one !== ''),
  });
}

/** What is wrong with the keys under which people are kept, without which the service does not begin. */
export function keyProblems(env: Delivering['env']): readonly Problem[] {
  try {
    keyRingFrom(env, randomBytes);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
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
