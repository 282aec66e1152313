import { Webhook } from 'standardwebhooks';
import type { Instant } from '../domain/time.ts';
import type { Finding } from './finding.ts';

/** What a report came with: the headers of Standard Webhooks. */
export interface Signed {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** How long a report may have been under way, or how far the clock of another place may be off, in ms. */
const TOLERANCE = 5 * 60_000;
/** The longest words that are taken from another place. */
const LONGEST = 300;

/**
 * Whether a message is signed with a secret of ours and is of now, as Standard Webhooks has it.
 * @param isSame compares two texts without telling by the time it takes where they differ.
 * @returns nothing where it is, else why it is not taken.
 */
export function unsigned(
  body: string,
  { id, timestamp, signature }: Signed,
  secret: string,
  now: Instant,
  isSame: (one: string, other: string) => boolean,
): string | undefined {
  const seconds = Number(timestamp);
  if (!id || !signature || !Number.isInteger(seconds)) return 'It is not signed.';
  if (Math.abs(seconds * 1000 - now) > TOLERANCE)
    return 'It is of another time: set the clock of whoever sent it.';
  const expected = new Webhook(secret).sign(id, new Date(seconds * 1000), body);
  // A sender that changes its secret signs with both.
  return signature.split(' ').some((one) => isSame(one, expected))
    ? undefined
    : 'It is not signed with the secret of this watcher.';
}

/** What another watcher found, where it is signed; or a status with why it is not taken. */
export function findingsIn(
  ...[body, signed, secret, now, isSame]: Parameters<typeof unsigned>
): readonly Finding[] | { status: 400 | 401; why: string } {
  const why = unsigned(body, signed, secret, now, isSame);
  if (why !== undefined) return { status: 401, why };
  return read(body) ?? { status: 400, why: 'It holds no findings.' };
}

/** What a request is signed with. */
export function signedWith(header: (name: string) => string | undefined): Signed {
  return {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  };
}

function read(body: string): Finding[] | undefined {
  try {
    const { findings } = JSON.parse(body) as { findings?: unknown };
    if (!Array.isArray(findings)) return undefined;
    const all = findings.map(findingIn);
    return all.includes(undefined) ? undefined : (all as Finding[]);
  } catch {
    return undefined;
  }
}

/** A finding with what belongs there alone, and no more words than a line. */
function findingIn(value: unknown): Finding | undefined {
  const { check, place, at, ok, ms, why, soon } = (value ?? {}) as Partial<Finding>;
  const areNames = [check, place].every(
    (one) => typeof one === 'string' && one !== '' && one.length <= LONGEST,
  );
  if (!areNames || !Number.isInteger(at) || typeof ok !== 'boolean') return undefined;
  return {
    ...({ check, place, at, ok } as Finding),
    ...(typeof ms === 'number' && ms >= 0 && { ms }),
    ...(typeof why === 'string' && { why: why.slice(0, LONGEST) }),
    ...(typeof soon === 'string' && { soon: soon.slice(0, LONGEST) }),
  };
}
