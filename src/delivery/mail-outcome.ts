import type { Outcome } from './channel.ts';

/**
 * Enhanced codes (RFC 3463, RFC 7505) by which a mail server says that nobody is at the address: no such mailbox,
 * no such system, an address that cannot be, a mailbox that has moved, a domain that takes no mail.
 */
const NOBODY_THERE = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'];

/** Answers that speak of us and not of the recipient: out of turn, and who must log in first (RFC 5321, RFC 4954). */
const ABOUT_US = [503, 530, 534, 535, 538];

/**
 * How an attempt ended that failed.
 * @param begun whether a byte of the message was handed to the server, which happens only once it said "go on" to
 *   DATA. Until then nothing can have arrived. From then on only a plain no of the server says so; 421 is none, for a
 *   server may say it at any time and take the message all the same.
 */
export function outcomeOf(error: unknown, begun: boolean): Outcome {
  const { code, command, reply, enhanced } = answerIn(error);
  const said = [reply, enhanced].filter((part) => part !== undefined).join(' ');
  if (begun && (reply === undefined || reply < 400 || reply === 421))
    return {
      kind: 'unknown',
      reason: 'The line to the mail server was lost after the message was handed over.',
    };
  if (reply === undefined)
    return code === 'EMESSAGE'
      ? { kind: 'refused', reason: 'The mail server takes no message as long as this one.' }
      : { kind: 'later', reason: `The mail server was not reached (${code}).` };
  if (reply < 500 || ABOUT_US.includes(reply))
    return { kind: 'later', reason: `The mail server says to try again (${said}).` };
  if (begun || command === 'RCPT TO' || command === 'DATA')
    return {
      kind: 'refused',
      reason: `The mail server refused the message (${said}).`,
      ...(enhanced !== undefined && NOBODY_THERE.includes(enhanced) && { gone: true }),
    };
  if (enhanced === '5.3.4' || reply === 552)
    return { kind: 'refused', reason: `The mail server takes no message as long as this one (${said}).` };
  return { kind: 'later', reason: `The mail server refused us, not the recipient (${said}).` };
}

interface Answer {
  code: string;
  command: string;
  reply: number | undefined;
  enhanced: string | undefined;
}

/** The codes in an error, and nothing of its words: they name the recipient. */
function answerIn(error: unknown): Answer {
  const field = (name: string) =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const [code, command, reply, response] = ['code', 'command', 'responseCode', 'response'].map(field);
  const enhanced =
    typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) : null;
  return {
    code: typeof code === 'string' ? code : 'no code',
    command: typeof command === 'string' ? command : '',
    reply: typeof reply === 'number' ? reply : undefined,
    enhanced: enhanced?.[1],
  };
}
