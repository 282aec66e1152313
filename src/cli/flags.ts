import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Problem, problemIn } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/** The flags of a call, as they are written, or everything that is wrong with it. */
export function readFlags<Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  const problems = problemsOf(args, options);
  if (problems.length > 0) return { ok: false as const, problems };
  return { ok: true as const, values: parseArgs({ args, options }).values };
}

/** A flag that a command needs and that is not there. */
export function missingFlag(flag: string, expected: string, remedy: string): Problem {
  return problemIn({ flag }, { name: 'flag-missing', found: 'nothing', expected, remedy });
}

/** A flag whose value a command cannot take. */
export function wrongFlag(flag: string, found: string, expected: string, remedy: string): Problem {
  return problemIn({ flag }, { name: 'flag-value', found, expected, remedy });
}

function problemsOf(args: string[], options: ParseArgsOptionsConfig): Problem[] {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const problems: Problem[] = [];
  // The word behind a mistake belongs to it.
  let notRead = -1;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (token.index !== notRead) problems.push(unknown(token.value, options));
    } else if (token.kind === 'option') {
      const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
      if (!option) {
        problems.push(unknown(token.rawName, options));
        notRead = token.index + 1;
      } else if (option.type === 'boolean' && token.value !== undefined)
        problems.push(
          wrongFlag(token.rawName, token.value, 'no value', `Write ${token.rawName} alone, or leave it out.`),
        );
      else if (option.type === 'string' && !isValue(token.value, token.inlineValue)) {
        notRead = token.index + 2;
        problems.push(
          wrongFlag(
            token.rawName,
            token.value ?? 'nothing',
            'a value behind it',
            `Write ${token.rawName} and its value; a value that begins with "-" is written ${token.rawName}=-x.`,
          ),
        );
      }
    }
  }
  return problems;
}

/** What begins like a flag is one: whoever left a value out wrote the next flag in its place. */
function isValue(value: string | undefined, inline: boolean | undefined): boolean {
  return value !== undefined && (inline === true || !/^-./.test(value));
}

function unknown(written: string, options: ParseArgsOptionsConfig): Problem {
  const flags = Object.keys(options).map((name) => `--${name}`);
  return problemIn(
    { flag: written },
    {
      name: 'flag-unknown',
      found: written,
      expected: flags.join(', '),
      remedy: `Leave it out.${didYouMean(written, flags)}`,
    },
  );
}
