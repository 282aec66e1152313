import { createECDH, randomBytes } from 'node:crypto';
import type { PersonalKind } from '../../../src/delivery/channel.ts';
import type { Database } from '../../../src/delivery/store/database.ts';
import type { KeyRing } from '../../../src/subscriptions/index.ts';

/** So many are signed up by one statement. */
const AT_ONCE = 1_000;

/**
 * Signs up so many made-up people, written and sealed as the service does it, so that delivery looks each of them up
 * and deciphers their address. One in five reads Spanish.
 * @param sink the port at which the push services of browsers are.
 */
export async function signUp(
  database: Database,
  keys: KeyRing,
  { kind, count, sink }: { kind: PersonalKind; count: number; sink: number },
): Promise<void> {
  const addressOf = addressesOf(kind, sink);
  for (let begin = 0; begin < count; begin += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - begin) }, (_, index) => begin + index);
    const people = numbers.map((number) => {
      const id = randomBytes(16).toString('hex');
      const address = addressOf(number);
      const [lookup] = keys.lookups(kind, address);
      return { id, lookup, sealed: keys.seal(address, { kind, id }).sealed, number };
    });
    await database.query(
      `insert into nightlight.subscribers (id, kind, state, key_id, lookup, sealed, since, language, least, loud, drills, minor)
       select id, $1, 'active', $2, lookup, sealed, now(), language, 0, true, false, false
       from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as p (id, lookup, sealed, language)`,
      [
        kind,
        keys.current,
        people.map(({ id }) => id),
        people.map(({ lookup }) => lookup),
        people.map(({ sealed }) => sealed),
        people.map(({ number }) => (number % 5 === 0 ? 'es' : 'en')),
      ],
    );
  }
}

function addressesOf(kind: PersonalKind, sink: number): (number: number) => string {
  const digits = (number: number) => String(number).padStart(7, '0');
  if (kind === 'sms') return (number) => `+1555${digits(number)}`;
  if (kind === 'email') return (number) => `person-${digits(number)}@example.org`;
  // All browsers have one pair of keys: to encrypt takes as long as it would with others.
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const subscribed = {
    p256dh: browser.getPublicKey('base64url'),
    auth: randomBytes(16).toString('base64url'),
  };
  return (number) =>
    JSON.stringify({ endpoint: `https://127.0.0.1:${sink}/${digits(number)}`, keys: subscribed });
}
