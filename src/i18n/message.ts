import { IntlMessageFormat } from 'intl-messageformat';

/** A value of a message: text, or a number by which it may choose a plural. */
export type Value = string | number;

/** What messages need to know of their language. */
export interface Grammar {
  locale: string;
  /**
   * How it changes words where a value meets what is said around it: the end of what stands before and the beginning
   * of what follows, with `|` between them, and what stands there instead. `de |el ` is `del `.
   */
  contractions: Readonly<Record<string, string>>;
}

/** A message with all of its values put in. */
export type Message = (values: Readonly<Record<string, Value>>) => string;

/** The forms of a counted thing, as scripts take them: for one, for any other number, and what a language has besides. */
export type Forms = readonly [one: string, other: string, more?: Readonly<Record<string, string>>];

/**
 * A message in ICU's format, ready to take values; tags are text. Making one costs as much as saying it many times.
 * @throws SyntaxError where it is not in that format.
 */
export function messageIn(text: string, { locale, contractions }: Grammar): Message {
  const format = parsed(text, locale);
  const rules = Object.entries(contractions)
    .map(ruleOf)
    .toSorted((one, other) => other.length - one.length);
  if (rules.length === 0) return (values) => String(format.format(values));
  return (values) => {
    // A value is an object here, so that it stays apart from what is said around it.
    const apart = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' ? new Put(value) : value,
      ]),
    );
    return format
      .formatToParts<Put>(apart)
      .reduce((before, { value }) => meet(before, String(value), rules), '');
  };
}

/** A text without values, as it is read: what ICU's format needs to be doubled or quoted is not any more. */
export function plain(text: string, grammar: Grammar): string {
  return /[{}]|''/.test(text) ? messageIn(text, grammar)({}) : text;
}

/** A text that a script fills: each value of its message stays `{name}`. */
export function template(text: string, names: readonly string[], grammar: Grammar): string {
  if (!text.includes("'") && !/[{}]/.test(text.replace(/\{\w+\}/g, ''))) return text;
  return messageIn(text, { ...grammar, contractions: {} })(
    Object.fromEntries(names.map((name) => [name, `{${name}}`])),
  );
}

/**
 * The forms of a message that is one plural, "# day" or "# days". The number and a space before the thing go without
 * saying, so "day"; where it stands elsewhere, it is `{count}`, and a form without it begins with `{}`.
 */
export function formsOf(text: string, { locale }: Grammar): Forms {
  const [element] = parsed(text, locale).getAst();
  const options = element && 'options' in element ? element.options : {};
  const forms = new Map(
    Object.entries(options).map(([category, { value }]) => [
      category,
      value.map((part) => ('value' in part ? String(part.value) : '{count}')).join(''),
    ]),
  );
  const form = (category: string) => {
    const text = forms.get(category) ?? '';
    return text.includes('{count}') ? text.replace(/^\{count\} /, '') : `{}${text}`;
  };
  const other = form('other');
  const more = [...forms.keys()]
    .filter((category) => category !== 'one' && form(category) !== other)
    .map((category) => [category, form(category)] as const);
  const one = forms.has('one') ? form('one') : other;
  return more.length > 0 ? [one, other, Object.fromEntries(more)] : [one, other];
}

/** What a message is made of. */
export interface Used {
  /** The names of its values. */
  values: ReadonlySet<string>;
  plurals: readonly { value: string; isOrdinal: boolean; categories: readonly string[] }[];
  /** Its choices between texts. */
  selects: readonly { value: string; options: readonly string[] }[];
  /** Whether it is one plural and nothing else. */
  isOnePlural: boolean;
}

/** Where a message is broken, and what the format would have there. */
export interface Broken {
  /** In UTF-16 units. */
  at: number;
  why: string;
}

/** The library's mark of what is text in a message. */
const LITERAL = 0;

const NOTHING_USED: Used = { values: new Set(), plurals: [], selects: [], isOnePlural: false };

/** What a message is made of, for whoever looks whether it can be said. */
export function readMessage(text: string, locale: string): Used | Broken {
  if (!/[{}']/.test(text)) return NOTHING_USED;
  let elements: ReturnType<IntlMessageFormat['getAst']>;
  try {
    elements = parsed(text, locale).getAst();
  } catch (error) {
    const { message, location } = error as Error & { location?: { start: { offset: number } } };
    return { at: location?.start.offset ?? 0, why: message.toLowerCase().replaceAll('_', ' ') };
  }
  const values = new Set<string>();
  const plurals: Used['plurals'][number][] = [];
  const selects: Used['selects'][number][] = [];
  const rest = [...elements];
  for (let one = rest.pop(); one; one = rest.pop()) {
    if (one.type === LITERAL || !('value' in one)) continue;
    values.add(one.value);
    if (!('options' in one)) continue;
    const options = Object.keys(one.options);
    if ('pluralType' in one)
      plurals.push({ value: one.value, isOrdinal: one.pluralType === 'ordinal', categories: options });
    else selects.push({ value: one.value, options });
    for (const { value } of Object.values(one.options)) rest.push(...value);
  }
  return { values, plurals, selects, isOnePlural: elements.length === 1 && plurals.length === 1 };
}

function parsed(text: string, locale: string): IntlMessageFormat {
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true, formatters });
}

// A number in a sentence goes without marks between its thousands, as it does where a script fills it in.
const numbers = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();
const formatters = {
  getNumberFormat: (locales?: string | string[]) =>
    kept(numbers, String(locales), (locale) => new Intl.NumberFormat(locale, { useGrouping: false })),
  getDateTimeFormat: (...of: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...of),
  getPluralRules: (locales?: string | string[], options?: Intl.PluralRulesOptions) =>
    kept(plurals, `${String(locales)} ${options?.type}`, () => new Intl.PluralRules(locales, options)),
};

function kept<T>(all: Map<string, T>, key: string, make: (key: string) => T): T {
  const known = all.get(key) ?? make(key);
  all.set(key, known);
  return known;
}

class Put {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

interface Rule {
  before: string;
  after: string;
  joined: string;
  length: number;
}

function ruleOf([apart, joined]: [string, string]): Rule {
  const [before = '', after = ''] = apart.split('|');
  return { before, after, joined, length: before.length + after.length };
}

/** Two texts where they meet; a rule is about whole words before that place. */
function meet(before: string, after: string, rules: readonly Rule[]): string {
  for (const rule of rules) {
    if (!before.endsWith(rule.before) || !after.startsWith(rule.after)) continue;
    const rest = before.slice(0, before.length - rule.before.length);
    if (/\p{L}$/u.test(rest)) continue;
    return rest + rule.joined + after.slice(rule.after.length);
  }
  return before + after;
}
