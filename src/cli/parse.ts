import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import { type Mistake, type Problem, problemIn, type Source } from '../problems/index.ts';
import { UserError } from '../problems/errors.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';
import type { Argument, Command, Example, Flag, Flags } from './command.ts';
import { flagsOf, written as asWritten } from './help.ts';

/** What was said to a command. */
export interface Parsed {
  flags: Record<string, unknown>;
  args: Record<string, string | undefined>;
}

/**
 * Reads what stands behind the name of a command, and holds all of it to the tables of the command.
 * @throws WrongCall with all that is wrong.
 */
export function parseCall(written: readonly string[], command: Command): Parsed {
  const { args = {}, examples } = command;
  const flags = flagsOf(command);
  const options = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, optionOf(flag)]));
  const { values, tokens } = parseArgs({
    args: [...written],
    options,
    allowPositionals: true,
    // Mistakes are told here, all at once and in the words of every other problem.
    strict: false,
    tokens: true,
  });
  const found = tokens.flatMap((token) => (token.kind === 'option' ? problemsOfFlag(token, flags) : []));
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const named = Object.entries(args).map(([name, argument], index) => ({
    name,
    argument,
    word: words[index],
  }));
  // A word behind a flag that is not known may have been its value.
  const isSure = !found.some(({ name }) => name === 'flag-unknown');
  const problems = [
    ...found,
    ...named.flatMap(({ name, argument, word }) => problemsOfArgument(name, argument, word, examples)),
    ...(isSure ? words.slice(named.length).map((word) => tooMuch(word, Object.keys(args))) : []),
    ...missingIn(flags, values, isSure, examples),
  ];
  if (problems.length > 0) throw new WrongCall(...problems);
  return {
    flags: { ...unsaid(flags), ...values },
    args: Object.fromEntries(named.map(({ name, word }) => [name, word])),
  };
}

function optionOf({ value, multiple }: Flag): ParseArgsOptionDescriptor {
  return value === undefined ? { type: 'boolean' } : { type: 'string', multiple: multiple ?? false };
}

/** What the flags hold that are not said: a switch is off, a list is empty. */
function unsaid(flags: Flags): Record<string, false | []> {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, { value, multiple }]): [string, false | []][] =>
      value === undefined ? [[name, false]] : multiple ? [[name, []]] : [],
    ),
  );
}

interface FlagToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function problemsOfFlag({ name, rawName, value, inlineValue }: FlagToken, flags: Flags): Problem[] {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (!flag) {
    const known = Object.keys(flags).map((one) => `--${one}`);
    return [
      problemIn(
        { flag: rawName },
        {
          name: 'flag-unknown',
          found: rawName,
          expected: known.length === 1 ? `${known[0]}` : `one of ${known.join(', ')}`,
          remedy: `Write one of those, or leave it out.${didYouMean(rawName, known)}`,
        },
      ),
    ];
  }
  const source = { flag: `--${name}` };
  if (flag.value === undefined)
    return inlineValue
      ? [
          wrongSetting(source, {
            found: `--${name}=${value}`,
            expected: `--${name} alone`,
            remedy: `Write --${name}, or leave it out: nothing stands after it.`,
          }),
        ]
      : [];
  if (value === undefined || value === '' || (!inlineValue && /^-./.test(value)))
    return [
      wrongSetting(source, {
        found: value ? `${value} after --${name}` : `nothing after --${name}`,
        expected: `--${name} ${flag.value}`,
        remedy: value
          ? `Say ${flag.value} after it. One that begins with a dash stands behind an equals sign: --${name}=${value}`
          : `Say ${flag.value} after it.`,
      }),
    ];
  return wrongChoice(source, value, flag.choices);
}

function problemsOfArgument(
  name: string,
  { choices, needed }: Argument,
  word: string | undefined,
  examples: readonly Example[],
): Problem[] {
  const source = { argument: name.toUpperCase() };
  if (word !== undefined) return wrongChoice(source, word, choices);
  return needed ? [missing(source, choices ? alternatives(choices) : name.toUpperCase(), examples)] : [];
}

function wrongChoice(source: Source, word: string, choices: readonly string[] | undefined): Problem[] {
  if (!choices || choices.includes(word)) return [];
  return [
    wrongSetting(source, {
      found: word,
      expected: alternatives(choices),
      remedy: `Write one of those.${didYouMean(word, choices)}`,
    }),
  ];
}

function missingIn(
  flags: Flags,
  values: Record<string, unknown>,
  isSure: boolean,
  examples: readonly Example[],
): Problem[] {
  // Which flag was meant is asked first.
  if (!isSure) return [];
  return Object.entries(flags)
    .filter(([name, { needed }]) => needed && values[name] === undefined)
    .map(([name, flag]) => missing({ flag: `--${name}` }, asWritten(name, flag), examples));
}

function missing(source: Source, expected: string, [example]: readonly Example[]): Problem {
  const remedy = example ? `Add it, as here: nightlight ${example.call}` : 'Add it.';
  return missingSetting(source, { expected, remedy });
}

function tooMuch(word: string, names: readonly string[]): Problem {
  const places = names.map((name) => name.toUpperCase());
  return problemIn(
    { argument: word },
    {
      name: 'argument-unknown',
      found: word,
      expected: places.length === 0 ? 'flags alone' : `${places.join(' ')} and flags`,
      remedy: 'Leave it out. If it belongs to the word before it, put both in quotes.',
    },
  );
}

/** That a call lacks something without which the command cannot be done. */
export function missingSetting(source: Source, words: { expected: string; remedy: string }): Problem {
  const name = `${kindOf(source)}-missing` as const;
  return problemIn(source, { name, found: '', ...words });
}

/** That a value of a flag, an argument or a variable is none. */
export function wrongSetting(source: Source, mistake: Omit<Mistake, 'name'>): Problem {
  const kind = kindOf(source);
  return problemIn(source, { name: kind === 'argument' ? 'argument-unknown' : `${kind}-value`, ...mistake });
}

function kindOf(source: Source): 'flag' | 'variable' | 'argument' {
  if ('flag' in source) return 'flag';
  return 'variable' in source ? 'variable' : 'argument';
}

/** A call that is wrong: nothing was done, and the exit code is 2. */
export class WrongCall extends UserError {
  constructor(...problems: Problem[]) {
    super(problems);
  }
}
