import addressparser from 'nodemailer/lib/addressparser';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import { escapeHtml } from '../publications/escape.ts';
import type { Email, EmailAround } from '../publications/messages/index.ts';

/** Who sends, as stands on every letter. */
export interface Sender {
  /** A name and an address, as in a letter's head. */
  from: string;
  postalAddress: string;
  site: { name: string; url: string };
}

interface Links {
  leave: string;
  preferences: string;
}

/** What differs from letter to letter of the same words. */
export interface To {
  address: string;
  /** Absent in a letter to somebody who has not signed up yet: there is nothing to leave. */
  links: Links | undefined;
  /** With its angle brackets. */
  messageId: string;
  /** What was sent last about the same, if anything was. */
  earlier?: string | undefined;
  /** When it is sent, in ms UTC. */
  at: number;
}

/** A letter of which all is printed but to whom it goes: so that a message costs little more than its bytes. */
export interface Letter {
  subject: string;
  /** The plain words with the links of a recipient, or with none of them filled in. */
  text(links: Links): string;
  /** The whole message as it goes over the wire (RFC 5322), with CRLF. */
  to(to: To): Buffer;
}

/** What stands where the links of a recipient go: an address that nobody has, and no text from outside can hold. */
const HOLES = { leave: hole('leave'), preferences: hole('preferences') };
type Hole = keyof typeof HOLES;

function hole(name: string): string {
  return `https://${name}-${crypto.randomUUID()}.invalid/`;
}

/**
 * Two characters that quoted-printable never has next to each other (RFC 2045, 6.7), so that no line of a text is
 * taken for the end of it.
 */
const BOUNDARY = '=_nightlight_=';

/** Prints the words of a letter once. */
export function letterWith(print: (around: EmailAround) => Email, sender: Sender): Letter {
  const printed = print({
    why: 'subscriber',
    postalAddress: sender.postalAddress,
    unsubscribeUrl: HOLES.leave,
    preferencesUrl: HOLES.preferences,
  });
  const domain = domainOf(sender.from);
  const thread = `<thread.${printed.threadId}@${domain}>`;
  const head = headOf(printed, sender);
  const plain = piecesOf(printed.text);
  const text = plain.map(coded);
  const html = piecesOf(printed.html).map(coded);
  const type = (kind: string) =>
    `--${BOUNDARY}\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return {
    subject: printed.subject,
    text: (links) => plain.map((piece) => (typeof piece === 'string' ? piece : links[piece.hole])).join(''),
    to({ address, links, messageId, earlier, at }) {
      const safe = links && {
        leave: new URL(links.leave).href,
        preferences: new URL(links.preferences).href,
      };
      const inText = safe && codedLinks(safe, (link) => link);
      const inHtml = safe && codedLinks(safe, escapeHtml);
      const fill = (pieces: Piece[], filled: Links | undefined) =>
        pieces.map((piece) => (typeof piece === 'string' ? piece : (filled?.[piece.hole] ?? ''))).join('');
      return Buffer.from(
        [
          head,
          `To: ${address}\r\n`,
          `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}\r\n`,
          `Message-ID: ${messageId}\r\n`,
          earlier === undefined ? '' : `In-Reply-To: ${earlier}\r\n`,
          `References: ${thread}${earlier === undefined ? '' : `\r\n ${earlier}`}\r\n`,
          safe ? `List-Unsubscribe:\r\n <${safe.leave}>\r\n` : '',
          safe ? 'List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n' : '',
          '\r\n',
          type('plain'),
          fill(text, inText),
          '\r\n',
          type('html'),
          fill(html, inHtml),
          `\r\n--${BOUNDARY}--\r\n`,
        ].join(''),
      );
    },
  };
}

/**
 * Headers that are the same for everybody. `Auto-Submitted` (RFC 3834) and `List-Id` (RFC 2919) keep holiday notices
 * away, and Exchange's own header those of Exchange. There is no `Precedence`: RFC 2076 discourages it, and a mail
 * server that heeds `bulk` delays what must come at once.
 */
function headOf({ subject, language }: Email, { from, site }: Sender): string {
  const { host } = new URL(site.url);
  const lines = [
    header('From', from),
    header('Subject', subject),
    `Content-Language: ${language}`,
    header('List-Id', `${words(site.name)} <updates.${host.replace(/:\d+$/, '')}>`),
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function header(name: string, value: string): string {
  return foldLines(`${name}: ${MimeNode.encodeHeaderValue(name, value)}`, 76);
}

/** Words before an address in angle brackets, without what has a meaning there. */
function words(name: string): string {
  return name.replace(/[<>\r\n]/g, ' ');
}

/** The part of a mailbox after its @, in lower case; `undefined` where it is no mailbox. */
export function domainOf(mailbox: string): string | undefined {
  return mailboxOf(mailbox)?.split('@').at(-1)?.toLowerCase();
}

/** The bare address of a mailbox such as `Name <a@example.org>`. */
export function mailboxOf(mailbox: string): string | undefined {
  const [first, ...more] = addressparser(mailbox, { flatten: true });
  return first && more.length === 0 && isWritable(first.address) ? first.address : undefined;
}

/**
 * Whether an address can be written to: nothing in it can end a header or a command, or name a second one. Letters
 * beyond ASCII before the @ need what few mail servers have (RFC 6531), and are no part of it.
 */
export function isWritable(address: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}$/.test(
    address,
  );
}

/** A stretch of fixed words, or a link that is filled in. */
type Piece = string | { hole: Hole };

function piecesOf(words: string): Piece[] {
  const at = new RegExp(`(${Object.values(HOLES).join('|').replaceAll('.', '\\.')})`);
  return words.split(at).map((piece) => {
    const hole = (Object.keys(HOLES) as Hole[]).find((name) => HOLES[name] === piece);
    return hole === undefined ? piece : { hole };
  });
}

/** A stretch of words in quoted-printable. It ends with a soft break where a link follows, so each is coded alone. */
function coded(piece: Piece): Piece {
  if (typeof piece !== 'string') return piece;
  return wrap(encode(piece.replace(/\r?\n/g, '\r\n')), LINE);
}

/** One letter less than a line may have, for the `=` of a soft break. */
const LINE = 75;
const SOFT = '=\r\n';

function codedLinks(links: Links, written: (link: string) => string): Links {
  const link = (href: string) => `${SOFT}${wrap(encode(written(href)), LINE)}${SOFT}`;
  return { leave: link(links.leave), preferences: link(links.preferences) };
}
