import { subscriptionBounced } from '../delivery/mail-bounces.ts';
import type { Desk } from './desk.ts';
import { meaningOf } from './keywords.ts';

/** What a letter that came back, or was written to us, says. */
export type Heard =
  /** A message could not be delivered, for good, to an address or to a subscription. */
  | { kind: 'gone'; address?: string | undefined; subscription?: string | undefined }
  /** Somebody wrote that they want no more, or called it unwanted; whoever wrote is told that it is done. */
  | { kind: 'leave'; address: string; wrote: boolean }
  | { kind: 'nothing' };

/** What a provider says of a message, as a JSON object: see docs/subscribers.md. */
export function heardInJson(body: string): Heard | undefined {
  let told: unknown;
  try {
    told = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof told !== 'object' || told === null) return undefined;
  const { type, address, subscription } = told as Record<string, unknown>;
  const named = {
    address: typeof address === 'string' ? address : undefined,
    subscription: typeof subscription === 'string' ? subscription : undefined,
  };
  if (type === 'bounce') return { kind: 'gone', ...named };
  if (type === 'complaint' || type === 'unsubscribe')
    return named.address === undefined
      ? { kind: 'nothing' }
      : { kind: 'leave', address: named.address, wrote: false };
  return { kind: 'nothing' };
}

/**
 * What a letter says as it came (RFC 5322): a report that a message could not be delivered (RFC 3464) or was called
 * unwanted (RFC 5965), or words of a person. An answer of a machine is nothing, and neither is a delay.
 * @param bounceAddress where bounces go, if they go to an address that says by itself whose message it was. Anybody
 * can write a report of a failure; then only that address is believed, which nobody but its reader was sent.
 */
export function heardInLetter(letter: string, bounceAddress?: string): Heard {
  const text = letter.replace(/\r\n/g, '\n');
  const [head = ''] = text.split('\n\n', 1);
  const headers = fieldsIn(head);
  const type = headers.get('content-type') ?? '';
  if (/multipart\/report/i.test(type))
    return heardInReport(text, type, { to: headers.get('to'), bounceAddress });
  if (headers.has('auto-submitted') && headers.get('auto-submitted') !== 'no') return { kind: 'nothing' };
  const from = addressIn(headers.get('from'));
  const words = [headers.get('subject') ?? '', text.slice(head.length).trim().split('\n', 1)[0] ?? ''];
  return from !== undefined && words.some((line) => meaningOf(line).said === 'stop')
    ? { kind: 'leave', address: from, wrote: true }
    : { kind: 'nothing' };
}

/** Does what was heard. */
export async function obey(heard: Heard, desk: Desk): Promise<void> {
  if (heard.kind === 'leave') await desk.leaveAt('email', heard.address, 'mail', { confirm: heard.wrote });
  if (heard.kind !== 'gone') return;
  if (heard.subscription !== undefined && /^[0-9a-f]{32}$/.test(heard.subscription))
    await desk.gone('email', heard.subscription);
  else if (heard.address !== undefined) await desk.goneAt('email', heard.address);
}

function heardInReport(
  text: string,
  type: string,
  { to, bounceAddress }: { to: string | undefined; bounceAddress: string | undefined },
): Heard {
  const fields = fieldsIn(text.split('\n\n').slice(1).join('\n'));
  if (/feedback-report/i.test(type)) {
    const address = addressIn(fields.get('original-rcpt-to'));
    return address === undefined ? { kind: 'nothing' } : { kind: 'leave', address, wrote: false };
  }
  const isForGood =
    fields.get('action')?.toLowerCase() === 'failed' && /^5\./.test(fields.get('status') ?? '');
  if (!isForGood) return { kind: 'nothing' };
  if (bounceAddress !== undefined)
    return { kind: 'gone', subscription: subscriptionBounced(bounceAddress, addressIn(to) ?? '') };
  const [, recipient] = (fields.get('final-recipient') ?? '').split(';');
  return { kind: 'gone', address: addressIn(recipient) };
}

/** Fields with their names in small letters; of those that come several times the first. Folded lines are one. */
function fieldsIn(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text
    .replace(/\n[ \t]+/g, ' ')
    .matchAll(/^([A-Za-z0-9-]{1,60}):[ \t]*(.*)$/gm))
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim());
  return fields;
}

function addressIn(field: string | undefined): string | undefined {
  return /<([^<>\s]+@[^<>\s]+)>/.exec(field ?? '')?.[1] ?? /[^<>\s;,]+@[^<>\s;,]+/.exec(field ?? '')?.[0];
}
