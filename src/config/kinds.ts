import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { languageTag, TAG_PATTERN } from '../domain/language.ts';
import type { Language, Languages, Localised } from '../domain/site.ts';
import { type Instant, readTimeRange } from '../domain/time.ts';
import type { ProblemName } from '../problems/index.ts';
import { tellDeadLink } from '../problems/dead-link.ts';
import { didYouMean } from '../problems/suggest.ts';
import { type Value, written } from '../yaml/document.ts';
import { readText, readWord } from '../yaml/values.ts';
import { entriesIn, type Kind, type Reading } from './fields.ts';

/** A sentence or a name, in a language that all readers share. */
export const text: Kind<string> = {
  called: 'a text',
  schema: { type: 'string', minLength: 1 },
  read: (value, { report }) => readText(value, report),
};

/** The languages of the site, each of which must have words. */
export const languages: Kind<Languages> = {
  called: 'a list of tags such as en, es, pt-BR',
  schema: {
    type: 'array',
    items: { type: 'string', pattern: TAG_PATTERN },
    minItems: 1,
    uniqueItems: true,
  },
  read: ({ node, place }, { report, placeOf, spoken }) => {
    if (!isSeq(node) || node.items.length === 0) {
      report.add({
        name: 'value-shape',
        place,
        found: written(node),
        expected: 'a list of languages, the first one without a prefix in its addresses',
        remedy: 'Write it as [en], or [en, es].',
      });
      return undefined;
    }
    const read: Language[] = [];
    for (const item of node.items as (Node | null)[]) {
      const tag = readTag({ node: item, place: placeOf(item) }, read, report);
      if (tag === undefined) continue;
      read.push(tag);
      if (!spoken.includes(tag))
        report.add({
          name: 'language-without-words',
          place: placeOf(item),
          found: tag,
          expected: `a language that there are words for: ${spoken.join(', ')}`,
          remedy: `Take it out, or put its words into words/${tag}.json.`,
        });
    }
    const [first, ...rest] = read;
    return first === undefined || read.length < node.items.length ? undefined : [first, ...rest];
  },
};

function readTag(
  { node, place }: Value,
  before: readonly Language[],
  report: Reading['report'],
): Language | undefined {
  const found = written(node);
  const tag = isScalar(node) && typeof node.value === 'string' ? languageTag(node.value) : undefined;
  if (tag !== undefined && tag === found && !before.includes(tag)) return tag;
  report.add({
    name: 'value-not-allowed',
    place,
    found,
    expected: tag === found ? 'each language once' : 'the tag of a language, such as en, es, pt-BR',
    remedy:
      tag === undefined
        ? 'Write two or three small letters, and a country behind "-" where it matters.'
        : tag === found
          ? 'It stands there already: take one of the two out.'
          : `Write ${tag}: it stands so in addresses and in names of files.`,
  });
  return undefined;
}

/** One of the languages of the site. */
export const language: Kind<Language> = {
  called: 'one of the languages of the site',
  schema: { type: 'string', pattern: TAG_PATTERN },
  read: (value, reading) => {
    const { languages: known } = reading;
    return known ? oneOf(known).read(value, reading) : readWord(value, reading.report);
  },
};

/** A text in each language of the site. Where there is one alone, the text needs no name of it. */
export const localised: Kind<Localised> = {
  called: 'a text, in each language of the site',
  schema: {
    anyOf: [
      text.schema,
      {
        type: 'object',
        propertyNames: { pattern: TAG_PATTERN },
        additionalProperties: text.schema,
        minProperties: 1,
      },
    ],
  },
  read: (value, reading) => {
    const { report, languages: known } = reading;
    if (!known) return readAny(value, reading);
    const [first] = known;
    const isPlain = !isMap(value.node);
    if (isPlain && known.length === 1) {
      const plain = readText(value, report);
      return plain === undefined ? undefined : { [first]: plain };
    }
    if (isPlain && isScalar(value.node) && value.node.value !== null) {
      const found = written(value.node);
      report.add({
        name: 'language-missing',
        place: value.place,
        found,
        expected: `words in each language of the site: ${known.join(', ')}`,
        remedy: `Write { ${known.map((one, place) => `${one}: ${place === 0 ? `'${found.replaceAll("'", "''")}'` : "'...'"}`).join(', ')} }, or one language a line, indented.`,
      });
      return undefined;
    }
    const entries = entriesIn(value, known, { ...reading, elsewhere: notOfTheSite });
    if (!entries) return undefined;
    const words: Localised = {};
    for (const one of known) {
      const entry = entries.get(one);
      const said = entry && readText(entry, report);
      if (said !== undefined) words[one] = said;
      if (!entry)
        report.add({
          name: 'language-missing',
          place: value.keyPlace ?? value.place,
          found: `no "${one}"`,
          expected: `words in each language of the site: ${known.join(', ')}`,
          remedy: `Add a line "${one}: ..." below it. Readers in that language would see nothing here.`,
        });
    }
    return words;
  },
};

/** What to do with words in a language that the site does not have. */
function notOfTheSite(key: string): string | undefined {
  const tag = languageTag(key);
  return tag && `Take it out, or add "${tag}" to "languages" of "site".`;
}

/** Words in whichever languages, where nobody knows which there should be: that is told elsewhere. */
function readAny(value: Value, reading: Reading): Localised | undefined {
  const { node } = value;
  if (!isMap(node)) {
    const plain = readText(value, reading.report);
    return plain === undefined ? undefined : { '': plain };
  }
  const names = node.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  const words: Localised = {};
  for (const [name, entry] of entriesIn(value, names, reading) ?? []) {
    const said = readText(entry, reading.report);
    if (said !== undefined) words[name] = said;
  }
  return words;
}

/** What is put into sentences, in each language. A stop at its end is taken off: it may have to go on. */
export const sentence: Kind<Localised> = {
  ...localised,
  called: 'words inside of a sentence, in each language of the site',
  read: (value, reading) => {
    const words = localised.read(value, reading);
    return (
      words &&
      Object.fromEntries(
        Object.entries(words).map(([language, said]) => [language, said.replace(/\s*\.\s*$/, '')]),
      )
    );
  },
};

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
  published: '^[A-Za-z]+:\\S+$',
  problem: 'address-malformed',
  remedy: 'Write the whole address, such as mailto:us@example.org, without spaces.',
});

/** Where a link of the operator's own leads. */
export const linkAddress = leadingSomewhere(
  word({
    called:
      'an address that begins with https:, http:, mailto:, tel: or sms:, or with / for one of this site',
    pattern: /^(?:https?:\/\/\S+|(?:mailto|tel|sms):\S+|\/(?![/\\])[^\s\\]*)$/i,
    published: '^(?:[A-Za-z]+:|/)\\S*$',
    problem: 'address-malformed',
    remedy:
      'Write the whole address, such as https://example.org/imprint; or that of a page here, /imprint/.',
  }),
);

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
  published: '^[A-Za-z]+:\\S+$',
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

/** A time zone by its name in the IANA database, as every machine with a browser or Node knows it. */
export const timeZone: Kind<string> = {
  called: 'the name of a time zone, such as Europe/Berlin',
  schema: { type: 'string', pattern: '^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*)+)$' },
  read: ({ node, place }, { report }) => {
    const found = written(node);
    if (/^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Z][\w+-]*)+)$/.test(found) && hasZone(found)) return found;
    const known = Intl.supportedValuesOf('timeZone');
    const meant = known.find((one) => one.toLowerCase() === found.toLowerCase().replace(/ /g, '_'));
    report.add({
      name: 'value-not-allowed',
      place,
      found,
      expected: 'a name of the IANA database, such as Europe/Berlin or America/New_York',
      remedy: () =>
        `Write a continent and a city: a shorthand or an offset does not know when clocks change.${meant ? ` Did you mean "${meant}"?` : didYouMean(found, known)}`,
    });
    return undefined;
  },
};

/** Whether a zone is known by just this name: `europe/berlin` would be taken, and printed as it stands. */
function hasZone(name: string): boolean {
  try {
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Of how many hours a clock is. */
export const clock: Kind<12 | 24> = {
  called: '12 or 24',
  schema: { enum: [12, 24] },
  read: ({ node, place }, { report }) => {
    const value = isScalar(node) ? node.value : undefined;
    if (value === 12 || value === 24) return value;
    report.add({
      name: 'value-not-allowed',
      place,
      found: written(node),
      expected: '12 or 24',
      remedy: 'Write the number alone.',
    });
    return undefined;
  },
};

/** A UTC day, as the instant at which it begins. */
export const day: Kind<Instant> = {
  called: 'a day such as 2018-01-01',
  schema: { type: 'string', format: 'date' },
  read: ({ node, place }, { report }) => {
    const found = written(node);
    const reading = readTimeRange(found);
    if (reading.ok && reading.range.wholeDay && !found.includes('/')) return reading.range.earliest;
    const meant = reading.ok ? found.slice(0, '2018-01-01'.length) : reading.suggestion?.slice(0, 10);
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    report.add({
      name: 'day-malformed',
      place,
      found,
      expected: 'a day such as 2018-01-01',
      remedy: `Write year-month-day; it is counted in UTC.${hint}`,
    });
    return undefined;
  },
};

/** A UTC day, as the instant at which it begins, or an exact time. */
export const dayOrTime: Kind<Instant> = {
  ...day,
  called: 'a day such as 2018-01-01, or a time such as 2018-01-01T08:04Z',
  schema: { type: 'string' },
  read: (value, reading) => {
    const time = readTimeRange(written(value.node));
    const isExact = time.ok && !time.range.wholeDay && time.range.earliest === time.range.latest;
    return isExact ? time.range.earliest : day.read(value, reading);
  },
};

interface Range {
  called: string;
  least: number;
  most?: number;
  /** Whether the least itself is too little. */
  above?: boolean;
  whole?: boolean;
}

function number({ called, least, most, above = false, whole = false }: Range): Kind<number> {
  return {
    called,
    schema: {
      type: whole ? 'integer' : 'number',
      [above ? 'exclusiveMinimum' : 'minimum']: least,
      ...(most !== undefined && { maximum: most }),
    },
    read: ({ node, place }, { report }) => {
      const value = isScalar(node) ? node.value : undefined;
      if (
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (above ? value > least : value >= least) &&
        value <= (most ?? value) &&
        (!whole || Number.isInteger(value))
      )
        return value;
      report.add({
        name: 'number-out-of-range',
        place,
        found: written(node),
        expected: called,
        remedy:
          typeof value === 'string'
            ? 'Write the number alone, without quotes and without a unit.'
            : 'Write a number within that range.',
      });
      return undefined;
    },
  };
}

export const minutes = number({ called: 'a number of minutes above 0', least: 0, above: true });
export const minutesOrNone = number({ called: 'a number of minutes, 0 or more', least: 0 });
export const seconds = number({ called: 'a number of seconds, 1 or more', least: 1 });
export const perSecond = number({ called: 'a number a second above 0', least: 0, above: true });
export const count = number({ called: 'a whole number from 1 on', least: 1, whole: true });
export const money = number({ called: 'an amount, 0 or more', least: 0 });
export const part = number({ called: 'a number from 0 to 1', least: 0, most: 1 });
export const year = number({ called: 'a year such as 2026', least: 1970, most: 9999, whole: true });

/** A part of a minute, or the word that leaves it out of the sum. */
export const partOrLeftOut: Kind<number | 'left out'> = {
  called: `${part.called}, or "left out"`,
  schema: { anyOf: [part.schema, { const: 'left out' }] },
  read: (value, reading) => {
    const { node, place } = value;
    const found = isScalar(node) ? node.value : undefined;
    if (found === 'left out') return found;
    if (typeof found !== 'string') return part.read(value, reading);
    reading.report.add({
      name: 'value-not-allowed',
      place,
      found,
      expected: partOrLeftOut.called,
      remedy: `Write one of those.${didYouMean(found, ['left out'])}`,
    });
    return undefined;
  },
};

/** Yes or no. */
export const flag: Kind<boolean> = {
  called: 'true or false',
  schema: { type: 'boolean' },
  read: ({ node, place }, { report }) => {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    report.add({
      name: 'value-not-allowed',
      place,
      found: written(node),
      expected: 'true or false',
      remedy: 'Write one of those, without quotes.',
    });
    return undefined;
  },
};

export function oneOf<Word extends string>(words: readonly Word[]): Kind<Word> {
  return {
    called: words.join(', '),
    schema: { enum: words },
    read: ({ node, place }, { report }) => {
      const found = written(node);
      const meant = words.find((one) => one === (isScalar(node) ? node.value : undefined));
      if (meant !== undefined) return meant;
      report.add({
        name: 'value-not-allowed',
        place,
        found,
        expected: `one of ${words.join(', ')}`,
        remedy: () => `Write one of those.${didYouMean(found, words)}`,
      });
      return undefined;
    },
  };
}
