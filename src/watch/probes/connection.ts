import { Resolver } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dayOf } from '../../domain/time.ts';
import type { Around, Check, Looked } from '../check.ts';
import { failed, WELL } from '../check.ts';
import { wordsOf } from './words.ts';

const DAY = 86_400_000;

/** Looks whether somebody takes a connection. */
export function lookAtTcp({ host, port }: NonNullable<Check['tcp']>, { signal }: Around): Promise<Looked> {
  return new Promise((done, fail) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => {
      done(WELL);
      socket.destroy();
    });
    socket.on('error', fail);
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
      // Where a server shows none, it is an empty object.
      const { valid_to = '' } = socket.getPeerCertificate() as { valid_to?: string };
      const until = Date.parse(valid_to);
      const left = Math.floor((until - now()) / DAY);
      const error = socket.authorizationError as unknown;
      // Node judges by the clock of this machine: what is over by ours is told with its day.
      if (Number.isNaN(until)) done(failed('shows no certificate'));
      else if (until < now()) done(failed(`has a certificate that was valid until ${dayOf(until)}`));
      else if (error) done(failed(wordsOf(codeOf(error))));
      // Nobody suffers by it yet: that is for the operator, and no news for readers.
      else if (left < daysLeft)
        done({ ok: true, soon: `has a certificate that is valid until ${dayOf(until)} only` });
      else done(WELL);
      socket.destroy();
    });
    socket.on('error', fail);
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
  // A datagram that was lost is sent again; the limit of the look ends it.
  const resolver = new Resolver({ timeout: 1_000, tries: 4 });
  if (server !== undefined) resolver.setServers([server]);
  const end = () => resolver.cancel();
  signal.addEventListener('abort', end, { once: true });
  try {
    const found = (await resolver.resolve(name, type)) as unknown[];
    const told = found.map((one) => textOf(one));
    if (has === undefined || told.some((one) => one === has || plain(one) === plain(has))) return WELL;
    const shown = told.slice(0, 3).map((one) => (one.length > 60 ? 'something else' : one));
    return failed(`is ${shown.join(', ') || 'nothing'}, and not ${has}`);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** An answer as the config may have it: a TXT in one, an MX by its host. */
function textOf(found: unknown): string {
  if (Array.isArray(found)) return found.join('');
  return typeof found === 'object' && found !== null && 'exchange' in found
    ? String(found.exchange)
    : String(found);
}

/** A name as it is compared: in small letters, without the dot at its end. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
