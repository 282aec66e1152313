import type { ProblemName } from '../../problems/index.ts';
import { tellDeadLink } from '../../problems/dead-link.ts';
import { readWord } from '../../yaml/values.ts';
import type { Kind } from '../fields.ts';

interface Form {
  called: string;
  pattern: RegExp;
  /** The same for the schema, where the letters of the pattern are of either case. */
  published?: string;
  problem: ProblemName;
  remedy: string;
}

/** A word of a certain form. */
function word({ called, pattern, published = pattern.source, problem, remedy }: Form): Kind<string> {
  return {
    called,
    schema: { type: 'string', pattern: published },
    read: (value, { report }) => {
      const found = readWord(value, report);
      if (found === undefined || pattern.test(found)) return found;
      report.add({ name: problem, place: value.place, found, expected: called, remedy });
      return undefined;
    },
  };
}

/** Where a reader reaches somebody. */
export const address = word({
  called: 'an address that begins with https:, http:, mailto:, tel: or sms:',
  pattern: /^(?:https?:\/\/|mailto:|tel:|sms:)\S+$/i,
  published: `^(?:${anyCase('https?')}://|${anyCase('(?:mailto|tel|sms)')}:)\\S+$`,
  problem: 'address-malformed',
  remedy: 'Write the whole address, such as mailto:us@example.org, without spaces.',
});

/** Where a link of the operator's own leads. */
export const linkAddress = leadingSomewhere(
  word({
    called:
      'an address that begins with https:, http:, mailto:, tel: or sms:, or with / for one of this site',
    pattern: /^(?:https?:\/\/\S+|(?:mailto|tel|sms):\S+|\/(?![/\\])[^\s\\]*)$/i,
    published: `^(?:${anyCase('https?')}://\\S+|${anyCase('(?:mailto|tel|sms)')}:\\S+|/(?![/\\\\])[^\\s\\\\]*)$`,
    problem: 'address-malformed',
    remedy:
      'Write the whole address, such as https://example.org/imprint; or that of a page here, /imprint/.',
  }),
);

/** A pattern for an editor, whose schema knows no small and capital letters that are one. */
function anyCase(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** An address that is held to the pages of the site, where they are known. */
function leadingSomewhere(kind: Kind<string>): Kind<string> {
  return {
    ...kind,
    read: (value, reading) => {
      const { languages, neighbours, report } = reading;
      const found = kind.read(value, reading);
      if (found !== undefined && languages && neighbours)
        tellDeadLink(found, value.place, { languages, ...neighbours }, report);
      return found;
    },
  };
}

/** Where somebody tells of a weakness (RFC 9116). */
export const contact = word({
  called: 'an address that begins with https:, mailto: or tel:',
  pattern: /^(?:https:\/\/|mailto:|tel:)\S+$/i,
  published: `^(?:${anyCase('https')}://|${anyCase('(?:mailto|tel)')}:)\\S+$`,
  problem: 'address-malformed',
  remedy: 'Write the whole address, such as mailto:security@example.org, without spaces.',
});

export const webAddress = word({
  called: 'an address that begins with https:// or http://',
  pattern: /^https?:\/\/\S+$/,
  problem: 'address-malformed',
  remedy: 'Write the whole address, such as https://www.example.org/times.',
});

/** What a page itself asks or sends to: https or this very machine, and nothing that would end in a policy or ask for more. */
function askedAddress(example: string) {
  return word({
    called: 'an address that begins with https:// and has no "?"',
    pattern: /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[^\s?#;,'"]+$/,
    problem: 'address-malformed',
    remedy: `Write the whole address, such as ${example}.`,
  });
}

/** Where a repository lies, as a browser has it: on a forge and below an owner. */
export const repositoryAddress = word({
  called: 'the address of a repository, https://, its host, its owner and its name',
  pattern: /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[^\s?#;,'"/]+(?:\/[\w.-]+){2,}(?<!\.git)$/,
  problem: 'address-malformed',
  remedy: 'Write it as it stands in a browser, such as https://github.com/example/status, without ".git".',
});

/** A folder of a repository, from its root. */
export const folder = word({
  called: 'a folder from the root of the repository, such as status/site',
  pattern: /^(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*$/,
  problem: 'value-not-allowed',
  remedy: 'Write its names with "/" between them, without one at the beginning or the end.',
});

/** A branch, by a name that git and an address both take. */
export const branch = word({
  called: 'the name of a branch, such as main',
  pattern: /^[\w][\w./-]*$/,
  problem: 'value-not-allowed',
  remedy: 'Write its name as the forge shows it.',
});

/** The public id by which GitLab, Gitea and Forgejo know an application. */
export const applicationId = word({
  called: 'the id of an application, letters and digits',
  pattern: /^[A-Za-z0-9][A-Za-z0-9-]{7,127}$/,
  problem: 'value-not-allowed',
  remedy: 'Write the application id (client id) as the forge shows it; never its secret.',
});

export const heartbeatAddress = askedAddress('https://beat.example.org/heartbeat.json');
export const serviceAddress = askedAddress('https://notify.example.org');
export const proofAddress = askedAddress('https://notify.example.org/proof.json');

/** The public half of the pair of keys by which a push service knows a sender (RFC 8292): a point of P-256 in base64url. */
export const pushKey = word({
  called: '87 letters, digits, "-" and "_", the first of them B',
  pattern: /^B[A-Za-z0-9_-]{86}$/,
  problem: 'value-not-allowed',
  remedy: 'It is the public key of the pair, not the private one: nightlight deliver keys prints a new pair.',
});

export const host = word({
  called: 'the host alone, such as https://status.example.org',
  pattern: /^https?:\/\/[^/\s]+\/?$/,
  problem: 'address-malformed',
  remedy: 'Write https:// and the host. A sub-path goes into BASE_PATH.',
});

/** Who may give names in a tag (RFC 4151): a domain, or an address of e-mail. */
export const authority = word({
  called: 'a domain, or an address of e-mail, that is yours',
  pattern: /^(?:[\w.+-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/,
  problem: 'address-malformed',
  remedy: 'Write the domain without https://, such as status.example.org.',
});

/** Who a letter is from: an address, or a name and an address in angle brackets. Letters of ASCII before the @ (RFC 5321). */
export const mailbox = word({
  called: 'a name and an address, such as Our status <status@example.org>',
  pattern:
    /^(?:[^<>"\\,;:@\s][^<>"\\,;:@\r\n]* <[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+>|[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$/,
  problem: 'address-malformed',
  remedy: 'Write a name and, behind it, the address in angle brackets: Our status <status@example.org>.',
});

/** A bare address of e-mail. */
export const mailAddress = word({
  called: 'an address of e-mail, such as bounces@example.org',
  pattern: /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/,
  problem: 'address-malformed',
  remedy: 'Write the address alone, such as bounces@example.org.',
});

/** Under which name the key of a signature stands in the DNS (RFC 6376). */
export const selector = word({
  called: 'letters, digits, "-" and "."',
  pattern: /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/,
  problem: 'id-malformed',
  remedy: 'Write what stands before "._domainkey" in the name of the record, such as mail2026.',
});

/** Where a push service reaches whoever sends (RFC 8292). */
export const pushContact = word({
  called: 'an address that begins with mailto: or https:',
  pattern: /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/(?!localhost\b)\S+)$/,
  problem: 'address-malformed',
  remedy: 'Write the whole address, such as mailto:push@example.org.',
});

export const id = word({
  called: 'a-z, 0-9 and "-"',
  pattern: /^[a-z0-9-]+$/,
  problem: 'id-malformed',
  remedy: 'It stands in addresses and in incident files, for ever: write a short word such as websites.',
});

/** What an account is called: letters that a variable of the environment can have too. */
export const channelName = word({
  called: 'a-z, 0-9 and "-", a letter first',
  pattern: /^[a-z][a-z0-9-]*$/,
  problem: 'id-malformed',
  remedy:
    'It stands in the outbox and in the names of variables, for ever: write a short word such as mastodon-es.',
});

/** A country by ISO 3166-1. */
export const country = word({
  called: 'two capital letters of a country, such as US',
  pattern: /^[A-Z]{2}$/,
  problem: 'value-not-allowed',
  remedy: 'Write the two letters of ISO 3166-1, such as US or ES.',
});
