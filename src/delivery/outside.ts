import { type LookupAddress, lookup } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * What lies inside: this machine, its network, and what no service of the internet has (IANA's registries of
 * special-purpose addresses, RFC 6890).
 */
const INSIDE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4');

/** All of IPv6 that is handed out for the internet begins with these bits (RFC 4291); within them, what is not. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const INSIDE_GLOBAL = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE_GLOBAL.addSubnet(network, bits, 'ipv6');

/** Whether an address is one of the internet, where a stranger may send us. */
export function isOutside(address: string): boolean {
  if (isIP(address) === 4) return !INSIDE.check(address, 'ipv4');
  return isIP(address) === 6 && GLOBAL.check(address, 'ipv6') && !INSIDE_GLOBAL.check(address, 'ipv6');
}

/** A name that a stranger gave leads inside. Its code stands among those of errors before a connection. */
export const LEADS_INSIDE = 'ELEADSINSIDE';

/**
 * Looks a name up and refuses what leads inside, so that the address that was looked at is the one that is connected
 * to. A name with one address inside is refused whole.
 */
export const lookupOutside: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, '');
    const [first] = found;
    if (!first || !found.every(({ address }) => isOutside(address)))
      return done(Object.assign(new Error('it leads inside'), { code: LEADS_INSIDE }), '');
    if (options.all) return done(null, found);
    return done(null, first.address, first.family);
  });
};

/** Connections to strangers' servers: encrypted, kept open, and to the internet alone. */
export function agentOutside(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections, lookup: lookupOutside });
}

/** Whether an address in the web may be asked at all: https, and where it names an IP by itself, one outside. */
export function isAskable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  const bare = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'https:' && username === '' && (isIP(bare) === 0 || isOutside(bare));
}
