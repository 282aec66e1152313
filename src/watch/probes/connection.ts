import { Resolver } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dayOf } from '../../domain/time.ts';
import type { Around, Check, Looked } from '../check.ts';
import { failed, WELL } from '../check.ts';

const DAY = 86_400_000;

/** Looks whether somebody takes a connection. */
export function lookAtTcp({ host, port }: NonNullable<Check['tcp']>, { signal }: Around): Promise<Looked> {
  return new Promise((done, fail) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => {
      done(WELL);
      socket.destroy();
    });
    socket.once('error', fail);
  });
}

/** Looks whether a certificate is trusted, is that of the host, and lasts. */
export function lookAtTls(
  { host, port, daysLeft }: NonNullable<Check['tls']>,
  { signal, now }: Around,
): Promise<Looked> {
  return new Promise((done, fail) => {
    const socket = connectTls({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
    });
    const end = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', end, { once: true });
    socket.once('secureConnect', () => {
      const { valid_to } = socket.getPeerCertificate();
      const until = Date.parse(valid_to);
      const left = Math.floor((until - now()) / DAY);
      const error = socket.authorizationError as unknown;
      // Node judges by the clock of this machine: what is over by ours is told with its day.
      if (until < now()) done(failed(`has a certificate that was valid until ${dayOf(until)}`));
      else if (error) done(failed(`has a certificate that is not trusted (${codeOf(error)})`));
      else if (left < daysLeft)
        done(failed(`has a certificate that is valid until ${dayOf(until)}, ${left} days`));
      else done(WELL);
      socket.destroy();
    });
    socket.once('error', fail);
    socket.once('close', () => signal.removeEventListener('abort', end));
  });
}

const codeOf = (error: unknown) =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);

/** Asks for a name. */
export async function lookAtDns(
  { name, type, has, server }: NonNullable<Check['dns']>,
  { signal }: Around,
): Promise<Looked> {
  const resolver = new Resolver({ tries: 1 });
  if (server !== undefined) resolver.setServers([server]);
  const end = () => resolver.cancel();
  signal.addEventListener('abort', end, { once: true });
  try {
    const found = (await resolver.resolve(name, type)) as unknown[];
    const told = found.map((one) => wordsOf(one));
    if (has === undefined || told.includes(has)) return WELL;
    return failed(`is ${told.slice(0, 3).join(', ') || 'nothing'}, and not ${has}`);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** An answer as the config may have it: a TXT in one, an MX by its host. */
function wordsOf(found: unknown): string {
  if (Array.isArray(found)) return found.join('');
  return typeof found === 'object' && found !== null && 'exchange' in found
    ? String(found.exchange)
    : String(found);
}
