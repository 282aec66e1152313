import {
  type Forms,
  formsOf,
  type Grammar,
  type Message,
  messageIn,
  plain,
  template,
  type Value,
} from './message.ts';
import { Call, Counted, type Kind, Row, Template } from './shape.ts';

/** Words as a file has them: texts, lists and groups of words. */
export type Data = string | readonly Data[] | { readonly [key: string]: Data };

/** Which words of some data are more than text, under the same keys. */
export type TableOf<D> = {
  readonly [K in keyof D]?: Kind | (D[K] extends readonly unknown[] | string ? never : TableOf<D[K]>);
};

type Names<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Names<Rest> : S;
type Argument<P> = P extends `${string}: number`
  ? number
  : P extends `${string}?`
    ? string | undefined
    : P extends `${string}{${infer Properties}}`
      ? Readonly<Record<Names<Properties>, string>>
      : string;
type Arguments<P extends readonly string[]> = { -readonly [I in keyof P]: Argument<P[I]> };

type Leaf<D, T> =
  T extends Call<infer P>
    ? (...values: Arguments<P>) => D extends readonly unknown[] ? string[] : string
    : T extends Counted
      ? Forms
      : string;

/** The words of a language as code says them: what follows from the original's data and the table. */
export type WordsOf<D, T> =
  T extends Row<infer K>
    ? D extends Record<K[number], string>
      ? { readonly [I in keyof K]: string }
      : never
    : D extends string
      ? Leaf<D, T>
      : D extends readonly (infer One)[]
        ? T extends Call
          ? Leaf<D, T>
          : WordsOf<One, T>[]
        : { [K in keyof D]: WordsOf<D[K], T extends Kind ? T : K extends keyof T ? T[K] : undefined> };

/**
 * The words of a language. A text is there at once; a message is read when it is first said, and kept.
 * @param table which words are more than text.
 */
export function wordsIn<D extends Data, T>(data: D, table: T, grammar: Grammar): WordsOf<D, T> {
  return build(data, table as Table, grammar) as WordsOf<D, T>;
}

type Table = Kind | { readonly [key: string]: Table | undefined } | undefined;

function build(data: Data, table: Table, grammar: Grammar): unknown {
  if (typeof data === 'string') return wordOf(data, table, grammar);
  if (table instanceof Row) return rowOf(data, table, grammar);
  if (Array.isArray(data)) {
    if (table instanceof Call) return paragraphs(data as string[], table, grammar);
    return data.map((one) => build(one as Data, table, grammar));
  }
  const words = {};
  for (const [key, value] of Object.entries(data)) {
    const below = isKind(table) ? table : table?.[key];
    // What has to be read first is, when somebody asks for it.
    if (isLazy(value, below)) later(words, key, () => build(value, below, grammar));
    else Object.assign(words, { [key]: build(value, below, grammar) });
  }
  return words;
}

/** Whether all texts from here on are of one kind. */
export function isKind(table: unknown): table is Kind {
  return (
    table instanceof Call || table instanceof Template || table instanceof Counted || table instanceof Row
  );
}

function isLazy(data: Data, table: Table): boolean {
  return isKind(table) && !(table instanceof Call) && (typeof data === 'string' || table instanceof Row);
}

function later(words: object, key: string, read: () => unknown): void {
  Object.defineProperty(words, key, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = read();
      Object.defineProperty(words, key, { value, enumerable: true });
      return value;
    },
  });
}

function wordOf(text: string, table: Table, grammar: Grammar): unknown {
  if (table instanceof Call) return called(text, table, grammar);
  if (table instanceof Counted) return formsOf(text, grammar);
  if (table instanceof Template) return template(text, table.names, grammar);
  return plain(text, grammar);
}

function rowOf(data: Data, { keys, names }: Row, grammar: Grammar): string[] {
  const texts = data as Record<string, string>;
  return keys.map((key) => template(texts[key] ?? '', names, grammar));
}

type Values = Record<string, Value>;

function called(text: string, { parameters }: Call, grammar: Grammar) {
  const twins = twinsIn(text);
  let message: Message | undefined;
  return (...given: unknown[]): string => {
    message ??= messageIn(text, grammar);
    return message(withTwins(valuesOf(parameters, given), twins, grammar));
  };
}

function paragraphs(texts: readonly string[], call: Call, grammar: Grammar) {
  const all = texts.map((text) => called(text, call, grammar));
  return (...given: unknown[]): string[] => all.map((say) => say(...given));
}

function valuesOf(parameters: readonly string[], given: readonly unknown[]): Values {
  const values: Values = {};
  for (const [index, parameter] of parameters.entries()) put(values, parameter, given[index]);
  return values;
}

function put(values: Values, parameter: string, given: unknown): void {
  const { name, kind, properties } = parsedParameter(parameter);
  if (kind === 'object')
    for (const property of properties)
      values[within(name, property)] = (given as Record<string, string>)[property] as string;
  else if (kind === 'perhaps') {
    values[name] = (given as string | undefined) ?? '';
    values[hasName(name)] = given ? 'yes' : 'no';
  } else values[name] = given as Value;
}

/** The twins of values that a message has: values that begin with a capital letter. */
function twinsIn(text: string): [twin: string, value: string][] {
  return [...text.matchAll(/\{(\p{Lu}\w*)/gu)].map(([, twin = '']) => [twin, lowered(twin)]);
}

function withTwins(values: Values, twins: readonly [string, string][], { locale }: Grammar): Values {
  for (const [twin, value] of twins) values[twin] = capital(String(values[value]), locale);
  return values;
}

/** A text that begins with a capital letter, as its language writes it. */
function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** What a parameter of the table is; see `call` there. */
export interface Parameter {
  name: string;
  kind: 'text' | 'number' | 'perhaps' | 'object';
  properties: readonly string[];
}

const parameters = new Map<string, Parameter>();

function parsedParameter(written: string): Parameter {
  const known = parameters.get(written) ?? parameterOf(written);
  parameters.set(written, known);
  return known;
}

function parameterOf(written: string): Parameter {
  const {
    name = '',
    number,
    perhaps,
    properties,
  } = /^(?<name>\w*)(?:(?<number>: number)|(?<perhaps>\?)|\{(?<properties>[\w ]+)\})?$/.exec(written)
    ?.groups ?? {};
  const kind = number ? 'number' : perhaps ? 'perhaps' : properties ? 'object' : 'text';
  return { name, kind, properties: properties?.split(' ') ?? [] };
}

/** The names of the values that a parameter brings to a message; twins besides. */
export function valueNames(written: string): string[] {
  const { name, kind, properties } = parsedParameter(written);
  if (kind === 'object') return properties.map((property) => within(name, property));
  return kind === 'perhaps' ? [name, hasName(name)] : [name];
}

function within(name: string, property: string): string {
  return name === '' ? property : name + raised(property);
}
function hasName(name: string): string {
  return `has${raised(name)}`;
}
function raised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
/** The value of which a twin is one. */
export function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
