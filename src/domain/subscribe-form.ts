import { inLanguage, type Language, type SignUp, type Site } from './site.ts';

/**
 * The form by which people ask to be told: what the page prints and the service reads. Names and values are a
 * contract, for a page of yesterday may post to a service of today: they may grow, and none changes its meaning.
 */

/** Below the service's address: where the form is posted (`application/x-www-form-urlencoded`), and shown by itself. */
export const SUBSCRIBE_PATH = '/subscribe';

/** Below the service's address: where a browser's worker says that its push subscription is another now. */
export const RENEW_PATH = '/renew';

/** The names of what it says, in a form of the same type. It is answered with the next token, or with a refusal. */
export const RENEW_FIELD = {
  /** What came with a notification, as `renewal`. */
  token: 'token',
  /** The endpoint as it was then. */
  before: 'before',
  /** What `PushSubscription.toJSON()` gives now, as JSON. */
  push: 'push',
} as const;

/** The names of the fields of the form. All but `kind` may be left out: the service asks for what is missing. */
export const FIELD = {
  /** One of `FORM_KINDS`. */
  kind: 'kind',
  /** `en`, `pt-BR`: in which language they are told, and the service answers. */
  language: 'language',
  /** For `email`. */
  address: 'address',
  /** For `sms`: with `+` and the country, or as it is written in the country of `country`. */
  number: 'number',
  /** For `sms`: ISO 3166-1, one of those that the config allows. */
  country: 'country',
  /** For `web-push`: what the browser's `PushSubscription.toJSON()` gives, as JSON. Only a script can fill it. */
  push: 'push',
  /** One of `ABOUT`; `all` if it is left out and no component is named. */
  about: 'about',
  /** The id of a component, once for each. */
  component: 'component',
  /** One of `ABOUT`, where the site has regions; `all` if it is left out and no region is named. */
  where: 'where',
  /** The id of a region, once for each. */
  region: 'region',
  /** One of `LEAST`; `any` if it is left out. */
  least: 'least',
  /** One of `SOUND`; `loud` if it is left out. */
  sound: 'sound',
  /** A box: `yes` if drills are wanted too. */
  drills: 'drills',
  /** One of `WHOSE`, where minors' phones may be signed up (`minors` of the site's `SignUp`). */
  whose: 'whose',
  /** For a minor's own phone: the e-mail address of the guardian, who is asked first. Forgotten once they answered. */
  guardian: 'guardian',
  /**
   * A box of its own, unticked, beside the words of consent for this kind and no other. Its value is `markOf` those
   * words, by which the service knows that they are its own.
   */
  consent: 'consent',
  /** Is never filled by a person: hide it from sight, from the keyboard and from screen readers. */
  trap: 'website',
} as const;

/** The ways to be told one by one. */
export const FORM_KINDS = ['email', 'sms', 'web-push'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** Whether everything is told, also of components and regions that come later, or some of them alone. */
export const ABOUT = ['all', 'some'] as const;

/** How bad an incident must have become: anything, something that works only in part, something that does not work. */
export const LEAST = ['any', 'partial', 'major'] as const;
export type Least = (typeof LEAST)[number];

/** Whether a message may make a sound. */
export const SOUND = ['loud', 'quiet'] as const;

/** Whose phone or address it is: of the adult who signs up, or a minor's (`sms` alone). */
export const WHOSE = ['own', 'minor'] as const;

/** The words of consent as of now; raised with every change of them, in any language. */
export const CONSENT_VERSION = 2;

/** The kinds that a service takes. */
export function kindsOf({ email, sms, push }: Pick<SignUp, 'email' | 'sms' | 'push'>): FormKind[] {
  const taken = { email, sms: sms !== undefined, 'web-push': push !== undefined };
  return FORM_KINDS.filter((kind) => taken[kind]);
}

/** What the words of consent name, so that the page and the service show the same. */
export function namedIn(
  { operator, name, service, telling }: Pick<Site, 'operator' | 'name' | 'service' | 'telling'>,
  language: Language,
): { brand: string; programme: string; service: string } {
  const programme = telling?.signUp?.sms?.programme ?? name;
  return {
    brand: operator.name,
    programme: inLanguage(programme, language),
    service: inLanguage(service, language),
  };
}

/**
 * By what words of consent are known again: their version and a checksum of them (FNV-1a, 32 bits), so that nobody
 * is held to words that they did not see. It is no proof; the ledger keeps a SHA-256.
 */
export function markOf(words: string): string {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return `${CONSENT_VERSION}-${sum.toString(16).padStart(8, '0')}`;
}
