import { UserError } from '../../problems/errors.ts';
import type { Around, Check, Looked } from '../check.ts';
import { failed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { lookAtDns, lookAtTcp, lookAtTls } from './connection.ts';
import { lookAtHttp } from './http.ts';
import { lookAtRoundTrip } from './round-trip.ts';
import { concealing } from './secrets.ts';
import { wordsFor } from './words.ts';

/** What is passed to a look; its signal ends the watcher, and the look has a limit of its own. */
export interface Looking extends Around {
  /** From where it is looked. */
  place: string;
  /** A clock that never jumps, in ms. */
  clock(): number;
}

/**
 * Looks once at what a check looks at. It ends within the limit of the check, whatever the other end does.
 * @throws UserError where the config asks for a variable that is not set or cannot be sent; whatever signal ended the
 * watcher; what this machine lacks. None of it is a finding: it says nothing about the service.
 */
export async function look(check: Check, around: Looking): Promise<Finding> {
  const { place, clock, now, signal } = around;
  signal.throwIfAborted();
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
    ...(!found.ok && { why: concealing(check, around.env)(found.why) }),
    ...(found.ok && found.soon !== undefined && { soon: found.soon }),
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

async function lookAt(check: Check, around: Looking): Promise<Looked> {
  const { http, roundTrip, tls, tcp, dns } = check;
  if (http) return lookAtHttp(http, around);
  if (roundTrip) return lookAtRoundTrip(roundTrip, check.timeout, around);
  if (tls) return lookAtTls(tls, around);
  if (tcp) return lookAtTcp(tcp, around);
  if (dns) return lookAtDns(dns, around);
  throw new UserError(`The check ${check.id} looks at nothing. docs/watching.md says what it may look at.`);
}
