import type { Localised, SignUp, Telling } from '../domain/site.ts';
import type { ReadOf } from './fields.ts';
import type { delivery } from './sections/delivery.ts';

type Delivery = ReadOf<(typeof delivery)['fields']>;

/** The kinds of accounts that people follow, in the order in which they are named. */
const FOLLOWED = ['mastodon', 'bluesky', 'x', 'facebook', 'instagram'] as const;

/**
 * What pages say of how people are told: no more than they need, so that a change of a rate or a price prints nothing
 * anew.
 * @param name what the site is called, which is what texts are called unless the config says so.
 */
export function tellingOf(config: Delivery, name: Localised): Telling | undefined {
  const signUp = signUpOf(config, name);
  const accounts = FOLLOWED.flatMap((kind) =>
    config[kind].flatMap(({ name, address, language }) =>
      address === undefined ? [] : [{ kind, name, address, language }],
    ),
  );
  const proof = config.proof ?? (signUp && `${signUp.service}/proof.json`);
  return signUp || accounts.length > 0 || proof !== undefined ? { signUp, accounts, proof } : undefined;
}

function signUpOf(config: Delivery, name: Localised): SignUp | undefined {
  const { service, email, sms, webPush, programme = name, terms, privacy, minors } = config;
  if (service === undefined || !(email || sms || webPush)) return undefined;
  return {
    service: service.replace(/\/+$/, ''),
    email: email !== undefined,
    sms: sms && { countries: sms.countries, programme },
    push: webPush && { key: webPush.publicKey },
    minors,
    terms,
    privacy,
  };
}
