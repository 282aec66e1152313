import type { Command, Commands } from '../command.ts';
import { flagsOf } from '../help.ts';

/** What may stand at a place of a call: some words, a folder, or something that no shell can know. */
export type Offer = { words: readonly string[] } | 'folder' | 'anything';

export interface FlagOffer {
  /** With its dashes. */
  flag: string;
  says: string;
  multiple: boolean;
  /** What may stand behind it; `undefined` where nothing does. */
  value?: { called: string; offer: Offer };
}

/** What a shell offers for one command. */
export interface CommandOffer {
  name: string;
  says: string;
  flags: FlagOffer[];
  /** What may stand at each place that is no flag. */
  places: { called: string; offer: Offer }[];
}

/** What every shell offers, read off the commands themselves. */
export async function offersOf(commands: Commands): Promise<CommandOffer[]> {
  return Promise.all(
    Object.entries(commands).map(async ([name, { says, load }]) => {
      const { command } = await load();
      return { name, says, flags: flagOffers(command), places: placesOf(command, Object.keys(commands)) };
    }),
  );
}

function flagOffers(command: Command): FlagOffer[] {
  return Object.entries(flagsOf(command)).map(([name, { value, choices, multiple = false, says }]) => ({
    flag: `--${name}`,
    says,
    multiple,
    ...(value !== undefined && { value: { called: value, offer: offerOf(value, choices) } }),
  }));
}

function placesOf({ args = {} }: Command, names: string[]): CommandOffer['places'] {
  return Object.entries(args).map(([name, { choices }]) => {
    const called = name.toUpperCase();
    return { called, offer: called === 'COMMAND' ? { words: names } : offerOf(called, choices) };
  });
}

function offerOf(called: string, choices: readonly string[] | undefined): Offer {
  if (choices) return { words: choices };
  return called === 'DIR' ? 'folder' : 'anything';
}
