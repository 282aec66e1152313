import { UserError } from '../../problems/errors.ts';
import type { Around, Check, Looked } from '../check.ts';
import { failed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { lookAtDns, lookAtTcp, lookAtTls } from './connection.ts';
import { lookAtHttp } from './http.ts';
import { TooLong } from './request.ts';
import { lookAtRoundTrip } from './round-trip.ts';

/** What is passed to a look; its signal ends the watcher, and the look has a limit of its own. */
export interface Looking extends Around {
  /** From where it is looked. */
  place: string;
  /** A clock that never jumps, in ms. */
  clock(): number;
}

/**
 * Looks once at what a check looks at. It ends within the limit of the check, whatever the other end does.
 * @throws UserError where the config asks for a variable that is not set; whatever signal ended the watcher.
 */
export async function look(check: Check, around: Looking): Promise<Finding> {
  const { place, clock, now, signal } = around;
  const begun = clock();
  // A round trip has time to be written and to be waited for.
  const limit = (check.timeout + (check.roundTrip?.within ?? 0)) * 1000;
  const over = AbortSignal.timeout(limit);
  const both = { ...around, signal: AbortSignal.any([signal, over]) };
  const looked = await ended(lookAt(check, both), both.signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    return failed(over.aborted ? `did not answer within ${limit / 1000} s` : wordsFor(error));
  });
  const ms = Math.round(clock() - begun);
  const late = check.http?.within !== undefined && ms > check.http.within * 1000;
  const found = looked.ok && late ? failed(`answered after ${(ms / 1000).toFixed(1)} s`) : looked;
  return {
    ...{ check: check.id, place, at: now(), ok: found.ok },
    ...((found.ok || late) && { ms }),
    ...(!found.ok && { why: found.why }),
  };
}

/** What takes no signal ends with it all the same. */
function ended(looked: Promise<Looked>, signal: AbortSignal): Promise<Looked> {
  return new Promise((done, fail) => {
    const end = () => fail(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    looked.then(done, fail).finally(() => signal.removeEventListener('abort', end));
  });
}

async function lookAt(check: Check, around: Around): Promise<Looked> {
  const { http, roundTrip, tls, tcp, dns } = check;
  if (http) return lookAtHttp(http, around);
  if (roundTrip) return lookAtRoundTrip(roundTrip, around);
  if (tls) return lookAtTls(tls, around);
  if (tcp) return lookAtTcp(tcp, around);
  if (dns) return lookAtDns(dns, around);
  throw new UserError(`The check ${check.id} looks at nothing. docs/watching.md says what it may look at.`);
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'takes no connection',
  ECONNRESET: 'broke the connection off',
  UND_ERR_SOCKET: 'broke the connection off',
  ENOTFOUND: 'has a name that nobody knows',
  ENODATA: 'has no record of that kind',
  ESERVFAIL: 'has a name that no server answers for',
  ETIMEOUT: 'has a name that no server answers for in time',
  EAI_AGAIN: 'has a name that no server answers for',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  CERT_HAS_EXPIRED: 'has a certificate that is no longer valid',
};

/** What the network said, in words; what an address or a header holds is never part of them. */
function wordsFor(error: unknown): string {
  if (error instanceof TooLong) return error.message;
  for (let one = error as NodeJS.ErrnoException | undefined; one; one = one.cause as typeof one)
    if (one.code !== undefined && typeof one.code === 'string')
      return WORDS[one.code] ?? `failed (${one.code})`;
  return 'could not be asked';
}
