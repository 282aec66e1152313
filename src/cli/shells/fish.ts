import type { CommandOffer, FlagOffer, Offer } from './words.ts';

/** Completion for fish. */
export function forFish(commands: readonly CommandOffer[]): string {
  return [
    '# Completion of nightlight for fish: nightlight completion fish > ~/.config/fish/completions/nightlight.fish',
    'complete -c nightlight -f',
    ...commands.map(
      ({ name, says }) => `complete -c nightlight -n __fish_use_subcommand -a ${name} -d ${quoted(says)}`,
    ),
    ...commands.flatMap(({ name, flags, places }) => [
      ...flags.map((flag) => `${within(name)} ${specOf(flag)}`),
      ...places.flatMap(({ offer }) =>
        typeof offer === 'object' ? [`${within(name)} ${words(offer)}`] : [],
      ),
    ]),
  ].join('\n');
}

function within(command: string): string {
  return `complete -c nightlight -n '__fish_seen_subcommand_from ${command}'`;
}

function specOf({ flag, says, value }: FlagOffer): string {
  const name = `-l ${flag.slice(2)} -d ${quoted(says)}`;
  return value ? `${name} -x ${words(value.offer)}`.trimEnd() : name;
}

function words(offer: Offer): string {
  if (offer === 'anything') return '';
  return `-a ${quoted(offer === 'folder' ? '(__fish_complete_directories)' : offer.words.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
