import { problemIn } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import type { Command, Commands, Entry } from './command.ts';
import { type Parsed, parseCall, WrongCall } from './parse.ts';

/**
 * The command of a name.
 * @throws WrongCall where there is none, with the one that was probably meant.
 */
export function entryOf(name: string, commands: Commands): Entry {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry) return entry;
  const names = Object.keys(commands);
  throw new WrongCall(
    problemIn(
      { argument: name },
      {
        name: 'command-unknown',
        found: name,
        expected: `one of ${names.join(', ')}`,
        remedy: name.startsWith('-')
          ? 'Write the command first, and its flags behind it.'
          : `Write one of those.${didYouMean(name, names)}`,
      },
    ),
  );
}

/** A command, with what its caller said to it. */
export interface Found extends Parsed {
  command: Command;
}

/**
 * Reads a call, and does nothing yet.
 * @throws WrongCall with all that is wrong.
 */
export async function readCall([name = '', ...rest]: readonly string[], commands: Commands): Promise<Found> {
  const { command } = await entryOf(name, commands).load();
  return { command, ...parseCall(rest, command) };
}
