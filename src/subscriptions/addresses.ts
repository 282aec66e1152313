import { domainToASCII } from 'node:url';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Why an address is not taken: each has its sentence in `src/i18n/words/`. */
export type Refused = 'address' | 'number' | 'country' | 'mobile' | 'push';

export type Checked = { address: string } | { refused: Refused };

/** The part before the @ as nearly everybody has it (RFC 5321, dot-string): no quotes, no letters of a header. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** An address of e-mail as it is written to: its domain in small ASCII letters. */
export function checkEmail(written: string): Checked {
  const text = written.trim();
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), domainToASCII(text.slice(at + 1))];
  const isOne = at > 0 && local.length <= 64 && LOCAL.test(local) && DOMAIN.test(domain);
  return isOne && local.length + 1 + domain.length <= 254
    ? { address: `${local}@${domain}` }
    : { refused: 'address' };
}

/** Types of numbers that can be a person's mobile phone. In North America nobody can tell a mobile from a landline. */
const MOBILE = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * A number in E.164. Only the countries of the config are taken, and no number that costs whoever calls it, so that
 * nobody earns from texts that we pay.
 */
export function checkNumber(written: string, country: string, allowed: readonly string[]): Checked {
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const number = written.length <= 40 ? parsePhoneNumberFromString(written, home) : undefined;
  if (!number?.isValid()) return { refused: 'number' };
  if (number.country === undefined || !allowed.includes(number.country)) return { refused: 'country' };
  return MOBILE.has(number.getType() ?? '') && number.ext === undefined
    ? { address: number.number }
    : { refused: 'mobile' };
}

/** Where browsers have their push services. Anything else may be a machine inside of the operator's house. */
export const PUSH_SERVICES =
  /^(?:fcm\.googleapis\.com|android\.googleapis\.com|updates\.push\.services\.mozilla\.com|(?:[a-z0-9-]+\.)*push\.services\.mozilla\.com|(?:[a-z0-9-]+\.)*push\.apple\.com|(?:[a-z0-9-]+\.)*notify\.windows\.com)$/;

/** A push subscription, with nothing in it but what sending needs, and its parts always in one order. */
export function checkPush(written: string, services: RegExp): Checked {
  const found = read(written);
  if (!found) return { refused: 'push' };
  const { endpoint, keys } = found;
  if (!URL.canParse(endpoint) || endpoint.length > 1000) return { refused: 'push' };
  const { protocol, hostname, username, port, href } = new URL(endpoint);
  const isService = protocol === 'https:' && username === '' && port === '' && services.test(hostname);
  // A point on P-256, not packed, and 16 bytes (RFC 8291, 3.1 and 3.2).
  const areKeys = bytesIn(keys.p256dh) === 65 && bytesIn(keys.auth) === 16;
  return isService && areKeys
    ? { address: JSON.stringify({ endpoint: href, keys: { p256dh: keys.p256dh, auth: keys.auth } }) }
    : { refused: 'push' };
}

/** An address or a number as an operator writes it who has it from a letter; `undefined` where it is neither. */
export function addressIn(written: string): { kind: 'email' | 'sms'; address: string } | undefined {
  if (written.includes('@')) {
    const checked = checkEmail(written);
    return 'address' in checked ? { kind: 'email', address: checked.address } : undefined;
  }
  const number = written.length <= 40 ? parsePhoneNumberFromString(written) : undefined;
  return number?.isPossible() ? { kind: 'sms', address: number.number } : undefined;
}

/** By what an address is found again: whatever can be written in several ways is written in one. */
export function sameAddress(kind: string, address: string): string {
  if (kind === 'web-push') return read(address)?.endpoint ?? address;
  return kind === 'email' ? address.toLowerCase() : address;
}

/** Enough of an address that its owner knows it, and too little for anybody else. */
export function masked(kind: string, address: string): string {
  if (kind === 'sms') return `${address.slice(0, 2)}…${address.slice(-2)}`;
  if (kind === 'web-push') return new URL(read(address)?.endpoint ?? 'https://unknown').hostname;
  const [local = '', domain = ''] = address.split('@');
  return `${local.slice(0, 1)}…@${domain}`;
}

function bytesIn(base64: string): number {
  return /^[A-Za-z0-9_-]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64url').length : 0;
}

function read(json: string): { endpoint: string; keys: { p256dh: string; auth: string } } | undefined {
  try {
    const { endpoint, keys } = JSON.parse(json) ?? {};
    const { p256dh, auth } = keys ?? {};
    const isWhole = [endpoint, p256dh, auth].every((part) => typeof part === 'string');
    return isWhole ? { endpoint, keys: { p256dh, auth } } : undefined;
  } catch {
    return undefined;
  }
}
