/** The separator that mail servers take out of the part before the @ by default (RFC 5233). */
const SEPARATOR = '+';

/**
 * Where a message that cannot be delivered comes back to (RFC 5321, 4.4): an address that says by itself whose
 * message it was, since what comes back often does not. It names the subscription and nothing else.
 * @param bounceAddress where bounces go, such as `bounces@example.org`.
 */
export function bounceAddressOf(bounceAddress: string, subscription: string): string {
  const at = bounceAddress.lastIndexOf('@');
  const [local, domain] = [bounceAddress.slice(0, at), bounceAddress.slice(at)];
  const own = `${local}${SEPARATOR}${subscription}`;
  return /^[A-Za-z0-9-]+$/.test(subscription) && own.length <= 64 ? `${own}${domain}` : bounceAddress;
}

/** The subscription whose message came back to an address; `undefined` where the address does not say. */
export function subscriptionBounced(bounceAddress: string, to: string): string | undefined {
  const at = bounceAddress.lastIndexOf('@');
  const [local, domain] = [bounceAddress.slice(0, at), bounceAddress.slice(at)];
  const written = to.trim().replace(/^<|>$/g, '');
  const [before, after] = [written.slice(0, local.length + 1), written.slice(written.lastIndexOf('@'))];
  if (before.toLowerCase() !== `${local}${SEPARATOR}`.toLowerCase()) return undefined;
  if (after.toLowerCase() !== domain.toLowerCase()) return undefined;
  const subscription = written.slice(local.length + 1, -domain.length);
  return /^[A-Za-z0-9-]+$/.test(subscription) ? subscription : undefined;
}
