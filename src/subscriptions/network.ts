import { BlockList, isIP } from 'node:net';
import { UserError } from '../problems/errors.ts';

/** Machines that stand before the service and say for whom they ask. */
export interface Proxies {
  has(address: string): boolean;
}

/**
 * @param listed addresses and networks, such as `127.0.0.1` and `10.0.0.0/8`.
 * @throws UserError for one that is neither.
 */
export function proxiesOf(listed: readonly string[]): Proxies {
  const list = new BlockList();
  for (const written of listed) {
    const [address = '', bits] = written.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    try {
      if (bits === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(bits), family);
    } catch {
      throw new UserError(
        `"${written}" is no address and no network of a proxy. Write it as 127.0.0.1 or 10.0.0.0/8.`,
      );
    }
  }
  return {
    has: (address) => isIP(address) > 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
  };
}

/**
 * The network a request comes from: an address of IPv4, or the /64 that one household has of IPv6. What a header
 * claims counts only as far as our own proxies wrote it.
 * @param peer whoever holds the connection.
 * @param forwarded `X-Forwarded-For`.
 */
export function networkOf(peer: string, forwarded: string | undefined, proxies: Proxies): string {
  let client = plain(peer);
  for (const before of (forwarded ?? '').split(',').reverse()) {
    if (!proxies.has(client)) break;
    const address = plain(before.trim());
    if (isIP(address) === 0) break;
    client = address;
  }
  return isIP(client) === 6 ? `${expanded(client).slice(0, 4).join(':')}::/64` : client;
}

/** The /48 around a household's /64, of which one customer of a host can have all 65,536; nothing around an address of IPv4. */
export function widerThan(network: string): string | undefined {
  return network.endsWith('/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : undefined;
}

/** An address of IPv4 that is written as one of IPv6 is the former. */
function plain(address: string): string {
  const bare = address.replace(/^\[|\](?::\d+)?$/g, '').replace(/%.*$/, '');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
}

function expanded(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const missing = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array<string>(Math.max(0, missing)).fill('0'), ...(after ?? [])].map(
    (group) => group.replace(/^0+(?=.)/, ''),
  );
}
