import { type Problem, problemIn } from '../problems/index.ts';
import { type Around, variableOf } from './channel.ts';

/**
 * What an account keeps in variables: the end of each name, what it is, and how an operator comes by it. `open` is
 * what everybody may see, such as the name of an account; `like` is what it cannot be without.
 */
export type Wanted<What extends string> = Record<
  What,
  { is: string; from: string; open?: true; like?: RegExp }
>;

export interface Secrets<What extends string> {
  /** Their values, empty where one is not set. */
  of: Record<What, string>;
  /** A problem for each that is not set, or cannot be what was meant. */
  unset: Problem[];
  /** The same text without any of them, nor a part of one that could be used. */
  conceal(text: string): string;
}

/** The secrets of an account, out of the environment. Space around a value is a slip of the hand and is left out. */
export function secretsOf<What extends string>(
  { env }: Pick<Around, 'env'>,
  name: string,
  wanted: Wanted<What>,
): Secrets<What> {
  const unset: Problem[] = [];
  const of = mapped(wanted, (what) => {
    const variable = variableOf(name, what);
    const value = env[variable]?.trim() ?? '';
    const { is, from, like } = wanted[what];
    const remedy = `Set ${variable}. ${from}`;
    if (value === '')
      unset.push(
        problemIn({ variable }, { name: 'variable-missing', found: 'nothing', expected: is, remedy }),
      );
    else if (like && !like.test(value))
      // What stands there instead may be another secret.
      unset.push(
        problemIn({ variable }, { name: 'variable-value', found: 'something else', expected: is, remedy }),
      );
    return value;
  });
  const hidden = (Object.keys(wanted) as What[]).filter((what) => !wanted[what].open);
  return { of, unset, conceal: concealing(hidden.map((what) => of[what])) };
}

function mapped<What extends string>(
  wanted: Wanted<What>,
  read: (what: What) => string,
): Record<What, string> {
  const values: Partial<Record<What, string>> = {};
  for (const what in wanted) values[what] = read(what);
  return values as Record<What, string>;
}

/** Shorter texts stand in too much that is no secret. */
const SHORTEST = 4;

/** The path and the query of an address that is a secret are what makes it one. */
function partsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return [];
  const { pathname, search } = new URL(secret);
  return [secret, `${pathname}${search}`, ...`${pathname}/${search}`.split(/[/?&=]/).filter(isLong)];
}

function isLong(part: string): boolean {
  return part.length >= 16;
}

/** Takes secrets out of a text, as they are and as they stand in an address. */
export function concealing(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .flatMap((secret) => (URL.canParse(secret) ? partsOf(secret) : [secret, encodeURIComponent(secret)]))
    .filter((form) => form.length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, '•••'), text);
}

/** What every program needs to run; nothing else of the environment is passed on. */
const PASSED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'SSL_CERT_FILE',
];

/** The environment for a program of the operator's: what it needs to run, and no secret of a channel. */
export function withoutSecrets(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    PASSED.flatMap((key) => {
      const value = env[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
