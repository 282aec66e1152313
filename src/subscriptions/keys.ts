import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { UserError } from '../problems/errors.ts';
import { problemIn } from '../problems/index.ts';

/** The variable that holds the keys: `name:base64`, the one in use first, older ones behind it. */
export const KEYS_VARIABLE = 'NIGHTLIGHT_SUBSCRIBERS_KEY';

/** A secret of 32 bytes and what it is called, from which the keys for each purpose are drawn (HKDF, RFC 5869). */
interface Key {
  id: string;
  sealing: Buffer;
  lookup: Buffer;
  tokens: Buffer;
}

/** What something encrypted is bound to, so that it cannot be put into the place of another. */
export interface Place {
  kind: string;
  id: string;
}

export interface Sealed {
  keyId: string;
  sealed: string;
}

/**
 * The keys under which people can be reached. The first one is used for what is new; what an older one wrote stays
 * readable as long as that key is in the list.
 */
export interface KeyRing {
  /** The name of the key that is used for what is new. */
  readonly current: string;
  readonly ids: readonly string[];
  /** AES-256-GCM with 96 random bits. */
  seal(text: string, place: Place): Sealed;
  /** @throws Error where its key is not here any more, or where it is not what was written at this place. */
  open(sealed: Sealed, place: Place): string;
  /** A keyed hash by which an address is found again (HMAC-SHA-256), as each key makes it; the current one first. */
  lookups(kind: string, address: string): [string, ...string[]];
  /** A proof that a text came from here: 128 bits, for an address. */
  sign(purpose: string, text: string): string;
  /** Whether any of the keys made it. Takes as long for a wrong one as for a right one. */
  verify(purpose: string, text: string, proof: string): boolean;
}

/** @throws UserError with a problem for what is wrong with the variable. Its value is never shown. */
export function keyRingFrom(
  env: Readonly<Record<string, string | undefined>>,
  random: (bytes: number) => Uint8Array,
): KeyRing {
  const written = env[KEYS_VARIABLE]?.trim() ?? '';
  const remedy = `Set ${KEYS_VARIABLE}. "openssl rand -base64 32" makes a secret; keep a copy where the backups are not. docs/subscribers.md says how to change it.`;
  const expected = 'a name and 32 random bytes in base64, such as 2026-11:MDEyMz...ODk=';
  const told = (name: 'variable-missing' | 'variable-value', found: string) =>
    new UserError([problemIn({ variable: KEYS_VARIABLE }, { name, found, expected, remedy })]);
  if (written === '') throw told('variable-missing', 'nothing');
  const keys = written
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(keyOf);
  const whole = keys.filter((key) => key !== undefined);
  if (whole.length < keys.length) throw told('variable-value', 'a key that is not 32 bytes, or has no name');
  if (new Set(whole.map(({ id }) => id)).size < whole.length)
    throw told('variable-value', 'two keys of one name');
  return ringOf(whole, random);
}

const KEY = /^([A-Za-z0-9][A-Za-z0-9_-]{0,31}):([A-Za-z0-9+/_-]{43}=?)$/;

function keyOf(part: string): Key | undefined {
  const [, id, secret] = KEY.exec(part) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const master = Buffer.from(secret, 'base64');
  if (master.length !== 32) return undefined;
  const drawn = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, 'nightlight subscribers', purpose, 32));
  return { id, sealing: drawn('sealing'), lookup: drawn('lookup'), tokens: drawn('tokens') };
}

function ringOf(keys: readonly Key[], random: (bytes: number) => Uint8Array): KeyRing {
  const [current] = keys;
  if (!current) throw new Error('a ring has a key');
  const byId = new Map(keys.map((key) => [key.id, key]));
  const proofOf = (key: Key, purpose: string, text: string) =>
    createHmac('sha256', key.tokens).update(`${purpose}\n${text}`).digest().subarray(0, 16);
  return {
    current: current.id,
    ids: keys.map(({ id }) => id),
    seal: (text, place) => {
      const nonce = random(12);
      const cipher = createCipheriv('aes-256-gcm', current.sealing, nonce);
      cipher.setAAD(boundTo(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return {
        keyId: current.id,
        sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64'),
      };
    },
    open: ({ keyId, sealed }, place) => {
      const key = byId.get(keyId);
      if (!key)
        throw new Error(
          `The key "${keyId}" is not in ${KEYS_VARIABLE} any more, but something is written with it.`,
        );
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key.sealing, bytes.subarray(0, 12), {
        authTagLength: 16,
      });
      decipher.setAAD(boundTo(place));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    lookups: (kind, address) => {
      const by = (key: Key) =>
        createHmac('sha256', key.lookup).update(`${kind}\n${address}`).digest('base64');
      return [by(current), ...keys.slice(1).map(by)];
    },
    sign: (purpose, text) => proofOf(current, purpose, text).toString('base64url'),
    verify: (purpose, text, proof) =>
      keys
        .map((key) => sameBytes(proofOf(key, purpose, text), Buffer.from(proof, 'base64url')))
        .some(Boolean),
  };
}

function boundTo({ kind, id }: Place): Buffer {
  return Buffer.from(`${kind}\n${id}`);
}

/** Whether two secrets are the same; what it takes says nothing of how much of them is. */
export function sameSecret(one: string, other: string): boolean {
  return sameBytes(sha256(one), sha256(other));
}

/** What the store keeps of a token. */
export function digestOf(text: string): string {
  return sha256(text).toString('base64url');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
