import { resolveTxt } from 'node:dns/promises';
import { createTransport } from 'nodemailer';
import { type Problem, problemIn } from '../../problems/index.ts';
import { escapeHtml } from '../../publications/escape.ts';
import type { Around, Channel, Outcome, Outgoing, OwnWords, Recipient } from '../channel.ts';
import { secretsOf } from '../secrets.ts';
import { bounceAddressOf } from '../mail-bounces.ts';
import { type Domains, domainProblems, type Resolver } from '../mail-domain.ts';
import { domainOf, isWritable, type Letter, letterWith, mailboxOf } from '../mail-letter.ts';
import { outcomeOf } from '../mail-outcome.ts';
import type { DeliveryConfig } from './index.ts';
import { emailFor } from './words.ts';
import { printedOnce } from '../printed.ts';

/** Waiting for a mail server, in ms. The signal of an attempt ends it sooner. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 15_000, socketTimeout: 120_000 };

/** After how many messages a connection is made anew, if `SMTP_URL` does not say another number (`?maxMessages=`). */
const MESSAGES_EACH = 1000;

/** Messages to each who asked for e-mail, by a mail server of the operator's. */
export async function emailChannels(
  { email }: Pick<DeliveryConfig, 'email'>,
  around: Around,
  { resolver = { resolveTxt } }: { resolver?: Resolver } = {},
): Promise<Channel[]> {
  return email ? [emailChannel(email, around, resolver)] : [];
}

type EmailConfig = NonNullable<DeliveryConfig['email']>;

function emailChannel(config: EmailConfig, around: Around, resolver: Resolver): Channel {
  const secrets = secretsOf(around, 'smtp', {
    URL: {
      is: 'smtps://user:password@mail.example.org',
      like: /^smtps?:\/\/(?:[^\s/?#@]+@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?:[/?]\S*)?$/i,
      from: 'Your mail provider shows host, user and password; letters such as "@" in a password are written "%40".',
    },
  });
  const line = secrets.unset.length === 0 ? lineTo(secrets.of.URL, config) : undefined;
  const from = mailboxOf(config.from) ?? '';
  const domain = domainOf(config.from) ?? '';
  const bounces = config.bounceAddress ?? from;
  const letterOf = printedOnce((content) =>
    letterWith((links) => emailFor(content, links), {
      from: config.from,
      postalAddress: config.postalAddress,
      site: around.site,
    }),
  );

  const send = async ({ key, content, to, earlier }: Outgoing, signal: AbortSignal): Promise<Outcome> => {
    if (!line) return { kind: 'later', reason: secrets.unset[0]?.remedy ?? '' };
    if (!to) return { kind: 'refused', reason: 'E-mail goes to those who asked for it alone.' };
    if (!isWritable(to.address))
      return { kind: 'refused', reason: 'The address cannot be written to.', gone: true };
    const messageId = `<${key}@${domain}>`;
    const message = letterOf(content).to({
      address: to.address,
      links: to.links,
      messageId,
      earlier: isMessageId(earlier) ? earlier : undefined,
      at: around.now(),
    });
    const sender = config.bounceAddress === undefined ? from : bounceAddressOf(bounces, to.id);
    return line.send({ from: sender, to: to.address }, message, messageId, signal);
  };

  return {
    kind: 'email',
    name: 'email',
    reaches: 'subscribers',
    concurrency: config.connections,
    perSecond: config.perSecond,
    idempotent: false,
    print: ({ content, to }) => printed(letterOf(content), to),
    send,
    carry: async ({ leave, ...words }, address, key, signal) => {
      if (!line) return { kind: 'later', reason: secrets.unset[0]?.remedy ?? '' };
      if (!isWritable(address))
        return { kind: 'refused', reason: 'The address cannot be written to.', gone: true };
      const messageId = `<${key}@${domain}>`;
      const { from: name, postalAddress } = config;
      const letter = letterWith(
        () => ({ ...words, ...withPost(words, postalAddress), id: key, threadId: key }),
        { from: name, postalAddress, site: around.site },
      );
      const message = letter.to({
        address,
        links: leave === undefined ? undefined : { leave, preferences: leave },
        messageId,
        at: around.now(),
      });
      return line.send({ from: bounces, to: address }, message, messageId, signal);
    },
    check: async (signal) => {
      if (!line) return secrets.unset;
      const domains: Domains = {
        from: domain,
        bounces: domainOf(bounces) ?? domain,
        selector: config.dkimSelector,
      };
      const [reached, proved] = await Promise.all([
        line.check(signal),
        domainProblems(domains, resolver, signal),
      ]);
      return [...reached, ...proved];
    },
    close: async () => line?.close(),
  };
}

/** The sender's address by post, which belongs below every letter. */
function withPost({ text, html }: Pick<OwnWords, 'text' | 'html'>, postalAddress: string) {
  const line = `<p>${escapeHtml(postalAddress)}</p></body>`;
  return { text: `${text}\n\n${postalAddress}`, html: html.replace('</body>', () => line) };
}

function printed(letter: Letter, to: Recipient | undefined): string {
  const links = to?.links ?? { leave: '(the link to leave)', preferences: '(the link to choose)' };
  return `${letter.subject}\n\n${letter.text(links)}`;
}

function isMessageId(receipt: string | undefined): boolean {
  return receipt !== undefined && /^<[^<>\s@]+@[^<>\s@]+>$/.test(receipt);
}

/** Connections to a mail server. */
interface LineToServer {
  send(
    envelope: { from: string; to: string },
    message: Buffer,
    messageId: string,
    signal: AbortSignal,
  ): Promise<Outcome>;
  check(signal: AbortSignal): Promise<Problem[]>;
  close(): void;
}

function lineTo(url: string, { connections }: Pick<EmailConfig, 'connections'>): LineToServer {
  const { hostname, host, protocol, username, searchParams } = new URL(url);
  const inTheClear = isThisMachine(hostname) || searchParams.get('ignoreTLS') === 'true';
  const transport = createTransport({
    pool: true,
    url,
    maxConnections: connections,
    maxMessages: MESSAGES_EACH,
    // A connection that the server closed while it was idle is replaced once; the rest is the engine's.
    maxRequeues: 1,
    ...PATIENCE,
    // Who asked to be told is nobody else's business: without encryption nothing leaves this machine.
    requireTLS: protocol === 'smtp:' && !inTheClear,
    forceAuth: username !== '',
  });
  const begun = watched(transport);
  return {
    send: async (envelope, message, messageId, signal) => {
      try {
        await transport.sendMail({ envelope, raw: message, signal });
        return { kind: 'sent', receipt: messageId };
      } catch (error) {
        return outcomeOf(error, begun.has(message));
      }
    },
    check: async (signal) => {
      const address = `${protocol}//${host}`;
      try {
        await Promise.race([transport.verify(), aborted(signal)]);
        return [];
      } catch (error) {
        return [problemOf(error, address)];
      }
    },
    close: () => transport.close(),
  };
}

/**
 * Remembers of which messages a byte has been read. A connection begins to read one when the server has said "go
 * on" to DATA and not before, so what is not among them cannot have arrived. No error says that of itself:
 * "connection closed" is the same before and after.
 */
function watched(transport: ReturnType<typeof createTransport>): WeakSet<object> {
  const begun = new WeakSet<object>();
  transport.use('stream', (mail, done) => {
    const { message, data } = mail;
    const { raw } = data;
    const read = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = read(options);
      stream.once('resume', () => Buffer.isBuffer(raw) && begun.add(raw));
      return stream;
    };
    done();
  });
  return begun;
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(hostname) || hostname === '[::1]';
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function problemOf(error: unknown, address: string): Problem {
  const field = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined);
  const [code, reply] = [field('code'), field('responseCode')];
  const found = typeof reply === 'number' ? `it answered ${reply}` : `it was not reached (${String(code)})`;
  const expected = 'a mail server that takes our messages';
  const told = (name: 'service-refuses' | 'service-unreachable', remedy: string) =>
    problemIn({ service: address }, { name, found, expected, remedy });
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return told(
      'service-refuses',
      'It does not take the user or the password: look at SMTP_URL. A letter such as "@" in a password is written "%40".',
    );
  if (code === 'ETLS')
    return told(
      'service-refuses',
      'It offers no encryption that can be trusted. Use smtps:// and the port for it; where the way to it is yours alone, add "?ignoreTLS=true" to SMTP_URL.',
    );
  if (typeof reply === 'number' && reply >= 500)
    return told('service-refuses', 'Ask your mail provider why it refuses this machine.');
  return told(
    'service-unreachable',
    'Look at host and port in SMTP_URL, and whether this machine may reach them: many hosts block port 25. What is owed is sent once it answers.',
  );
}
