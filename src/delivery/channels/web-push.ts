import { createECDH, createHash } from 'node:crypto';
import { type Agent, request } from 'node:https';
import webPush from 'web-push';
import { type Problem, problemIn } from '../../problems/index.ts';
import type { Around, Channel, Content, Outcome, Outgoing, Recipient } from '../channel.ts';
import { agentOutside, isAskable, LEADS_INSIDE } from '../outside.ts';
import { printedOnce } from '../printed.ts';
import { secretsOf } from '../secrets.ts';
import { at, later, retryAfter, textAt } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { pushFor } from './words.ts';

/** How many connections to push services are open at a time; each goes to one of a few. */
const CONNECTIONS = 50;

/** How long a push service keeps a message for a device that is off, in seconds; a drill is soon of no use. */
const KEPT = { drill: 3600, other: 86_400 };

/** For how long a proof of who we are holds, and after how long it is made anew, in ms (RFC 8292: at most a day). */
const PROOF = { holds: 12 * 3_600_000, anew: 6 * 3_600_000 };

/** How strangers' servers are reached. A test passes its own, for they lie on this machine. */
export interface Reach {
  agent: Agent;
  isAskable(address: string): boolean;
}

/** Notifications of browsers (RFC 8030, 8188, 8291, 8292) to each who switched them on. */
export async function webPushChannels(
  { webPush: config }: Pick<DeliveryConfig, 'webPush'>,
  around: Around,
  reach: Reach = { agent: agentOutside(CONNECTIONS), isAskable },
): Promise<Channel[]> {
  return config ? [webPushChannel(config, around, reach)] : [];
}

type WebPushConfig = NonNullable<DeliveryConfig['webPush']>;

function webPushChannel({ contact, publicKey }: WebPushConfig, around: Around, reach: Reach): Channel {
  const secrets = secretsOf(around, 'vapid', {
    PRIVATE_KEY: {
      is: '43 letters, digits, "-" and "_"',
      like: /^[\w-]{43}$/,
      from: '"nightlight deliver keys" prints a pair: the public one goes into the config, the private one here.',
    },
  });
  const privateKey = secrets.of.PRIVATE_KEY;
  const problems = secrets.unset.length > 0 ? secrets.unset : pairProblems(publicKey, privateKey);
  const pushOf = printedOnce(pushFor);
  const proofs = new Map<string, { header: string; made: number }>();
  const proofFor = (audience: string): string => {
    const now = around.now();
    const known = proofs.get(audience);
    if (known && now - known.made < PROOF.anew) return known.header;
    const until = Math.floor((now + PROOF.holds) / 1000);
    const header = webPush.getVapidHeaders(audience, contact, publicKey, privateKey, 'aes128gcm', until);
    // Endpoints are given by strangers: they cannot fill the memory with origins of their own.
    if (proofs.size >= 100) proofs.clear();
    proofs.set(audience, { header: header.Authorization, made: now });
    return header.Authorization;
  };

  const push = async (address: string, words: object, how: How, signal: AbortSignal): Promise<Outcome> => {
    const [problem] = problems;
    if (problem) return { kind: 'later', reason: problem.remedy };
    const subscription = subscriptionIn(address);
    if (!subscription || !reach.isAskable(subscription.endpoint))
      return { kind: 'refused', reason: 'It is no subscription of a browser.', gone: true };
    const details = detailsFor(subscription, JSON.stringify(words), { contentEncoding: 'aes128gcm', ...how });
    if (!details) return { kind: 'refused', reason: 'The keys of the browser are none.', gone: true };
    const headers = { ...details.headers, Authorization: proofFor(new URL(subscription.endpoint).origin) };
    return posted(subscription.endpoint, { headers, body: details.body, agent: reach.agent, signal });
  };

  const send = async ({ content, to }: Outgoing, signal: AbortSignal): Promise<Outcome> => {
    if (!to) return { kind: 'refused', reason: 'Notifications go to those who asked for them alone.' };
    const words = wordsFor(pushOf(content), to);
    const how: How = {
      TTL: isDrill(content) ? KEPT.drill : KEPT.other,
      topic: topicOf(content),
      urgency: urgencyOf(content, words.silent === true),
    };
    return push(to.address, words, how, signal);
  };

  return {
    kind: 'web-push',
    name: 'web-push',
    reaches: 'subscribers',
    concurrency: CONNECTIONS,
    idempotent: false,
    print: ({ content }) => {
      const { title, body, url } = pushOf(content);
      return `${title}\n${body}\n${url}`;
    },
    send,
    carry: async ({ subject, text, url, tag, language, silent, renewal }, address, _, signal) =>
      push(
        address,
        {
          title: subject,
          body: text,
          url,
          tag,
          lang: language,
          dir: 'ltr',
          ...(silent && { silent }),
          ...(renewal !== undefined && { renewal }),
        },
        { TTL: KEPT.drill, urgency: 'normal' },
        signal,
      ),
    check: async () => problems,
    close: async () => reach.agent.destroy(),
  };
}

/** How long a push service keeps it, what it replaces, and whether it may wake a device. */
type How = Pick<webPush.RequestOptions, 'TTL' | 'topic' | 'urgency'>;

/** The two keys must be one pair: browsers were given the public one. */
function pairProblems(publicKey: string, privateKey: string): Problem[] {
  if (isPair(publicKey, privateKey)) return [];
  return [
    problemIn(
      { variable: 'VAPID_PRIVATE_KEY' },
      {
        name: 'variable-value',
        found: 'a key that is not the other half of "public_key"',
        expected: 'the private key of the same pair',
        remedy:
          'Set VAPID_PRIVATE_KEY to what was printed together with "public_key" of "web_push" in the config.',
      },
    ),
  ];
}

function isPair(publicKey: string, privateKey: string): boolean {
  try {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(privateKey, 'base64url');
    return curve.getPublicKey('base64url') === publicKey;
  } catch {
    return false;
  }
}

/** A subscription as a browser writes it; `undefined` where it is none that could be written to. */
function subscriptionIn(address: string): webPush.PushSubscription | undefined {
  let json: unknown;
  try {
    json = JSON.parse(address);
  } catch {
    return undefined;
  }
  const endpoint = textAt(json, 'endpoint') ?? '';
  const p256dh = textAt(at(json, 'keys'), 'p256dh') ?? '';
  const auth = textAt(at(json, 'keys'), 'auth') ?? '';
  return URL.canParse(endpoint) ? { endpoint, keys: { p256dh, auth } } : undefined;
}

/** The request with its words encrypted; `undefined` where the keys of the browser lie on no curve. */
function detailsFor(
  subscription: webPush.PushSubscription,
  words: string,
  options: webPush.RequestOptions,
): Pick<webPush.RequestDetails, 'headers' | 'body'> | undefined {
  try {
    return webPush.generateRequestDetails(subscription, words, options);
  } catch {
    return undefined;
  }
}

/** Who asked for no sound gets none; and each what their browser needs if its endpoint changes. */
function wordsFor<Words extends { silent?: boolean }>(words: Words, { loud, renewal }: Recipient) {
  return { ...words, ...(!loud && { silent: true }), ...(renewal !== undefined && { renewal }) };
}

function isDrill(content: Content): boolean {
  return content.kind === 'update' && content.told.drill;
}

/**
 * What is said anew about the same takes the place of what a device that is off has not fetched yet (RFC 8030, 5.4):
 * 32 letters at most, which say nothing to the push service.
 */
function topicOf(content: Content): string {
  const about = content.kind === 'update' ? content.told.incident : 'page';
  return createHash('sha256').update(about).digest('base64url').slice(0, 32);
}

/** What must be acted on now wakes a device that saves its battery (RFC 8030, 5.3); a drill waits until it is awake. */
function urgencyOf(content: Content, silent: boolean): webPush.Urgency {
  if (isDrill(content)) return 'low';
  const isTrouble =
    content.kind === 'stale' || (content.kind === 'update' && content.told.open && !content.told.all_clear);
  return isTrouble && !silent ? 'high' : 'normal';
}

interface Posting {
  headers: Record<string, string | number>;
  body: Buffer | null | undefined;
  agent: Agent;
  signal: AbortSignal;
}

/** One request, which follows no redirect and reads no more of an answer than its status and headers. */
function posted(endpoint: string, { headers, body, agent, signal }: Posting): Promise<Outcome> {
  return new Promise((resolve) => {
    let connected = false;
    const call = request(endpoint, { method: 'POST', headers, agent, signal }, (response) => {
      response.on('error', () => undefined).resume();
      const { statusCode = 0 } = response;
      const answered = new Headers();
      for (const name of ['retry-after', 'date']) {
        const value = response.headers[name];
        if (typeof value === 'string') answered.set(name, value);
      }
      resolve(endingOf(statusCode, answered));
    });
    call.on('socket', (socket) => {
      // One that is kept open connects no more, and must not gather what waits for that.
      if (!socket.connecting) connected = true;
      else
        socket.once('secureConnect', () => {
          connected = true;
        });
    });
    call.on('error', (error) => resolve(lineEnding(error, connected)));
    call.end(body ?? undefined);
  });
}

function lineEnding(error: Error, connected: boolean): Outcome {
  const code: unknown = Reflect.get(error, 'code');
  if (code === LEADS_INSIDE)
    return { kind: 'refused', reason: 'Its address leads into a private network.', gone: true };
  return connected
    ? {
        kind: 'unknown',
        reason: `The line to the push service dropped before it answered (${String(code)}).`,
      }
    : { kind: 'later', reason: `The push service was not reached (${String(code)}).` };
}

function endingOf(status: number, headers: Headers): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `The push service answered ${status}.`;
  if (status === 404 || status === 410) return { kind: 'refused', reason, gone: true };
  if (status === 429 || status === 503) return later(reason, retryAfter({ headers }));
  if (status >= 500 || status === 408) return { kind: 'unknown', reason };
  if (status === 401 || status === 403)
    return { kind: 'later', reason: `${reason} It does not take our keys: browsers signed up with others.` };
  return { kind: 'refused', reason };
}
